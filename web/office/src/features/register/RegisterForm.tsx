import { Alert, Button } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { instant, today } from '../../framework/format';
import { useT, type Key } from '../../framework/i18n';
import { Page } from '../../shared/Page';
import { FormContext, useNotes, type FormView } from './FormContext';
import { onEnter } from './keys';
import { AddMember } from './sections';
import { differences, emptyPerson, withValue, type Form, type Path } from './model';
import type { SaveState, useDraft } from './useDraft';
import './register.css';

/** What is kept of a form until it is sent. */
export interface FormState {
  form: Form;
  /** As the register had it when the check began. */
  before?: Form;
  proposed: Path[];
  seen: Path[];
  step: number;
  /** Sections that were gone through with the family. */
  confirmed: string[];
  /** Sections in which something differs. */
  opened: string[];
  reason: string;
  validFrom: string;
  key: string;
}

export interface Step {
  title: Key;
  content: (view: FormView) => ReactNode;
}

interface Props {
  title: string;
  about?: ReactNode;
  state: FormState;
  update: (next: (now: FormState) => FormState) => void;
  household?: string;
  steps: Step[];
  draft: ReturnType<typeof useDraft<FormState>>;
  reload: () => Promise<void>;
  top?: ReactNode;
  save: () => void;
  saving: boolean;
  saveLabel: string;
  discard: () => void;
}

/** Three screens, one form: kept as a draft while it is filled in, checked while it is typed, gone through by keyboard. */
export function RegisterForm({ title, about, state, update, household, steps, draft, reload, top, save, saving, saveLabel, discard }: Props) {
  const { t } = useT();
  const { form, before, step } = state;
  const { notes, asking } = useNotes(form, before, household);
  const place = useRef<HTMLFormElement>(null);
  const [said, setSaid] = useState(false);

  const view = useMemo<FormView>(() => {
    const drop = (paths: Path[], path: Path) => (paths.includes(path) ? paths.filter(one => one !== path) : paths);
    return {
      form, before, household, notes,
      proposed: new Set(state.proposed),
      seen: new Set(state.seen),
      set: (path, value) => update(now => ({ ...now, form: withValue(now.form, path, value), proposed: drop(now.proposed, path) })),
      change: next => update(now => ({ ...now, form: next(now.form) })),
      accept: path => update(now => (now.seen.includes(path) ? now : { ...now, seen: [...now.seen, path] })),
      propose: values => update(now => ({
        ...now,
        form: Object.entries(values).reduce((whole, [path, value]) => withValue(whole, path, value), now.form),
        proposed: Array.from(new Set([...now.proposed, ...Object.keys(values)])),
      })),
    };
  }, [form, before, household, notes, state.proposed, state.seen, update]);

  const show = (next: number) => {
    // Drawn at once, so that the very next key already goes to where typing goes on.
    flushSync(() => update(now => ({ ...now, step: next })));
    window.scrollTo(0, 0);
    (place.current?.querySelector<HTMLElement>('[data-start], input:not([disabled]), select, textarea, button') ?? place.current)?.focus({ preventScroll: true });
  };
  const last = step === steps.length - 1;
  const hinders = notes.errors.length;
  const forward = () => {
    if (!last) show(step + 1);
    else if (hinders === 0) save();
    else setSaid(true);
  };
  const addMember = useCallback(() => {
    flushSync(() => update(now => ({ ...now, form: { ...now.form, persons: [...now.form.persons, emptyPerson()] } })));
    Array.from(place.current?.querySelectorAll<HTMLElement>('.f-id input') ?? []).at(-1)?.focus();
  }, [update]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.ctrlKey) forward();
      else if (event.altKey && ['1', '2', '3'].includes(event.key)) show(Number(event.key) - 1);
      else if (event.altKey && event.code === 'KeyN') addMember();
      else if (!place.current || !onEnter(event, place.current)) return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

  return (
    <Page title={title} about={about} actions={<Kept state={draft.state} savedAt={draft.savedAt} />}>
      {top}
      {draft.state === 'conflict' && (
        <Alert
          type="warning" showIcon className="gap-below" title={t('form.conflict')} description={t('form.conflict.hint')}
          action={<><Button onClick={() => void reload()}>{t('form.conflict.theirs')}</Button> <Button onClick={() => void draft.insist()}>{t('form.conflict.mine')}</Button></>}
        />
      )}
      <nav className="f-steps" aria-label={t('form.steps')}>
        {steps.map((one, index) => (
          <button key={one.title} type="button" aria-current={index === step ? 'step' : undefined} aria-keyshortcuts={`Alt+${index + 1}`} onClick={() => show(index)}>
            <span className="f-step-number" aria-hidden>{index + 1}</span> {t(one.title)}
          </button>
        ))}
      </nav>
      <FormContext value={view}>
        <AddMember value={addMember}>
          <form ref={place} className="f-form" onSubmit={event => event.preventDefault()} noValidate tabIndex={-1}>
            {steps[step]!.content(view)}
          </form>
        </AddMember>
      </FormContext>
      {said && hinders > 0 && <p className="error-text" role="alert">{t('form.hindered', { n: hinders })}</p>}
      <footer className="f-foot">
        <Button onClick={discard}>{t('form.discard')}</Button>
        <span className="f-keys faint" aria-label={t('form.keys')}>
          <kbd>Enter</kbd> {t('form.keys.enter')} · <kbd>Ctrl+Enter</kbd> {t(last ? 'form.keys.save' : 'form.keys.next')} · <kbd>Alt+1–3</kbd> {t('form.keys.screens')} · <kbd>Alt+N</kbd> {t('form.keys.member')}
        </span>
        {step > 0 && <Button onClick={() => show(step - 1)}>{t('form.back')}</Button>}
        <Button type="primary" loading={saving} onClick={forward} disabled={last && (hinders > 0 || asking)}>{last ? saveLabel : t('form.next', { title: t(steps[step + 1]!.title) })}</Button>
      </footer>
    </Page>
  );
}

/** Where the form stands: nobody has to think of saving. */
function Kept({ state, savedAt }: { state: SaveState; savedAt: string | null }) {
  const { t } = useT();
  const text: Record<SaveState, string> = {
    none: t('form.kept.none'), local: t('form.kept.local'), saving: t('form.kept.saving'), saved: t('form.kept.saved', { time: savedAt ? instant(savedAt).slice(-5) : '' }),
    offline: t('form.kept.offline'), conflict: t('form.conflict'),
  };
  return <span className={state === 'offline' || state === 'conflict' ? 'warn-text' : 'faint'} role="status">{text[state]}</span>;
}


export const emptyState = (form: Form, before: Form | undefined, reason: string, key: string): FormState => ({
  form, ...(before ? { before } : {}), proposed: [], seen: [], step: 0, confirmed: [], opened: [], reason, validFrom: today(), key,
});

/** A check that was begun before others changed the household: what was typed, on top of what is known now. */
export function rebased(state: FormState, current: Form): FormState {
  if (!state.before || JSON.stringify(state.before) === JSON.stringify(current)) return state;
  const { changed, joined } = differences(state.before, state.form);
  let form = { ...current, persons: [...current.persons, ...joined] };
  for (const { subject, path, after } of changed) {
    const index = form.persons.findIndex(person => person['id'] === subject);
    if (subject === '' || index >= 0) form = withValue(form, subject === '' ? path : `persons[${index}].${path}`, after);
  }
  return { ...state, form, before: current };
}
