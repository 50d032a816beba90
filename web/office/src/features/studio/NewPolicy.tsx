import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import { useProblemText } from '../../shared/Problems';
import { useStudioContext } from './context';
import { Fault } from './EditText';
import { RuleInput } from './RuleInput';
import { fundingYaml, TermsFields, unitWord, type TermsOf } from './Terms';
import { useLive } from './useLive';
import { flow, idOf, lines, Plain, rule } from './yaml';

interface Typed {
  zh: string;
  en: string;
  id: string;
  file: string;
  quote: string;
  eligible: string;
  amount: string;
  input: string;
  rows: { when: string; result: string }[];
}

const empty: Typed = { zh: '', en: '', id: '', file: '', quote: '', eligible: 'household.status = "registered"', amount: '', input: 'age', rows: [{ when: '', result: '' }] };

/** A policy with everything it needs, typed once: it stands in the draft as a file of its own. */
export function NewPolicy({ taken, close }: { taken: string[]; close: (id?: string) => void }) {
  const { t } = useT();
  const { edit } = useStudioContext();
  const problems = useProblemText();
  const [typed, setTyped] = useState(empty);
  const [terms, setTerms] = useState<TermsOf>({ subject: 'person', unit: 'month', kind: 'cash', payee: 'household', funding: [{ source: 'county', share: '1' }] });
  const [form, setForm] = useState<'expression' | 'table'>('expression');
  const [failure, setFailure] = useState<unknown>(null);
  const set = (part: Partial<Typed>) => setTyped(before => ({ ...before, ...part }));
  const id = typed.id.trim() || idOf(typed.en);
  const wrongId = id !== '' && (taken.includes(id) || !/^[a-z][a-z0-9-]*$/.test(id));
  const file = `policies/${id}.yaml`;
  const rows = typed.rows.filter(row => row.when.trim() !== '' || row.result.trim() !== '');
  const amount = form === 'expression' ? typed.amount.trim() : rows.every(row => row.result.trim() !== '') && rows.length > 0 ? 'table' : '';
  const ready = typed.zh.trim().length > 1 && id !== '' && !wrongId && typed.quote.trim() !== '' && typed.eligible.trim() !== '' && amount !== '';
  const yaml = lines({
    id: new Plain(id), title: { zh: typed.zh.trim(), en: typed.en.trim() || typed.zh.trim() }, source: { file: typed.file.trim() || t('studio.document'), quote: typed.quote.trim() },
    subject: new Plain(terms.subject), period: new Plain(unitWord(terms.unit)), kind: new Plain(terms.kind), payee: new Plain(terms.payee), eligible: rule(typed.eligible),
    amount: form === 'expression' ? rule(typed.amount) : undefined,
  }) + (form === 'table' ? `amount:\n  table:\n    inputs: ${flow([rule(typed.input)])}\n    rows:\n${rows.map(row => `      - ${flow([row.when.trim() || '-', row.result.trim()])}\n`).join('')}` : '')
    + (terms.funding.length > 0 ? `funding: ${fundingYaml(terms.funding)}\n` : '');
  const faults = useLive(ready ? [{ file, do: 'text', text: yaml }] : null);
  const save = () => edit!.save([{ file, do: 'text', text: yaml }], t('studio.added', { what: typed.zh.trim() })).then(() => close(id), setFailure);
  const row = (index: number, part: Partial<Typed['rows'][number]>) => set({ rows: typed.rows.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <Section title={t('studio.new.policy')}>
      <form className="studio-new-value" onSubmit={event => {
        event.preventDefault();
        if (ready) void save();
      }}>
        <label>{t('studio.title', { language: 'zh' })}<Input autoFocus value={typed.zh} onChange={event => set({ zh: event.target.value })} /></label>
        <label>{t('studio.title', { language: 'en' })}<Input value={typed.en} onChange={event => set({ en: event.target.value })} /></label>
        <label>{t('studio.new.id')}<Input status={wrongId ? 'error' : ''} placeholder={idOf(typed.en) || 'heating-allowance'} value={typed.id} onChange={event => set({ id: event.target.value })} />{wrongId && <span className="error-text">{t(taken.includes(id) ? 'studio.new.taken' : 'studio.new.id.hint')}</span>}</label>
        <label>{t('studio.document')}<Input value={typed.file} placeholder={t('studio.document.hint')} onChange={event => set({ file: event.target.value })} /></label>
        <label className="studio-two">{t('studio.sentence')}<Input value={typed.quote} placeholder={t('studio.sentence.hint')} onChange={event => set({ quote: event.target.value })} /></label>
        <TermsFields terms={terms} change={setTerms} />
        <div className="studio-wide edit">
          <span className="faint">{t('why.rule')}</span>
          <RuleInput value={typed.eligible} change={eligible => set({ eligible })} label={t('why.rule')} of={terms.subject} wrong={faults.some(one => one.path?.[0] === 'eligible')} />
          <span className="faint">{t('studio.rule.hint')}</span>
        </div>
        <div className="studio-wide edit">
          <span className="faint">{t('studio.what.amount')} </span>
          <Segmented size="small" value={form} onChange={setForm} options={[{ value: 'expression', label: t('studio.amount.expression') }, { value: 'table', label: t('studio.amount.table') }]} />
          {form === 'expression' ? <RuleInput value={typed.amount} change={text => set({ amount: text })} label={t('studio.what.amount')} of={terms.subject} placeholder="200" wrong={faults.some(one => one.path?.[0] === 'amount')} /> : (
            <table className="grid studio-table">
              <thead><tr><th scope="col"><RuleInput value={typed.input} change={input => set({ input })} label={t('studio.input')} of={terms.subject} /></th><th scope="col">{t('studio.what.amount')}</th><th scope="col"><span className="hidden-text">{t('studio.row.do')}</span></th></tr></thead>
              <tbody>
                {typed.rows.map((one, index) => (
                  // Rows are known by their place.
                  // oxlint-disable-next-line react/no-array-index-key
                  <tr key={index}>
                    <td><RuleInput value={one.when} change={when => row(index, { when })} label={t('studio.cell', { what: '', row: index + 1, column: 1 })} of={terms.subject} placeholder="[60..70)" /></td>
                    <td><RuleInput value={one.result} change={result => row(index, { result })} label={t('studio.result', { what: '', row: index + 1 })} of={terms.subject} placeholder="75" /></td>
                    <td className="studio-row-do">
                      <Button size="small" type="text" aria-label={t('studio.row.copy', { row: index + 1 })} onClick={() => set({ rows: typed.rows.toSpliced(index + 1, 0, { when: '', result: '' }) })}>＋</Button>
                      <Button size="small" type="text" disabled={typed.rows.length === 1} aria-label={t('studio.row.remove', { row: index + 1 })} onClick={() => set({ rows: typed.rows.toSpliced(index, 1) })}>✕</Button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
        <div className="studio-wide" aria-live="polite">{faults.map(one => <Fault key={`${one.code}/${one.line}/${one.column}/${one.message.en}`} finding={one} />)}{failure !== null && problems(failure).map(line => <p key={line} className="error-text">{line}</p>)}</div>
        <div className="row-actions studio-wide"><Button type="primary" htmlType="submit" disabled={!ready}>{t('studio.new.policy.save')}</Button><Button onClick={() => close()}>{t('studio.leave')}</Button></div>
      </form>
    </Section>
  );
}
