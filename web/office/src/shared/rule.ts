import type { Translate } from '../framework/i18n';
import { systemFor } from './codes';

const symbols: Record<string, string> = { '>=': '≥', '<=': '≤', '!=': '≠', '<': '<', '>': '>', '=': '=' };
const wordsZh: Record<string, string> = { and: '且', or: '或', not: '非', true: '是', false: '否', null: '无', in: '属于' };

/** `household.relocation.mode` → `relocation.mode`, as field labels and code systems are keyed. */
export const factPath = (expression: string) => expression.replace(/^(household|person|persons)\./, '');

/** A fact's name in a rule: the most specific label known, else the expression itself. */
export function sayInput({ code }: Translate, expression: string): string {
  const path = factPath(expression);
  for (const candidate of [path, path.split('.').slice(-2).join('.'), path.split('.').at(-1) ?? '']) {
    const label = code('field', candidate);
    if (label !== candidate) return label;
  }
  return expression;
}

/** A fact's value as people say it. */
export function sayValue({ t, code }: Translate, expression: string, value: unknown): string {
  if (value === null || value === undefined) return t('value.none');
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (Array.isArray(value)) return value.map(one => sayValue({ t, code } as Translate, expression, one)).join('、') || t('value.none');
  if (typeof value === 'object') return JSON.stringify(value);
  const system = systemFor(factPath(expression));
  return system ? code(system, String(value)) : String(value);
}

/** A FEEL condition in near-plain words: names and codes by their labels, signs as on paper. The exact text stands beside it. */
export function sayRule(i18n: Translate, rule: string): string {
  let last = '';
  return rule.replace(/"([^"]*)"|[A-Za-z_][\w.]*|>=|<=|!=/g, (token, text: string | undefined) => {
    if (text !== undefined) return sayValue(i18n, last, text);
    if (symbols[token]) return symbols[token];
    if (/^(and|or|not|true|false|null|in)$/.test(token)) return i18n.language === 'zh' ? (wordsZh[token] ?? token) : token;
    const label = sayInput(i18n, token);
    if (label !== token) last = token;
    return label;
  });
}

/** A table's cell: `[60..70)` → `≥ 60, < 70`; `-` → any. */
export function sayCell(i18n: Translate, input: string, cell: string | number | null): string {
  if (cell === null || cell === '-' || cell === '') return i18n.t('why.any');
  const range = /^([[\](])\s*([^.]+?)\s*\.\.\s*([^.]+?)\s*([[\])])$/.exec(String(cell));
  if (range) return `${range[1] === '[' ? '≥' : '>'} ${range[2]}, ${range[4] === ']' ? '≤' : '<'} ${range[3]}`;
  return String(cell).replace(/"([^"]*)"/g, (_, text: string) => sayValue(i18n, input, text)).replaceAll('>=', '≥').replaceAll('<=', '≤');
}
