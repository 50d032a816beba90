import { Radio, Select } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { regionLevel } from '../../shared/regions';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { usePlaces, type PlaceKind, type PlaceLine } from './api';
import { PlaceMap } from './PlaceMap';
import '../records/records.css';

/** Villages or townships: their status, their households, and how far the yearly update is. */
export function VillageList() {
  const { t } = useT();
  const navigate = useNavigate();
  const { area } = useUser();
  const { values, set } = useFilters();
  const kind: PlaceKind = values['kind'] === 'township' ? 'township' : 'village';
  const lastYear = Number(today().slice(0, 4)) - 1;
  const year = Number(values['year'] ?? lastYear);
  const query = usePlaces(kind, values['region'], year, { on: values['on'], known_at: values['known_at'] });
  const columns = useColumns(kind, year);
  const state = values['state'];
  return (
    <Page title={t(kind === 'village' ? 'villages.title' : 'townships.title')} about={t('villages.about')} actions={regionLevel(area.code) === 'county' && <Link to={`/villages/${area.code}`} className="button-link">{area.name}</Link>}>
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <Radio.Group
          optionType="button" value={kind} onChange={event => set({ kind: event.target.value === 'village' ? null : 'township' })}
          options={[{ value: 'village', label: t('villages.title') }, { value: 'township', label: t('townships.title') }]}
        />
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
        <Select aria-label={t('villages.year')} value={year} onChange={next => set({ year: String(next) })} options={Array.from({ length: 8 }, (_, back) => ({ value: lastYear + 1 - back, label: t('villages.yearOf', { year: lastYear + 1 - back }) }))} />
        <Select
          aria-label={t('villages.answers')} style={{ width: 130 }} value={state ?? ''} onChange={next => set({ state: next || null })}
          options={[{ value: '', label: t('villages.state.all') }, ...(['none', 'draft', 'answered'] as const).map(one => ({ value: one, label: t(`villages.state.${one}`) }))]}
        />
      </div>
      <Loaded query={query} rows={12}>
        {list => {
          const items = state ? list.items.filter(item => item.year_state === state) : list.items;
          const { answered, drafts, total } = list.progress;
          return (
            <>
              <div className="progress-line">
                <progress max={total || 1} value={answered} aria-label={t('villages.answers')} />
                <span>{t('villages.progress', { year, answered, total })}{drafts > 0 && ` · ${t('villages.drafts', { n: drafts })}`}</span>
              </div>
              <ListTable
                id={`places-${kind}`}
                label={t(kind === 'village' ? 'villages.title' : 'townships.title')}
                columns={columns}
                page={{ items, next: null, total: items.length }}
                rowKey={row => row.region.code}
                loading={query.isPlaceholderData}
                open={row => void navigate(`/villages/${row.region.code}`)}
                totals={{
                  name: t('value.total'), households: count(items.reduce((sum, item) => sum + item.households, 0)), persons: count(items.reduce((sum, item) => sum + item.persons, 0)),
                  registered: count(items.reduce((sum, item) => sum + item.registered, 0)), exited: count(items.reduce((sum, item) => sum + item.exited, 0)),
                }}
                card={row => (
                  <>
                    <div className="card-line"><Link to={`/villages/${row.region.code}`}>{row.region.name}</Link><State row={row} /></div>
                    <div className="faint">{row.region.township} · {t('villages.registeredOf', { n: row.registered, all: row.households })}</div>
                  </>
                )}
                empty={<Empty title={t('villages.none')} hint={t('villages.none.hint')} />}
              />
            </>
          );
        }}
      </Loaded>
      {kind === 'township' && regionLevel(area.code) === 'county' && <PlaceMap code={area.code} kind="county" asOf={{ on: values['on'], known_at: values['known_at'] }} />}
    </Page>
  );
}

function useColumns(kind: PlaceKind, year: number): Column<PlaceLine>[] {
  const { t } = useT();
  const can = useCan();
  return useMemo(
    () => [
      { key: 'name', title: t(kind === 'village' ? 'region.village' : 'region.township'), render: row => <Link to={`/villages/${row.region.code}`}>{row.region.name}</Link> },
      ...(kind === 'village' ? [{ key: 'township', title: t('region.township'), render: (row: PlaceLine) => row.region.township }] : []),
      { key: 'poor', title: t(kind === 'village' ? 'villages.poor' : 'townships.poor'), render: row => <Poor facts={row.facts} kind={kind} /> },
      { key: 'households', title: t('figure.households'), align: 'right', render: row => count(row.households) },
      { key: 'persons', title: t('figure.persons'), align: 'right', render: row => count(row.persons) },
      { key: 'registered', title: t('figure.registered'), align: 'right', render: row => count(row.registered) },
      { key: 'exited', title: t('figure.exited'), align: 'right', render: row => count(row.exited) },
      { key: 'answers', title: t('villages.answersOf', { year }), render: row => <State row={row} /> },
      { key: 'by', title: t('villages.by'), render: row => row.answered_by && <>{sayActor(t, row.answered_by)} <span className="faint">{instant(row.answered_at)}</span></> },
      {
        key: 'go', title: '', nowrap: true, render: row => (
          <Link to={`/villages/${row.region.code}/years/${year}`}>{t(!can('record.change') ? 'villages.look' : row.year_state === 'answered' ? 'villages.correct' : row.year_state === 'draft' ? 'villages.goOn' : 'villages.fillIn')}<span className="hidden-text"> {row.region.name}</span></Link>
        ),
      },
    ],
    [t, kind, year, can],
  );
}

export function Poor({ facts, kind = 'village' }: { facts: PlaceLine['facts']; kind?: PlaceKind }) {
  const { t } = useT();
  if (facts['exited_on']) return <Badge tone="good">{t('villages.exited', { date: String(facts['exited_on']) })}</Badge>;
  return facts['poor'] === true ? <Badge tone="warn">{t(kind === 'village' ? 'villages.isPoor' : 'townships.isPoor')}</Badge> : facts['poor'] === false ? <span className="faint">{t(kind === 'village' ? 'villages.notPoor' : 'townships.notPoor')}</span> : null;
}

function State({ row }: { row: PlaceLine }) {
  const { t } = useT();
  return row.year_state === 'answered' ? <Badge tone="good">{t('villages.state.answered')}</Badge> : row.year_state === 'draft' ? <Badge tone="info">{t('villages.state.draft')}</Badge> : <Badge>{t('villages.state.none')}</Badge>;
}
