import { Input, Select } from 'antd';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { toFact, type Editor } from './editing';
import type { FactValue } from './types';

/** The control of one field, with what is wrong about it beneath. */
export function FieldEditor({ editor, label, value, changed, problems, onChange }: { editor: Editor; label: string; value: FactValue | undefined; changed: boolean; problems: string[]; onChange: (value: FactValue) => void }) {
  const { t, code } = useT();
  const id = `edit-${editor.path}`;
  const give = (next: unknown) => onChange(toFact(editor, next));
  const options = editor.codes?.map(one => ({ value: one, label: code(editor.system!, one) }));
  return (
    <div className={changed ? 'form-item changed' : 'form-item'}>
      <label htmlFor={id}>{label}{changed && <span className="changed-mark"> {t('change.mark')}</span>}</label>
      {editor.kind === 'one' && <Select id={id} className="full" allowClear value={value === null || value === undefined ? undefined : String(value)} options={options} onChange={give} placeholder={t('value.unknown')} />}
      {editor.kind === 'many' && <Select id={id} className="full" mode="multiple" allowClear value={(value as string[] | null) ?? []} options={options} onChange={give} maxCount={editor.path === 'causes' ? 3 : undefined} placeholder={t('value.none')} />}
      {editor.kind === 'yesno' && (
        <Select
          id={id}
          className="full"
          allowClear
          value={value === true ? 'yes' : value === false ? 'no' : undefined}
          options={[{ value: 'yes', label: t('value.yes') }, { value: 'no', label: t('value.no') }]}
          onChange={next => give(next === undefined ? null : next === 'yes')}
          placeholder={t('value.unknown')}
        />
      )}
      {editor.kind === 'date' && <DateInput id={id} wrong={problems.length > 0} value={value === null || value === undefined ? '' : String(value)} onChange={give} />}
      {(editor.kind === 'number' || editor.kind === 'text') && (
        <Input
          id={id}
          type={editor.kind === 'number' ? 'number' : editor.kind}
          inputMode={editor.kind === 'number' ? 'decimal' : undefined}
          min={editor.kind === 'number' ? 0 : undefined}
          step="any"
          value={value === null || value === undefined ? '' : String(value)}
          status={problems.length > 0 ? 'error' : ''}
          onChange={event => give(event.target.value)}
        />
      )}
      {problems.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
    </div>
  );
}
