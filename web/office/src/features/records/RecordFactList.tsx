import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Facts } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { Source, ValueList } from '../households/Source';
import { isAsked, useDictionary, useRecordHistory, type Field, type RecordKind, type RecordView } from './api';
import { useSay } from './say';

/** Where it lies is said last; the map says it better. */
const where = new Set(['latitude', 'longitude', 'address']);

/** The lasting facts of a record, each with who said so beside it. */
export function RecordFactList({ record }: { record: RecordView }) {
  const { text } = useT();
  const say = useSay();
  const dictionary = useDictionary();
  return (
    <Loaded query={dictionary} rows={4}>
      {found => (
        <Facts
          items={found.fields.filter(field => !field.yearly && field.kinds.includes(record.kind) && isAsked(field, record.facts['kind'], record.facts)).toSorted((a, b) => Number(where.has(a.id)) - Number(where.has(b.id))).map(field => ({
            label: text(field.label), value: say(field, record.facts),
            after: <Source of={record} changes={record.changes} path={field.id} label={text(field.label)} more={() => <FieldHistory record={record} field={field} />} />,
          }))}
        />
      )}
    </Loaded>
  );
}

/** Every value that a field has had, once there was more than one; of one year's answer when a year is named. */
function FieldHistory({ record, field, year }: { record: RecordView; field: Field; year?: number }) {
  const say = useSay();
  const shown = (value: unknown) => (value === undefined || value === null || typeof value === 'object' ? '' : say(field, { [field.id]: value as string | number | boolean }));
  const items = (useRecordHistory(record.kind as RecordKind, record.key).data?.items ?? [])
    .filter(item => (item.year ?? undefined) === year)
    .flatMap(item => item.differences.flatMap(one => one.fields.filter(changed => changed.field === field.id).map(changed => ({ change: item.change, from: year ? undefined : one.valid_from, before: shown(changed.before), after: shown(changed.after) }))));
  return <ValueList items={items} />;
}

/** The yearly answers side by side, the latest year first. */
export function YearTable({ record }: { record: RecordView }) {
  const { t, text } = useT();
  const say = useSay();
  const dictionary = useDictionary();
  const years = record.years.slice(0, 4);
  return (
    <Loaded query={dictionary} rows={6}>
      {found => {
        const fields = found.fields.filter(field => field.yearly && field.kinds.includes(record.kind) && years.some(year => year.facts[field.id] !== undefined));
        return (
          <table className="grid years">
            <caption className="hidden-text">{t('records.years')}</caption>
            <thead>
              <tr><th scope="col">{t('records.field')}</th>{years.map(year => <th key={year.year} scope="col" className="number" title={t('records.answeredBy', { name: sayActor(t, year.answered_by) })}>{year.year}</th>)}</tr>
            </thead>
            {found.sections.filter(section => fields.some(field => field.section === section.id)).map(section => (
              <tbody key={section.id}>
                <tr className="section-row"><th scope="rowgroup" colSpan={years.length + 1}>{text(section.label)}</th></tr>
                {fields.filter(field => field.section === section.id).map(field => (
                  <tr key={field.id}>
                    <th scope="row">{text(field.label)}{field.unit && text(field.unit) && <span className="faint"> ({text(field.unit)})</span>}</th>
                    {years.map(year => (
                      <td key={year.year} className="number">
                        {say(field, year.facts, false)}
                        <Source of={{ provenance: year.provenance as Record<string, string> }} changes={record.changes} path={field.id} label={`${text(field.label)} ${year.year}`} more={() => <FieldHistory record={record} field={field} year={year.year} />} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        );
      }}
    </Loaded>
  );
}

/** The fields of a kind, in the order in which they are asked. */
export function useFields(kind: RecordKind, yearly: boolean) {
  const dictionary = useDictionary();
  return dictionary.data?.fields.filter(field => !!field.yearly === yearly && field.kinds.includes(kind)) ?? [];
}
