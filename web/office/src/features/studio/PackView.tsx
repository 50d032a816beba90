import { Button, Input, Switch } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { Empty } from '../../shared/State';
import type { StudioPack, StudioReport } from './api';
import { useStudioContext } from './context';
import { Files } from './Files';
import { ParameterCard } from './ParameterCard';
import { Head } from './Head';
import { NewPolicy } from './NewPolicy';
import { NewRule } from './NewRule';
import { NewTest } from './NewTest';
import { PolicyCard } from './PolicyCard';
import { CheckCard, ProcedureCard, Variables } from './Rules';
import { Tests } from './Tests';

export const views = ['policies', 'parameters', 'checks', 'tests', 'unknowns', 'text', 'history'] as const;
export type View = (typeof views)[number];

const none: NonNullable<Props['more']> = [];

interface Props {
  pack: StudioPack | null | undefined;
  files: { name: string; text: string }[];
  report: StudioReport;
  ids: boolean;
  setIds: (ids: boolean) => void;
  /** What stands under “history”. */
  history: ReactNode;
  /** Views of a draft beside those of every pack. */
  more?: { key: string; title: string; content: ReactNode }[];
}

/** A pack by what one looks for: its policies, its figures over time, its checks, its tests, what the source lost, its text, its history. */
export function PackView({ pack, files, report, ids, setIds, history, more = none }: Props) {
  const { t, text } = useT();
  const { edit } = useStudioContext();
  const { values, set } = useFilters();
  // What is being added, and for which policy a test is.
  const adding = edit ? values['new'] : undefined;
  const add = (kind: string | null, of: string | null = null) => set({ new: kind, for: of, ...(kind === 'test' && { view: 'tests' }) });
  const view = values['view'] ?? (pack ? more[0]?.key ?? 'policies' : 'text');
  const [wanted, setWanted] = useState('');
  const found = useMemo(() => {
    const typed = wanted.trim().toLowerCase();
    const has = (...words: (string | null | undefined)[]) => typed === '' || words.some(word => word?.toLowerCase().includes(typed));
    return pack && {
      policies: pack.policies.filter(one => has(one.id, text(one.title), one.source?.quote)),
      parameters: pack.parameters.filter(one => has(one.id, text(one.title), ...one.values.map(value => value.source?.quote))),
      checks: pack.checks.filter(one => has(one.id, text(one.title), one.source?.quote)),
      procedures: pack.procedures.filter(one => has(one.id, text(one.title), one.source?.quote)),
    };
  }, [pack, wanted, text]);
  const count: Partial<Record<string, number>> = pack ? { policies: pack.policies.length, parameters: pack.parameters.length, checks: pack.checks.length + pack.procedures.length, tests: pack.tests.length, unknowns: pack.unknowns.length, text: files.length } : {};
  const readBy = (id: string) => pack!.policies.filter(one => JSON.stringify([one.eligible, one.manual, one.parts, one.value]).includes(id)).map(one => text(one.title))
    .concat(pack!.checks.filter(one => `${one.holds.text} ${one.when?.text ?? ''}`.includes(id)).map(one => text(one.title)));
  const form = (): ReactNode => {
    if (!pack) return null;
    if (adding === 'policy' && view === 'policies') return <NewPolicy taken={pack.policies.map(one => one.id)} close={id => (id ? add('test', id) : add(null))} />;
    if (adding === 'rule' && (view === 'parameters' || view === 'checks')) return <NewRule key={view} kind={view === 'checks' ? 'check' : 'parameter'} taken={(view === 'checks' ? pack.checks : pack.parameters).map(one => one.id)} close={() => add(null)} />;
    if (adding === 'test' && view === 'tests') return <NewTest key={values['for']} pack={pack} files={files} policy={values['for'] ?? ''} close={() => add(null)} />;
    return null;
  };
  const content = (): ReactNode => {
    const own = more.find(one => one.key === view);
    if (own) return own.content;
    if (view === 'history') return history;
    if (view === 'text' || !pack || !found) return <Files files={files} file={values['file'] ?? files[0]?.name ?? ''} line={Number(values['line']) || undefined} choose={file => set({ file, line: null })} />;
    switch (view) {
      case 'parameters': return found.parameters.map(one => <ParameterCard key={one.id} parameter={one} readBy={readBy(one.id)} />);
      case 'checks': return <>{found.checks.map(one => <CheckCard key={one.id} check={one} />)}{found.procedures.map(one => <ProcedureCard key={one.id} procedure={one} />)}<Variables pack={pack} /></>;
      case 'tests': return <Tests pack={pack} report={report} />;
      case 'unknowns': return pack.unknowns.length === 0 ? <Empty title={t('studio.noUnknowns')} /> : <><p className="faint">{t('studio.unknowns.about')}</p>{pack.parameters.filter(one => pack.unknowns.includes(one.id)).map(one => <ParameterCard key={one.id} parameter={one} readBy={readBy(one.id)} />)}</>;
      default: return found.policies.length === 0 ? <Empty title={t(wanted ? 'studio.notFound' : 'studio.noPolicies')} hint={wanted ? undefined : t('studio.noPolicies.hint')} /> : found.policies.map(one => <PolicyCard key={one.id} policy={one} policies={pack.policies} parameters={pack.parameters} />);
    }
  };
  const shown = [...more.map(one => ({ key: one.key, title: one.title })), ...views.map(one => ({ key: one as string, title: t(`studio.view.${one}`) }))];
  return (
    <>
      <nav className="studio-views" aria-label={t('studio.views')}>
        {shown.map(one => <Link key={one.key} to={`?${next(values, one.key)}`} replace className={one.key === view ? 'active' : ''} aria-current={one.key === view ? 'page' : undefined}>{one.title}{count[one.key] !== undefined && <span className="faint"> {count[one.key]}</span>}</Link>)}
      </nav>
      {pack && ['policies', 'parameters', 'checks'].includes(view) && (
        <div className="filters">
          <Input allowClear style={{ maxWidth: 320 }} aria-label={t('studio.find')} placeholder={t('studio.find')} value={wanted} onChange={event => setWanted(event.target.value)} />
          <label className="inline"><Switch size="small" checked={ids} onChange={setIds} aria-label={t('studio.ids')} /> {t('studio.ids')}</label>
        </div>
      )}
      {edit && pack && view === 'policies' && <Head pack={pack} />}
      {edit && pack && !adding && ['policies', 'parameters', 'checks', 'tests'].includes(view) && (
        <p><Button onClick={() => add(view === 'policies' ? 'policy' : view === 'tests' ? 'test' : 'rule')}>＋ {t(view === 'policies' ? 'studio.new.policy' : view === 'tests' ? 'studio.new.test' : view === 'checks' ? 'studio.new.check' : 'studio.new.parameter')}</Button></p>
      )}
      {form()}
      {content()}
    </>
  );
}

function next(values: Record<string, string>, view: string): string {
  const params = new URLSearchParams(values);
  params.set('view', view);
  params.delete('new');
  params.delete('for');
  params.delete('file');
  params.delete('line');
  return params.toString();
}
