import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, Navigate } from 'react-router';
import { count, tenThousands } from '../../framework/format';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Page, Section } from '../../shared/Page';
import { PlaceFigures } from '../../shared/PlaceFigures';
import { Empty, Loaded, Loading } from '../../shared/State';
import type { AsOf } from '../records/api';
import { regionLevel } from '../../shared/regions';
import { Tasks } from '../windows/Tasks';
import type { Home, TownshipRow } from './types';
import { Waiting } from './Waiting';

const PlaceMap = lazy(async () => ({ default: (await import('../villages/PlaceMap')).PlaceMap }));
const TownshipChart = lazy(async () => ({ default: (await import('./TownshipChart')).TownshipChart }));

/** Leaders and clerks come to 1. read the county's figures, 2. see which township has how many, 3. go on to the list behind a figure. */
export function HomePage() {
  const can = useCan();
  return can('home.view') ? <County /> : <Navigate to={can('user.manage') ? '/users' : '/account'} replace />;
}

function County() {
  const { t } = useT();
  const { area } = useUser();
  const { values } = useFilters();
  const asOf = { on: values['on'], known_at: values['known_at'] };
  const query = useQuery({ queryKey: ['home', asOf], queryFn: () => read('/api/home', { query: asOf }) });
  return (
    <Page title={t('home.heading', { area: area.name })} about={query.data && t('home.asOf', { date: query.data.as_of })} actions={<Actions />}>
      <Loaded query={query}>{home => <Content home={home} asOf={asOf} />}</Loaded>
    </Page>
  );
}

/** What each role comes for most, one click away. */
function Actions() {
  const { t } = useT();
  const can = useCan();
  return (
    <>
      {can('audit.view') && <Link to="/audit" className="button-link">{t('audit.title')}</Link>}
      {can('simulation.view') && !can('import.run') && <Link to="/poverty" className="button-link">{t('poverty.title')}</Link>}
      {can('import.run') && <Link to="/imports?new=1" className="button-link">{t('imports.start')}</Link>}
      {can('household.change') && <Link to="/households/new" className="button-link">{t('form.new')}</Link>}
    </>
  );
}

function Content({ home, asOf }: { home: Home; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const { area } = useUser();
  const level = regionLevel(area.code.padEnd(12, '0'));
  const { figures } = home;
  const last = useQuery({ queryKey: ['runs', 'last'], queryFn: () => read('/api/runs', { query: { limit: 1 } }), enabled: can('run.view') }).data?.items[0];
  if (figures.households === 0) {
    return <Empty title={t('home.empty')} hint={t('home.empty.hint')} action={can('import.run') && <Link to="/imports?new=1">{t('imports.start')}</Link>} />;
  }
  return (
    <>
      <PlaceFigures
        figures={figures}
        more={last?.state === 'done' ? [{ label: t('figure.lastRun', { period: last.period }), value: tenThousands(last.amount), unit: t('unit.wan') }] : []}
      />
      {!asOf.on && !asOf.known_at && <div className="home-work"><Tasks /><Waiting /></div>}
      <div className="home-places">
        {level === 'village' ? <Village code={area.code} /> : <Townships rows={home.by_township} title={t(level === 'township' ? 'home.byVillage' : 'home.byTownship')} place={t(level === 'township' ? 'region.village' : 'region.township')} />}
        {can('record.view') && level !== 'above' && <Suspense fallback={null}><PlaceMap code={area.code} kind={level === 'village' || level === 'township' ? level : 'county'} asOf={asOf} /></Suspense>}
      </div>
    </>
  );
}

function Townships({ rows, title, place }: { rows: TownshipRow[]; title: string; place: string }) {
  const { t } = useT();
  return (
    <Section title={title} extra={<Link to="/households">{t('home.toList')}</Link>}>
      <div className="split">
        <Suspense fallback={<Loading rows={8} />}><TownshipChart rows={rows} label={title} /></Suspense>
        <table className="grid">
          <caption className="hidden-text">{title}</caption>
          <thead><tr><th scope="col">{place}</th><th scope="col" className="number">{t('figure.households')}</th><th scope="col" className="number">{t('figure.persons')}</th></tr></thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.code}>
                <th scope="row"><Link to={`/villages/${row.code}`}>{row.name}</Link></th>
                <td className="number">{count(row.households)}</td>
                <td className="number">{count(row.persons)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** Whoever answers for one village compares none: the ways to its people and its book. */
function Village({ code }: { code: string }) {
  const { t } = useT();
  return (
    <Section title={t('home.own')}>
      <ul className="plain"><li><Link to="/households">{t('home.toList')}</Link></li><li><Link to={`/villages/${code}`}>{t('home.ownPage')}</Link></li></ul>
    </Section>
  );
}
