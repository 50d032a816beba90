import { DownloadOutlined, PrinterOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Input, Select } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useFilters } from '../../framework/filters';
import { count, instant, money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { Page, Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary, useProblemText } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, ErrorState, Loaded, Loading } from '../../shared/State';
import { useTold } from '../../shared/told';
import { usePacks, type PackLine } from '../packs/api';
import { readAgain, saveWorkbook, useComparison, useLevers, useRegister, type Cell, type ListKind, type Question } from './api';
import { Households } from './Households';
import { Levers } from './Levers';
import { change, Results } from './Results';
import { said, sayPlace, Scenarios, type Scenario } from './Scenarios';

/** A clerk or leader comes to 1. change a number of the plan and see what it costs and whom it moves, 2. see who they are, 3. put two ways side by side and take the report along. */
export function SimulationPage() {
  const { t } = useT();
  const packs = usePacks();
  return <Loaded query={packs}>{found => found.some(pack => pack.policies > 0) ? <Chosen packs={found} /> : <Page title={t('simulation.title')}><Empty title={t('packs.none')} /></Page>}</Loaded>;
}

/** Pack, day and place are chosen already: the plan of one's county, today or its last day. */
function Chosen({ packs }: { packs: PackLine[] }) {
  const { area } = useUser();
  const { values } = useFilters();
  const within = (one: PackLine) => one.jurisdiction.replace(/0+$/, '');
  // The nearest plan: a county's own before the province's.
  const local = packs.filter(one => one.policies > 0 && area.code.startsWith(within(one))).toSorted((a, b) => within(b).length - within(a).length);
  const pack = packs.find(one => one.id === values['pack']) ?? local[0] ?? packs.find(one => one.policies > 0)!;
  const last = pack.valid_to && pack.valid_to < today() ? pack.valid_to : today();
  return <Workbench key={`${pack.id} ${values['draft'] ?? ''}`} packs={packs.filter(one => one.policies > 0)} pack={pack} on={values['on'] ?? last} />;
}

function Workbench({ packs, pack, on }: { packs: PackLine[]; pack: PackLine; on: string }) {
  const i18n = useT();
  const { t, text } = i18n;
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { values, set: setAddress } = useFilters();
  const [supposed, setSupposed] = useState(() => readSupposed(values));
  const settled = useSettled(supposed, 250);
  const [marginal, setMarginal] = useState(false);
  const [list, setList] = useState<{ kind: ListKind; group: { grouping: string; key: string } | null } | null>(null);
  const [scenarios, setScenarios] = useState<Scenario[]>([]);
  const [region, knownAt] = [values['region'], values['known_at']];
  const line = useSettled(values['line'] ?? '', 400);
  const question = useMemo<Question>(
    () => ({ pack: pack.id, on, known_at: knownAt, region, against: values['against'], draft: values['draft'], line: line || undefined, ...poorOf(values['poor']), ...settled }),
    [pack.id, on, knownAt, region, values, line, settled],
  );
  const register = useRegister(on, region, knownAt);
  const known = register.data?.state === 'ready' ? register.data.known_at : null;
  const levers = useLevers(pack.id, on, values['draft']);
  const changes = Object.keys(settled.set).length + settled.cells.length;
  const comparison = useComparison(question, marginal && changes > 1, known);
  const report = comparison.data;
  const titles = Object.fromEntries([...(report?.baseline.policies ?? []), ...(report?.reform.policies ?? [])].map(policy => [policy.policy, text(policy.title)]));

  // A link to the page is a link to the scenario.
  useEffect(() => {
    const written = writeSupposed(values, settled);
    if (Object.entries(written).some(([key, value]) => (values[key] ?? null) !== value)) setAddress(written);
  }, [values, settled, setAddress]);

  const alter = (id: string, value: string | null) => setSupposed(before => {
    const { [id]: _, ...others } = before.set;
    return { ...before, set: value === null ? others : { ...others, [id]: value } };
  });
  const alterCell = (cell: Cell, to: string | null) => setSupposed(before => {
    const others = before.cells.filter(one => !(one.policy === cell.policy && one.row === cell.row && one.column === cell.column));
    return { ...before, cells: to === null ? others : [...others, { ...cell, text: to }] };
  });
  const name = (id: string) => text(levers.data?.parameters.find(one => one.id === id)?.title) || titles[id] || id;
  /** `pension_from_70`, `cells/elderly-pension/1/0`. */
  const nameOf = (changed: string) => {
    const [, policy, row, column] = /^cells\/(.+)\/(\d+)\/(\d+)$/.exec(changed) ?? [];
    return policy ? sayPlace(i18n, { policy, row: Number(row), column: Number(column) }, name, levers.data) : name(changed);
  };
  const poor = question.poor === 'policy' ? t('simulation.poor.by', { policy: titles[question.poor_policy ?? ''] ?? '' }) : t(question.poor === 'registered' ? 'simulation.poor.registered' : 'simulation.poor.income');
  const wrong = (path: string) => fieldProblems(comparison.error, path).map(problem => text(problem.text));
  const placed = [...Object.keys(settled.set).map(id => `set/${id}`), ...settled.cells.flatMap(cell => [`cells/${cell.policy}`, `cells/${cell.policy}/${cell.row}/${cell.column}`])].some(path => wrong(path).length > 0);
  useTold(placed ? comparison.error : null);
  const groupName = list?.group && report ? (report.reform.by_region.find(g => list.group?.grouping === 'region' && g.code === list.group.key)?.name ?? i18n.code('category', list.group.key)) : undefined;
  return (
    <Page
      title={t('simulation.title')}
      about={t('simulation.about')}
      actions={
        <>
          <Button icon={<DownloadOutlined />} disabled={!report} onClick={() => void saveWorkbook(question, marginal).then(() => message.success(t('simulation.saved')), (error: unknown) => message.error(problemText(error).join(' ')))}>{t('simulation.excel')}</Button>
          <Button icon={<PrinterOutlined />} disabled={!report} onClick={() => print()}>{t('simulation.print')}</Button>
        </>
      }
    >
      <div className="filters" role="group" aria-label={t('simulation.what')}>
        <label className="inline" htmlFor="simulation-pack">{t('runs.pack')}</label>
        <Select id="simulation-pack" showSearch={{ optionFilterProp: 'label' }} style={{ width: 260 }} value={pack.id} options={packs.map(one => ({ value: one.id, label: text(one.title) || one.id }))} onChange={id => { setAddress({ ...clearSupposed(values), pack: id, draft: null, on: null }); }} />
        <label className="inline">{t('simulation.on')}<DateInput keep value={on} onChange={typed => typed && setAddress({ on: typed })} /></label>
        <RegionSelect value={region} onChange={value => setAddress({ region: value })} />
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} aria-label={t('simulation.against')} placeholder={t('simulation.against')} style={{ width: 220 }} value={values['against']} options={packs.filter(one => one.id !== pack.id).map(one => ({ value: one.id, label: text(one.title) || one.id }))} onChange={value => setAddress({ against: value })} />
        <label className="inline">{t('simulation.lineInput')}<Input style={{ width: 120 }} placeholder={report?.line ? money(report.line) : '2952'} status={wrong('line').length > 0 ? 'error' : ''} value={values['line'] ?? ''} onChange={event => setAddress({ line: event.target.value })} /></label>
        <span className="inline"><label htmlFor="simulation-poor">{t('simulation.poor')}</label>
        <Select id="simulation-poor" style={{ width: 190 }} popupMatchSelectWidth={false} showSearch={{ optionFilterProp: 'label' }} value={values['poor'] ?? 'income'} options={[
          { label: t('simulation.poor'), options: [{ value: 'income', label: t('simulation.poor.income') }, { value: 'registered', label: t('simulation.poor.registered') }] },
          { label: t('simulation.poor.policy'), options: (report?.baseline.policies ?? []).map(policy => ({ value: `policy:${policy.policy}`, label: text(policy.title) })) },
        ]} onChange={value => setAddress({ poor: value === 'income' ? null : value })} /></span>
      </div>
      {values['draft'] && <Alert type="info" showIcon className="gap-below" title={t('simulation.draft')} />}
      <p className="print-only">{text(pack.title)} · {on} · {changes === 0 ? t('simulation.noChange') : said(i18n, settled, name, levers.data)} · {poor}</p>
      {register.isError ? <ErrorState error={register.error} retry={() => void register.refetch()} /> : !register.data || register.data.state === 'loading' ? (
        <div aria-busy="true"><Section title={t('simulation.reading')}>
          <progress className="reading" max={Math.max(1, register.data?.households ?? 1)} value={register.data?.read ?? 0} aria-label={t('simulation.reading')} />
          <p className="faint" role="status">{t('simulation.reading.of', { n: count(register.data?.read ?? 0), all: count(register.data?.households ?? 0) })}</p>
        </Section></div>
      ) : (
        <>
          <p className="register-line" role="status">
            {t('simulation.register', { households: count(register.data.households), persons: count(register.data.persons), at: instant(register.data.known_at) })}
            {register.data.changes_since > 0 && (
              <> <span className="warn-text">{t('simulation.changed', { n: count(register.data.changes_since) })}</span> <button type="button" className="link" onClick={() => void readAgain(on, region).then(() => queries.invalidateQueries({ queryKey: ['simulation', 'register'] }))}>{t('simulation.readAgain')}</button></>
            )}
            {report && <span className="faint"> · {t('simulation.took', { seconds: report.seconds.toFixed(2) })}</span>}
          </p>
          <div className="workbench">
            <div className="workbench-levers">
              <div className="row-actions gap-below">
                <Button disabled={changes === 0} onClick={() => setSupposed({ set: {}, cells: [] })}>{t('simulation.resetAll')}</Button>
                <Button disabled={!report || comparison.isPlaceholderData || scenarios.length >= 4} title={scenarios.length >= 4 ? t('simulation.pin.most') : undefined} onClick={() => report && setScenarios([...scenarios, { name: t('simulation.scenario', { n: nextNumber(scenarios) }), question, report }])}>{t('simulation.pin')}</Button>
                <Checkbox checked={marginal} onChange={event => setMarginal(event.target.checked)}>{t('simulation.marginal')}</Checkbox>
              </div>
              <Loaded query={levers}>{found => <Levers levers={found} titles={titles} problems={wrong} set={supposed.set} cells={supposed.cells} change={alter} changeCell={alterCell} />}</Loaded>
            </div>
            <div className="workbench-results" aria-busy={comparison.isPlaceholderData}>
              {!!comparison.error && !placed && <ProblemSummary error={comparison.error} title={t('simulation.failed')} retry={() => void comparison.refetch()} />}
              {placed && <Alert type="error" showIcon className="gap-below" title={t('simulation.mend')} />}
              {scenarios.length > 0 && <Scenarios scenarios={scenarios} name={name} levers={levers.data} take={scenario => setSupposed({ set: scenario.question.set, cells: scenario.question.cells })} drop={scenario => setScenarios(scenarios.filter(one => one !== scenario))} />}
              {report && report.marginal.length > 0 && (
                <Section title={t('simulation.marginal.title')} extra={<span className="faint">{t('simulation.perYear')}</span>}>
                  <table className="grid">
                    <caption className="hidden-text">{t('simulation.marginal.title')}</caption>
                    <thead><tr><th scope="col">{t('simulation.changes')}</th><th scope="col">{t('simulation.fromTo')}</th><th scope="col" className="number">{t('simulation.alone')}</th><th scope="col" className="number">{t('simulation.last')}</th></tr></thead>
                    <tbody>{report.marginal.map(cost => <tr key={cost.change}><th scope="row">{nameOf(cost.change)}</th><td>{cost.from === 'unknown' ? t('simulation.unknown') : name(cost.from)} → {name(cost.to)}</td><td className="number">{change(cost.alone)}</td><td className="number">{change(cost.last)}</td></tr>)}</tbody>
                  </table>
                  <p className="faint">{t('simulation.marginal.hint')}</p>
                </Section>
              )}
              {report ? <Results report={report} poor={poor} open={(kind, group) => setList({ kind, group: group ?? null })} /> : !comparison.error && <Loading rows={12} />}
              {list && <Households key={JSON.stringify(list)} question={question} list={list.kind} group={list.group} groupName={groupName} choose={kind => setList({ ...list, kind })} close={() => setList(null)} known={known} />}
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** `income`, `registered`, `policy:elderly-pension`. */
const poorOf = (typed: string | undefined): Pick<Question, 'poor' | 'poor_policy'> =>
  typed?.startsWith('policy:') ? { poor: 'policy', poor_policy: typed.slice('policy:'.length) } : { poor: typed === 'registered' ? 'registered' : 'income' };

const nextNumber = (scenarios: Scenario[]) => 1 + Math.max(0, ...scenarios.map(s => Number(/\d+/.exec(s.name)?.[0] ?? 0)));

/** A value that has stood still for a while. */
function useSettled<T>(value: T, after: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return settled;
}

type Supposed = Pick<Question, 'set' | 'cells'>;

/** `set.pension_from_70=120`, `cell.elderly-pension.2.0=100`. */
function readSupposed(values: Record<string, string>): Supposed {
  const set = Object.fromEntries(Object.entries(values).filter(([key]) => key.startsWith('set.')).map(([key, value]) => [key.slice(4), value]));
  const cells = Object.entries(values).flatMap(([key, value]) => {
    const found = /^cell\.(.+)\.(\d+)\.(\d+)$/.exec(key);
    return found ? [{ policy: found[1]!, row: Number(found[2]), column: Number(found[3]), text: value }] : [];
  });
  return { set, cells };
}

const clearSupposed = (values: Record<string, string>) => Object.fromEntries(Object.keys(values).filter(key => /^(set|cell)\./.test(key)).map(key => [key, null]));

const writeSupposed = (values: Record<string, string>, supposed: Supposed) => ({
  ...clearSupposed(values),
  ...Object.fromEntries(Object.entries(supposed.set).map(([id, value]) => [`set.${id}`, value])),
  ...Object.fromEntries(supposed.cells.map(cell => [`cell.${cell.policy}.${cell.row}.${cell.column}`, cell.text])),
});
