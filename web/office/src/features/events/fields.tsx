import { newId } from '@fuyao/shared';
import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { relations as allRelations } from '../../shared/codes';
import { DateInput } from '../../shared/DateInput';
import { RegionSelect } from '../../shared/RegionSelect';
import type { HouseholdRecord } from '../households/types';
import type { EventRequest } from './api';
import type { EventKind } from './kinds';

const living = (record: HouseholdRecord) => record.persons.filter(person => !person.facts['death']);

const relations = allRelations.filter(relation => relation !== '02');

export function PersonChoice({ record, label, value, without, onChange }: { record: HouseholdRecord; label: string; value?: string; without?: string[]; onChange: (id: string | undefined) => void }) {
  const { t, code } = useT();
  const people = living(record).filter(person => !without?.includes(person.id));
  return (
    <div className="form-item">
      <span className="form-row" id={`choice-${label}`}>{label}</span>
      <Select
        className="full"
        aria-label={label}
        value={value}
        allowClear
        placeholder={t('event.choose')}
        options={people.map(person => ({ value: person.id, label: `${person.name ?? ''} · ${code('relation', (person.facts['relation'] as string) ?? '99')} · ${t('member.age', { n: person.age })}` }))}
        onChange={onChange}
      />
    </div>
  );
}

export function PersonsChoice({ record, label, none, value, onChange }: { record: HouseholdRecord; label: string; none?: string; value: string[]; onChange: (ids: string[]) => void }) {
  const { code } = useT();
  return (
    <fieldset className="plain-fieldset">
      <legend>{label}</legend>
      <Checkbox.Group
        value={value}
        onChange={onChange}
        options={living(record).map(person => ({ value: person.id, label: `${person.name ?? ''}(${code('relation', (person.facts['relation'] as string) ?? '99')})` }))}
      />
      {value.length === 0 && none && <p className="faint">{none}</p>}
    </fieldset>
  );
}

/** Persons who are registered for the first time; sex and birth follow from the id number. */
export function NewPersons({ kind, on, value, onChange }: { kind: EventKind; on: string; value: Record<string, string>[]; onChange: (persons: Record<string, string>[]) => void }) {
  const { t, code } = useT();
  const set = (index: number, part: Record<string, string | undefined>) => {
    onChange(value.map((person, at) => {
      if (at !== index) return person;
      const next = Object.fromEntries(Object.entries({ ...person, ...part }).filter(([, text]) => text)) as Record<string, string>;
      const id = next['id_number'] ?? '';
      if (part['id_number'] && /^\d{17}[\dX]$/.test(id)) {
        next['birth'] = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
        next['sex'] = Number(id[16]) % 2 === 1 ? 'male' : 'female';
      }
      return next;
    }));
  };
  return (
    <>
      {value.map((person, index) => (
        <fieldset key={person['id']} className="plain-fieldset form-grid">
          <legend>{t(`event.who.${kind as 'birth' | 'marriage_in' | 'join'}`)}</legend>
          <label className="form-item">{t('field.name')}<Input value={person['name'] ?? ''} onChange={event => set(index, { name: event.target.value })} /></label>
          <label className="form-item">{t('field.idNumber')}<Input value={person['id_number'] ?? ''} maxLength={18} onChange={event => set(index, { id_number: event.target.value.toUpperCase().trim() })} /></label>
          <div className="form-item">
            <span>{code('field', 'sex')}</span>
            <Select aria-label={code('field', 'sex')} className="full" value={person['sex']} options={['male', 'female'].map(sex => ({ value: sex, label: code('sex', sex) }))} onChange={sex => set(index, { sex, ...(kind === 'birth' && !person['birth'] ? { birth: on } : {}), ...(kind === 'birth' && !person['relation'] ? { relation: sex === 'male' ? '41' : '42' } : {}) })} />
          </div>
          <label className="form-item">{code('field', 'birth')}<DateInput max={on} value={person['birth'] ?? ''} onChange={typed => set(index, { birth: typed })} /></label>
          <div className="form-item">
            <span>{code('field', 'relation')}</span>
            <Select aria-label={code('field', 'relation')} showSearch={{ optionFilterProp: 'label' }} className="full" value={person['relation']} options={relations.map(relation => ({ value: relation, label: code('relation', relation) }))} onChange={relation => set(index, { relation })} />
          </div>
        </fieldset>
      ))}
      <Button type="dashed" onClick={() => onChange([...value, { id: newId() }])}>{t('event.another')}</Button>
    </>
  );
}

/** Another household, found by name or number. */
export function HouseholdChoice({ not, label, value, onChange }: { not: string; label: string; value?: string; onChange: (id: string | undefined) => void }) {
  const { t } = useT();
  const [typed, setTyped] = useState('');
  const found = useQuery({ queryKey: ['households', 'choice', typed], queryFn: () => read('/api/households', { query: { q: typed, limit: 20 } }), enabled: typed.trim().length >= 2 });
  const chosen = useQuery({ queryKey: ['household', value, {}], queryFn: () => read('/api/households/{id}', { path: { id: value! } }), enabled: !!value });
  const options = (found.data?.items ?? []).filter(row => row.id !== not).map(row => ({ value: row.id, label: `${row.head_name ?? ''} · ${row.number} · ${row.region.name}` }));
  if (value && chosen.data && !options.some(option => option.value === value)) options.unshift({ value, label: `${chosen.data.head_name ?? ''} · ${chosen.data.number}` });
  return (
    <div className="form-item">
      <span>{label}</span>
      <Select
        aria-label={label}
        className="full"
        showSearch={{ filterOption: false, onSearch: setTyped }}
        allowClear
        value={value}
        loading={found.isFetching}
        placeholder={t('event.household.find')}
        notFoundContent={typed.trim().length < 2 ? t('event.household.find') : t('households.noMatch')}
        options={options}
        onChange={onChange}
      />
    </div>
  );
}

export function PlaceChoice({ region, group, onChange }: { region?: string; group?: string; onChange: (part: Partial<EventRequest>) => void }) {
  const { t } = useT();
  return (
    <div className="form-item">
      <span>{t('event.place')}</span>
      <div className="filters"><RegionSelect value={region} onChange={code => onChange({ region: code })} width={190} /></div>
      <label>{t('field.group')}<Input value={group ?? ''} maxLength={40} onChange={event => onChange({ group: event.target.value || undefined })} /></label>
    </div>
  );
}

/** Relation to the head of the household that they come into. */
export function RelationsOf({ record, only, value, onChange }: { record: HouseholdRecord; only?: string[]; value: Record<string, string>; onChange: (relations: Record<string, string>) => void }) {
  const { t, code } = useT();
  const people = living(record).filter(person => !only || only.includes(person.id));
  if (people.length === 0) return null;
  return (
    <fieldset className="plain-fieldset form-grid">
      <legend>{t('event.relations')}</legend>
      {people.map(person => (
        <div key={person.id} className="form-item">
          <span>{person.name}</span>
          <Select aria-label={t('event.relationOf', { name: person.name ?? '' })} showSearch={{ optionFilterProp: 'label' }} className="full" allowClear value={value[person.id]} options={relations.map(relation => ({ value: relation, label: code('relation', relation) }))} onChange={relation => onChange(relation ? { ...value, [person.id]: relation } : Object.fromEntries(Object.entries(value).filter(([id]) => id !== person.id)))} />
        </div>
      ))}
    </fieldset>
  );
}
