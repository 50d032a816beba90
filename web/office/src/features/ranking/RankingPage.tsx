import { address, get, type LocalText } from '@fuyao/shared';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Download } from '../../shared/Download';
import { ListTable, type Column, type Page as PageOf } from '../../shared/ListTable';
import { useNarrow } from '../../shared/narrow';
import { Badge, Page } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { Working } from '../households/Income';
import type { IncomeLine, RegionName } from '../households/types';

interface RankedHousehold {
  rank: number;
  tied: boolean;
  household: { id: string; number: string; head_name?: string | null; members: number };
  region: RegionName;
  group?: string | null;
  income_per_head?: string | null;
  total?: string | null;
  heads: number;
  working: IncomeLine[];
  flags: { code: string; text: LocalText }[];
}

type Ranking = PageOf<RankedHousehold> & { year?: number | null };

/** 按收入倒排: the poorest first; exclusion facts are flags for people to judge, never deletions. */
export function RankingPage() {
  const { t, text } = useT();
  const { values, set } = useFilters();
  const filters = { region: values['region'], year: values['year'] };
  const query = useQuery({
    queryKey: ['ranking', filters, values['cursor']],
    queryFn: () => get<Ranking>('/api/ranking', { ...filters, limit: 50, cursor: values['cursor'] }),
    placeholderData: keepPreviousData,
  });
  const [shown, setShown] = useState<RankedHousehold | null>(null);
  const narrow = useNarrow();
  const columns = useMemo<Column<RankedHousehold>[]>(
    () => [
      { key: 'rank', title: t('ranking.rank'), align: 'right', render: row => <>{row.rank}{row.tied && <Badge>{t('ranking.tied')}</Badge>}</> },
      { key: 'head', title: t('field.head'), render: row => <Link to={`/households/${row.household.id}`}>{row.household.head_name || t('value.unknown')}</Link> },
      { key: 'number', title: t('field.number'), render: row => row.household.number },
      { key: 'village', title: t('region.village'), render: row => [row.region.township, row.region.name].filter(Boolean).join(' ') },
      { key: 'members', title: t('field.members'), align: 'right', render: row => row.household.members },
      { key: 'total', title: t('income.total'), align: 'right', render: row => money(row.total) },
      {
        key: 'income', title: t('field.incomePerHead'), align: 'right',
        render: row => <Button type="link" onClick={() => setShown(row)}>{money(row.income_per_head) || t('value.unknown')}<span className="hidden-text">{t('ranking.working.of', { name: row.household.head_name ?? '' })}</span></Button>,
      },
      { key: 'flags', title: t('ranking.flags'), render: row => row.flags.map(flag => <Badge key={flag.code} tone="warn">{text(flag.text)}</Badge>) },
    ],
    [t, text],
  );
  const year = values['year'] ?? (query.data?.year ? String(query.data.year) : '');
  return (
    <Page
      title={t('ranking.title')}
      about={t('ranking.about')}
      actions={
        <>
          <Download href={address('/api/ranking/workbook', filters)} name="ranking.xlsx" label={t('ranking.workbook')} />
          <a className="button-link" href={address('/api/ranking/notice', filters)} target="_blank" rel="noreferrer">{t('ranking.notice')}</a>
        </>
      }
    >
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
        <label className="inline">
          {t('ranking.year')}
          <Input key={year} type="number" min={2010} max={2100} style={{ width: 100 }} defaultValue={year} onBlur={event => event.target.value !== year && set({ year: event.target.value })} onPressEnter={event => set({ year: event.currentTarget.value })} />
        </label>
      </div>
      <Loaded query={query} rows={12}>
        {page => (
          <ListTable
            id="ranking"
            label={t('ranking.title')}
            columns={columns}
            page={page}
            rowKey={row => row.household.id}
            loading={query.isPlaceholderData}
            open={setShown}
            totals={{ rank: t('list.thisPage', { n: page.items.length }), members: count(page.items.reduce((sum, row) => sum + row.household.members, 0)) }}
            card={row => (
              <>
                <div className="card-line"><span><strong>{row.rank}</strong>{row.tied && ` ${t('ranking.tied')}`} · <Link to={`/households/${row.household.id}`}>{row.household.head_name}</Link></span><span className="number">{money(row.income_per_head)}</span></div>
                <div className="faint">{row.region.name} · {t('households.members', { n: row.household.members })}</div>
                {row.flags.map(flag => <Badge key={flag.code} tone="warn">{text(flag.text)}</Badge>)}
              </>
            )}
            empty={<Empty title={t('ranking.none')} hint={t('ranking.none.hint')} action={<Link to="/imports?new=1">{t('imports.start')}</Link>} />}
          />
        )}
      </Loaded>
      <Drawer open={!!shown} onClose={() => setShown(null)} size={narrow ? '100%' : 480} title={shown ? t('ranking.working.of', { name: shown.household.head_name ?? '' }) : ''} closable={{ 'aria-label': t('action.close') }}>
        {shown && (
          <>
            <Working working={{ year: query.data?.year, lines: shown.working, heads: shown.heads, total: shown.total, per_head: shown.income_per_head }} />
            {shown.tied && <p>{t('ranking.tied.hint')}</p>}
            {shown.flags.length > 0 && <><h3>{t('ranking.flags')}</h3><ul className="plain">{shown.flags.map(flag => <li key={flag.code}>{text(flag.text)}</li>)}</ul><p className="faint">{t('ranking.flags.hint')}</p></>}
            <p><Link to={`/households/${shown.household.id}`}>{t('ranking.toHousehold')}</Link></p>
          </>
        )}
      </Drawer>
    </Page>
  );
}
