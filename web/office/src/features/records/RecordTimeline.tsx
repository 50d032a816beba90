import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Badge } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useDictionary, useRecordHistory, type Field, type RecordHistoryEntry, type RecordKind } from './api';
import { useSay } from './say';

/** Every change of a record and of its yearly answers, newest first, each value before and after. */
export function RecordTimeline({ kind, id }: { kind: RecordKind; id: string }) {
  const { t } = useT();
  const query = useRecordHistory(kind, id);
  const dictionary = useDictionary();
  const fields = new Map((dictionary.data?.fields ?? []).filter(field => field.kinds.includes(kind)).map(field => [field.id, field]));
  return (
    <Loaded query={query} rows={4}>
      {page => page.items.length === 0 ? <Empty title={t('timeline.none')} /> : (
        <ol className="timeline">{page.items.map(item => <Entry key={`${item.change.id}/${item.year}`} item={item} fields={fields} />)}</ol>
      )}
    </Loaded>
  );
}

function Entry({ item, fields }: { item: RecordHistoryEntry; fields: Map<string, Field> }) {
  const { t, code } = useT();
  const { change } = item;
  const all = item.differences.flatMap(one => one.fields.map(field => ({ ...field, from: one.valid_from, first: one.what === 'joined' })));
  const list = (
    <ul className="changes">
      {all.map(field => <li key={`${field.field}/${field.from}`}><Value field={fields.get(field.field)} label={field.label ?? field.field} place={field.field === 'region'} before={field.first ? undefined : field.before} after={field.after} /></li>)}
    </ul>
  );
  return (
    <li>
      <div className="timeline-head">
        <time dateTime={change.at}>{instant(change.at)}</time>
        <strong>{sayActor(t, change.actor)}</strong>
        <Badge>{code('channel', change.channel)}</Badge>
        {item.year && <Badge tone="info">{t('records.yearly', { year: item.year })}</Badge>}
        {!item.year && day(item.differences[0]?.valid_from) && <span className="faint">{t('timeline.validFrom', { date: day(item.differences[0]?.valid_from) })}</span>}
      </div>
      <p>{change.reason}</p>
      {change.source && <p className="faint">{change.source}</p>}
      {all.length > 5 ? <details><summary>{t('records.fieldsChanged', { n: all.length })}</summary>{list}</details> : list}
    </li>
  );
}

function Value({ field, label, place, before, after }: { field: Field | undefined; label: string; place: boolean; before: unknown; after: unknown }) {
  const { t, text } = useT();
  const say = useSay();
  const shown = (value: unknown) => {
    if (value === undefined || value === null) return '';
    if (typeof value === 'object') return t('records.notKnown');
    return field ? say(field, { [field.id]: value as string | number | boolean }) : String(value);
  };
  return (
    <>
      <span className="faint">{field ? text(field.label) : label}</span>{' '}
      {before !== undefined && <><del>{place && typeof before === 'string' ? <PlaceName code={before} /> : shown(before) || t('value.none')}</del><span aria-label={t('timeline.becomes')} role="img"> → </span></>}
      <ins>{place && typeof after === 'string' ? <PlaceName code={after} /> : shown(after) || t('value.none')}</ins>
    </>
  );
}

/** A place by its name; by its code until that is known. */
function PlaceName({ code }: { code: string }) {
  const found = useQuery({ queryKey: ['region', code], queryFn: () => read('/api/regions/{code}', { path: { code } }), staleTime: Infinity, retry: false }).data;
  return <>{found?.name ?? code}</>;
}
