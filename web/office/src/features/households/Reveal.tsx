import { EyeOutlined } from '@ant-design/icons';
import { Button, Form, Input, Modal } from 'antd';
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
  const reveal = useReveal(household);
  if (reveal.data) return <span className="number revealed">{reveal.data}</span>;
  return (
    <span className="masked">
      <span className="number">{masked}</span>
      <Button type="text" size="small" icon={<EyeOutlined />} disabled={!can('household.reveal')} title={can('household.reveal') ? undefined : t('state.noPermission')} aria-label={t('reveal.show', { field: label })} onClick={() => setOpen(true)} />
      <Modal open={open} title={t('reveal.title', { field: label })} onCancel={() => setOpen(false)} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
        <p>{t('reveal.about')}</p>
        <ProblemSummary error={reveal.error} />
        <Form layout="vertical" requiredMark={false} onFinish={(values: { reason: string }) => reveal.mutate({ field, person, reason: values.reason.trim() }, { onSuccess: () => setOpen(false) })}>
          <Form.Item name="reason" label={t('reveal.reason')} rules={[{ required: true, whitespace: true, min: 4, message: t('reveal.reason.needed') }]}>
            <Input autoFocus maxLength={200} placeholder={t('reveal.reason.example')} />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={reveal.isPending}>{t('reveal.do')}</Button>
        </Form>
      </Modal>
    </span>
  );
}
