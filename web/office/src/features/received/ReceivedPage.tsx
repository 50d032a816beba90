import { address } from '@fuyao/shared';
import { Input, Radio, Select } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { Filters } from '../../shared/Filters';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { useReceived, useReceivedLists, type ReceivedLine } from './api';
import { SettleDrawer } from './SettleDrawer';

const states = ['ambiguous', 'unmatched', 'matched', 'split', 'dismissed'] as const;

/** What other departments pay: the rows that nobody fits wait here, the others are read on the household's page. */
export function ReceivedPage() {
  const { t } = useT();
  const can = useCan();
  const { values, set } = useFilters();
  const state = values['state'] ?? 'ambiguous';
  const query = useReceived({ state, region: values['region'], department: values['department'], list: values['list'], q: values['q'], on: values['on'], known_at: values['known_at'], cursor: values['cursor'] });
  // What was known then is read, not settled.
  const past = !!(values['on'] ?? values['known_at']);
  const lists = useReceivedLists();
  const [open, setOpen] = useState<ReceivedLine | null>(null);
  const columns = useColumns();
  const departments = Array.from(new Set(lists.data?.items.map(list => list.department) ?? []));
  // The next row comes by itself when one is settled: a queue is worked off without the mouse.
  const settled = () => {
    const items = query.data?.items ?? [];
    setOpen(items[items.findIndex(item => item.id === open?.id) + 1] ?? null);
  };
  return (
    <Page
      title={t('received.title')}
      about={t('received.about')}
      actions={<Download href={address('/api/received/mending', { region: values['region'], department: values['department'], list: values['list'], q: values['q'] })} name="received.xlsx" label={t('received.mending')} disabled={!can('household.export')} reason={t('state.noPermission')} />}
    >
      <Filters active={[values['department'], values['list'], values['region']].filter(Boolean).length}>
        <Input.Search aria-label={t('received.search')} placeholder={t('received.search')} defaultValue={values['q']} allowClear style={{ width: 220 }} onSearch={q => set({ q })} />
        <Select aria-label={t('received.department')} placeholder={t('received.department')} allowClear style={{ width: 150 }} value={values['department']} onChange={next => set({ department: next })} options={departments.map(one => ({ value: one, label: one }))} />
        <Select
          aria-label={t('received.list')} placeholder={t('received.list')} allowClear style={{ width: 240 }} value={values['list']} onChange={next => set({ list: next })}
          options={(lists.data?.items ?? []).map(list => ({ value: list.id, label: `${day(list.at)} ${list.source ?? list.department}` }))}
        />
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
      </Filters>
      <Loaded query={query} rows={10}>
        {page => (
          <>
            <Radio.Group
              className="gap-below" optionType="button" aria-label={t('received.states')} value={state} onChange={event => set({ state: event.target.value as string })}
              options={states.map(one => ({ value: one, label: `${t(`received.state.${one}`)} ${count(page.counts.find(found => found.state === one)?.rows ?? 0)}` }))}
            />
            <ListTable
              id="received" label={t('received.title')} columns={columns} page={page} rowKey={row => row.id} loading={query.isPlaceholderData} open={past ? undefined : setOpen}
              card={row => <><div className="card-line"><span>{row.person_name ?? row.household_number}</span><span className="number">{money(row.amount)}</span></div><div className="faint">{row.department} · {row.programme} · {row.region.name}</div></>}
              empty={<Empty title={t(page.counts.length === 0 ? 'received.none' : 'received.queueEmpty')} hint={t(page.counts.length === 0 ? 'received.none.hint' : 'received.queueEmpty.hint')} />}
            />
          </>
        )}
      </Loaded>
      {open && <SettleDrawer key={open.id} row={open} close={() => setOpen(null)} settled={settled} />}
    </Page>
  );
}

function useColumns(): Column<ReceivedLine>[] {
  const { t } = useT();
  return useMemo(
    () => [
      { key: 'name', title: t('field.name'), render: row => row.person_name ?? t('received.wholeHousehold') },
      { key: 'id', title: t('field.idNumber'), render: row => <span className="number">{row.id_number_masked ?? row.household_number}</span> },
      { key: 'place', title: t('records.place'), render: row => row.written_place ?? [row.region.township, row.region.name].filter(Boolean).join(' ') },
      { key: 'department', title: t('received.department'), render: row => row.department },
      { key: 'programme', title: t('received.programme'), render: row => row.split_of ? <>{row.programme} <Badge tone="info">{t('received.split.part')}</Badge></> : row.programme },
      { key: 'amount', title: t('received.amount'), align: 'right', render: row => <>{money(row.amount)}{row.recurring && <span className="faint"> {t(`received.per.${row.recurring as 'month' | 'year' | 'once'}`)}</span>}</> },
      { key: 'date', title: t('received.date'), render: row => <>{day(row.date)}{row.until && ` – ${day(row.until)}`}</> },
      { key: 'household', title: t('received.household'), render: row => row.household ? <><Link to={`/households/${row.household}`}>{t('received.open')}<span className="hidden-text"> {row.person_name}</span></Link>{row.matched_by && <Badge>{t(`received.by.${row.matched_by as 'hand'}`)}</Badge>}</> : null },
      { key: 'source', title: t('received.list'), optional: true, render: row => row.source && `${row.source}${row.sheet_row ? ` ${t('received.row', { n: row.sheet_row })}` : ''}` },
    ],
    [t],
  );
}
