import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { count, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { Why } from '../../shared/Why';
import { useDecide, usePreview, useQuestion, type Choice, type Question, type QuestionFilter } from './api';
import { Earlier } from './Earlier';

/** Award, refuse or ask, with the reason; what it will concern stands below before it is done. */
export function DecideDialog({ questions, all, close }: { questions?: Question[]; all?: QuestionFilter; close: () => void }) {
  const { t, text } = useT();
  const decide = useDecide();
  const [outcome, setOutcome] = useState<Choice['outcome']>('award');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const valid = Number(amount) > 0;
  const choice: Choice = { outcome, reason: reason.trim(), amount: outcome === 'award' && valid ? Number(amount).toFixed(2) : undefined, ...(questions ? { questions: questions.map(row => row.id) } : { all: all ?? {} }) };
  const preview = usePreview({ ...choice, reason: '-' }, true);
  const wrong = fieldProblems(decide.error, 'amount').map(problem => text(problem.text));
  const one = questions?.length === 1 ? questions[0] : undefined;
  const read = useQuestion(one?.id).data;
  return (
    <Modal open width={640} title={one ? t('queue.decideOne', { name: one.subject_name ?? '', policy: text(one.title) || one.policy }) : t('queue.decide')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      {wrong.length === 0 && <ProblemSummary error={decide.error} />}
      {read && <details className="gap-below" open={read.status === 'manual'}><summary>{t('queue.read')}</summary><Why result={read} /></details>}
      <form onSubmit={event => { event.preventDefault(); decide.mutate(choice, { onSuccess: close }); }}>
        <Radio.Group aria-label={t('queue.decide')} value={outcome} options={(['award', 'refuse', 'ask'] as const).map(value => ({ value, label: t(`queue.outcome.${value}`) }))} onChange={event => setOutcome(event.target.value as Choice['outcome'])} />
        <p className="faint">{t(`queue.outcome.${outcome}.about`)}</p>
        {outcome === 'award' && (
          <>
            <label className="form-row" htmlFor="decide-amount">{t('queue.amount')}</label>
            <Input id="decide-amount" autoFocus inputMode="decimal" suffix={t('unit.yuan')} value={amount} onChange={event => setAmount(event.target.value)} />
            {wrong.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
          </>
        )}
        <label className="form-row" htmlFor="decide-reason">{t('queue.reason')}</label>
        <Input.TextArea id="decide-reason" rows={2} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />
        {preview.data && (
          <div role="status" className="gap-below">
            <p>{t('queue.preview', { n: count(preview.data.questions), households: count(preview.data.households) })}{preview.data.amount && <> {t('queue.preview.amount', { amount: money(preview.data.amount) })}</>}</p>
            <Earlier rows={preview.data.earlier} />
            {preview.data.by_policy.length > 1 && <ul className="plain">{preview.data.by_policy.map(row => <li key={row.policy}>{text(row.title) || row.policy} {count(row.count)}</li>)}</ul>}
          </div>
        )}
        <Button type="primary" htmlType="submit" className="signin-do" disabled={reason.trim().length < 2 || (outcome === 'award' && !valid)} loading={decide.isPending}>{t(`queue.outcome.${outcome}`)}</Button>
      </form>
    </Modal>
  );
}
