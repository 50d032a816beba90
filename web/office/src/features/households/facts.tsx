import { money } from '../../framework/format';
import { useT, type Translate } from '../../framework/i18n';
import { systemFor } from '../../shared/codes';
import type { FactMap, FactValue } from './types';

const amounts = new Set(['wage', 'business', 'property', 'transfer', 'business_cost', 'excluded', 'amount', 'medical_self_paid', 'income_per_head']);

/** A fact in words: codes by their labels, yes and no, yuan with two places; lists joined; objects member by member. */
export function sayFact(i18n: Translate, path: string, value: FactValue | undefined): string {
  const { t, code, language } = i18n;
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
  if (Array.isArray(value)) return value.map(item => sayFact(i18n, path, item)).join(language === 'zh' ? '、' : ', ');
  if (typeof value === 'object') {
    return Object.entries(value).filter(([, inner]) => inner !== null)
      .map(([member, inner]) => `${sayField(i18n, `${path}.${member}`)} ${sayFact(i18n, `${path}.${member}`, inner)}`).join(language === 'zh' ? ',' : ', ');
  }
  const system = systemFor(path);
  if (system) return code(system, value);
  if (amounts.has(path.split('.').pop() ?? '')) return money(value);
  return String(value);
}

/** A field's name: the most specific label there is, `housing.grade` before `grade`. */
export function sayField({ code }: Translate, path: string): string {
  const parts = path.split('.').filter(part => part !== 'facts' && part !== 'persons' && !/^\d+$/.test(part) && !/^[0-9a-f-]{32,}$/.test(part));
  const two = parts.slice(-2).join('.');
  const found = code('field', two);
  return found === two ? code('field', parts.at(-1)) : found;
}

export function useFacts() {
  const i18n = useT();
  return {
    field: (path: string) => sayField(i18n, path),
    fact: (path: string, facts: FactMap) => sayFact(i18n, path, at(facts, path)),
  };
}

/** The value at `housing.grade`. */
export function at(facts: FactMap, path: string): FactValue | undefined {
  let value: FactValue | undefined = facts;
  for (const part of path.split('.')) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    value = (value as FactMap)[part];
  }
  return value;
}
