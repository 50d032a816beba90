import { Checkbox, Input, Select } from 'antd';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import type { Field, FactValue } from './api';

interface Props {
  field: Field;
  value: FactValue | undefined;
  onChange: (value: FactValue | undefined) => void;
  error?: string | undefined;
  id: string;
}

/** One field of the dictionary as a control; “not known” is an answer of its own, an empty control is none. */
export function FieldInput({ field, value, onChange, error, id }: Props) {
  const { t, text } = useT();
  const unknown = value === null;
  const common = { id, disabled: unknown, status: error ? ('error' as const) : undefined, 'aria-invalid': !!error, 'aria-describedby': error ? `${id}-error` : undefined };
  const number = ['integer', 'number', 'yuan', 'year'].includes(field.type);
  return (
    <div className="record-input">
      {field.type === 'boolean' || field.codes ? (
        <Select
          {...common}
          allowClear
          aria-label={text(field.label)}
          value={unknown ? undefined : value === undefined ? undefined : String(value)}
          onChange={next => onChange(next === undefined ? undefined : field.codes ? next : next === 'true')}
          options={field.codes ? field.codes.map(code => ({ value: code.code, label: text(code.label) })) : [{ value: 'true', label: t('value.yes') }, { value: 'false', label: t('value.no') }]}
        />
      ) : field.type === 'date' ? (
        <DateInput id={id} disabled={unknown} wrong={!!error} describedBy={common['aria-describedby']} value={unknown || value === undefined ? '' : String(value)} onChange={typed => onChange(typed || undefined)} />
      ) : (
        <Input
          {...common}
          inputMode={number ? 'decimal' : undefined}
          suffix={field.unit ? text(field.unit) : undefined}
          value={unknown || value === undefined ? '' : String(value)}
          onChange={event => {
            const typed = event.target.value.trim();
            // What is not yet a number stays as typed, so that the mistake can be seen and mended.
            onChange(typed === '' ? undefined : number && /^-?\d+(\.\d+)?$/.test(typed.replaceAll(',', '')) ? Number(typed.replaceAll(',', '')) : event.target.value);
          }}
        />
      )}
      <Checkbox checked={unknown} onChange={event => onChange(event.target.checked ? null : undefined)}>{t('records.notKnown')}</Checkbox>
      {error && <p className="error-text" id={`${id}-error`}>{error}</p>}
    </div>
  );
}
