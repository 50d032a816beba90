import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';

/** One reason, then done. */
export function ReasonDialog({ title, label, busy, error, close, done }: { title: string; label: string; busy: boolean; error: unknown; close: () => void; done: (reason: string) => void }) {
  const { t } = useT();
  const [reason, setReason] = useState('');
  return (
    <Modal open title={title} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={error} />
      <form onSubmit={event => { event.preventDefault(); done(reason.trim()); }}>
        <label className="form-row" htmlFor="step-reason">{label}</label>
        <Input id="step-reason" autoFocus maxLength={300} value={reason} onChange={event => setReason(event.target.value)} />
        <Button type="primary" htmlType="submit" className="signin-do" disabled={reason.trim().length < 2} loading={busy}>{title}</Button>
      </form>
    </Modal>
  );
}
