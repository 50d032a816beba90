import { expect, test } from 'vitest';
import { fact, flow, idOf, lines, nested, Plain, rule } from '../src/features/studio/yaml';

test('what a form writes is YAML in one line, quoted as JSON quotes', () => {
  expect(flow({ zh: '取暖“补助”', en: 'a "b"' })).toBe('{zh: "取暖“补助”", en: "a \\"b\\""}');
  expect(flow([{ source: 'county', share: new Plain('0.6') }])).toBe('[{source: "county", share: 0.6}]');
  expect(lines({ id: new Plain('a'), absent: undefined, list: [1, true, null] })).toBe('id: a\nlist: [1, true, null]\n');
});

test('an expression stands plainly where YAML reads it so, and between quotes where it does not', () => {
  expect(rule('age >= 60').text).toBe("'age >= 60'");
  expect(rule('pension_from_60 + 3').text).toBe('pension_from_60 + 3');
  expect(rule('status = "registered"').text).toBe('\'status = "registered"\'');
  expect(rule('a = "it\'s"').text).toBe('"a = \\"it\'s\\""');
  expect(rule('[60..70)').text).toBe("'[60..70)'");
});

test('facts are numbers, yes or no, nothing, or words, and their paths become objects', () => {
  expect([fact('2'), fact('07'), fact('是'), fact('false'), fact('null'), fact('1950-01-01')]).toEqual([2, '07', true, false, null, '1950-01-01']);
  expect(nested([{ name: 'disability.grade', value: '2' }, { name: 'disability.category', value: '4' }, { name: 'household.status', value: 'registered' }]))
    .toEqual({ disability: { grade: 2, category: 4 }, status: 'registered' });
});

test('an id is made of the words of an English name', () => {
  expect(idOf('Heating allowance, 2016')).toBe('heating-allowance-2016');
  expect(idOf('3 months of aid', '_')).toBe('months_of_aid');
});
