import { lazy, Suspense } from 'react';
import { count, money, number, tenThousands } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Figures, Section } from '../../shared/Page';
import { Scroll } from '../../shared/Scroll';
import { Loading } from '../../shared/State';
import type { Figures as PackFigures, Group, Report } from './api';

const Chart = lazy(async () => ({ default: (await import('../../shared/Chart')).Chart }));

/** Signed, so that a cost and a saving are told apart without colour. */
export const change = (value: string | number) => `${Number(value) > 0 ? '+' : ''}${money(value)}`;
const percent = (value: number | null | undefined) => (value === null || value === undefined ? '—' : money(value));
const points = (value: number | null | undefined) => (value === null || value === undefined ? '—' : change(value));

/** The answer: what it costs, whom it reaches, what it does to poverty. */
export function Results({ report, poor, open }: { report: Report; poor: string; open: (list: 'winners' | 'losers' | 'missed' | 'leaked', group?: { grouping: string; key: string }) => void }) {
  const { t, text, code } = useT();
  const { baseline, reform, difference } = report;
  return (
    <>
      <Figures
        items={[
          { label: t('simulation.yearly'), value: tenThousands(reform.yearly), unit: t('unit.wan'), hint: t('simulation.from', { value: tenThousands(baseline.yearly) }) },
          { label: t('simulation.difference'), value: `${Number(difference.yearly) > 0 ? '+' : ''}${tenThousands(difference.yearly)}`, unit: t('unit.wan') },
          { label: t('simulation.winners'), value: <button type="button" className="link" onClick={() => open('winners')}>{count(report.winners)}</button>, unit: t('unit.household') },
          { label: t('simulation.losers'), value: <button type="button" className="link" onClick={() => open('losers')}>{count(report.losers)}</button>, unit: t('unit.household') },
          { label: t('simulation.headcount'), value: percent(reform.poverty?.headcount), unit: '%', hint: t('simulation.from', { value: percent(baseline.poverty?.headcount) }) },
        ]}
      />
      {reform.undetermined > 0 && <p className="warn-text">{t('simulation.undetermined', { n: count(reform.undetermined) })} {reform.policies.filter(p => p.undetermined > 0).map(p => `${text(p.title)} ${count(p.undetermined)}`).join(t('simulation.comma'))}</p>}
      {(baseline.out_of_validity || reform.out_of_validity) && <p className="warn-text">{t('simulation.outOfValidity')}</p>}
      <Costs title={t('simulation.bySource')} name={key => code('funding', key)} before={baseline.sources.map(s => ({ key: s.source, value: s.yearly }))} after={reform.sources.map(s => ({ key: s.source, value: s.yearly }))} />
      <Costs title={t('simulation.byRegion')} name={(key, label) => label ?? key} before={keyed(baseline.by_region)} after={keyed(reform.by_region)} open={key => open(report.losers > report.winners ? 'losers' : 'winners', { grouping: 'region', key })} />
      <Costs title={t('simulation.byType')} name={key => code('category', key) || t('value.unknown')} before={keyed(baseline.by_type)} after={keyed(reform.by_type)} open={key => open(report.losers > report.winners ? 'losers' : 'winners', { grouping: 'type', key })} />
      <Winners report={report} />
      <Poverty report={report} poor={poor} open={open} />
      <Policies baseline={baseline} reform={reform} />
    </>
  );
}

const keyed = (groups: Group[]) => groups.map(g => ({ key: g.code, label: g.name, value: g.yearly, households: g.households, recipients: g.recipients }));

interface Line { key: string; label?: string | null; value: string; households?: number; recipients?: number }

function Costs({ title, name, before, after, open }: { title: string; name: (key: string, label?: string | null) => string; before: Line[]; after: Line[]; open?: (key: string) => void }) {
  const { t } = useT();
  const keys = [...new Set([...before, ...after].map(line => line.key))];
  const rows = keys.map(key => {
    const [from, to] = [before.find(line => line.key === key), after.find(line => line.key === key)];
    return { key, name: name(key, (to ?? from)?.label), from: from?.value ?? '0', to: to?.value ?? '0', recipients: to?.recipients };
  });
  const option = bars(t, rows);
  return (
    <Section title={title} extra={<span className="faint">{t('simulation.perYear')}</span>}>
      {rows.length === 0 ? <p className="faint">{t('simulation.nothing')}</p> : (
        <div className={rows.length > 1 ? 'split figures-split' : undefined}>
          {rows.length > 1 && <Suspense fallback={<Loading rows={4} />}><Chart option={option} label={title} height={Math.max(160, Math.min(rows.length, 14) * 44 + 50)} /></Suspense>}
          <Scroll label={title}>
            <table className="grid">
              <caption className="hidden-text">{title}</caption>
              <thead><tr><th scope="col">{title}</th><th scope="col" className="number">{t('simulation.baseline')}</th><th scope="col" className="number">{t('simulation.reform')}</th><th scope="col" className="number">{t('simulation.difference')}</th></tr></thead>
              <tbody>
                {rows.map(row => (
                  <tr key={row.key}>
                    <th scope="row">{open && row.from !== row.to ? <button type="button" className="link" onClick={() => open(row.key)}>{row.name}</button> : row.name}</th>
                    <td className="number">{money(row.from)}</td><td className="number">{money(row.to)}</td><td className="number">{change(Number(row.to) - Number(row.from))}</td>
                  </tr>
                ))}
              </tbody>
              {rows.length > 1 && <tfoot><tr className="totals"><th scope="row">{t('value.total')}</th><td className="number">{money(sum(rows.map(r => r.from)))}</td><td className="number">{money(sum(rows.map(r => r.to)))}</td><td className="number">{change(sum(rows.map(r => r.to)) - sum(rows.map(r => r.from)))}</td></tr></tfoot>}
            </table>
          </Scroll>
        </div>
      )}
    </Section>
  );
}

const sum = (values: string[]) => values.reduce((total, value) => total + Math.round(Number(value) * 100), 0) / 100;

function bars(t: ReturnType<typeof useT>['t'], rows: { name: string; from: string; to: string }[]) {
  const largest = rows.toSorted((a, b) => Number(b.to) - Number(a.to)).slice(0, 14).toReversed();
  return {
    grid: { left: 8, right: 44, top: 34, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => `${number(value)} ${t('unit.wan')}` },
    xAxis: { type: 'value', name: t('unit.wan') },
    yAxis: { type: 'category', data: largest.map(row => row.name), axisTick: { show: false } },
    series: [
      { type: 'bar', name: t('simulation.baseline'), data: largest.map(row => Number(row.from) / 10_000), barMaxWidth: 14 },
      { type: 'bar', name: t('simulation.reform'), data: largest.map(row => Number(row.to) / 10_000), barMaxWidth: 14 },
    ],
  };
}

function Winners({ report }: { report: Report }) {
  const { t } = useT();
  const { change: figures } = report;
  const option = {
    grid: { left: 8, right: 16, top: 34, bottom: 24, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    xAxis: { type: 'category', data: figures.deciles.map(d => String(d.decile)), name: t('simulation.decile'), nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'value' },
    series: [
      { type: 'bar', stack: 'households', name: t('simulation.losers'), data: figures.deciles.map(d => -d.losers), color: '#b3261e' },
      { type: 'bar', stack: 'households', name: t('simulation.winners'), data: figures.deciles.map(d => d.winners), color: '#1e7a36' },
    ],
  };
  if (report.winners + report.losers === 0) return <Section title={t('simulation.distribution')}><p className="faint">{t('simulation.noChange')}</p></Section>;
  return (
    <Section title={t('simulation.distribution')} extra={<span className="faint">{t('simulation.distribution.hint')}</span>}>
      <p>{t('simulation.gains', { winners: count(report.winners), gain: tenThousands(figures.gain), mean: money(figures.mean_gain), most: money(figures.largest_gain), losers: count(report.losers), loss: tenThousands(figures.loss), meanLoss: money(figures.mean_loss), mostLoss: money(figures.largest_loss), unchanged: count(report.unchanged) })}</p>
      <div className="split figures-split">
        <Suspense fallback={<Loading rows={5} />}><Chart option={option} label={t('simulation.distribution')} height={300} /></Suspense>
        <Scroll label={t('simulation.distribution')}>
          <table className="grid">
            <caption className="hidden-text">{t('simulation.distribution')}</caption>
            <thead><tr><th scope="col">{t('simulation.decile')}</th><th scope="col" className="number">{t('simulation.winners')}</th><th scope="col" className="number">{t('simulation.losers')}</th><th scope="col" className="number">{t('simulation.perHead')}</th></tr></thead>
            <tbody>{figures.deciles.map(d => <tr key={d.decile}><th scope="row">{d.decile}</th><td className="number">{count(d.winners)}</td><td className="number">{count(d.losers)}</td><td className="number">{change(d.mean_change)}</td></tr>)}</tbody>
          </table>
          {figures.quantiles.length > 0 && <p className="faint">{t('simulation.quantiles', { values: [...new Set(figures.quantiles.map(q => change(String(q))))].join(' · ') })}</p>}
        </Scroll>
      </div>
    </Section>
  );
}

function Poverty({ report, poor, open }: { report: Report; poor: string; open: (list: 'missed' | 'leaked') => void }) {
  const { t } = useT();
  const { baseline, reform, register } = report;
  const steps = baseline.lorenz?.length ?? 0;
  const option = {
    grid: { left: 8, right: 24, top: 34, bottom: 24, containLabel: true },
    tooltip: { trigger: 'axis', valueFormatter: (value: number) => `${number(value)} %` },
    xAxis: { type: 'category', boundaryGap: false, data: Array.from({ length: steps }, (_, at) => `${Math.round((100 * at) / (steps - 1))}%`), name: t('simulation.lorenz.x'), nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'value', max: 100 },
    series: [
      { type: 'line', name: t('simulation.lorenz.equal'), data: Array.from({ length: steps }, (_, at) => (100 * at) / (steps - 1)), symbol: 'none', lineStyle: { type: 'dotted', width: 1 } },
      { type: 'line', name: t('simulation.baseline'), data: (baseline.lorenz ?? []).map(share => share * 100), symbol: 'none', lineStyle: { type: 'dashed' } },
      { type: 'line', name: t('simulation.reform'), data: (reform.lorenz ?? []).map(share => share * 100), symbol: 'none' },
    ],
  };
  const measures = [
    [t('simulation.headcount'), 'headcount'], [t('poverty.gap'), 'gap'], [t('poverty.severity'), 'severity'], [t('poverty.gini'), 'gini'], [t('poverty.s80s20'), 's80s20'], [t('poverty.rmpg'), 'relative_median_gap'],
  ] as const;
  const coverage = [[t('simulation.coverage'), 'coverage'], [t('simulation.exclusion'), 'exclusion_error'], [t('simulation.inclusion'), 'inclusion_error']] as const;
  if (!report.line || !baseline.poverty) return <Section title={t('simulation.poverty')}><p className="warn-text">{t('simulation.noLine')}</p></Section>;
  return (
    <Section title={t('simulation.poverty')} extra={<span className="faint">{t('simulation.line', { line: number(report.line) })}</span>}>
      <div className="split figures-split">
        <Suspense fallback={<Loading rows={5} />}><Chart option={option} label={t('simulation.lorenz')} height={320} /></Suspense>
        <Scroll label={t('simulation.poverty')}>
          <table className="grid">
            <caption className="hidden-text">{t('simulation.poverty')}</caption>
            <thead><tr><th scope="col">%</th><th scope="col" className="number">{t('simulation.noBenefits')}</th><th scope="col" className="number">{t('simulation.baseline')}</th><th scope="col" className="number">{t('simulation.reform')}</th><th scope="col" className="number">{t('simulation.difference')}</th></tr></thead>
            <tbody>
              {measures.map(([label, key]) => (
                <tr key={key}><th scope="row">{label}</th><td className="number">{percent(register?.[key])}</td><td className="number">{percent(baseline.poverty?.[key])}</td><td className="number">{percent(reform.poverty?.[key])}</td><td className="number">{points(less(reform.poverty?.[key], baseline.poverty?.[key]))}</td></tr>
              ))}
              {coverage.map(([label, key]) => (
                <tr key={key}><th scope="row">{label}</th><td className="number">—</td><td className="number">{percent(baseline.targeting?.[key])}</td><td className="number">{percent(reform.targeting?.[key])}</td><td className="number">{points(less(reform.targeting?.[key], baseline.targeting?.[key]))}</td></tr>
              ))}
            </tbody>
          </table>
          <p className="faint">{t('simulation.poor.means', { poor, n: count(reform.targeting?.poor ?? 0), reached: count(reform.targeting?.recipients ?? 0) })}{(reform.targeting?.unknown ?? 0) > 0 && ` ${t('simulation.poor.unknown', { n: count(reform.targeting?.unknown) })}`}</p>
          <p className="faint">{t(report.taken_out.households > 0 ? 'simulation.takenOut' : 'simulation.takenOut.none', { n: count(report.taken_out.households), yuan: money(report.taken_out.yearly) })}</p>
          <p className="row-actions print-hidden">
            <button type="button" className="link" onClick={() => open('missed')}>{t('simulation.missed')}</button>
            <button type="button" className="link" onClick={() => open('leaked')}>{t('simulation.leaked')}</button>
          </p>
          <details>
            <summary>{t('poverty.help')}</summary>
            <p className="faint">{t('simulation.poverty.how')}</p>
            <p className="faint">{t('poverty.formulas')}</p>
          </details>
        </Scroll>
      </div>
      {report.income_unknown > 0 && <p className="faint">{t('simulation.incomeUnknown', { n: count(report.income_unknown) })}</p>}
    </Section>
  );
}

const less = (a: number | null | undefined, b: number | null | undefined) => (typeof a === 'number' && typeof b === 'number' ? a - b : null);

function Policies({ baseline, reform }: { baseline: PackFigures; reform: PackFigures }) {
  const { t, text, code } = useT();
  const rows = [...new Map([...baseline.policies, ...reform.policies].map(p => [p.policy, p])).values()];
  return (
    <Section title={t('simulation.byPolicy')} extra={<span className="faint">{t('simulation.perYear')}</span>}>
      <Scroll label={t('simulation.byPolicy')}>
        <table className="grid">
          <caption className="hidden-text">{t('simulation.byPolicy')}</caption>
          <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('runs.awards')}</th><th scope="col" className="number">{t('simulation.baseline')}</th><th scope="col" className="number">{t('simulation.reform')}</th><th scope="col" className="number">{t('simulation.difference')}</th><th scope="col">{t('packs.unit')}</th></tr></thead>
          <tbody>
            {rows.map(row => {
              const [from, to] = [baseline.policies.find(p => p.policy === row.policy), reform.policies.find(p => p.policy === row.policy)];
              return (
                <tr key={row.policy}>
                  <th scope="row">{text(row.title)} {(to?.undetermined ?? 0) > 0 && <Badge tone="warn">{t('simulation.open', { n: count(to?.undetermined) })}</Badge>}</th>
                  <td className="number">{count(to?.awards ?? 0)}</td><td className="number">{money(from?.yearly ?? '0')}</td><td className="number">{money(to?.yearly ?? '0')}</td>
                  <td className="number">{change(Number(to?.yearly ?? 0) - Number(from?.yearly ?? 0))}</td><td>{code('unit', row.unit)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}
