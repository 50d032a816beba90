import { useId, type ReactNode } from 'react';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { sayFact, sayField } from '../households/facts';
import type { FactValue } from '../households/types';
import { notesAt, useForm } from './FormContext';
import { valueAt, type Path } from './model';

interface Place {
  path: Path;
  label?: string;
  hint?: string;
}

/** A label, its control, and beside it what is wrong, doubtful, proposed or was recorded before. */
function Frame({ path, label, hint, group, wide, children }: Place & { group?: boolean; wide?: boolean; children: (props: { id: string; describedBy: string; invalid: boolean }) => ReactNode }) {
  const i18n = useT();
  const { t, text } = i18n;
  const { form, before, proposed, seen, notes } = useForm();
  const id = `f-${path}`;
  const describedBy = useId();
  const value = valueAt(form, path);
  const { errors, warnings } = notesAt(notes, path);
  const shown = seen.has(path) ? errors : [];
  const doubts = seen.has(path) || (value !== undefined && value !== null) ? warnings : [];
  const earlier = before ? earlierValue(before, form, path) : undefined;
  const changed = before !== undefined && JSON.stringify(earlier ?? null) !== JSON.stringify(value ?? null);
  const name = label ?? sayField(i18n, path);
  const notesBelow = (
    <div className="f-notes" id={describedBy} aria-live="polite">
      {shown.map(item => <p key={item.code} className="error-text">{text(item.text)}</p>)}
      {shown.length === 0 && doubts.map(item => <p key={item.code} className="warn-text">{text(item.text)}</p>)}
      {changed && <p className="f-before">{t('form.before', { value: sayFact(i18n, path, earlier) || t('value.none') })}</p>}
      {hint && shown.length === 0 && <p className="f-hint">{hint}</p>}
    </div>
  );
  const heading = <>{name}{proposed.has(path) && <span className="f-proposed-mark">{t('form.proposed')}</span>}</>;
  const className = `f-field${proposed.has(path) ? ' f-proposed' : ''}${shown.length > 0 ? ' f-wrong' : ''}${changed ? ' f-changed' : ''}${wide ? ' f-wide' : ''}`;
  return group ? (
    <fieldset className={className} id={id} aria-describedby={describedBy}>
      <legend>{heading}</legend>
      {children({ id, describedBy, invalid: shown.length > 0 })}
      {notesBelow}
    </fieldset>
  ) : (
    <div className={className}>
      <label htmlFor={id}>{heading}</label>
      {children({ id, describedBy, invalid: shown.length > 0 })}
      {notesBelow}
    </div>
  );
}

/** The same member as it was; persons are found by their id, not by their place in the list. */
function earlierValue(before: Parameters<typeof valueAt>[0], form: Parameters<typeof valueAt>[0], path: Path): FactValue | undefined {
  const found = /^persons\[(\d+)\](.*)$/.exec(path);
  if (!found) return valueAt(before, path);
  const index = before.persons.findIndex(person => person['id'] === form.persons[Number(found[1])]?.['id']);
  return index < 0 ? valueAt(form, path) : valueAt(before, `persons[${index}]${found[2]}`);
}

export function Text({ path, label, hint, numeric, onValue, placeholder }: Place & { numeric?: 'decimal' | 'numeric'; placeholder?: string; onValue?: (typed: string) => void }) {
  const { form, set, accept } = useForm();
  const value = valueAt(form, path);
  return (
    <Frame path={path} label={label} hint={hint}>
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          className="f-input"
          autoComplete="off"
          spellCheck={false}
          inputMode={numeric}
          placeholder={placeholder}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={value === undefined || value === null ? '' : String(value)}
          onBlur={() => accept(path)}
          onChange={event => (onValue ? onValue(event.target.value) : set(path, event.target.value))}
        />
      )}
    </Frame>
  );
}

/** A day; while it is none yet, what was typed stands there and what is wrong with it beneath. */
export function Day({ path, max }: Place & { max?: string }) {
  const { form, set, accept } = useForm();
  const value = valueAt(form, path);
  return (
    <Frame path={path}>
      {({ id, describedBy, invalid }) => (
        <DateInput id={id} className="f-input" max={max} wrong={invalid} describedBy={describedBy} value={value === undefined || value === null ? '' : String(value)} onBlur={() => accept(path)} onChange={typed => set(path, typed)} />
      )}
    </Frame>
  );
}

/** A number; while it is none yet, what was typed stands there and the server's word beside it. */
export function Amount({ path, label, hint, unit }: Place & { unit?: string }) {
  const { form, set, accept } = useForm();
  const value = valueAt(form, path);
  return (
    <Frame path={path} label={label} hint={hint}>
      {({ id, describedBy, invalid }) => (
        <span className="f-amount">
          <input
            id={id}
            className="f-input number"
            autoComplete="off"
            inputMode="decimal"
            aria-describedby={describedBy}
            aria-invalid={invalid}
            value={value === undefined || value === null ? '' : String(value)}
            onBlur={() => accept(path)}
            onChange={event => {
              const typed = event.target.value.replace(/[,,\s]/g, '');
              set(path, typed === '' ? undefined : /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed);
            }}
          />
          {unit && <span className="f-unit" aria-hidden>{unit}</span>}
        </span>
      )}
    </Frame>
  );
}

export function Choice({ path, label, hint, system, codes, common, numeric }: Place & { system: string; codes: readonly string[]; common?: readonly string[]; numeric?: boolean }) {
  const { t, code } = useT();
  const { form, set, accept } = useForm();
  const value = valueAt(form, path);
  const option = (one: string) => <option key={one} value={one}>{code(system, one)}</option>;
  return (
    <Frame path={path} label={label} hint={hint}>
      {({ id, describedBy, invalid }) => (
        <select
          id={id}
          className="f-input"
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={value === undefined || value === null ? '' : String(value)}
          onBlur={() => accept(path)}
          onChange={event => set(path, event.target.value === '' ? undefined : numeric ? Number(event.target.value) : event.target.value)}
        >
          <option value="">—</option>
          {common ? (
            <>
              <optgroup label={t('form.common')}>{common.map(option)}</optgroup>
              <optgroup label={t('form.others')}>{codes.filter(one => !common.includes(one)).map(option)}</optgroup>
            </>
          ) : codes.map(option)}
        </select>
      )}
    </Frame>
  );
}

/** One of few, all in sight: one tap, or the arrow keys. */
export function Radios({ path, label, hint, options }: Place & { options: { value: FactValue; label: string }[] }) {
  const { form, set } = useForm();
  const value = valueAt(form, path);
  return (
    <Frame path={path} label={label} hint={hint} group wide={options.length > 4}>
      {({ id }) => (
        <span className="f-chips">
          {options.map(one => (
            <label key={String(one.value)} className="f-chip">
              <input type="radio" name={id} checked={value === one.value} onChange={() => set(path, one.value)} />
              <span>{one.label}</span>
            </label>
          ))}
        </span>
      )}
    </Frame>
  );
}

export function YesNo({ path, label, hint }: Place) {
  const { t } = useT();
  return <Radios path={path} label={label} hint={hint} options={[{ value: true, label: t('value.yes') }, { value: false, label: t('value.no') }]} />;
}

/** Several of few; in the order in which they were chosen when the first one counts most. */
export function Several({ path, label, hint, system, codes, most, first, alone }: Place & { system: string; codes: readonly string[]; most?: number; first?: string; alone?: string }) {
  const { code } = useT();
  const { form, set } = useForm();
  const chosen = (valueAt(form, path) ?? []) as string[];
  const toggle = (one: string) => {
    const rest = chosen.filter(other => other !== one);
    if (rest.length < chosen.length) set(path, rest);
    else set(path, one === alone ? [one] : [...rest.filter(other => other !== alone), one]);
  };
  return (
    <Frame path={path} label={label} hint={hint} group wide={codes.length > 4}>
      {() => (
        <span className="f-chips">
          {codes.map(one => (
            <label key={one} className="f-chip">
              <input type="checkbox" checked={chosen.includes(one)} disabled={most !== undefined && chosen.length >= most && !chosen.includes(one)} onChange={() => toggle(one)} />
              <span>{first && chosen[0] === one && <b>{first} </b>}{code(system, one)}</span>
            </label>
          ))}
        </span>
      )}
    </Frame>
  );
}
