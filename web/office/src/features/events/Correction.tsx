import { Select } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { differences, factsOf, householdEditors, identityEditors, personEditors, type Edits } from '../households/editing';
import { at, sayField } from '../households/facts';
import { FieldEditor } from '../households/FieldEditor';
import type { HouseholdRecord } from '../households/types';

/** What was recorded wrongly: first whose and which field, then what is right. Only the fields that are named are shown. */
export function Correction({ record, edits, onChange }: { record: HouseholdRecord; edits: Edits; onChange: (edits: Edits) => void }) {
  const i18n = useT();
  const { t } = i18n;
  const [subject, setSubject] = useState(Object.keys(edits)[0] ?? '');
  const editors = subject === '' ? householdEditors : [...identityEditors, ...personEditors];
  const named = Object.keys(edits[subject] ?? {});
  const changes = differences(record, edits);
  const value = (path: string) => edits[subject]?.[path] ?? at(factsOf(record, subject), path) ?? null;
  return (
    <>
      <div className="form-item">
        <span>{t('correction.whose')}</span>
        <Select className="full" aria-label={t('correction.whose')} value={subject} onChange={setSubject} options={[{ value: '', label: t('change.subject.household') }, ...record.persons.map(person => ({ value: person.id, label: person.name ?? person.id }))]} />
      </div>
      <div className="form-item">
        <span>{t('correction.which')}</span>
        <Select
          className="full"
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('correction.which')}
          placeholder={t('event.choose')}
          value={named}
          options={editors.map(editor => ({ value: editor.path, label: sayField(i18n, editor.path) }))}
          onChange={(paths: string[]) => onChange({ ...edits, [subject]: Object.fromEntries(paths.map(path => [path, value(path)])) })}
        />
      </div>
      <div className="form-grid">
        {editors.filter(editor => named.includes(editor.path)).map(editor => (
          <FieldEditor
            key={`${subject}/${editor.path}`}
            editor={editor}
            label={sayField(i18n, editor.path)}
            value={edits[subject]?.[editor.path]}
            changed={changes.some(one => one.subject === subject && one.path === editor.path)}
            problems={[]}
            onChange={next => onChange({ ...edits, [subject]: { ...edits[subject], [editor.path]: next } })}
          />
        ))}
      </div>
    </>
  );
}
