import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { useChangePreview, useWithdraw, type Decision } from './api';
import { Earlier } from './Earlier';

const ways = ['amount', 'refuse', 'withdraw'] as const;

/** A decision that stands, turned into another one or taken back; what earlier periods owe or are owed stands below before it is done. */
export function ChangeDialog({ row, close }: { row: Decision; close: () => void }) {
  const { t, text } = useT();
  const withdraw = useWithdraw();
  const possible = row.outcome === 'award' ? ways : row.outcome === 'refuse' ? (['amount', 'withdraw'] as const) : (['withdraw'] as const);
  const [way, setWay] = useState<(typeof ways)[number]>(possible[0]);
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const valid = Number(amount) > 0 && Number(amount) !== Number(row.amount ?? 0);
  const change = { reason: reason.trim(), ...(way === 'refuse' ? { refuse: true } : way === 'amount' && valid ? { amount: Number(amount).toFixed(2) } : {}) };
  const preview = useChangePreview(row.id, { ...change, reason: '-' }, way === 'refuse' || (way === 'amount' && valid));
  const wrong = fieldProblems(withdraw.error, 'amount').map(problem => text(problem.text));
  return (
    <Modal open title={t('queue.decideOne', { name: row.subject_name ?? '', policy: text(row.title) || row.policy })} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      {wrong.length === 0 && <ProblemSummary error={withdraw.error} />}
      <form onSubmit={event => { event.preventDefault(); withdraw.mutate({ id: row.id, ...change }, { onSuccess: close }); }}>
        <Radio.Group aria-label={t('queue.change')} value={way} options={possible.map(value => ({ value, label: t(`queue.change.${value}`) }))} onChange={event => setWay(event.target.value as typeof way)} />
        <p className="faint">{t(`queue.change.${way}.about`)}</p>
        {way === 'amount' && (
          <>
            <label className="form-row" htmlFor="change-amount">{t('queue.amount')}</label>
            <Input id="change-amount" autoFocus inputMode="decimal" suffix={t('unit.yuan')} placeholder={row.amount ?? undefined} value={amount} onChange={event => setAmount(event.target.value)} />
            {wrong.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
          </>
        )}
        <label className="form-row" htmlFor="change-reason">{t('queue.reason')}</label>
        <Input.TextArea id="change-reason" rows={2} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />
        {way !== 'withdraw' && preview.data && <div role="status" className="gap-below"><Earlier rows={preview.data.earlier} /></div>}
        <Button type="primary" htmlType="submit" danger={way === 'refuse'} className="signin-do" disabled={reason.trim().length < 2 || (way === 'amount' && !valid)} loading={withdraw.isPending}>{t(`queue.change.${way}`)}</Button>
      </form>
    </Modal>
  );
}
