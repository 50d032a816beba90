import { write } from '@fuyao/shared/api';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useT } from '../framework/i18n';
import { ProblemSummary } from './Problems';

/** An export too large for a day's work: say what it is for, and somebody else approves it. */
export function ExportWish({ id, why, close }: { id: string; why: string; close: () => void }) {
  const { t } = useT();
  const { message } = App.useApp();
  const [purpose, setPurpose] = useState('');
  const ask = useMutation({
    mutationFn: () => write('post', '/api/exports/{id}/request', { purpose: purpose.trim() }, { path: { id } }),
    onSuccess: () => {
      void message.success(t('exports.asked'));
      close();
    },
  });
  return (
    <Modal open title={t('exports.ask')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <p>{why}</p>
      <ProblemSummary error={ask.error} />
      <form onSubmit={event => { event.preventDefault(); ask.mutate(); }}>
        <label className="form-row" htmlFor="export-purpose">{t('exports.purpose')}</label>
        <Input id="export-purpose" autoFocus maxLength={300} value={purpose} placeholder={t('exports.purpose.example')} onChange={event => setPurpose(event.target.value)} />
        <Button type="primary" htmlType="submit" className="signin-do" disabled={purpose.trim().length < 4} loading={ask.isPending}>{t('exports.ask')}</Button>
      </form>
    </Modal>
  );
}
