import { useT } from '../../framework/i18n';
import type { FactValue, FactView } from './api';

/** A fact's value in words. */
export function useSayFact() {
  const { t, text, language } = useT();
  const label = (fact: FactView, code: string) => (language === 'zh' ? fact.codes.find(one => one.code === code)?.label : undefined) ?? code.replaceAll('_', ' ');
  return (fact: FactView, value: FactValue): string => {
    if (value === null) return t(fact.optional ? 'checks.noneOfIt' : 'records.notKnown');
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
    if (typeof value === 'number') return `${value.toLocaleString('zh-CN', { maximumFractionDigits: 4 })}${fact.unit ? ` ${text(fact.unit)}` : ''}`;
    if (Array.isArray(value)) return fact.members ? t('checks.rows', { n: value.length }) : value.length === 0 ? t('checks.noneOfIt') : value.map(one => label(fact, String(one))).join(t('checks.comma'));
    return fact.codes.length > 0 ? label(fact, value) : value;
  };
}
