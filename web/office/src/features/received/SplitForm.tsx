import { newId } from '@fuyao/shared';
import { AutoComplete, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';
import { useJoin, useReceivedLists, useSplit, type ReceivedLine } from './api';

const fen = (text: string) => Math.round(Number(text) * 100);

/** One transfer that holds several benefits, told apart: what is left stands below until nothing is. */
export function SplitForm({ row, done }: { row: ReceivedLine; done: () => void }) {
  const { t } = useT();
  const split = useSplit();
  const lists = useReceivedLists();
  const [parts, setParts] = useState(Array.from({ length: 2 }, () => ({ id: newId(), programme: '', amount: '', recurring: row.recurring ?? 'once' })));
  const [reason, setReason] = useState('');
  const known = Array.from(new Set(lists.data?.items.flatMap(list => list.programmes) ?? []));
  const left = fen(row.amount) - parts.reduce((sum, part) => sum + (fen(part.amount) || 0), 0);
  const ready = left === 0 && reason.trim().length > 1 && parts.every(part => part.programme.trim() && fen(part.amount) > 0);
  const set = (at: number, change: Partial<(typeof parts)[number]>) => setParts(parts.map((part, i) => (i === at ? { ...part, ...change } : part)));
  const save = () => split.mutate({ id: row.id, version: row.version, reason: reason.trim(), parts: parts.map(({ programme, amount, recurring }) => ({ programme: programme.trim(), amount: Number(amount).toFixed(2), recurring, ...(row.person ? { person: row.person } : {}) })) }, { onSuccess: done });
  return (
    <form onSubmit={event => { event.preventDefault(); save(); }}>
      <ProblemSummary error={split.error} />
      <p className="faint">{t('received.split.about')}</p>
      {parts.map((part, i) => (
        <div key={part.id} className="row-actions gap-below">
          <AutoComplete aria-label={t('received.split.programme', { n: i + 1 })} placeholder={t('received.programme')} style={{ width: 190 }} value={part.programme} options={known.filter(one => one !== part.programme && one.includes(part.programme)).map(value => ({ value }))} onChange={programme => set(i, { programme: programme ?? '' })} />
          <Input aria-label={t('received.split.amount', { n: i + 1 })} placeholder={t('received.amount')} inputMode="decimal" style={{ width: 110 }} value={part.amount} onChange={event => set(i, { amount: event.target.value })} />
          <Select aria-label={t('received.split.recurring', { n: i + 1 })} style={{ width: 90 }} value={part.recurring} options={(['once', 'month', 'year'] as const).map(value => ({ value, label: t(`received.per.${value}`) }))} onChange={recurring => set(i, { recurring })} />
          {parts.length > 2 && <Button onClick={() => setParts(parts.filter((_, at) => at !== i))}>{t('received.split.remove')}<span className="hidden-text"> {i + 1}</span></Button>}
        </div>
      ))}
      <p role="status">{left === 0 ? t('received.split.whole') : t('received.split.left', { amount: money((left / 100).toFixed(2)) })}</p>
      <Button onClick={() => setParts([...parts, { id: newId(), programme: '', amount: left > 0 ? (left / 100).toFixed(2) : '', recurring: row.recurring ?? 'once' }])}>{t('received.split.add')}</Button>
      <label className="form-row">{t('records.reason')}<Input value={reason} maxLength={500} onChange={event => setReason(event.target.value)} placeholder={t('received.split.reasonHint')} /></label>
      <Button type="primary" htmlType="submit" className="signin-do" disabled={!ready} loading={split.isPending}>{t('received.split')}</Button>
    </form>
  );
}

/** What a transfer was told apart into, and the way back. */
export function Parts({ row, parts, may, done }: { row: ReceivedLine; parts: ReceivedLine[]; may: boolean; done: () => void }) {
  const { t } = useT();
  const join = useJoin();
  const [reason, setReason] = useState('');
  return (
    <>
      <h3>{t('received.split.parts')}</h3>
      <ul className="plain">{parts.map(part => <li key={part.id}>{part.programme} <strong className="number">{money(part.amount)}</strong> {part.recurring && <span className="faint">{t(`received.per.${part.recurring as 'once'}`)}</span>}</li>)}</ul>
      {may && (
        <form onSubmit={event => { event.preventDefault(); join.mutate({ id: row.id, version: row.version, reason: reason.trim() }, { onSuccess: done }); }}>
          <ProblemSummary error={join.error} />
          <label className="form-row">{t('records.reason')}<Input value={reason} maxLength={500} onChange={event => setReason(event.target.value)} /></label>
          <Button htmlType="submit" className="signin-do" disabled={reason.trim().length < 2} loading={join.isPending}>{t('received.join')}</Button>
        </form>
      )}
    </>
  );
}
