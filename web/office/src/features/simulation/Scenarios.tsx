import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { count, money, number } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import { Scroll } from '../../shared/Scroll';
import { Loading } from '../../shared/State';
import { sayInput } from '../../shared/rule';
import type { Cell, Levers, Question, Report } from './api';

const Chart = lazy(async () => ({ default: (await import('../../shared/Chart')).Chart }));

export interface Scenario {
  name: string;
  question: Question;
  report: Report;
}

/** Scenarios that were put aside, beside one another; the first column is what is. */
export function Scenarios({ scenarios, name, levers, take, drop }: { scenarios: Scenario[]; name: (id: string) => string; levers: Levers | undefined; take: (scenario: Scenario) => void; drop: (scenario: Scenario) => void }) {
  const i18n = useT();
  const { t, code } = i18n;
  const first = scenarios[0];
  if (!first) return null;
  const columns = [{ name: t('simulation.baseline'), figures: first.report.baseline, report: null }, ...scenarios.map(s => ({ name: s.name, figures: s.report.reform, report: s.report }))];
  const sources = [...new Set(columns.flatMap(c => c.figures.sources.map(s => s.source)))];
  const percent = (value: number | null | undefined) => (value === null || value === undefined ? '—' : money(value));
  const rows: [string, (column: (typeof columns)[number]) => string][] = [
    [t('simulation.yearly.yuan'), c => money(c.figures.yearly)],
    ...sources.map((source): [string, (c: (typeof columns)[number]) => string] => [`· ${code('funding', source)}`, c => money(c.figures.sources.find(s => s.source === source)?.yearly ?? '0')]),
    [t('simulation.recipients'), c => count(c.figures.recipients)],
    [t('simulation.winners'), c => (c.report ? count(c.report.winners) : '—')],
    [t('simulation.losers'), c => (c.report ? count(c.report.losers) : '—')],
    [`${t('simulation.headcount')} %`, c => percent(c.figures.poverty?.headcount)],
    [`${t('poverty.gap')} %`, c => percent(c.figures.poverty?.gap)],
    [`${t('poverty.severity')} %`, c => percent(c.figures.poverty?.severity)],
    [`${t('poverty.gini')} %`, c => percent(c.figures.poverty?.gini)],
    [`${t('simulation.coverage')} %`, c => percent(c.figures.targeting?.coverage)],
    [`${t('simulation.exclusion')} %`, c => percent(c.figures.targeting?.exclusion_error)],
    [`${t('simulation.inclusion')} %`, c => percent(c.figures.targeting?.inclusion_error)],
  ];
  const costs = {
    grid: { left: 8, right: 16, top: 34, bottom: 8, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number) => `${number(value)} ${t('unit.wan')}` },
    xAxis: { type: 'category', data: columns.map(column => column.name) },
    yAxis: { type: 'value', name: t('unit.wan') },
    series: sources.map(source => ({
      type: 'bar', stack: 'cost', name: code('funding', source), barMaxWidth: 56, data: columns.map(column => Number(column.figures.sources.find(one => one.source === source)?.yearly ?? 0) / 10_000),
    })),
  };
  return (
    <Section title={t('simulation.sideBySide')} extra={<span className="faint">{t('simulation.bySource')}</span>}>
      <Suspense fallback={<Loading rows={4} />}><Chart option={costs} label={t('simulation.sideBySide')} height={240} /></Suspense>
      <Scroll label={t('simulation.sideBySide')}>
        <table className="grid">
          <caption className="hidden-text">{t('simulation.sideBySide')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('simulation.sideBySide')}</th>
              <th scope="col" className="number">{t('simulation.baseline')}</th>
              {scenarios.map(scenario => (
                <th key={scenario.name} scope="col" className="number">
                  {scenario.name}<br />
                  <Button size="small" type="link" onClick={() => take(scenario)}>{t('simulation.take')}</Button>
                  <Button size="small" type="text" onClick={() => drop(scenario)}>{t('simulation.drop')}</Button>
                </th>
              ))}
            </tr>
            <tr><th scope="row">{t('simulation.changes')}</th><td className="number">—</td>{scenarios.map(scenario => <td key={scenario.name} className="number">{said(i18n, scenario.question, name, levers)}</td>)}</tr>
          </thead>
          <tbody>{rows.map(([label, value]) => <tr key={label}><th scope="row">{label}</th>{columns.map(column => <td key={column.name} className="number">{value(column)}</td>)}</tr>)}</tbody>
        </table>
      </Scroll>
    </Section>
  );
}

/** What a scenario changes, in the plan's own words. */
export const said = (i18n: ReturnType<typeof useT>, question: Pick<Question, 'set' | 'cells'>, name: (id: string) => string, levers: Levers | undefined) =>
  [...Object.entries(question.set).map(([id, value]) => `${name(id)} = ${value}`), ...question.cells.map(cell => `${sayPlace(i18n, cell, name, levers)} = ${name(cell.text)}`)].join(';') || '—';

/** Where a cell stands: the policy, the row, the column by its heading. */
export function sayPlace(i18n: ReturnType<typeof useT>, cell: Omit<Cell, 'text'>, name: (id: string) => string, levers: Levers | undefined) {
  const input = levers?.tables.find(table => table.policy === cell.policy)?.table.inputs[cell.column - 1];
  return `${name(cell.policy)} · ${i18n.t('simulation.cell', { row: cell.row, heading: cell.column === 0 ? i18n.t('field.amount') : sayInput(i18n, input ?? '') })}`;
}
