import { day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useHistory } from './api';
import { sayFact, sayField } from './facts';
import type { HistoryItem } from './types';

/** Every change, newest first: who, when, by which way, why, and each value before and after. */
export function Timeline({ id }: { id: string }) {
  const { t } = useT();
  const query = useHistory(id);
  return (
    <Loaded query={query} rows={4}>
      {page => page.items.length === 0 ? <Empty title={t('timeline.none')} /> : <ol className="timeline">{page.items.map(item => <Entry key={`${item.change}-${item.subject.id}`} item={item} />)}</ol>}
    </Loaded>
  );
}

function Entry({ item }: { item: HistoryItem }) {
  const i18n = useT();
  const { t, code } = i18n;
  const first = item.fields.length > 0 && item.fields.every(field => field.before === undefined || field.before === null);
  return (
    <li>
      <div className="timeline-head">
        <time dateTime={item.at}>{instant(item.at)}</time>
        <strong>{item.actor}</strong>
        <Badge>{code('channel', item.channel)}</Badge>
        {item.subject.name && <span>{item.subject.name}</span>}
        {day(item.valid_from) && <span className="faint">{t('timeline.validFrom', { date: day(item.valid_from) })}</span>}
      </div>
      {item.reason && <p>{item.reason}</p>}
      {item.source && <p className="faint">{item.source}</p>}
      {first ? (
        <details>
          <summary>{t('timeline.first', { n: item.fields.length })}</summary>
          <dl className="facts">{item.fields.map(field => <div key={field.path}><dt>{sayField(i18n, field.path)}</dt><dd>{sayFact(i18n, field.path, field.after)}</dd></div>)}</dl>
        </details>
      ) : (
        <ul className="changes">
          {item.fields.map(field => (
            <li key={field.path}>
              <span className="faint">{sayField(i18n, field.path)}</span>{' '}
              <del>{sayFact(i18n, field.path, field.before) || t('value.none')}</del>
              <span aria-label={t('timeline.becomes')}> → </span>
              <ins>{sayFact(i18n, field.path, field.after) || t('value.none')}</ins>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
