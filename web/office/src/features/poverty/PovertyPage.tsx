import { PrinterOutlined } from '@ant-design/icons';
import { read } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { lazy, Suspense } from 'react';
import { useFilters } from '../../framework/filters';
import { count, instant, money, number, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { Figures, Page, Section } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Scroll } from '../../shared/Scroll';
import { ErrorState, Loaded, Loading } from '../../shared/State';
import { useRegister } from '../simulation/api';

const Chart = lazy(async () => ({ default: (await import('../../shared/Chart')).Chart }));
const percent = (value: number | null | undefined) => (value === null || value === undefined ? '—' : money(value));

/** A leader comes to 1. read the headcount ratio and the gap, 2. see which township is worst, 3. try another line. */
export function PovertyPage() {
  const { t } = useT();
  const { values, set } = useFilters();
  const on = values['on'] ?? today();
  const region = values['region'];
  const by = values['by'] ?? 'region';
  const knownAt = values['known_at'];
  const register = useRegister(on, region, knownAt);
  const known = register.data?.state === 'ready' ? register.data.known_at : null;
  const query = { on, region, known_at: knownAt, by, line: values['line'] || undefined };
  const found = useQuery({ queryKey: ['poverty', query, known], queryFn: () => read('/api/poverty', { query }), enabled: !!known, placeholderData: keepPreviousData, retry: false });
  return (
    <Page title={t('poverty.title')} about={t('poverty.about')} actions={<Button icon={<PrinterOutlined />} disabled={!found.data} onClick={() => print()}>{t('simulation.print')}</Button>}>
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <label className="inline">{t('simulation.on')}<DateInput keep value={on} onChange={typed => typed && set({ on: typed })} /></label>
        <RegionSelect value={region} onChange={value => set({ region: value, by: null })} />
        <label className="inline">{t('simulation.lineInput')}<Input style={{ width: 140 }} placeholder={found.data?.line ? money(found.data.line) : '2952'} value={values['line'] ?? ''} onChange={event => set({ line: event.target.value })} /></label>
        <Select aria-label={t('poverty.by')} style={{ width: 150 }} value={by} options={(found.data?.groupings ?? ['region', 'type', 'status']).map(id => ({ value: id, label: t(`poverty.by.${id as 'region' | 'type' | 'status' | 'group'}`) }))} onChange={value => set({ by: value === 'region' ? null : value })} />
      </div>
      {register.isError ? <ErrorState error={register.error} retry={() => void register.refetch()} /> : !known ? (
        <div aria-busy="true"><Section title={t('simulation.reading')}>
          <progress className="reading" max={Math.max(1, register.data?.households ?? 1)} value={register.data?.read ?? 0} aria-label={t('simulation.reading')} />
        </Section></div>
      ) : <Loaded query={found} rows={10}>{report => <Content report={report} go={code => set({ region: code })} />}</Loaded>}
    </Page>
  );
}

type Report = Awaited<ReturnType<typeof read<'/api/poverty'>>>;

function Content({ report, go }: { report: Report; go: (region: string) => void }) {
  const { t, code } = useT();
  const { all, groups, by } = report;
  const name = (group: Report['all']) => group.name ?? ((by === 'type' ? code('category', group.code) : by === 'status' ? code('status', group.code) : group.code) || t('value.unknown'));
  const rows = groups.toSorted((a, b) => (b.figures?.headcount ?? -1) - (a.figures?.headcount ?? -1));
  const shown = rows.slice(0, 20).toReversed();
  const option = {
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    legend: { show: false },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => `${number(value)} %` },
    xAxis: { type: 'value', max: 100 },
    yAxis: { type: 'category', data: shown.map(name), axisTick: { show: false } },
    series: [{ type: 'bar', name: t('simulation.headcount'), data: shown.map(row => row.figures?.headcount ?? 0), barMaxWidth: 18, color: '#1a5fa8' }],
  };
  const shares = (report.lorenz ?? []).map((share, at, all) => ({ of: (100 * at) / (all.length - 1), share: share * 100 }));
  const lorenz = {
    grid: { left: 8, right: 24, top: 34, bottom: 24, containLabel: true },
    tooltip: { trigger: 'axis', valueFormatter: (value: number) => `${number(value)} %` },
    xAxis: { type: 'category', boundaryGap: false, data: shares.map(point => `${Math.round(point.of)}%`), name: t('simulation.lorenz.x'), nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', max: 100 },
    series: [
      { type: 'line', name: t('simulation.lorenz.equal'), data: shares.map(point => point.of), symbol: 'none', lineStyle: { type: 'dashed', width: 1 } },
      { type: 'line', name: t('simulation.lorenz'), data: shares.map(point => point.share), symbol: 'none' },
    ],
  };
  const f = all.figures;
  return (
    <>
      <p className="faint">{t('poverty.basis', { persons: count(all.persons), unknown: count(all.income_unknown), at: instant(report.known_at), line: report.line ? number(report.line) : '—' })}</p>
      {!f && <p className="warn-text">{t('simulation.noLine')}</p>}
      <Figures
        items={[
          { label: t('simulation.headcount'), value: percent(f?.headcount), unit: '%' },
          { label: t('poverty.gap'), value: percent(f?.gap), unit: '%' },
          { label: t('poverty.severity'), value: percent(f?.severity), unit: '%' },
          { label: t('poverty.gini'), value: percent(f?.gini), unit: '%' },
          { label: t('poverty.s80s20'), value: percent(f?.s80s20) },
          { label: t('poverty.rmpg'), value: percent(f?.relative_median_gap), unit: '%' },
          { label: t('poverty.median'), value: money(all.median), unit: t('unit.yuan') },
        ]}
      />
      <Section title={t(`poverty.by.${by as 'region' | 'type' | 'status' | 'group'}`)}>
        <div className="split figures-split">
          <Suspense fallback={<Loading rows={6} />}><Chart option={option} label={t('simulation.headcount')} height={Math.max(160, Math.min(rows.length, 20) * 30 + 40)} /></Suspense>
          <Scroll label={t('poverty.title')}>
            <table className="grid">
              <caption className="hidden-text">{t('poverty.title')}</caption>
              <thead><tr><th scope="col">{t(`poverty.by.${by as 'region' | 'type' | 'status' | 'group'}`)}</th><th scope="col" className="number">{t('figure.persons')}</th><th scope="col" className="number">{t('simulation.headcount')} %</th><th scope="col" className="number">{t('poverty.gap')} %</th><th scope="col" className="number">{t('poverty.severity')} %</th><th scope="col" className="number">{t('poverty.gini')} %</th><th scope="col" className="number">{t('poverty.mean')}</th></tr></thead>
              <tbody>
                {rows.map(row => (
                  <tr key={row.code}><th scope="row">{by === 'region' && row.code !== all.code ? <button type="button" className="link" onClick={() => go(row.code)}>{name(row)}</button> : name(row)}</th><td className="number">{count(row.persons)}</td><td className="number">{percent(row.figures?.headcount)}</td><td className="number">{percent(row.figures?.gap)}</td><td className="number">{percent(row.figures?.severity)}</td><td className="number">{percent(row.figures?.gini)}</td><td className="number">{money(row.mean)}</td></tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </div>
      </Section>
      {report.lorenz && (
        <Section title={t('simulation.lorenz')}>
          <div className="split figures-split">
            <Suspense fallback={<Loading rows={6} />}><Chart option={lorenz} label={t('simulation.lorenz')} height={320} /></Suspense>
            <table className="grid">
              <caption className="hidden-text">{t('simulation.lorenz')}</caption>
              <thead><tr><th scope="col">{t('simulation.lorenz.x')}</th><th scope="col" className="number">{t('simulation.lorenz.y')}</th></tr></thead>
              <tbody>{shares.filter(point => point.of % 20 === 0).map(point => <tr key={point.of}><th scope="row">{point.of} %</th><td className="number">{number(point.share)} %</td></tr>)}</tbody>
            </table>
          </div>
        </Section>
      )}
      <Section title={t('poverty.help')}>
        <p>{t('poverty.formulas')}</p>
        <p>{t('poverty.groups')}</p>
      </Section>
    </>
  );
}
