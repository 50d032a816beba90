import { address } from '@fuyao/shared';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { ListTable, type Column } from '../../shared/ListTable';
import { useNarrow } from '../../shared/narrow';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { Working } from '../households/Income';
import { useMakeRanking, useRanking, type RankedHousehold } from './api';

/** 按收入倒排: the poorest first; exclusion facts are flags for people to judge, never deletions. */
export function RankingPage() {
  const { t, text } = useT();
  const can = useCan();
  const { area } = useUser();
  const queries = useQueryClient();
  const { values, set } = useFilters();
  const filters = { region: values['region'], year: values['year'] ? Number(values['year']) : undefined, on: values['on'], known_at: values['known_at'] };
  const query = useRanking(filters, values['cursor']);
  const make = useMakeRanking();
  const [shown, setShown] = useState<RankedHousehold | null>(null);
  const [year, setYear] = useState<string>();
  const columns = useColumns(setShown, !!query.data?.quotas);
  const ranking = query.data?.ranking;
  const wanted = Number(year ?? values['year'] ?? ranking?.year ?? Number(today().slice(0, 4)) - 1);
  const start = () => make.mutate({ region: filters.region ?? area.code, year: wanted, on: filters.on, known_at: filters.known_at });
  const ended = () => {
    make.reset();
    set({ year: String(wanted) });
    void queries.invalidateQueries({ queryKey: ['ranking'] });
  };
  return (
    <Page
      title={t('ranking.title')}
      about={ranking ? t('ranking.made', { year: ranking.year, date: ranking.on, at: instant(ranking.made_at) }) + (ranking.known_at ? t('ranking.made.known', { at: instant(ranking.known_at) }) : '') : t('ranking.about')}
      actions={
        ranking && (
          <>
            <Download href={address('/api/ranking/workbook', filters)} name="ranking.xlsx" label={t('ranking.workbook')} />
            <a className="button-link" href={address('/api/ranking/notice', filters)} target="_blank" rel="noreferrer">{t('ranking.notice')}</a>
          </>
        )
      }
    >
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
        <label className="inline">{t('ranking.year')}<Input type="number" min={2010} max={2100} style={{ width: 100 }} value={year ?? String(wanted)} onChange={event => setYear(event.target.value)} /></label>
        <Button disabled={!can('ranking.run')} title={can('ranking.run') ? undefined : t('state.noPermission')} loading={make.isPending} onClick={start}>{t('ranking.make')}</Button>
      </div>
      <ProblemSummary error={make.error} title={t('ranking.notMade')} />
      {make.data && <Section title={t('job.progress')}><JobProgress id={make.data} onEnd={ended} /></Section>}
      <Loaded query={query} rows={12}>
        {page => (
          <>
            {page.ranking && <p className="faint">{t('ranking.summary', { households: count(page.ranking.households), tied: count(page.ranking.tied), unknown: count(page.ranking.unknown), flagged: count(page.ranking.flagged) })}</p>}
            {page.quotas && <p className="faint">{t('quotas.tally', { within: count(page.quotas.within), line: count(page.quotas.at_line), beyond: count(page.quotas.beyond) })}</p>}
            <ListTable
              id="ranking"
              label={t('ranking.title')}
              columns={columns}
              page={page}
              rowKey={row => row.household.id}
              loading={query.isPlaceholderData}
              open={setShown}
              card={row => (
                <>
                  <div className="card-line"><span><strong>{row.rank ?? '—'}</strong>{row.tied && ` ${t('ranking.tied')}`} · <Link to={`/households/${row.household.id}`}>{row.household.head_name}</Link></span><span className="number">{money(row.income_per_head)}</span></div>
                  <div className="faint">{row.region.name} · {t('households.members', { n: row.heads })}</div>
                  {row.quota && <Badge tone={sides[row.quota.side]}>{t(`quotas.side.${row.quota.side}`)}</Badge>}
                  {row.flags.map(flag => <Badge key={flag.code} tone="warn">{text(flag.text)}</Badge>)}
                </>
              )}
              empty={<Empty title={t('ranking.none')} hint={t('ranking.none.hint')} action={<Button type="primary" disabled={!can('ranking.run')} loading={make.isPending} onClick={start}>{t('ranking.make')}</Button>} />}
            />
          </>
        )}
      </Loaded>
      <WorkingDrawer shown={shown} year={ranking?.year} definition={query.data?.definition} close={() => setShown(null)} />
    </Page>
  );
}

const sides = { within: 'good', at_line: 'warn', beyond: 'plain', unranked: 'plain' } as const;

function useColumns(show: (row: RankedHousehold) => void, quotas: boolean): Column<RankedHousehold>[] {
  const { t, text } = useT();
  return useMemo(
    () => [
      { key: 'rank', title: t('ranking.rank'), align: 'right', render: row => <>{row.tied && <Badge>{t('ranking.tied')}</Badge>} {row.rank ?? '—'}</> },
      { key: 'head', title: t('field.head'), render: row => <Link to={`/households/${row.household.id}`}>{row.household.head_name || t('value.unknown')}</Link> },
      { key: 'number', title: t('field.number'), render: row => row.household.number },
      { key: 'village', title: t('region.village'), render: row => `${row.region.township} ${row.region.name}` },
      { key: 'members', title: t('field.members'), align: 'right', render: row => row.heads },
      { key: 'total', title: t('income.total'), align: 'right', render: row => money(row.total) },
      {
        key: 'income', title: t('field.incomePerHead'), align: 'right',
        render: row => <Button type="link" onClick={() => show(row)}>{money(row.income_per_head) || t('value.unknown')}<span className="hidden-text">{t('ranking.working.of', { name: row.household.head_name ?? '' })}</span></Button>,
      },
      ...(quotas ? [{ key: 'quota', title: t('quotas.title'), render: (row: RankedHousehold) => row.quota && <><Badge tone={sides[row.quota.side]}>{t(`quotas.side.${row.quota.side}`)}</Badge> <span className="faint number">{row.quota.rank ?? '—'}/{row.quota.quota}</span></> }] : []),
      { key: 'flags', title: t('ranking.flags'), render: row => row.flags.map(flag => <Badge key={flag.code} tone="warn">{text(flag.text)}</Badge>) },
    ],
    [t, text, show, quotas],
  );
}

function WorkingDrawer({ shown, year, definition, close }: { shown: RankedHousehold | null; year?: number; definition?: { zh: string; en: string } | null; close: () => void }) {
  const { t, text } = useT();
  const narrow = useNarrow();
  return (
    <Drawer open={!!shown} onClose={close} size={narrow ? '100%' : 480} title={shown ? t('ranking.working.of', { name: shown.household.head_name ?? '' }) : ''} closable={{ 'aria-label': t('action.close') }}>
      {shown && (
        <>
          <Working working={{ year: shown.income_year ?? year, lines: shown.working, heads: shown.heads, total: shown.total, per_head: shown.income_per_head, needs: shown.needs, definition: definition ?? undefined }} />
          {shown.basis === 'stated' && <p className="warn-text">{t('ranking.stated')}</p>}
          {shown.tied && <p>{t('ranking.tied.hint', { n: shown.tied_with })}</p>}
          {shown.flags.length > 0 && <><h3>{t('ranking.flags')}</h3><ul className="plain">{shown.flags.map(flag => <li key={flag.code}>{text(flag.text)}</li>)}</ul><p className="faint">{t('ranking.flags.hint')}</p></>}
          {shown.unchecked.length > 0 && <><h3>{t('ranking.unchecked')}</h3><p className="faint">{shown.unchecked.map(flag => text(flag.text)).join('、')}</p></>}
          <p><Link to={`/households/${shown.household.id}`}>{t('ranking.toHousehold')}</Link></p>
        </>
      )}
    </Drawer>
  );
}
