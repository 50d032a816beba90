import { Button } from 'antd';
import { lazy, Suspense, useRef, useState } from 'react';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { Download } from '../../shared/Download';
import { Badge } from '../../shared/Page';
import { useBankAnswers, useUndoAnswer, type BankAnswer } from './api';
import { ReasonDialog } from './ReasonDialog';

const AnswerDialog = lazy(async () => ({ default: (await import('./AnswerDialog')).AnswerDialog }));
const AnswerRows = lazy(async () => ({ default: (await import('./AnswerRows')).AnswerRows }));

/** The bank's answers to an order as files: choose one, see what it would do, apply it, take it back. */
export function BankAnswers({ order, sent }: { order: string; sent: number }) {
  const { t } = useT();
  const can = useCan();
  const answers = useBankAnswers(order).data?.items ?? [];
  const undo = useUndoAnswer(order);
  const chooser = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [undoing, setUndoing] = useState<BankAnswer | null>(null);
  const [looking, setLooking] = useState<BankAnswer | null>(null);
  const finance = can('payment.export');
  return (
    <>
      <Button disabled={!finance || sent === 0} title={finance ? (sent === 0 ? t('answer.notSent') : undefined) : t('run.paymentsClosed')} onClick={() => chooser.current?.click()}>{t('answer.choose')}</Button>
      <input
        ref={chooser} type="file" hidden accept=".xlsx,.csv,.txt" aria-label={t('answer.choose')}
        onChange={event => {
          setFile(event.target.files?.[0] ?? null);
          event.target.value = '';
        }}
      />
      {file && <Suspense fallback={null}><AnswerDialog order={order} file={file} close={() => setFile(null)} /></Suspense>}
      {answers.length > 0 && (
        <table className="grid gap-above">
          <caption className="hidden-text">{t('answer.list')}</caption>
          <thead><tr><th scope="col">{t('answer.file')}</th><th scope="col">{t('answer.recorded')}</th><th scope="col" className="number">{t('answer.paid')}</th><th scope="col" className="number">{t('answer.returned')}</th><th scope="col">{t('answer.open')}</th><th scope="col">{t('exports.do')}</th></tr></thead>
          <tbody>
            {answers.map(answer => (
              <tr key={answer.id}>
                <th scope="row">{answer.file_name}{answer.undone_at && <> <Badge>{t('answer.undone')}</Badge></>}</th>
                <td>{instant(answer.at)} {sayActor(t, answer.by)}{answer.undone_at && <div className="faint">{instant(answer.undone_at)} {sayActor(t, answer.undone_by)} {answer.undone_reason}</div>}</td>
                <td className="number">{count(answer.paid)}<div className="faint">{money(answer.paid_amount)}</div></td>
                <td className="number">{count(answer.returned)}<div className="faint">{money(answer.returned_amount)}</div></td>
                <td>{answer.open > 0 ? <Button size="small" type="link" onClick={() => setLooking(answer)}>{t('answer.open.n', { n: answer.open })}</Button> : t('answer.open.none')}</td>
                <td><span className="row-actions">
                  {finance && <Download href={`/api/files/${answer.file}`} name={answer.file_name} label={t('answer.fetch')} />}
                  {finance && !answer.undone_at && <Button onClick={() => { undo.reset(); setUndoing(answer); }}>{t('answer.undo')}</Button>}
                </span></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {looking && <Suspense fallback={null}><AnswerRows order={order} answer={looking} close={() => setLooking(null)} /></Suspense>}
      {undoing && <ReasonDialog title={t('answer.undo')} label={t('answer.undo.reason', { name: undoing.file_name })} busy={undo.isPending} error={undo.error} close={() => setUndoing(null)} done={reason => undo.mutate({ answer: undoing.id, reason }, { onSuccess: () => setUndoing(null) })} />}
    </>
  );
}
