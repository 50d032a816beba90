import { ApiError } from '@fuyao/shared';
import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { Badge, Page, Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { Quotation, Rule } from '../../shared/Why';
import { useCheckSheet, useFactHistory, useStateFacts, type CheckSheet, type CheckView, type FactValue, type FactView, type Statement } from './api';
import { FactInput } from './FactInput';
import { useSayFact } from './say';
import '../records/records.css';
import './checks.css';

/** One village, school, loan … of a year: what is asked on the one hand, how each duty stands on the other. */
export function SheetPage() {
  const { t } = useT();
  const { kind = '', key = '' } = useParams();
  const { values, set } = useFilters();
  const thisYear = Number((values['known_at'] ?? today()).slice(0, 4));
  const year = Number(values['year'] ?? thisYear);
  const query = useCheckSheet(kind, key, values['pack'], year, values['known_at']);
  const back = new URLSearchParams({ kind, year: String(year), ...(values['pack'] ? { pack: values['pack'] } : {}) });
  return (
    <Loaded query={query} rows={14}>
      {sheet => (
        <Page
          title={sheet.subject.name}
          about={<>{t(`checks.kind.${sheet.subject.kind}`)}{sheet.subject.place !== sheet.subject.name && ` · ${sheet.subject.place}`} · <Counts sheet={sheet} /></>}
          actions={<>
            <Select aria-label={t('villages.year')} value={year} onChange={next => set({ year: String(next) })} options={Array.from({ length: 8 }, (_, before) => ({ value: thisYear - before, label: t('villages.yearOf', { year: thisYear - before }) }))} />
            <Link className="button-link" to={`/checks?${back}`}>{t('checks.back')}</Link>
          </>}
        >
          <Sheet key={`${kind}/${key}/${year}/${values['pack'] ?? ''}`} sheet={sheet} fixed={!!values['known_at']} knownAt={values['known_at']} />
        </Page>
      )}
    </Loaded>
  );
}

function Counts({ sheet: { subject } }: { sheet: CheckSheet }) {
  const { t } = useT();
  return (
    <span className="check-counts" role="status">
      <Badge tone="good">{t('checks.pass.n', { n: subject.pass })}</Badge> <Badge tone={subject.fail > 0 ? 'bad' : 'plain'}>{t('checks.fail.n', { n: subject.fail })}</Badge> <Badge tone={subject.undetermined > 0 ? 'warn' : 'plain'}>{t('checks.undetermined.n', { n: subject.undetermined })}</Badge>
    </span>
  );
}

type Typed = Record<string, FactValue | undefined>;

function Sheet({ sheet, fixed, knownAt }: { sheet: CheckSheet; fixed: boolean; knownAt: string | undefined }) {
  const { t, text } = useT();
  const can = useCan();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<Typed>({});
  const [basis, setBasis] = useState('');
  const [looking, setLooking] = useState<FactView | null>(null);
  const save = useStateFacts();
  const may = can('record.change') && !fixed;
  const { kind, key } = sheet.subject;
  const home = kind === 'village' || kind === 'township' ? `/villages/${key}` : kind === 'school' || kind === 'enterprise' ? `/organisations/${key}` : null;
  const asked = sheet.facts.filter(fact => fact.origin !== 'register');
  const known = sheet.facts.filter(fact => fact.origin === 'register');
  const changed = asked.filter(fact => fact.key in typed);
  const items: Statement[] = changed.map(fact => ({ fact: fact.key, value: typed[fact.key] ?? null, none: typed[fact.key] === null, was: fact.statement ?? null }));
  const set = (fact: FactView, value: FactValue | undefined) => setTyped(now => {
    const { [fact.key]: _, ...rest } = now;
    const same = fact.origin === 'stated' ? JSON.stringify(value) === JSON.stringify(fact.value ?? null) : value === undefined;
    return same ? rest : { ...rest, [fact.key]: value };
  });
  const order = ['fail', 'undetermined', 'pass', 'not_about'] as const;
  return (
    <div className="checks-columns">
      <div>
        <Section title={t('checks.asked', { n: asked.filter(fact => fact.origin === 'none').length })}>
          <ProblemSummary error={save.error} title={t(save.error instanceof ApiError && save.error.status === 412 ? 'change.stale' : 'checks.notSaved')} />
          {asked.length === 0 ? <p>{t('checks.askedNone')}</p> : (
            <ul className="plain fact-list">
              {asked.map(fact => (
                <li key={fact.key} data-fact={fact.key}>
                  <div className="fact-name">
                    <span>{text(fact.title)}</span>
                    {fact.unit && <span className="faint"> {text(fact.unit)}</span>}
                    {fact.register_field && home && <span className="faint"> · <Link to={home}>{t('checks.registerField')}</Link></span>}
                    {fact.checks > 1 && <span className="faint"> · {t('checks.forChecks', { n: fact.checks })}</span>}
                  </div>
                  <FactInput
                    fact={fact} disabled={!may} value={fact.key in typed ? typed[fact.key] : fact.origin === 'stated' ? (fact.value as FactValue) ?? null : undefined} onChange={value => set(fact, value)}
                    error={fieldProblems(save.error, `items[${items.findIndex(item => item.fact === fact.key)}].value`).map(problem => text(problem.text)).join(' ')}
                  />
                  {fact.stated_by && (
                    <button type="button" className="link fact-said" onClick={() => setLooking(fact)}>{t('checks.saidBy', { who: sayActor(t, fact.stated_by), when: instant(fact.stated_at) })}</button>
                  )}
                </li>
              ))}
            </ul>
          )}
          {may && asked.length > 0 && (
            <div className="sticky-foot">
              <Input style={{ maxWidth: 360 }} aria-label={t('checks.basis')} placeholder={t('checks.basis')} maxLength={500} value={basis} onChange={event => setBasis(event.target.value)} />
              <Button
                type="primary" loading={save.isPending} disabled={items.length === 0 || basis.trim().length === 0}
                onClick={() => save.mutate({ kind: sheet.subject.kind, key: sheet.subject.key, year: sheet.year, pack: sheet.pack ?? null, basis, items }, {
                  onSuccess: () => {
                    setTyped({});
                    void message.success(t('checks.saved', { n: items.length }));
                  },
                })}
              >{t('checks.save', { n: items.length })}</Button>
            </div>
          )}
        </Section>
        {known.length > 0 && (
          <Section title={t('checks.known')}>
            <p className="faint">{t('checks.known.hint')}</p>
            <dl className="facts">{known.map(fact => <Known key={fact.key} fact={fact} />)}</dl>
          </Section>
        )}
      </div>
      <Section title={t('checks.duties', { n: sheet.checks.length })}>
        <ul className="plain check-list">
          {order.flatMap(state => sheet.checks.filter(check => check.state === state)).map(check => <Check key={`${check.pack}/${check.check}`} check={check} />)}
        </ul>
      </Section>
      {looking && <History sheet={sheet} fact={looking} knownAt={knownAt} close={() => setLooking(null)} />}
    </div>
  );
}

function Known({ fact }: { fact: FactView }) {
  const { t, text } = useT();
  const say = useSayFact();
  return <div><dt>{text(fact.title)}</dt><dd>{fact.value === null || fact.value === undefined ? <span className="faint">{t('checks.known.none')}</span> : say(fact, fact.value as FactValue)}</dd></div>;
}

const tones = { pass: 'good', fail: 'bad', undetermined: 'warn', not_about: 'plain' } as const;

function Check({ check }: { check: CheckView }) {
  const { t, text } = useT();
  return (
    <li data-check={check.check} data-state={check.state}>
      <div className="check-head">
        <Badge tone={tones[check.state]}>{t(`checks.state.${check.state}`)}</Badge> <strong>{text(check.title)}</strong> <span className="faint">{text(check.pack_title)}</span>
      </div>
      {check.figures.length > 0 && check.state !== 'not_about' && <p className="check-figures">{check.figures.map(figure => <span key={figure.title.zh}>{text(figure.title)} <strong>{text(figure.value)}</strong></span>)}</p>}
      {check.needs.length > 0 && <p>{t('checks.needs', { facts: check.needs.map(fact => text(fact.title)).join(t('checks.comma')) })}</p>}
      <Quotation source={check.source} />
      <details className="faint"><summary>{t('checks.rule')}</summary><Rule text={check.holds} /></details>
    </li>
  );
}

function History({ sheet, fact, knownAt, close }: { sheet: CheckSheet; fact: FactView; knownAt: string | undefined; close: () => void }) {
  const { t, text } = useT();
  const say = useSayFact();
  const query = useFactHistory(sheet.subject.kind, sheet.subject.key, sheet.year, fact.key, knownAt);
  return (
    <Modal open title={t('checks.history', { fact: text(fact.title) })} onCancel={close} footer={null}>
      <Loaded query={query} rows={3}>
        {history => (
          <ul className="plain pairs">
            {history.items.map(one => (
              <li key={one.id}><time dateTime={one.stated_at}>{instant(one.stated_at)}</time> <strong>{sayActor(t, one.stated_by)}</strong> {one.taken_back ? t('checks.takenBack') : say(fact, one.value as FactValue)} <span className="faint">{one.basis}</span></li>
            ))}
          </ul>
        )}
      </Loaded>
    </Modal>
  );
}
