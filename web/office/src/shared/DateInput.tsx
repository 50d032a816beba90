import { CalendarOutlined } from '@ant-design/icons';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { dateFault, readDate, stepDate, type DateKind } from '../framework/dates';
import { today } from '../framework/format';
import { useT } from '../framework/i18n';

interface Props {
  /** ISO day or month, or nothing; what is not a date yet may stand here as it was typed. */
  value: string | null | undefined;
  /** An ISO day or month, or nothing; else what was typed, so that whoever takes it says no rather than miss it. */
  onChange: (value: string) => void;
  kind?: DateKind;
  min?: string;
  max?: string;
  /** For what a page shows: only whole dates of the range are given, and what is none gives way to the last one. */
  keep?: boolean;
  wrong?: boolean;
  id?: string;
  className?: string;
  disabled?: boolean;
  label?: string;
  describedBy?: string;
  onBlur?: () => void;
}

/** A finger gets what its phone has; a keyboard a field that reads as the office writes, whatever language the browser speaks. */
const byFinger = matchMedia('(pointer: coarse)').matches;

/** The one date field: typed in any usual way, arrow keys for days and Page keys for months, a calendar behind the button or Alt+↓. */
export function DateInput({ value, onChange, kind = 'date', min, max, keep = false, wrong = false, id, className = 'date-input', disabled, label, describedBy, onBlur }: Props) {
  const { t } = useT();
  const [draft, setDraft] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  const calendar = useRef<HTMLInputElement>(null);
  const noteId = useId();
  const given = value ?? '';
  const iso = readDate(given, kind) ?? '';
  const found = dateFault(draft ?? given, { kind, min, max, typing: draft !== null });
  const said = found && (found.fault === 'noDay' ? t('date.noDay', { month: found.month, last: found.last })
    : found.fault === 'before' || found.fault === 'after' ? t(`date.${found.fault}`, { limit: found.limit })
      : t(`date.${found.fault}.${kind}`));

  useEffect(() => {
    if (asked > 0) calendar.current?.showPicker();
  }, [asked]);

  const give = (text: string) => {
    const next = readDate(text, kind) ?? text.trim();
    if ((!keep || next === '' || dateFault(next, { kind, min, max }) === null) && next !== given) onChange(next);
  };
  const type = (text: string) => {
    setDraft(text);
    give(text);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey && event.key === 'ArrowDown') setAsked(asked + 1);
    else if (event.key === 'Enter') setDraft(null);
    else if (['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const one = event.key.endsWith('Up') ? 1 : -1;
      const now = iso || readDate(draft ?? '', kind);
      const next = !now ? today().slice(0, kind === 'date' ? 10 : 7) : stepDate(now, event.key.startsWith('Page') || kind === 'month' ? { months: one } : { days: one });
      setDraft(null);
      give(min && next < min ? min : max && next > max ? max : next);
    } else return;
    if (event.key !== 'Enter') event.preventDefault();
  };
  const described = [describedBy, said ? noteId : null].filter(Boolean).join(' ') || undefined;
  const common = { id, className, disabled, min, max, 'aria-label': label, 'aria-describedby': described, 'aria-invalid': wrong || said !== null };
  const left = () => {
    setDraft(null);
    onBlur?.();
  };
  return (
    <span className={`date-field${wrong || said ? ' date-wrong' : ''}`}>
      {byFinger ? (
        <input {...common} type={kind} value={iso} onBlur={left} onChange={event => give(event.target.value)} />
      ) : (
        <>
          <input
            {...common}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            spellCheck={false}
            maxLength={20}
            placeholder={t(`date.form.${kind}`)}
            ref={field => field?.setCustomValidity(said ?? '')}
            value={draft ?? given}
            onFocus={() => setAsked(0)}
            onBlur={left}
            onKeyDown={onKey}
            onChange={event => type(event.target.value)}
          />
          <button type="button" className="date-open" tabIndex={-1} aria-hidden disabled={disabled} title={t('date.open')} onClick={() => setAsked(asked + 1)}><CalendarOutlined /></button>
          {asked > 0 && <input ref={calendar} className="date-calendar" type={kind} tabIndex={-1} aria-hidden min={min} max={max} value={iso} onChange={event => { setDraft(null); if (event.target.value) give(event.target.value); }} />}
        </>
      )}
      {said && <span className="date-note" id={noteId} role="alert">{said}</span>}
    </span>
  );
}
