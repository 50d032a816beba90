import { expect, test } from 'vitest';
import { checkDigit, idFault, readId, tidy } from '../src/features/register/idNumber';
import { differences, emptyForm, likelyRelation, totals, valueAt, withValue, type Form } from '../src/features/register/model';
import { rebased, emptyState } from '../src/features/register/RegisterForm';

const household = (): Form => ({ region: '610729101201', housing: { grade: 'C', area: 60 }, persons: [{ id: 'a', name: '王', relation: '02' }, { id: 'b', name: '李', school: { stage: 'primary' } }] });

test('the examples of the standard are read, a wrong check place and an impossible day are not', () => {
  expect(readId('11010519491231002X')).toEqual({ sex: 'female', birth: '1949-12-31' });
  expect(readId('440524188001010014')).toEqual({ sex: 'male', birth: '1880-01-01' });
  expect(readId('110105194912310021')).toBeNull();
  expect(idFault('110105194912310021')).toBe('check');
  expect(idFault('1101051949')).toBe('short');
  const impossible = '11010519490230002';
  expect(readId(impossible + checkDigit(impossible))).toBeNull();
  expect(tidy(' 110105 19491231-002x ')).toBe('11010519491231002X');
});

test('an emptied member goes, and so does an object that holds nothing any more', () => {
  const form = withValue(withValue(household(), 'housing.grade', ''), 'housing.area', undefined);
  expect('housing' in form).toBe(false);
  expect(valueAt(withValue(household(), 'persons[1].school.grade', 3), 'persons[1].school')).toEqual({ stage: 'primary', grade: 3 });
  expect(withValue(household(), 'persons[1].school.stage', undefined).persons[1]).toEqual({ id: 'b', name: '李' });
});

test('a check sends only what differs, by the path of each member', () => {
  const before = household();
  const after = withValue(withValue(withValue(before, 'housing.area', 72), 'persons[1].school.stage', 'junior'), 'causes', ['illness']);
  after.persons.push({ id: 'c', name: '王小' });
  const { changed, joined } = differences(before, after);
  expect(changed.map(one => [one.subject, one.path, one.before ?? null, one.after])).toEqual([['', 'housing.area', 60, 72], ['', 'causes', null, ['illness']], ['b', 'school.stage', 'primary', 'junior']]);
  expect(joined.map(person => person['id'])).toEqual(['c']);
});

test('what others changed meanwhile stays, what was typed stands on top', () => {
  const before = household();
  const state = { ...emptyState(withValue(before, 'housing.area', 72), before, '', 'k') };
  const now = withValue(withValue(before, 'housing.grade', 'B'), 'persons[0].name', '王大');
  const merged = rebased(state, now);
  expect(merged.form['housing']).toEqual({ grade: 'B', area: 72 });
  expect(merged.form.persons[0]!['name']).toBe('王大');
  expect(differences(merged.before!, merged.form).changed.map(one => one.path)).toEqual(['housing.area']);
});

test('relations are proposed from sex and age, and only when they are likely', () => {
  const head = { relation: '02', sex: 'male', birth: '1970-01-01' };
  const of = (sex: string, birth: string) => likelyRelation({ sex, birth }, head);
  expect([of('female', '1972-05-01'), of('male', '1998-01-01'), of('female', '1945-01-01'), of('male', '2020-01-01'), of('male', '1972-01-01')]).toEqual(['12', '20', '52', '41', undefined]);
});

test('income per head is net income over the living members', () => {
  const form = { ...emptyForm(undefined, '2016-05-01'), income: { year: 2015, wage: 3000, business: 2000, business_cost: 500, property: 100, transfer: 400 }, persons: [{ id: 'a' }, { id: 'b' }, { id: 'c', death: '2015-01-01' }] } as Form;
  expect(totals(form)).toEqual({ heads: 2, total: 5000, perHead: 2500 });
});
