import { Button, Input } from 'antd';
import { useState } from 'react';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { useProblemText } from '../../shared/Problems';
import { Badge } from '../../shared/Page';
import type { StudioParameter } from './api';
import { findingsAt, useStudioContext } from './context';
import { EditText, Fault } from './EditText';
import { Own } from './Own';

/** A figure of the plan with its values over time; a new value ends the former the day before. */
export function ParameterCard({ parameter, readBy }: { parameter: StudioParameter; readBy: string[] }) {
  const { t, text, code } = useT();
  const { edit, report } = useStudioContext();
  const [adding, setAdding] = useState(false);
  const own = !!parameter.place.file;
  const faults = findingsAt(report, parameter.place.file, parameter.place.path);
  return (
    <article className="card studio-parameter" id={`parameter-${parameter.id}`} aria-label={text(parameter.title)}>
      <div className="card-head">
        <h3>{text(parameter.title)} <code className="faint">{parameter.id}</code></h3>
        <span>{!own && <Badge>{t('studio.inherited', { pack: parameter.place.pack })}</Badge>}{parameter.values.some(value => value.unknown) && <Badge tone="warn">{t('studio.lost')}</Badge>}<Own kind="parameter" id={parameter.id} name={text(parameter.title)} place={parameter.place} /></span>
      </div>
      <table className="grid">
        <thead><tr><th scope="col">{t('studio.from')}</th><th scope="col">{t('studio.to')}</th><th scope="col" className="number">{t('studio.value')}</th><th scope="col">{t('studio.sentence')}</th></tr></thead>
        <tbody>
          {parameter.values.map(value => (
            <tr key={value.from ?? ''}>
              <td>{day(value.from) || t('studio.anyDay')}</td>
              <td>{day(value.to) || '—'}</td>
              <td className="number">{value.text ? <EditText value={value.text} label={t('studio.valueOf', { what: text(parameter.title) })} plain /> : <span className="warn-text">{t('value.unknown')}</span>} {value.text && <span className="faint">{unit(parameter.unit, code)}</span>}</td>
              <td lang="zh-CN">{value.source ? <>{value.source.quote} <span className="faint">{value.source.plan} {value.source.file}</span></> : '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faults.map(one => <Fault key={`${one.code}/${one.line}`} finding={one} />)}
      {readBy.length > 0 && <p className="faint studio-readby">{t('studio.readBy', { rules: readBy.join('、') })}</p>}
      {edit && own && (adding ? <NewValue parameter={parameter} close={() => setAdding(false)} /> : <Button size="small" onClick={() => setAdding(true)}>{t('studio.newValue')}</Button>)}
    </article>
  );
}

/** `yuan/person/month` in words. */
const unit = (unit: string | null | undefined, code: (system: string, value: string) => string) => (unit ?? '').split('/').filter(Boolean).map(part => code('unit_word', part)).join('/');

function NewValue({ parameter, close }: { parameter: StudioParameter; close: () => void }) {
  const { t, text } = useT();
  const { edit } = useStudioContext();
  const problems = useProblemText();
  const unknown = parameter.values.at(-1)?.unknown ?? false;
  const [typed, setTyped] = useState({ value: '', from: '', file: '', quote: '' });
  const [failure, setFailure] = useState<unknown>(null);
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) => setTyped(before => ({ ...before, [key]: event.target.value }));
  const ready = typed.value.trim() !== '' && (unknown || typed.from !== '');
  const save = () => edit!.save(
    [{ file: parameter.place.file!, do: 'value', path: parameter.place.path, text: typed.value.trim(), from: typed.from || null, source: typed.quote.trim() ? { file: typed.file.trim() || t('studio.document'), plan: null, quote: typed.quote.trim() } : null }],
    t('studio.valueChanged', { what: text(parameter.title), value: typed.value.trim(), from: typed.from || '—' }),
  ).then(close, setFailure);
  return (
    <form className="studio-new-value" onSubmit={event => {
      event.preventDefault();
      if (ready) void save();
    }}>
      <label>{t('studio.value')}<Input autoFocus value={typed.value} onChange={set('value')} inputMode="decimal" /></label>
      <label>{t('studio.from')}<DateInput value={typed.from} onChange={from => setTyped(before => ({ ...before, from }))} /></label>
      <label>{t('studio.document')}<Input value={typed.file} onChange={set('file')} placeholder={t('studio.document.hint')} /></label>
      <label className="studio-wide">{t('studio.sentence')}<Input value={typed.quote} onChange={set('quote')} placeholder={t('studio.sentence.hint')} /></label>
      {failure !== null && problems(failure).map(line => <p key={line} className="error-text studio-wide">{line}</p>)}
      <div className="row-actions studio-wide"><Button type="primary" size="small" htmlType="submit" disabled={!ready}>{t('studio.save')}</Button><Button size="small" onClick={close}>{t('studio.leave')}</Button></div>
    </form>
  );
}
