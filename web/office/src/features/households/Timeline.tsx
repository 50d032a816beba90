import { day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useHistory } from './api';
import { sayFact, sayField } from './facts';
import type { FactValue, HistoryItem } from './types';

/** Every change, newest first: who, when, by which way, why, and each value before and after. */
export function Timeline({ id }: { id: string }) {
  const { t } = useT();
  const query = useHistory(id);
  return (
    <Loaded query={query} rows={4}>
      {page => page.items.length === 0 ? <Empty title={t('timeline.none')} /> : <ol className="timeline">{page.items.map(item => <Entry key={item.change.id} item={item} />)}</ol>}
    </Loaded>
  );
}

function Entry({ item }: { item: HistoryItem }) {
  const { t, code } = useT();
  const { change } = item;
  const days = Array.from(new Set(item.differences.map(one => day(one.valid_from)).filter(Boolean)));
  return (
    <li>
      <div className="timeline-head">
        <time dateTime={change.at}>{instant(change.at)}</time>
        <strong>{change.actor}</strong>
        <Badge>{code('channel', change.channel)}</Badge>
        {days.length === 1 && <span className="faint">{t('timeline.validFrom', { date: days[0] ?? '' })}</span>}
      </div>
      <p>{change.reason}</p>
      {change.source && <p className="faint">{change.source}</p>}
      {item.differences.map(one => <Difference key={`${one.person}/${one.what}/${one.valid_from}`} difference={one} />)}
    </li>
  );
}

function Difference({ difference }: { difference: HistoryItem['differences'][number] }) {
  const i18n = useT();
  const { t } = i18n;
  const fields = difference.fields.map(field => ({ ...field, before: field.before as FactValue | undefined, after: field.after as FactValue | undefined }));
  const first = fields.length > 4 && fields.every(field => field.before === undefined || field.before === null);
  if (first) {
    return (
      <details>
        <summary>{[difference.name, t('timeline.first', { n: fields.length })].filter(Boolean).join(' · ')}</summary>
        <dl className="facts">{fields.map(field => <div key={field.field}><dt>{sayField(i18n, field.field)}</dt><dd>{sayFact(i18n, field.field, field.after)}</dd></div>)}</dl>
      </details>
    );
  }
  return (
    <ul className="changes">
      {fields.map(field => (
        <li key={field.field}>
          <span className="faint">{[difference.name, sayField(i18n, field.field)].filter(Boolean).join(' · ')}</span>{' '}
          <del>{sayFact(i18n, field.field, field.before) || t('value.none')}</del>
          <span aria-label={t('timeline.becomes')} role="img"> → </span>
          <ins>{sayFact(i18n, field.field, field.after) || t('value.none')}</ins>
        </li>
      ))}
    </ul>
  );
}
