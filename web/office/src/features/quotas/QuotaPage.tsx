import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { regionLevel } from '../../shared/regions';
import { RegionSelect } from '../../shared/RegionSelect';
import { Loaded } from '../../shared/State';
import { useQuotas, useSetQuotas, type QuotaRow, type QuotaSetting } from './api';
import '../records/records.css';

const categories = ['all', 'general', 'dibao_poor', 'dibao', 'wubao'] as const;

/** 规模控制: what is given from above, what is given on below, and whether the sums agree. */
export function QuotaPage() {
  const { t } = useT();
  const { area } = useUser();
  const { values, set } = useFilters();
  const thisYear = Number(today().slice(0, 4));
  const year = Number(values['year'] ?? thisYear);
  const region = values['region'] ?? area.code;
  const query = useQuotas(region, year, values['known_at']);
  return (
    <Page title={t('quotas.title')} about={t('quotas.about')} actions={<Link className="button-link" to={`/ranking?region=${region}&year=${year}`}>{t('ranking.title')}</Link>}>
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <RegionSelect value={values['region']} onChange={next => set({ region: next })} />
        <Select aria-label={t('villages.year')} value={year} onChange={next => set({ year: String(next) })} options={Array.from({ length: 8 }, (_, back) => ({ value: thisYear + 1 - back, label: t('villages.yearOf', { year: thisYear + 1 - back }) }))} />
      </div>
      <Loaded query={query} rows={10}>
        {sheet => (
          <>
            <Sheet key={`${region}/${year}/${query.dataUpdatedAt}`} place={sheet.place} items={sheet.items} year={year} fixed={!!values['known_at']} />
            {sheet.history.length > 0 && (
              <Section title={t('quotas.history')}>
                <ul className="plain pairs">
                  {sheet.history.map(one => <li key={`${one.set_at}/${one.region}/${one.category}`}><time dateTime={one.set_at}>{instant(one.set_at)}</time> <strong>{sayActor(t, one.set_by)}</strong> {[sheet.place, ...sheet.items].find(row => row.region === one.region.padEnd(12, '0'))?.name ?? one.region} {t(`quotas.category.${one.category as 'all'}`)} → {one.households ?? t('quotas.withdrawn')} <span className="faint">{one.reason}</span></li>)}
                </ul>
              </Section>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

type Typed = Record<string, string>;

function Sheet({ place, items, year, fixed }: { place: QuotaRow; items: QuotaRow[]; year: number; fixed: boolean }) {
  const { t } = useT();
  const may = useCan();
  const can = (permission: string) => !fixed && may(permission);
  const { area } = useUser();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Typed>({});
  const [reason, setReason] = useState('');
  const save = useSetQuotas();
  const key = (row: QuotaRow, category: string) => `${row.region}/${category}`;
  const given = (row: QuotaRow, category: string) => row.cells.find(cell => cell.category === category)!;
  const value = (row: QuotaRow, category: string) => typed[key(row, category)] ?? given(row, category).households?.toString() ?? '';
  const wrong = (text: string) => text !== '' && !/^\d+$/.test(text);
  const rows = [place, ...items];
  const settings: QuotaSetting[] = rows.flatMap(row => categories.filter(category => typed[key(row, category)] !== undefined && value(row, category) !== (given(row, category).households?.toString() ?? ''))
    .map(category => ({ region: row.region, category, households: value(row, category) === '' ? null : Number(value(row, category)), was: given(row, category).households ?? null })));
  const bad = Object.values(typed).some(wrong);
  // The place's own figure comes from above, except that the county sets its own.
  const ownEditable = can('quota.set') && regionLevel(place.region) === 'county' || (can('quota.set') && place.region !== area.code);
  const sum = (category: string) => {
    const numbers = items.map(row => value(row, category)).filter(text => text !== '' && !wrong(text)).map(Number);
    return numbers.length === 0 ? null : numbers.reduce((all, one) => all + one, 0);
  };
  const cell = (row: QuotaRow, category: (typeof categories)[number], editable: boolean) => editable ? (
    <Input
      className="quota-input" inputMode="numeric" status={wrong(value(row, category)) ? 'error' : ''} aria-label={`${row.name} ${t(`quotas.category.${category}`)}`} value={value(row, category)}
      onChange={event => setTyped(now => ({ ...now, [key(row, category)]: event.target.value.trim() }))}
    />
  ) : <>{given(row, category).households ?? '—'}</>;
  return (
    <>
      <ProblemSummary error={save.error} title={t('quotas.notSaved')} />
      <div className="list table-scroll">
        <table className="list-table quotas">
          <thead>
            <tr><th scope="col">{t('records.place')}</th><th scope="col" className="right">{t('figure.registered')}</th><th scope="col" className="right">{t('quotas.ranked')}</th>{categories.map(category => <th key={category} scope="col" className="right">{t(`quotas.category.${category}`)}</th>)}<th scope="col">{t('quotas.check')}</th></tr>
          </thead>
          <tbody>
            <tr className="own">
              <th scope="row">{t('quotas.given', { name: place.name })}</th><td className="right">{count(place.registered)}</td><td className="right">{count(place.ranked)}</td>
              {categories.map(category => <td key={category} className="right">{cell(place, category, ownEditable)}</td>)}
              <td><Types row={place} /></td>
            </tr>
            {items.map(row => (
              <tr key={row.region}>
                <th scope="row">{regionLevel(row.region) === 'village' ? row.name : <Link to={`/quotas?region=${row.region}&year=${year}`}>{row.name}</Link>}</th>
                <td className="right">{count(row.registered)}</td><td className="right">{count(row.ranked)}</td>
                {categories.map(category => <td key={category} className="right">{cell(row, category, can('quota.set'))}</td>)}
                <td><Below row={row} /><Types row={row} /></td>
              </tr>
            ))}
          </tbody>
          {items.length > 0 && (
            <tfoot>
              <tr className="totals"><td colSpan={3}>{t('quotas.distributed')}</td>{categories.map(category => <td key={category} className="right">{sum(category) ?? '—'}</td>)}<td>&nbsp;</td></tr>
              <tr className="totals">
                <td colSpan={3}>{t('quotas.difference')}</td>
                {categories.map(category => <td key={category} className="right"><Difference given={value(place, category)} sum={sum(category)} /></td>)}<td>&nbsp;</td>
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      {can('quota.set') && (
        <div className="sticky-foot">
          <Input style={{ maxWidth: 360 }} aria-label={t('quotas.reason')} placeholder={t('quotas.reason')} value={reason} onChange={event => setReason(event.target.value)} />
          <Button
            type="primary" loading={save.isPending} disabled={settings.length === 0 || bad || reason.trim().length < 2}
            onClick={() => save.mutate({ year, reason, items: settings }, { onSuccess: () => void message.success(t('quotas.saved')) })}
          >{t('quotas.save', { n: settings.length })}</Button>
        </div>
      )}
    </>
  );
}

function Difference({ given, sum }: { given: string; sum: number | null }) {
  const { t } = useT();
  if (sum === null || !/^\d+$/.test(given)) return <>—</>;
  const difference = sum - Number(given);
  return difference === 0 ? <Badge tone="good">{t('quotas.even')}</Badge> : difference > 0 ? <Badge tone="bad">{t('quotas.over', { n: difference })}</Badge> : <Badge tone="warn">{t('quotas.under', { n: -difference })}</Badge>;
}

/** Whether what the place gave on adds up to what it was given. */
function Below({ row }: { row: QuotaRow }) {
  const all = row.cells.filter(cell => cell.difference !== null && cell.difference !== undefined && cell.difference !== 0);
  const { t } = useT();
  return <>{all.map(cell => <Badge key={cell.category} tone={cell.difference! > 0 ? 'bad' : 'warn'}>{t(`quotas.category.${cell.category as 'all'}`)} {t(cell.difference! > 0 ? 'quotas.over' : 'quotas.under', { n: Math.abs(cell.difference!) })}</Badge>)}</>;
}

function Types({ row }: { row: QuotaRow }) {
  const { t } = useT();
  const all = row.cells.find(cell => cell.category === 'all')?.households;
  return row.by_type !== null && row.by_type !== undefined && all !== null && all !== undefined && row.by_type !== all ? <Badge tone="warn">{t('quotas.types', { n: row.by_type, all })}</Badge> : null;
}
