import { address } from '@fuyao/shared';
import { Alert, Button, Input, Select } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, money, number } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { Filters } from '../../shared/Filters';
import { ListTable, type Column, type Page as PageOf } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';

import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { filterNames, useHouseholds } from './api';
import { sayFact } from './facts';
import { FieldFilters, nameField } from './FieldFilters';
import { ColumnChooser, useColumns, Views } from './ListChoices';
import { extraFields, useFields, useTotals } from './lists';
import { causes, categories, statuses, statusTone } from '../../shared/codes';
import { useRememberList } from './neighbours';
import type { FactValue, HouseholdRow } from './types';

const BulkDrawer = lazy(async () => ({ default: (await import('./BulkDrawer')).BulkDrawer }));

export function HouseholdList() {
  const { t } = useT();
  const can = useCan();
  const filters = useFilters();
  const [columns, choose] = useColumns();
  const query = useHouseholds(filters.values, extraFields(columns));
  const exported = address('/api/households/export', { ...Object.fromEntries(filterNames.map(name => [name, filters.values[name]])), columns: columns.join(',') });
  return (
    <Page
      title={t('households.title')}
      about={t('households.about')}
      actions={<>{can('household.change') && <Link to="/households/new" className="button-link">{t('form.new')}</Link>}<Download href={exported} name="households.xlsx" label={t('households.export')} disabled={!can('household.export')} reason={t('state.noPermission')} /></>}
    >
      <FilterBar />
      <Loaded query={query} rows={12}>{page => <Rows page={page} loading={query.isPlaceholderData} columns={columns} choose={choose} />}</Loaded>
    </Page>
  );
}

function FilterBar() {
  const { t, code } = useT();
  const { values, set, clear } = useFilters();
  const choice = (name: string, system: string, codes: readonly string[], label: string, width: number) => (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width }}
      value={values[name]}
      options={codes.map(value => ({ value, label: code(system, value) }))}
      onChange={value => set({ [name]: value })}
    />
  );
  const active = filterNames.some(name => values[name]);
  return (
    <Filters active={filterNames.filter(name => name !== 'q' && name !== 'sort' && values[name]).length}>
      <Input.Search
        key={values['q'] ?? ''}
        allowClear
        defaultValue={values['q']}
        aria-label={t('search.label')}
        placeholder={t('households.search')}
        style={{ width: 200 }}
        onSearch={q => set({ q: q.trim() })}
      />
      <RegionSelect value={values['region']} onChange={region => set({ region })} width={130} />
      {choice('status', 'status', statuses, t('field.status'), 140)}
      {choice('category', 'category', categories, t('field.category'), 140)}
      {choice('cause', 'cause', causes, t('field.cause'), 140)}
      <Income name="income_from" label={t('filter.incomeFrom')} />
      <Income name="income_to" label={t('filter.incomeTo')} />
      <Select
        aria-label={t('list.sort')}
        prefix={<span className="faint">{t('list.sort')}</span>}
        style={{ width: 200 }}
        value={values['sort'] ?? 'region'}
        options={(['region', 'number', 'head_name', 'income', '-income', '-members'] as const).map(value => ({ value, label: t(`sort.${value}`) }))}
        onChange={sort => set({ sort: sort === 'region' ? null : sort })}
      />
      <FieldFilters />
      {active && <Button type="link" onClick={clear}>{t('list.clear')}</Button>}
    </Filters>
  );
}

function Income({ name, label }: { name: 'income_from' | 'income_to'; label: string }) {
  const { t } = useT();
  const { values, set } = useFilters();
  const take = (text: string) => set({ [name]: /^\d+(\.\d{1,2})?$/.test(text.trim()) ? text.trim() : null });
  return (
    <Input
      key={values[name] ?? ''}
      inputMode="decimal"
      defaultValue={values[name]}
      aria-label={label}
      placeholder={t(name === 'income_from' ? 'filter.from' : 'filter.to')}
      style={{ width: 96 }}
      onPressEnter={event => take(event.currentTarget.value)}
      onBlur={event => event.currentTarget.value !== (values[name] ?? '') && take(event.currentTarget.value)}
    />
  );
}

function Rows({ page, loading, columns: chosen, choose }: { page: PageOf<HouseholdRow>; loading: boolean; columns: string[]; choose: (columns: string[]) => void }) {
  const i18n = useT();
  const { t, code } = i18n;
  const fields = useFields();
  const navigate = useNavigate();
  const can = useCan();
  const { values, clear } = useFilters();
  useRememberList(useMemo(() => page.items.map(row => row.id), [page.items]));
  const totals = useTotals(values, chosen).data;
  const own = useMemo<Column<HouseholdRow>[]>(
    () => [
      { key: 'head', title: t('field.head'), render: row => <Link to={`/households/${row.id}`} tabIndex={-1}>{row.head_name || t('value.unknown')}</Link> },
      { key: 'number', title: t('field.number'), dataIndex: 'number', nowrap: true },
      { key: 'township', title: t('region.township'), render: row => row.region.township },
      { key: 'village', title: t('region.village'), render: row => row.region.name },
      { key: 'group', title: t('field.group'), dataIndex: 'group' },
      { key: 'members', title: t('field.members'), dataIndex: 'members', align: 'right' },
      { key: 'status', title: t('field.status'), render: row => <Badge tone={statusTone(row.status)}>{code('status', row.status) || t('value.unknown')}</Badge> },
      { key: 'category', title: t('field.category'), render: row => code('category', row.category) },
      { key: 'cause', title: t('field.cause'), render: row => code('cause', row.main_cause) },
      { key: 'income', title: t('field.incomePerHead'), align: 'right', render: row => money(row.income_per_head) },
      { key: 'phone', title: t('field.phone'), dataIndex: 'phone_masked' },
    ],
    [t, code],
  );
  const fieldOf = (key: string) => fields.data?.find(field => field.path === key);
  const title = (key: string) => own.find(column => column.key === key)?.title ?? (fieldOf(key) ? nameField(i18n, fieldOf(key)!) : key);
  const columns = chosen.map(key => own.find(column => column.key === key) ?? {
    key, title: title(key), align: fieldOf(key)?.kind === 'number' ? ('right' as const) : undefined,
    render: (row: HouseholdRow) => sayFact(i18n, key.replace(/^persons\./, ''), row.facts?.[key] as FactValue | undefined),
  });
  const sums = Object.fromEntries((totals?.fields ?? []).map(field => [field.path, t('list.sumAverage', { sum: number(field.sum), average: number(field.average ?? 0) })]));
  const first = columns[0]?.key ?? 'head';
  const filtered = filterNames.some(name => values[name]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [changing, setChanging] = useState(false);
  const past = values['on'] || values['known_at'];
  return (
    <>
    {changing && <Suspense fallback={null}><BulkDrawer ids={selected.size > 0 ? [...selected] : null} values={values} close={() => { setChanging(false); setSelected(new Set()); }} /></Suspense>}
    {totals?.capped && <Alert type="warning" showIcon className="gap-below" title={t('households.capped', { n: count(totals.capped) })} />}
    <ListTable
      id="households"
      label={t('households.title')}
      columns={columns}
      selection={can('household.change') && !past ? { chosen: selected, choose: setSelected, name: row => row.head_name ?? row.number } : undefined}
      tools={<>{can('household.change') && !past && (selected.size > 0 || filtered) && <Button onClick={() => setChanging(true)}>{selected.size > 0 ? t('bulk.openSelected', { n: count(selected.size) }) : t('bulk.open')}</Button>}<Views columns={chosen} /><ColumnChooser title={title} columns={chosen} choose={choose} /></>}
      ordered
      page={{ ...page, total: totals?.households }}
      rowKey={row => row.id}
      loading={loading}
      open={row => void navigate(`/households/${row.id}`)}
      totals={totals && { ...sums, [first]: t('list.allOf', { n: count(totals.households) }), members: count(totals.persons), income: totals.average_income_per_head && t('list.average', { average: money(totals.average_income_per_head) }) }}
      card={row => (
        <>
          <div className="card-line"><Link to={`/households/${row.id}`}><strong>{row.head_name || t('value.unknown')}</strong></Link><Badge tone={statusTone(row.status)}>{code('status', row.status) || t('value.unknown')}</Badge></div>
          <div className="faint">{[row.region.township, row.region.name, row.group].filter(Boolean).join(' · ')}</div>
          <div className="card-line"><span>{t('households.members', { n: row.members })} · {code('cause', row.main_cause)}</span><span className="number">{money(row.income_per_head)}</span></div>
        </>
      )}
      empty={
        filtered ? (
          <Empty title={t('households.noMatch')} hint={t('households.noMatch.hint')} action={<Button onClick={clear}>{t('list.clear')}</Button>} />
        ) : (
          <Empty title={t('households.none')} hint={t('households.none.hint')} action={can('import.run') && <Link to="/imports?new=1">{t('imports.start')}</Link>} />
        )
      }
    />
    </>
  );
}
