import { FilterOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Radio, Select, Tag } from 'antd';
import { useState } from 'react';
import { useFilters } from '../../framework/filters';
import { useT, type Translate } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { sayFact, sayField } from './facts';
import { readConditions, useFields, writeConditions, type Condition, type ListField } from './lists';

/** What a field is called in a list of fields: members' fields say so. */
export function nameField(i18n: Translate, field: Pick<ListField, 'path' | 'label' | 'members'>): string {
  const known = sayField(i18n, field.path);
  const name = known === field.path.split('.').at(-1) && i18n.language === 'zh' && field.label ? field.label : known;
  return field.members ? i18n.t('filter.member', { field: name }) : name;
}

const sayCode = (i18n: Translate, field: ListField, code: string) => sayFact(i18n, field.path.replace(/^persons\./, ''), code);

function sayCondition(i18n: Translate, field: ListField | undefined, one: Condition): string {
  const { t, language } = i18n;
  if (!field) return `${one.path} ${one.value}`;
  const name = nameField(i18n, field);
  if (one.value === 'unknown' || one.value === 'known') return `${name}${language === 'zh' ? '' : ' '}${t((one.value === 'unknown') === one.not ? 'filter.isKnown' : 'filter.isUnknown')}`;
  if (field.kind === 'yes_no') return `${name}${language === 'zh' ? ':' : ': '}${t((one.value === 'yes') === one.not ? 'value.no' : 'value.yes')}`;
  if (field.kind === 'number' || field.kind === 'date') {
    const [from = '', to = ''] = one.value.includes('..') ? one.value.split('..') : [one.value, one.value];
    const range = from && to ? (from === to ? `= ${from}` : `${from} – ${to}`) : from ? `≥ ${from}` : `≤ ${to}`;
    return `${name} ${one.not ? t('filter.not') : ''}${range}`;
  }
  return `${name}${language === 'zh' ? ':' : ': '}${one.not ? t('filter.not') : ''}${one.value.split(',').map(code => sayCode(i18n, field, code)).join(language === 'zh' ? '或' : ' or ')}`;
}

/** Conditions on any field: each reads as a sentence, is taken away by its cross, and a further one takes three choices. */
export function FieldFilters() {
  const i18n = useT();
  const { t } = i18n;
  const { values, set } = useFilters();
  const fields = useFields();
  const [open, setOpen] = useState(false);
  const conditions = readConditions(values['where']);
  const put = (next: Condition[]) => set({ where: writeConditions(next) });
  return (
    <>
      {conditions.map((one, index) => {
        const said = sayCondition(i18n, fields.data?.find(field => field.path === one.path), one);
        return (
          <Tag key={`${one.path}${one.not}${one.value}`} closable closeIcon={<span role="img" aria-label={t('filter.remove', { condition: said })}>×</span>} className="condition" onClose={event => { event.preventDefault(); put(conditions.filter((_, at) => at !== index)); }}>
            {said}
          </Tag>
        );
      })}
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        title={t('filter.add')}
        content={<ConditionForm key={String(open)} fields={fields.data ?? []} add={one => { setOpen(false); put([...conditions, one]); }} />}
      >
        <Button icon={<FilterOutlined />}>{t('filter.add')}</Button>
      </Popover>
    </>
  );
}

function ConditionForm({ fields, add }: { fields: ListField[]; add: (one: Condition) => void }) {
  const i18n = useT();
  const { t } = i18n;
  const [path, setPath] = useState<string>();
  const [how, setHow] = useState<'is' | 'not' | 'unknown' | 'known'>('is');
  const [codes, setCodes] = useState<string[]>([]);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const field = fields.find(one => one.path === path);
  const range = field?.kind === 'number' || field?.kind === 'date';
  const value = !field ? '' : how === 'unknown' || how === 'known' ? how : range ? (from || to ? `${from}..${to}` : '') : codes.join(',');
  const submit = () => field && value && add({ path: field.path, not: how === 'not', value });
  return (
    <form className="condition-form" onSubmit={event => { event.preventDefault(); submit(); }}>
      <Select
        showSearch={{ filterOption: (typed, option) => String(option?.label ?? '').toLowerCase().includes(typed.toLowerCase()) || String(option?.value ?? '').includes(typed.toLowerCase()) }}
        autoFocus
        className="full"
        aria-label={t('filter.field')}
        placeholder={t('filter.field')}
        value={path}
        onChange={next => { setPath(next); setCodes([]); setFrom(''); setTo(''); setHow('is'); }}
        options={fields.map(one => ({ value: one.path, label: nameField(i18n, one) }))}
      />
      {field && (
        <Radio.Group
          value={how}
          onChange={event => setHow(event.target.value as typeof how)}
          options={[{ value: 'is', label: t(range ? 'filter.between' : 'filter.is') }, { value: 'not', label: t('filter.isNot') }, { value: 'unknown', label: t('filter.isUnknown') }, { value: 'known', label: t('filter.isKnown') }]}
        />
      )}
      {field && (how === 'is' || how === 'not') && (range ? (
        <div className="range">
          {field.kind === 'date' ? (
            <>
              <DateInput label={t('filter.rangeFrom')} value={from} onChange={setFrom} />
              <span aria-hidden>–</span>
              <DateInput label={t('filter.rangeTo')} value={to} onChange={setTo} />
            </>
          ) : (
            <>
              <Input type="number" step="any" aria-label={t('filter.rangeFrom')} placeholder={t('filter.rangeFrom')} value={from} onChange={event => setFrom(event.target.value)} />
              <span aria-hidden>–</span>
              <Input type="number" step="any" aria-label={t('filter.rangeTo')} placeholder={t('filter.rangeTo')} value={to} onChange={event => setTo(event.target.value)} />
            </>
          )}
        </div>
      ) : field.kind === 'yes_no' ? (
        <Radio.Group value={codes[0]} onChange={event => setCodes([event.target.value as string])} options={[{ value: 'yes', label: t('value.yes') }, { value: 'no', label: t('value.no') }]} />
      ) : (
        <Select mode="multiple" className="full" aria-label={t('filter.values')} placeholder={t('filter.values')} value={codes} onChange={setCodes} options={field.codes.map(code => ({ value: code, label: sayCode(i18n, field, code) }))} />
      ))}
      <Button type="primary" htmlType="submit" disabled={!value}>{t('filter.apply')}</Button>
    </form>
  );
}
