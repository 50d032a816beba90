import { Button } from 'antd';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useT } from '../../framework/i18n';
import { useProblemText } from '../../shared/Problems';
import type { StudioFinding, StudioName, StudioText } from './api';
import { findingsAt, useStudioContext } from './context';
import { Formula } from './Formula';
import { completions, wordAt, written } from './names';

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
  const { edit, names } = useStudioContext();
  const { t, text } = useT();
  const problems = useProblemText();
  const id = useId();
  const input = useRef<HTMLTextAreaElement>(null);
  const [typed, setTyped] = useState(value.text);
  const [caret, setCaret] = useState(value.text.length);
  const [faults, setFaults] = useState<StudioFinding[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [listing, setListing] = useState(false);
  const edits = [{ file: value.file!, do: 'set' as const, path: value.path, text: typed }];
  const { word, from } = wordAt(typed, caret);
  const offered = plain || !listing ? [] : completions(word, names.all, of);

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
  const take = (name: StudioName) => {
    const said = written(name, of);
    setTyped(`${typed.slice(0, from)}${said}${typed.slice(caret)}`);
    setCaret(from + said.length);
    setListing(false);
    requestAnimationFrame(() => input.current?.setSelectionRange(from + said.length, from + said.length));
  };
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (offered.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setChosen((chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length);
      event.preventDefault();
    } else if (offered.length > 0 && chosen < offered.length && (event.key === 'Tab' || event.key === 'Enter') && offered[chosen]!.name !== word) {
      take(offered[chosen]!);
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      save();
      event.preventDefault();
    } else if (event.key === 'Escape') {
      if (offered.length > 0) setListing(false);
      else leave();
      event.stopPropagation();
    }
  };
  const wrong = faults.some(one => one.severity === 'error');
  return (
    <div className="edit">
      <textarea
        ref={input} className={plain ? 'edit-input' : 'edit-input edit-code'} rows={Math.min(8, Math.max(1, Math.ceil(typed.length / 60), typed.split('\n').length))} value={typed} disabled={saving} spellCheck={false}
        aria-label={label} aria-invalid={wrong || undefined} aria-describedby={`${id}-faults`}
        {...(!plain && { role: 'combobox', 'aria-expanded': offered.length > 0, 'aria-controls': `${id}-names`, 'aria-autocomplete': 'list' as const, 'aria-activedescendant': offered.length > 0 ? `${id}-${chosen}` : undefined })}
        onChange={event => {
          setTyped(event.target.value);
          setCaret(event.target.selectionStart);
          setListing(true);
          setChosen(0);
        }}
        onSelect={event => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={key}
      />
      {!plain && (
        <ul id={`${id}-names`} role="listbox" aria-label={t('studio.names')} className="edit-names" hidden={offered.length === 0}>
          {offered.map((name, index) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the input
            <li key={`${name.of}/${name.name}`} id={`${id}-${index}`} role="option" aria-selected={index === chosen} onMouseDown={event => event.preventDefault()} onClick={() => take(name)}>
              <strong>{text(name.label)}</strong> <code>{written(name, of)}</code> <span className="faint">{name.type}{name.unit ? ` · ${name.unit}` : ''}{name.value ? ` · ${name.value}` : ''}</span>
              {(name.definition || name.meaning) && <span className="edit-meaning">{text(name.meaning) || name.definition}</span>}
            </li>
          ))}
        </ul>
      )}
      <div id={`${id}-faults`} aria-live="polite">
        {faults.map(one => <Fault key={`${one.code}/${one.offset}/${one.message.en}`} finding={one} of={typed} mend={said => {
          setTyped(said);
          setCaret(said.length);
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
