import { ApiError, newId } from '@fuyao/shared';
import { Alert, App, Button, Drawer, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { useNarrow } from '../../shared/narrow';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { useChange } from './api';
import { differences, factsOf, householdEditors, personEditors, toRequest, type Edits } from './editing';
import { FieldEditor } from './FieldEditor';
import { at, sayFact, sayField } from './facts';
import type { HouseholdRecord } from './types';
import { useQueryClient } from '@tanstack/react-query';

interface Draft {
  edits: Edits;
  mode: 'change' | 'correction';
  validFrom: string;
  reason: string;
}

/** Change (something happened on a day) or correct (it was recorded wrongly). The draft is kept in this browser until it is saved. */
export function ChangeDrawer({ record, close }: { record: HouseholdRecord; close: () => void }) {
  const i18n = useT();
  const { t, text } = i18n;
  const narrow = useNarrow();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const change = useChange(record.id);
  const storage = `fuyao.draft.household.${record.id}`;
  const [draft, setDraft] = useState<Draft>(() => {
    const stored = sessionStorage.getItem(storage);
    return stored ? (JSON.parse(stored) as Draft) : { edits: {}, mode: 'change', validFrom: today(), reason: '' };
  });
  const [subject, setSubject] = useState('');
  const [key, setKey] = useState(newId);
  const [asked, setAsked] = useState(false);
  const update = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKey(newId());
    sessionStorage.setItem(storage, JSON.stringify(next));
  };
  const changes = differences(record, draft.edits);
  const stale = change.error instanceof ApiError && change.error.status === 412;
  const reasonMissing = asked && draft.reason.trim().length < 2;

  const save = () => {
    setAsked(true);
    if (changes.length === 0 || draft.reason.trim().length < 2) return;
    change.mutate(
      { version: record.version, key, change: { ...(draft.mode === 'correction' ? {} : { valid_from: draft.validFrom }), reason: draft.reason.trim(), ...toRequest(changes) } },
      {
        onSuccess: () => {
          sessionStorage.removeItem(storage);
          void message.success(t('change.saved'));
          close();
        },
      },
    );
  };
  const discard = () => {
    sessionStorage.removeItem(storage);
    close();
  };
  const names = Object.fromEntries(record.persons.map(person => [person.id, person.name ?? '']));

  return (
    <Drawer
      open
      onClose={close}
      size={narrow ? '100%' : 620}
      title={t('change.title', { name: record.head_name ?? '' })}
      closable={{ 'aria-label': t('action.close') }}
      footer={
        <div className="drawer-foot">
          <Button onClick={discard}>{t('change.discard')}</Button>
          <Button type="primary" loading={change.isPending} disabled={changes.length === 0} onClick={save}>{t('change.save', { n: changes.length })}</Button>
        </div>
      }
    >
      {stale ? (
        <Alert
          type="warning"
          showIcon
          className="gap-below"
          title={t('change.stale')}
          description={t('change.stale.hint')}
          action={<Button onClick={() => { change.reset(); void queries.invalidateQueries({ queryKey: ['household', record.id] }); }}>{t('change.stale.load')}</Button>}
        />
      ) : (
        <ProblemSummary error={change.error} title={t('change.refused')} />
      )}
      <Radio.Group
        value={draft.mode}
        onChange={event => update({ mode: event.target.value as Draft['mode'] })}
        options={[{ value: 'change', label: t('change.mode.change') }, { value: 'correction', label: t('change.mode.correction') }]}
      />
      <p className="faint">{t(draft.mode === 'change' ? 'change.mode.change.hint' : 'change.mode.correction.hint')}</p>
      {draft.mode === 'change' && (
        <label className="form-row">{t('change.validFrom')}<DateInput value={draft.validFrom} max={today()} onChange={typed => update({ validFrom: typed })} /></label>
      )}
      <label className="form-row" htmlFor="change-subject">{t('change.subject')}</label>
      <Select
        id="change-subject"
        className="full"
        value={subject}
        onChange={setSubject}
        options={[{ value: '', label: t('change.subject.household') }, ...record.persons.map(person => ({ value: person.id, label: person.name ?? person.id }))]}
      />
      <div className="form-grid">
        {(subject === '' ? householdEditors : personEditors).map(editor => {
          const before = at(factsOf(record, subject), editor.path);
          const edited = draft.edits[subject]?.[editor.path];
          const place = subject === '' ? `changes.${editor.path}` : `changes.persons.${subject}.${editor.path}`;
          return (
            <FieldEditor
              key={`${subject}/${editor.path}`}
              editor={editor}
              label={sayField(i18n, editor.path)}
              value={edited === undefined ? before : edited}
              changed={changes.some(one => one.subject === subject && one.path === editor.path)}
              problems={fieldProblems(change.error, place).map(problem => text(problem.text))}
              onChange={value => update({ edits: { ...draft.edits, [subject]: { ...draft.edits[subject], [editor.path]: value } } })}
            />
          );
        })}
      </div>
      <section className="preview" aria-live="polite" aria-label={t('change.preview')}>
        <h3>{t('change.preview')}</h3>
        {changes.length === 0 ? <p className="faint">{t('change.nothing')}</p> : (
          <ul className="changes">
            {changes.map(one => (
              <li key={`${one.subject}/${one.path}`}>
                <span className="faint">{[names[one.subject], sayField(i18n, one.path)].filter(Boolean).join(' · ')}</span>{' '}
                <del>{sayFact(i18n, one.path, one.before) || t('value.none')}</del> → <ins>{sayFact(i18n, one.path, one.after) || t('value.none')}</ins>
              </li>
            ))}
          </ul>
        )}
      </section>
      <label className="form-row" htmlFor="change-reason">{t('change.reason')}</label>
      <Input.TextArea id="change-reason" rows={2} maxLength={300} value={draft.reason} status={reasonMissing ? 'error' : ''} placeholder={t('change.reason.example')} onChange={event => update({ reason: event.target.value })} />
      {reasonMissing && <p className="error-text" role="alert">{t('change.reason.needed')}</p>}
    </Drawer>
  );
}
