import { EyeOutlined } from '@ant-design/icons';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';
import { useReveal } from './api';

/** A masked number; showing it asks for a reason, which is recorded with the reader's name. It is hidden again with the page. */
export function Masked({ household, person, field, masked, label }: { household: string; person?: string; field: string; masked: string; label: string }) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const reveal = useReveal(household);
  const short = reason.trim().length < 4;
  if (reveal.data) return <span className="number revealed">{reveal.data}</span>;
  return (
    <span className="masked">
      <span className="number">{masked}</span>
      <Button type="text" size="small" icon={<EyeOutlined />} disabled={!can('household.reveal')} title={can('household.reveal') ? undefined : t('state.noPermission')} aria-label={t('reveal.show', { field: label })} onClick={() => setOpen(true)} />
      <Modal open={open} title={t('reveal.title', { field: label })} onCancel={() => setOpen(false)} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
        <p>{t('reveal.about')}</p>
        <ProblemSummary error={reveal.error} />
        <form
          onSubmit={event => {
            event.preventDefault();
            setAsked(true);
            if (!short) reveal.mutate({ field, person, reason: reason.trim() }, { onSuccess: () => setOpen(false) });
          }}
        >
          <label className="form-row" htmlFor={`reason-${field}-${person ?? ''}`}>{t('reveal.reason')}</label>
          <Input id={`reason-${field}-${person ?? ''}`} autoFocus maxLength={200} value={reason} placeholder={t('reveal.reason.example')} onChange={event => setReason(event.target.value)} />
          {asked && short && <p className="error-text" role="alert">{t('reveal.reason.needed')}</p>}
          <Button type="primary" htmlType="submit" className="reveal-do" loading={reveal.isPending}>{t('reveal.do')}</Button>
        </form>
      </Modal>
    </span>
  );
}
