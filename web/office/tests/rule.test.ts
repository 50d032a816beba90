import { expect, test } from 'vitest';
import type { Translate } from '../src/framework/i18n';
import codes from '../src/resources/codes.zh.json';
import zh from '../src/resources/zh';
import { sayCell, sayRule, sayValue } from '../src/shared/rule';

const labels: Record<string, string> = codes;
const i18n: Translate = {
  language: 'zh',
  t: key => zh[key],
  code: (system, code) => labels[`${system}.${code}`] ?? String(code ?? ''),
  text: value => (typeof value === 'string' ? value : (value?.zh ?? '')),
  setLanguage: () => undefined,
};

test('a condition is said with the names of fields and codes', () => {
  expect(sayRule(i18n, 'household.status = "registered" and age >= 60')).toBe('登记状态 = 建档立卡未脱贫 且 年龄 ≥ 60');
});

test('a table cell is said with signs, and a dash means any', () => {
  expect(sayCell(i18n, 'age', '[60..70)')).toBe('≥ 60, < 70');
  expect(sayCell(i18n, 'age', '>= 80')).toBe('≥ 80');
  expect(sayCell(i18n, 'household.relocation.mode', '"concentrated"')).toBe('集中安置');
  expect(sayCell(i18n, 'age', '-')).toBe('不限');
});

test('a value is said by its label, yes or no', () => {
  expect(sayValue(i18n, 'household.relocation.mode', 'dispersed')).toBe('分散安置');
  expect(sayValue(i18n, 'disability.home_care', true)).toBe('是');
});
