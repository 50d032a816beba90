import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { Section } from '../../shared/Page';
import { useProblemText } from '../../shared/Problems';
import type { PackEdit, StudioPack } from './api';
import { useStudioContext } from './context';
import { Fault } from './EditText';
import { RuleInput } from './RuleInput';
import { useLive } from './useLive';
import { flow, nested, Plain, type Yaml } from './yaml';

interface Fact {
  of: 'person' | 'household';
  name: string;
  value: string;
}

const written = (one: Fact) => one.name.trim();

/** A code is chosen by its label; everything else is typed. */
function Value({ label, codes, value, change }: { label: string; codes: { code: string; label: string }[]; value: string; change: (value: string) => void }) {
  return codes.length > 0
    ? <Select aria-label={label} showSearch={{ optionFilterProp: 'label' }} value={value || undefined} onChange={change} options={codes.map(one => ({ value: one.code, label: one.label }))} />
    : <Input aria-label={label} value={value} onChange={event => change(event.target.value)} />;
}

/** One case as a clerk would tell it: a household with a person, what is known of them, and what must come out. */
export function NewTest({ pack, policy, files, close }: { pack: StudioPack; policy: string; files: { name: string; text: string }[]; close: () => void }) {
  const { t, text, code } = useT();
  const { edit, report, names } = useStudioContext();
  const problems = useProblemText();
  const households = pack.policies.filter(one => one.subject === 'person' || one.subject === 'household');
  const [of, setOf] = useState(households.some(one => one.id === policy) ? policy : households[0]?.id ?? '');
  const [name, setName] = useState('');
  const [on, setOn] = useState(pack.valid_from && pack.valid_to && pack.valid_to < today() ? pack.valid_from : today());
  const [facts, setFacts] = useState<Fact[]>([{ of: 'household', name: 'status', value: 'registered' }, { of: 'person', name: 'birth', value: '1950-01-01' }]);
  const [outcome, setOutcome] = useState('awarded');
  const [amount, setAmount] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const file = `tests/${of}.yaml`;
  const known = files.some(one => one.name === file) ? pack.tests.filter(one => one.place.file === file).length : null;
  const given = facts.filter(one => one.name.trim() !== '');
  const pick = (kind: Fact['of']) => nested(given.filter(one => one.of === kind));
  const person = pick('person');
  const household = pick('household');
  const result: Yaml = outcome === 'awarded' ? Number(amount.trim()).toFixed(2) : new Plain(outcome);
  // In a file of its own a test brings its household along; among others it says the same, so that it does not depend on theirs.
  const test = flow({ name: name.trim(), on: new Plain(on), household: { ...household, persons: [{ id: 'p1', sex: 'male', ...person }] }, expect: { [of]: result } });
  const ready = of !== '' && name.trim().length > 1 && (outcome !== 'awarded' || /^\d+(\.\d{1,2})?$/.test(amount.trim()));
  const edits: PackEdit[] = known === null
    ? [{ file, do: 'text', text: `on: ${on}\nhousehold: {id: h1, region: ${JSON.stringify(`${pack.jurisdiction}101201`.slice(0, 12))}}\ntests:\n  - ${test}\n` }]
    : [{ file, do: 'insert', path: ['tests'], at: known, text: test }];
  const faults = useLive(ready ? edits : null);
  const live = report.tests.find(one => one.file === file && one.name === name.trim());
  const save = () => edit!.save(edits, t('studio.added', { what: name.trim() })).then(close, setFailure);
  const set = (index: number, part: Partial<Fact>) => setFacts(facts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Section title={t('studio.new.test')}>
      <form className="studio-new-value" onSubmit={event => {
        event.preventDefault();
        if (ready) void save();
      }}>
        <label>{t('studio.kind.policy')}<Select aria-label={t('studio.kind.policy')} showSearch={{ optionFilterProp: 'label' }} value={of} onChange={setOf} options={households.map(one => ({ value: one.id, label: text(one.title) }))} /></label>
        <label>{t('studio.test.name')}<Input autoFocus value={name} placeholder={t('studio.test.name.hint')} onChange={event => setName(event.target.value)} /></label>
        <label>{t('studio.on')}<DateInput value={on} onChange={setOn} /></label>
        <fieldset className="studio-wide studio-shares">
          <legend>{t('studio.test.facts')}</legend>
          {facts.map((one, index) => (
            // Facts are known by their place.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index} className="studio-fact edit">
              <Select aria-label={t('studio.test.of', { n: index + 1 })} value={one.of} onChange={value => set(index, { of: value })} options={(['person', 'household'] as const).map(value => ({ value, label: code('subject', value) }))} />
              <div className="edit"><RuleInput value={one.name} change={value => set(index, { name: value })} label={t('studio.test.fact', { n: index + 1 })} of={one.of} /><span className="faint">{text(names.find(written(one))?.label)}</span></div>
              <Value label={t('studio.test.value', { n: index + 1 })} codes={names.find(written(one))?.codes ?? []} value={one.value} change={value => set(index, { value })} />
              <Button size="small" type="text" aria-label={t('studio.test.fact.remove', { n: index + 1 })} onClick={() => setFacts(facts.toSpliced(index, 1))}>✕</Button>
            </div>
          ))}
          <Button size="small" onClick={() => setFacts([...facts, { of: 'person', name: '', value: '' }])}>{t('studio.test.fact.add')}</Button> <span className="faint">{t('studio.test.facts.hint')}</span>
        </fieldset>
        <label>{t('studio.expects')}<Select aria-label={t('studio.expects')} value={outcome} onChange={setOutcome} options={['awarded', 'not_eligible', 'excluded', 'undetermined', 'manual'].map(value => ({ value, label: t(`studio.outcome.${value}` as 'studio.outcome.awarded') }))} /></label>
        {outcome === 'awarded' && <label>{t('studio.what.amount')}<Input inputMode="decimal" value={amount} placeholder="200.00" onChange={event => setAmount(event.target.value)} /></label>}
        <div className="studio-wide" aria-live="polite">
          {faults.map(one => <Fault key={`${one.code}/${one.line}/${one.message.en}`} finding={one} />)}
          {live?.faults.map(one => <p key={one.en} className="error-text">{text(one)}</p>)}
          {failure !== null && problems(failure).map(line => <p key={line} className="error-text">{line}</p>)}
        </div>
        <div className="row-actions studio-wide"><Button type="primary" htmlType="submit" disabled={!ready}>{t('studio.new.test.save')}</Button><Button onClick={close}>{t('studio.leave')}</Button></div>
      </form>
    </Section>
  );
}
