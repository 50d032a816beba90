import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { Section } from '../../shared/Page';
import { useProblemText } from '../../shared/Problems';
import { useStudioContext } from './context';
import { Fault } from './EditText';
import { RuleInput } from './RuleInput';
import { subjects } from './Terms';
import { useLive } from './useLive';
import { flow, idOf, lines, Plain, rule } from './yaml';

/** A figure that rules can read by its id, or a check: what it is called, where it stands, what it says. */
export function NewRule({ kind, taken, close }: { kind: 'parameter' | 'check'; taken: string[]; close: () => void }) {
  const { t, code } = useT();
  const { edit } = useStudioContext();
  const problems = useProblemText();
  const [typed, setTyped] = useState({ zh: '', en: '', id: '', file: '', quote: '', value: '', unit: '', from: '', subject: 'household', holds: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const set = (part: Partial<typeof typed>) => setTyped(before => ({ ...before, ...part }));
  const text = (key: keyof typeof typed) => ({ value: typed[key], onChange: (event: { target: { value: string } }) => set({ [key]: event.target.value }) });
  const isCheck = kind === 'check';
  const id = typed.id.trim() || idOf(typed.en, isCheck ? '-' : '_');
  const wrongId = id !== '' && (taken.includes(id) || !(isCheck ? /^[a-z][a-z0-9-]*$/ : /^[a-z][a-z0-9_]*$/).test(id));
  const file = `${isCheck ? 'checks' : 'parameters'}/${id}.yaml`;
  const ready = typed.zh.trim().length > 1 && id !== '' && !wrongId && typed.quote.trim() !== '' && (isCheck ? typed.holds : typed.value).trim() !== '';
  const title = { zh: typed.zh.trim(), en: typed.en.trim() || typed.zh.trim() };
  const source = { file: typed.file.trim() || t('studio.document'), quote: typed.quote.trim() };
  const yaml = isCheck
    ? lines({ id: new Plain(id), title, source, subject: new Plain(typed.subject), holds: rule(typed.holds) })
    : `- ${lines({ id: new Plain(id), title, unit: typed.unit.trim() || undefined, source, from: new Plain(typed.from || 'unknown'), value: new Plain(/^-?\d+(\.\d+)?$|^true$|^false$/.test(typed.value.trim()) ? typed.value.trim() : flow(typed.value.trim())) }).trimEnd().replaceAll('\n', '\n  ')}\n`;
  const faults = useLive(ready ? [{ file, do: 'text', text: yaml }] : null);
  const save = () => edit!.save([{ file, do: 'text', text: yaml }], t('studio.added', { what: typed.zh.trim() })).then(close, setFailure);
  return (
    <Section title={t(isCheck ? 'studio.new.check' : 'studio.new.parameter')}>
      <form className="studio-new-value" onSubmit={event => {
        event.preventDefault();
        if (ready) void save();
      }}>
        <label>{t('studio.title', { language: 'zh' })}<Input autoFocus {...text('zh')} /></label>
        <label>{t('studio.title', { language: 'en' })}<Input {...text('en')} /></label>
        <label>{t('studio.new.id')}<Input status={wrongId ? 'error' : ''} placeholder={idOf(typed.en, isCheck ? '-' : '_')} {...text('id')} />{wrongId && <span className="error-text">{t(taken.includes(id) ? 'studio.new.taken' : 'studio.new.id.hint')}</span>}</label>
        <label>{t('studio.document')}<Input placeholder={t('studio.document.hint')} {...text('file')} /></label>
        <label className="studio-two">{t('studio.sentence')}<Input placeholder={t('studio.sentence.hint')} {...text('quote')} /></label>
        {isCheck ? (
          <>
            <label>{t('packs.subject')}<Select aria-label={t('packs.subject')} value={typed.subject} onChange={subject => set({ subject })} options={['county', 'fund', 'helper', ...subjects].map(value => ({ value, label: code('subject', value) }))} /></label>
            <div className="studio-wide edit"><span className="faint">{t('studio.holds')}</span><RuleInput value={typed.holds} change={holds => set({ holds })} label={t('studio.holds')} of={typed.subject} wrong={faults.length > 0} /></div>
          </>
        ) : (
          <>
            <label>{t('studio.value')}<Input inputMode="decimal" {...text('value')} /></label>
            <label>{t('studio.what.unit')}<Input placeholder="yuan/person/month" {...text('unit')} /></label>
            <label>{t('studio.from')}<DateInput value={typed.from} onChange={from => set({ from })} /></label>
          </>
        )}
        <div className="studio-wide" aria-live="polite">{faults.map(one => <Fault key={`${one.code}/${one.line}/${one.message.en}`} finding={one} />)}{failure !== null && problems(failure).map(line => <p key={line} className="error-text">{line}</p>)}</div>
        <div className="row-actions studio-wide"><Button type="primary" htmlType="submit" disabled={!ready}>{t('studio.save')}</Button><Button onClick={close}>{t('studio.leave')}</Button></div>
      </form>
    </Section>
  );
}
