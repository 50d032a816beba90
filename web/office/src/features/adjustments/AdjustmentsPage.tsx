import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { localPacks, usePacks } from '../packs/api';
import { FactChanges } from '../review/FactChanges';
import { useAdjustments, useCompare, useRecover, type Adjustment } from './api';

/** 补发与追回: what later knowledge changes in periods that are paid, and how it is being set right. */
export function AdjustmentsPage() {
  const { t, text } = useT();
  const can = useCan();
  const { values, set } = useFilters();
  const direction = values['direction'] ?? '';
  const open = values['open'] === '1';
  const query = useAdjustments({ direction: direction || undefined, open: open || undefined, cursor: values['cursor'] });
  const [recovering, setRecovering] = useState<Adjustment | null>(null);
  const search = `${direction ? `direction=${direction}&` : ''}${open ? 'open=true' : ''}`;
  const columns: Column<Adjustment>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link className="nowrap" to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> },
    { key: 'village', title: t('region.village'), render: row => row.village.name, optional: true },
    { key: 'subject', title: t('field.person'), render: row => <span className="nowrap">{row.subject_name}</span> },
    { key: 'policy', title: t('field.policy'), render: row => text(row.title) || row.policy },
    { key: 'period', title: t('field.period'), render: row => <span className="nowrap">{row.period}</span> },
    { key: 'before', title: t('adjustments.before'), align: 'right', render: row => money(row.before) },
    { key: 'due', title: t('adjustments.due'), align: 'right', render: row => money(row.due) },
    { key: 'amount', title: t('adjustments.amount'), align: 'right', render: row => <Amount value={row.amount} /> },
    { key: 'left', title: t('adjustments.left'), align: 'right', render: row => (Number(row.left) === 0 ? <Badge tone="good">{t('adjustments.settled')}</Badge> : money(Math.abs(Number(row.left)))) },
    { key: 'how', title: t('adjustments.how'), render: row => <Settled row={row} /> },
    { key: 'why', title: t('review.why'), render: row => <FactChanges facts={row.facts} none={text(row.rule)} /> },
    { key: 'known', title: t('adjustments.known'), render: row => day(row.known_at), optional: true },
    ...(can('payment.export') ? [{ key: 'do', title: t('exports.do'), render: (row: Adjustment) => Number(row.left) < 0 && <Button size="small" onClick={() => setRecovering(row)}>{t('adjustments.recover')}<span className="hidden-text"> {row.subject_name} {row.period}</span></Button> }] : []),
  ];
  return (
    <Page title={t('adjustments.title')} about={t('adjustments.about')} actions={<Download href={`/api/adjustments/workbook${search ? `?${search}` : ''}`} name="adjustments.xlsx" label={t('adjustments.workbook')} />}>
      {can('payment.propose') && <Compare />}
      <Loaded query={query}>
        {page => (
          <>
            <Figures items={[{ label: t('adjustments.arrearsOpen'), value: money(page.arrears_open), unit: t('unit.yuan') }, { label: t('adjustments.overpaidOpen'), value: money(page.overpaid_open), unit: t('unit.yuan') }]} />
            <div className="filters">
              <Radio.Group optionType="button" aria-label={t('adjustments.amount')} value={direction} options={['', 'arrears', 'overpaid'].map(value => ({ value, label: value ? t(value === 'arrears' ? 'adjustments.arrears' : 'adjustments.overpaid') : t('exports.all') }))} onChange={event => set({ direction: event.target.value as string })} />
              <Checkbox checked={open} onChange={event => set({ open: event.target.checked ? '1' : null })}>{t('adjustments.onlyOpen')}</Checkbox>
            </div>
            <ListTable
              id="adjustments" label={t('adjustments.title')} columns={columns} page={page} rowKey={row => row.id} loading={query.isPlaceholderData}
              card={row => (
                <>
                  <div className="card-line"><Link to={`/households/${row.household}`}>{row.subject_name}</Link><Amount value={row.amount} /></div>
                  <div className="faint">{text(row.title) || row.policy} {row.period}</div>
                  <FactChanges facts={row.facts} none={text(row.rule)} />
                </>
              )}
              empty={<Empty title={t('adjustments.none')} hint={t('adjustments.none.hint')} />}
            />
          </>
        )}
      </Loaded>
      {recovering && <Recover row={recovering} close={() => setRecovering(null)} />}
    </Page>
  );
}

function Amount({ value }: { value: string }) {
  const { t } = useT();
  const owed = Number(value) > 0;
  return <span className="number"><Badge tone={owed ? 'info' : 'warn'}>{t(owed ? 'adjustments.arrears' : 'adjustments.overpaid')}</Badge> {money(Math.abs(Number(value)))}</span>;
}

/** Which order paid or kept back how much; what was paid back by itself, with its receipt. */
function Settled({ row }: { row: Adjustment }) {
  const { t, code } = useT();
  if (row.settlements.length === 0) return <span className="faint">{t(Number(row.amount) > 0 ? 'adjustments.next' : 'adjustments.nextKept')}</span>;
  return (
    <ul className="plain">
      {row.settlements.map(one => (
        <li key={one.at + (one.order ?? '')}>
          <span className="number">{money(Math.abs(Number(one.amount)))}</span>{' '}
          {one.order ? <><Link to={`/orders/${one.order}`}>{one.order_number ?? t('orders.unnumbered')}</Link> {one.order_state !== 'approved' && <span className="faint">{code('order_state', one.order_state)}</span>}</> : <span>{one.reason} <span className="faint">{day(one.at)} {one.by}</span></span>}
        </li>
      ))}
    </ul>
  );
}

function Compare() {
  const { t, text } = useT();
  const { area } = useUser();
  const queries = useQueryClient();
  const packs = localPacks(usePacks().data ?? [], area.code);
  const [pack, setPack] = useState<string>();
  const chosen = pack ?? packs.at(-1)?.id;
  const compare = useCompare();
  if (!chosen) return null;
  return (
    <Section title={t('adjustments.compare')}>
      <ProblemSummary error={compare.error} />
      <p className="faint">{t('adjustments.compare.about')}</p>
      <div className="filters">
        <Select aria-label={t('runs.pack')} style={{ width: 280 }} value={chosen} options={packs.map(one => ({ value: one.id, label: text(one.title) }))} onChange={setPack} />
        <Button loading={compare.isPending} onClick={() => compare.mutate(chosen)}>{t('adjustments.compare.do')}</Button>
      </div>
      {compare.data && <JobProgress id={compare.data} onEnd={() => void queries.invalidateQueries({ queryKey: ['adjustments'] })} />}
    </Section>
  );
}

function Recover({ row, close }: { row: Adjustment; close: () => void }) {
  const { t, text } = useT();
  const recover = useRecover(row.id);
  const owed = Math.abs(Number(row.left)).toFixed(2);
  const [amount, setAmount] = useState(owed);
  const [reason, setReason] = useState('');
  const wrong = fieldProblems(recover.error, 'amount').map(problem => text(problem.text));
  return (
    <Modal open title={t('adjustments.recover')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      {wrong.length === 0 && <ProblemSummary error={recover.error} />}
      <p>{t('adjustments.recover.about', { name: row.subject_name ?? '', amount: money(owed) })}</p>
      <form onSubmit={event => { event.preventDefault(); recover.mutate({ amount: Number(amount).toFixed(2), reason: reason.trim() }, { onSuccess: close }); }}>
        <label className="form-row" htmlFor="recover-amount">{t('field.amount')}</label>
        <Input id="recover-amount" inputMode="decimal" value={amount} onChange={event => setAmount(event.target.value)} />
        {wrong.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
        <label className="form-row" htmlFor="recover-reason">{t('adjustments.receipt')}</label>
        <Input id="recover-reason" maxLength={300} value={reason} onChange={event => setReason(event.target.value)} />
        <Button type="primary" htmlType="submit" className="signin-do" disabled={reason.trim().length < 2 || !(Number(amount) > 0)} loading={recover.isPending}>{t('adjustments.recover')}</Button>
      </form>
    </Modal>
  );
}
