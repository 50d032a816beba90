import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, Navigate } from 'react-router';
import { count, money, tenThousands } from '../../framework/format';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Figures, Page, Section } from '../../shared/Page';
import { Empty, Loaded, Loading } from '../../shared/State';
import { Tasks } from '../windows/Tasks';
import type { Home } from './types';

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
    <Page title={t('home.heading', { area: area.name })} about={query.data && t('home.asOf', { date: query.data.as_of })}>
      <Loaded query={query}>{home => <Content home={home} />}</Loaded>
    </Page>
  );
}

function Content({ home }: { home: Home }) {
  const { t } = useT();
  const can = useCan();
  const { figures, by_township: townships } = home;
  const last = useQuery({ queryKey: ['runs', 'last'], queryFn: () => read('/api/runs', { query: { limit: 1 } }), enabled: can('run.view') }).data?.items[0];
  if (figures.households === 0) {
    return <Empty title={t('home.empty')} hint={t('home.empty.hint')} action={can('import.run') && <Link to="/imports?new=1">{t('imports.start')}</Link>} />;
  }
  return (
    <>
      <Figures
        items={[
          { label: t('figure.households'), value: count(figures.households), unit: t('unit.household') },
          { label: t('figure.persons'), value: count(figures.persons), unit: t('unit.person') },
          { label: t('figure.registered'), value: count(figures.registered), unit: t('unit.household') },
          { label: t('figure.exited'), value: count(figures.exited), unit: t('unit.household') },
          { label: t('figure.income'), value: money(figures.average_income_per_head) || '—', unit: t('unit.yuan') },
          ...(last?.state === 'done' ? [{ label: t('figure.lastRun', { period: last.period }), value: tenThousands(last.amount), unit: t('unit.wan') }] : []),
        ]}
      />
      <Tasks />
      <Section title={t('home.byTownship')} extra={<Link to="/households">{t('home.toList')}</Link>}>
        <div className="split">
          <Suspense fallback={<Loading rows={8} />}><TownshipChart rows={townships} /></Suspense>
          <table className="grid">
            <caption className="hidden-text">{t('home.byTownship')}</caption>
            <thead><tr><th scope="col">{t('region.township')}</th><th scope="col" className="number">{t('figure.households')}</th><th scope="col" className="number">{t('figure.persons')}</th></tr></thead>
            <tbody>
              {townships.map(row => (
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
    </>
  );
}
