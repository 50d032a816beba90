import { attainments, relations, categories, causes, hardships, healths, housingGrades, labours, stages, statuses } from '../../shared/codes';
import { at } from './facts';
import type { FactMap, FactValue, HouseholdRecord } from './types';

export interface Editor {
  path: string;
  kind: 'one' | 'many' | 'number' | 'yesno' | 'date' | 'text';
  system?: string;
  codes?: readonly string[];
}

export const householdEditors: Editor[] = [
  { path: 'status', kind: 'one', system: 'status', codes: statuses },
  { path: 'category', kind: 'one', system: 'category', codes: categories },
  { path: 'causes', kind: 'many', system: 'cause', codes: causes },
  { path: 'hardship', kind: 'many', system: 'hardship', codes: hardships },
  { path: 'group', kind: 'text' },
  { path: 'housing.grade', kind: 'one', system: 'housing_grade', codes: housingGrades },
  { path: 'housing.area', kind: 'number' },
  { path: 'housing.structure', kind: 'text' },
  { path: 'water_safe', kind: 'yesno' },
  { path: 'electricity', kind: 'yesno' },
  { path: 'toilet_sanitary', kind: 'yesno' },
  { path: 'broadband', kind: 'yesno' },
  { path: 'land.cultivated', kind: 'number' },
  { path: 'land.forest', kind: 'number' },
  { path: 'income.year', kind: 'number' },
  { path: 'income.wage', kind: 'number' },
  { path: 'income.business', kind: 'number' },
  { path: 'income.business_cost', kind: 'number' },
  { path: 'income.property', kind: 'number' },
  { path: 'income.transfer', kind: 'number' },
  { path: 'income.excluded', kind: 'number' },
];

export const personEditors: Editor[] = [
  { path: 'labour', kind: 'one', system: 'labour', codes: labours },
  { path: 'health', kind: 'many', system: 'health', codes: healths },
  { path: 'attainment', kind: 'one', system: 'attainment', codes: attainments },
  { path: 'school.stage', kind: 'one', system: 'stage', codes: stages },
  { path: 'school.boarding', kind: 'yesno' },
  { path: 'disability.category', kind: 'one', system: 'disability_category', codes: ['1', '2', '3', '4', '5', '6', '7'] },
  { path: 'disability.grade', kind: 'one', system: 'disability_grade', codes: ['1', '2', '3', '4'] },
  { path: 'disability.home_care', kind: 'yesno' },
  { path: 'employment.months', kind: 'number' },
  { path: 'benefits.dibao', kind: 'yesno' },
  { path: 'benefits.wubao', kind: 'yesno' },
  { path: 'death', kind: 'date' },
];

/** What tells one person from another: put right by a correction, never changed by something that happens. */
export const identityEditors: Editor[] = [
  { path: 'name', kind: 'text' },
  { path: 'id_number', kind: 'text' },
  { path: 'sex', kind: 'one', system: 'sex', codes: ['male', 'female'] },
  { path: 'birth', kind: 'date' },
  { path: 'relation', kind: 'one', system: 'relation', codes: relations },
];

const numbers = new Set(['disability.category', 'disability.grade']);

/** A control's value as the fact it stands for; an emptied control is an explicit “not known”. */
export function toFact(editor: Editor, value: unknown): FactValue {
  if (value === undefined || value === null || value === '') return null;
  if (editor.kind === 'number' || numbers.has(editor.path)) return Number(value);
  if (editor.kind === 'many') return (value as string[]).length === 0 ? null : (value as string[]);
  return value as FactValue;
}

const same = (a: FactValue | undefined, b: FactValue | undefined) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Edits by subject (`''` is the household, otherwise a person's id) and path. */
export type Edits = Record<string, Record<string, FactValue>>;

export interface Difference {
  subject: string;
  path: string;
  before: FactValue | undefined;
  after: FactValue;
}

export function factsOf(record: HouseholdRecord, subject: string): FactMap {
  if (subject === '') return record.facts;
  const person = record.persons.find(one => one.id === subject);
  return { ...person?.facts, ...(person?.name ? { name: person.name } : {}) };
}

export function differences(record: HouseholdRecord, edits: Edits): Difference[] {
  return Object.entries(edits).flatMap(([subject, values]) =>
    Object.entries(values)
      .map(([path, after]) => ({ subject, path, before: at(factsOf(record, subject), path), after }))
      .filter(change => !same(change.before, change.after)),
  );
}

/**
 * What to send: new values as nested members, which the server merges; emptied controls as paths to clear, so that nothing is
 * recorded rather than an explicit “unknown”.
 */
export function toRequest(changes: Difference[]): { changes?: FactMap; clear?: string[] } {
  const household: FactMap = {};
  const persons = new Map<string, FactMap>();
  const clear: string[] = [];
  for (const { subject, path, after } of changes) {
    if (after === null) {
      clear.push(subject === '' ? path : `persons.${subject}.${path}`);
      continue;
    }
    const target = subject === '' ? household : (persons.get(subject) ?? { id: subject });
    if (subject !== '') persons.set(subject, target);
    const [member = '', inner] = path.split('.');
    if (inner) target[member] = { ...(target[member] as FactMap | undefined), [inner]: after };
    else target[member] = after;
  }
  if (persons.size > 0) household['persons'] = Array.from(persons.values());
  return { ...(Object.keys(household).length > 0 ? { changes: household } : {}), ...(clear.length > 0 ? { clear } : {}) };
}
