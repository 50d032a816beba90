import { Button, Checkbox, Input, Select } from 'antd';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import type { FactValue, FactView } from './api';

interface Props {
  fact: FactView;
  value: FactValue | undefined;
  onChange: (value: FactValue | undefined) => void;
  disabled: boolean;
  error?: string;
}

type Row = Record<string, string | number | boolean | null>;

/** One fact as a control. That there is none of it, or that nobody knows, is an answer of its own; an empty control is none. */
export function FactInput({ fact, value, onChange, disabled, error }: Props) {
  const { t, text } = useT();
  const id = `fact-${fact.key}`;
  return (
    <div className="record-input">
      {fact.members ? <Rows fact={fact} value={(value ?? []) as Row[]} onChange={onChange} disabled={disabled || value === null} />
        : <Scalar fact={fact} label={text(fact.title)} value={value as FactValue | undefined} onChange={onChange} disabled={disabled || value === null} invalid={!!error} />}
      <Checkbox disabled={disabled} checked={value === null} onChange={event => onChange(event.target.checked ? null : undefined)}>{t(fact.optional ? 'checks.noneOfIt' : 'records.notKnown')}<span className="hidden-text"> {text(fact.title)}</span></Checkbox>
      {error && <p className="error-text" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  );
}

function Scalar({ fact, label, value, onChange, disabled, invalid }: { fact: FactView; label: string; value: FactValue | undefined; onChange: (value: FactValue | undefined) => void; disabled: boolean; invalid: boolean }) {
  const { t, language } = useT();
  const status = invalid ? ('error' as const) : undefined;
  const codes = fact.codes.map(code => ({ value: code.code, label: language === 'zh' ? code.label : code.code.replaceAll('_', ' ') }));
  if (fact.type === 'list') {
    return <Select mode="multiple" aria-label={label} disabled={disabled} status={status} value={(value ?? undefined) as string[] | undefined} onChange={next => onChange(next.length === 0 ? undefined : next)} options={codes} placeholder={t('checks.choose')} />;
  }
  if (fact.type === 'boolean' || fact.type === 'code') {
    return (
      <Select
        allowClear aria-label={label} disabled={disabled} status={status} value={value === null || value === undefined ? undefined : String(value)} placeholder={t('checks.choose')}
        onChange={next => onChange(next === undefined ? undefined : fact.type === 'code' ? next : next === 'true')}
        options={fact.type === 'code' ? codes : [{ value: 'true', label: t('value.yes') }, { value: 'false', label: t('value.no') }]}
      />
    );
  }
  if (fact.type === 'date') {
    return <DateInput label={label} disabled={disabled} wrong={invalid} value={typeof value === 'string' ? value : ''} onChange={next => onChange(next === '' ? undefined : next)} />;
  }
  const number = fact.type === 'number' || fact.type === 'integer';
  return (
    <Input
      aria-label={label} disabled={disabled} status={status} inputMode={number ? 'decimal' : undefined} value={value === null || value === undefined ? '' : String(value)}
      onChange={event => {
        const typed = event.target.value.trim();
        const plain = typed.replaceAll(',', '');
        // What is not yet a number stays as typed, so that the mistake can be seen and mended.
        onChange(typed === '' ? undefined : number && /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : event.target.value);
      }}
    />
  );
}

function Rows({ fact, value, onChange, disabled }: { fact: FactView; value: Row[]; onChange: (value: FactValue | undefined) => void; disabled: boolean }) {
  const { t, text } = useT();
  const members = fact.members ?? [];
  const put = (rows: Row[]) => onChange(rows.length === 0 ? undefined : rows);
  return (
    <div className="fact-rows">
      {[...value.entries()].map(([index, row]) => (
        // Rows have no name of their own; their place is what tells them apart.
        <div key={index} className="fact-row">
          {members.map(member => (
            <Scalar
              key={member.key} fact={member} label={`${text(fact.title)} ${index + 1} ${text(member.title)}`} value={row[idOf(member)] ?? undefined} disabled={disabled} invalid={false}
              onChange={next => put(value.map((one, at) => at === index ? { ...one, [idOf(member)]: (next ?? null) as string | number | boolean | null } : one))}
            />
          ))}
          <Button disabled={disabled} onClick={() => put(value.filter((_, at) => at !== index))}>{t('checks.row.remove')}</Button>
        </div>
      ))}
      <Button disabled={disabled} onClick={() => put([...value, {}])}>{t('checks.row.add')} ({members.map(member => text(member.title)).join(t('checks.comma'))})</Button>
    </div>
  );
}

/** A member's own id stands before the title in its key. */
function idOf(member: FactView): string {
  return member.key.split('/')[0]!;
}
