import { Button } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import { useT } from '../../framework/i18n';
import { useProblemText } from '../../shared/Problems';
import type { StudioFinding, StudioText } from './api';
import { findingsAt, useStudioContext } from './context';
import { Formula } from './Formula';
import { RuleInput } from './RuleInput';

const pause = 250;

interface Props {
  value: StudioText;
  /** What is changed, for screen readers and for the history. */
  label: string;
  /** Whose rule it is: decides which names may be read. */
  of?: string;
  /** Of a table's condition: what is tested. */
  tested?: string;
  /** No expression: a title, a quote, a name. */
  plain?: boolean;
}

/** A text in its place: read; in a draft one click opens it, the server says while one types what is wrong, Enter saves, Escape leaves it. */
export function EditText(props: Props) {
  const { edit, report } = useStudioContext();
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const shown = props.plain ? <>{props.value.text}</> : <Formula text={props.value.text} tested={props.tested} />;
  const wrong = findingsAt(report, props.value.file, props.value.path).filter(one => one.severity === 'error');
  if (!edit || !props.value.file) return shown;
  if (open) return <Editor {...props} close={() => setOpen(false)} />;
  return (
    <>
      <button type="button" className={wrong.length > 0 ? 'edit-open edit-wrong' : 'edit-open'} onClick={() => setOpen(true)}><span className="hidden-text">{t('studio.edit', { what: props.label })}</span>{shown}</button>
      {wrong.map(one => <Fault key={`${one.code}/${one.offset}`} finding={one} />)}
    </>
  );
}

function Editor({ value, label, of, plain, close }: Props & { close: () => void }) {
  const { edit } = useStudioContext();
  const { t } = useT();
  const problems = useProblemText();
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(value.text);
  const [faults, setFaults] = useState<StudioFinding[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const edits = [{ file: value.file!, do: 'set' as const, path: value.path, text: typed }];

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  // Asked while one types, at most four times a second; an answer that comes late is not listened to.
  useEffect(() => {
    if (!edit) return;
    if (typed === value.text) {
      setFaults([]);
      edit.preview(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      edit.check([{ file: value.file!, do: 'set', path: value.path, text: typed }], stop.signal).then(
        report => {
          // An answer may have been on its way when it was no longer wanted.
          if (stop.signal.aborted) return;
          setFailure(null);
          setFaults(findingsAt(report, value.file, value.path));
          edit.preview(report);
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setFailure(error);
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- only what is typed asks again
  }, [typed]);

  const leave = () => {
    edit?.preview(null);
    close();
  };
  const save = () => {
    if (typed === value.text) return leave();
    setSaving(true);
    edit!.save(edits, t('studio.changed', { what: label, before: short(value.text), after: short(typed) })).then(leave, (error: unknown) => {
      setSaving(false);
      setFailure(error);
    });
  };
  const wrong = faults.some(one => one.severity === 'error');
  return (
    <div className="edit">
      <RuleInput value={typed} change={setTyped} label={label} of={of} plain={plain} disabled={saving} wrong={wrong} describedBy={`${id}-faults`} input={input} enter={save} escape={leave} />
      <div id={`${id}-faults`} aria-live="polite">
        {faults.map(one => <Fault key={`${one.code}/${one.offset}/${one.message.en}`} finding={one} of={typed} mend={said => {
          setTyped(said);
          input.current?.focus();
        }} />)}
        {failure !== null && problems(failure).map(line => <p key={line} className="error-text">{line}</p>)}
      </div>
      <div className="edit-do">
        <Button size="small" type="primary" loading={saving} onClick={save}>{t('studio.save')}</Button>
        <Button size="small" onClick={leave}>{t('studio.leave')}</Button>
      </div>
    </div>
  );
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What is wrong, the words that it is about, and what was probably meant, one click away. */
export function Fault({ finding, of, mend }: { finding: StudioFinding; of?: string; mend?: (text: string) => void }) {
  const { t, text } = useT();
  const { offset, length, suggestion } = finding;
  const marked = of !== undefined && typeof offset === 'number' && typeof length === 'number' && length > 0 && offset + length <= of.length;
  return (
    <div className={finding.severity === 'error' ? 'fault' : 'fault fault-warning'}>
      {marked && <code className="fault-words" aria-hidden>{of.slice(Math.max(0, offset - 40), offset)}<mark>{of.slice(offset, offset + length)}</mark>{of.slice(offset + length, offset + length + 40)}</code>}
      <p>{text(finding.message)}{finding.example && <span className="faint"> {t('studio.example', { example: finding.example })}</span>}</p>
      {suggestion && marked && mend && <Button size="small" onClick={() => mend(`${of.slice(0, offset)}${suggestion}${of.slice(offset + length)}`)}>{t('studio.mend', { suggestion })}</Button>}
    </div>
  );
}
