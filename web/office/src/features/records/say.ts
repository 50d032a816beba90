import { useCallback } from 'react';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import type { Field, RecordFacts } from './api';

const numbers = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 6 });

/** A fact as it is read: codes by their label, numbers with their unit, “not known” said; nothing for what is not stated. */
export function useSay(): (field: Field, facts: RecordFacts | null | undefined, unit?: boolean) => string {
  const { t, text } = useT();
  return useCallback(
    (field, facts, unit = true) => {
      const value = facts?.[field.id];
      if (value === undefined) return '';
      if (value === null) return t('records.notKnown');
      if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no');
      if (typeof value === 'number') {
        const shown = field.type === 'yuan' ? money(value) : field.type === 'year' ? String(value) : numbers.format(value);
        return unit && field.unit && text(field.unit) ? `${shown} ${text(field.unit)}` : shown;
      }
      const code = field.codes?.find(one => one.code === value);
      return code ? text(code.label) : value;
    },
    [t, text],
  );
}
