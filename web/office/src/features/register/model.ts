import { newId } from '@fuyao/shared';
import type { Difference } from '../households/editing';
import type { FactMap, FactValue, HouseholdRecord } from '../households/types';
import { ageOn } from './idNumber';

/** A household as the form holds it: the contract's object, with `persons` and the numbers that only the register keeps. */
export interface Form extends FactMap {
  persons: FactMap[];
}

/** A path such as `housing.area` or `persons[1].school.stage`. */
export type Path = string;

const steps = (path: Path) => path.replace(/\[(\d+)\]/g, '.$1').split('.');

export function valueAt(form: Form, path: Path): FactValue | undefined {
  let at: unknown = form;
  for (const step of steps(path)) at = at === null || at === undefined ? undefined : (at as Record<string, unknown>)[step];
  return at as FactValue | undefined;
}

/** The form with one member changed; an emptied member goes, and so does an object that holds nothing any more. */
export function withValue(form: Form, path: Path, value: FactValue | undefined): Form {
  const put = (at: unknown, [step, ...rest]: string[]): unknown => {
    const copy: Record<string, unknown> | unknown[] = Array.isArray(at) ? [...at] : { ...(at as object | undefined) };
    const key = step as keyof typeof copy;
    const next = rest.length === 0 ? value : put(copy[key], rest);
    const gone = next === undefined || next === null || next === '' || (Array.isArray(next) && next.length === 0 && step !== 'persons')
      || (rest.length > 0 && !Array.isArray(next) && typeof next === 'object' && Object.keys(next).length === 0);
    if (gone && !Array.isArray(copy)) delete copy[key];
    else (copy as Record<string, unknown>)[step!] = next;
    return copy;
  };
  return put(form, steps(path)) as Form;
}

export function emptyPerson(): FactMap {
  return { id: newId(), ethnicity: '01' };
}

export function emptyForm(region: string | undefined, today: string): Form {
  return { ...(region ? { region } : {}), status: 'registered', registered_on: today, income: { year: Number(today.slice(0, 4)) - 1 }, persons: [{ ...emptyPerson(), relation: '02' }] };
}

export function formOf(record: HouseholdRecord): Form {
  return {
    ...record.facts,
    region: record.region.code,
    persons: record.persons.map(person => ({ ...person.facts, id: person.id, ...(person.name ? { name: person.name } : {}) })),
  };
}

/** How somebody of this age and sex is most likely related to the head; only a proposal. */
export function likelyRelation(person: FactMap, head: FactMap | undefined): string | undefined {
  if (!head || head === person || !head['birth'] || !person['birth'] || !person['sex']) return undefined;
  const older = Number(String(head['birth']).slice(0, 4)) - Number(String(person['birth']).slice(0, 4));
  const male = person['sex'] === 'male';
  if (Math.abs(older) < 16 && head['sex'] !== person['sex']) return male ? '11' : '12';
  if (older >= 16 && older < 50) return male ? '51' : '52';
  if (older <= -16 && older > -45) return male ? '20' : '30';
  if (older <= -45) return male ? '41' : '42';
  return undefined;
}

/** What is usual at an age, proposed where nothing is filled in; the form marks it until somebody has looked. */
export function usualAt(birth: string, today: string): Record<string, FactValue> {
  const age = ageOn(birth, today);
  const stage = age < 3 ? 'none' : age < 6 ? 'preschool' : age < 12 ? 'primary' : age < 15 ? 'junior' : 'none';
  return {
    health: ['healthy'],
    labour: age < 16 ? 'none' : age < 60 ? 'ordinary' : 'weak',
    'school.stage': stage,
    ...(age < 3 ? { attainment: 'preschool_age' } : {}),
    'insurance.medical': true,
  };
}

const objects = new Set(['income', 'housing', 'land', 'assets', 'relocation', 'school', 'disability', 'employment', 'insurance', 'benefits']);
const same = (a: FactValue | undefined, b: FactValue | undefined) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

function* between(subject: string, before: FactMap, after: FactMap): Generator<Difference> {
  for (const member of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (member === 'persons' || member === 'id' || member === 'region') continue;
    const [old, now] = [before[member], after[member]];
    if (same(old, now)) continue;
    if (!objects.has(member)) {
      yield { subject, path: member, before: old, after: now ?? null };
      continue;
    }
    const [oldPart, nowPart] = [(old ?? {}) as FactMap, (now ?? {}) as FactMap];
    for (const inner of new Set([...Object.keys(oldPart), ...Object.keys(nowPart)])) {
      if (!same(oldPart[inner], nowPart[inner])) yield { subject, path: `${member}.${inner}`, before: oldPart[inner], after: nowPart[inner] ?? null };
    }
  }
}

/** What a check has found to differ, and who is new in the household. Who is gone leaves by an event, not by a form. */
export function differences(before: Form, after: Form): { changed: Difference[]; joined: FactMap[] } {
  const known = new Map(before.persons.map(person => [person['id'], person]));
  return {
    changed: [
      ...between('', before, after),
      ...after.persons.flatMap(person => (known.has(person['id']!) ? [...between(String(person['id']), known.get(person['id']!)!, person)] : [])),
    ],
    joined: after.persons.filter(person => !known.has(person['id']!)),
  };
}

export interface Totals {
  heads: number;
  total: number;
  perHead: number | null;
}

/** Net income by the components, as the income page works it out; yuan. */
export function totals(form: Form): Totals {
  const income = (form['income'] ?? {}) as FactMap;
  const part = (name: string) => Number(income[name] ?? 0);
  const heads = form.persons.filter(person => !person['death']).length;
  const total = part('wage') + part('business') + part('property') + part('transfer') - part('business_cost');
  return { heads, total, perHead: heads > 0 ? total / heads : null };
}

/** Persons who hold nothing but what an empty line begins with are no persons yet. */
export const isBlank = (person: FactMap) => !person['name'] && !person['id_number'] && !person['birth'];

/** What is sent: without blank lines. */
export const filled = (form: Form): Form => ({ ...form, persons: form.persons.filter((person, index) => index === 0 || !isBlank(person)) });
