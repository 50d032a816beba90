import { Button } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { day, instant, knownThen, money } from '../../framework/format';
import { useT, type Key } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Badge } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useBenefits, useChecks, useHistory } from './api';
import { useAttachments } from './Attachments';
import { sayFact, sayField } from './facts';
import type { FactValue, HistoryItem } from './types';

/** One thing that happened, from whatever source: when it was recorded, which kind, and how it is told. */
interface Happening {
  key: string;
  at: string;
  kind: 'change' | 'check' | 'attachment' | 'award';
  content: ReactNode;
}

const kinds = ['change', 'check', 'attachment', 'award'] as const;
const kindNames: Record<Happening['kind'], Key> = { change: 'timeline.changes', check: 'timeline.checks', attachment: 'timeline.attachments', award: 'timeline.awards' };

/** Everything that happened to the household, newest first; a person's part of it when one is named. A new source is one list more. */
export function Timeline({ id, person, on, known }: { id: string; person?: string; on?: string | undefined; known?: string | undefined }) {
  const { t } = useT();
  const query = useHistory(id);
  const others = useOthers(id, person, on);
  const [kind, setKind] = useState<Happening['kind'] | null>(null);
  return (
    <Loaded query={query} rows={4}>
      {page => {
        const changes = page.items
          .map(item => (person ? { ...item, differences: item.differences.filter(one => one.person === person) } : item))
          .filter(item => item.differences.length > 0)
          .map((item): Happening => ({ key: item.change.id, at: item.change.at, kind: 'change', content: <Entry item={item} /> }));
        const all = [...changes, ...others].filter(one => knownThen(one.at, known)).toSorted((a, b) => (Date.parse(b.at) || 0) - (Date.parse(a.at) || 0));
        const present = kinds.filter(one => all.some(item => item.kind === one));
        if (all.length === 0) return <Empty title={t('timeline.none')} />;
        return (
          <>
            {present.length > 1 && (
              <div className="timeline-kinds" role="group" aria-label={t('timeline.kinds')}>
                {[null, ...present].map(one => <Button key={one ?? 'all'} size="small" type={kind === one ? 'primary' : 'default'} aria-pressed={kind === one} onClick={() => setKind(one)}>{t(one ? kindNames[one] : 'timeline.all')}</Button>)}
              </div>
            )}
            <ol className="timeline">{all.filter(item => kind === null || item.kind === kind).map(item => <li key={item.key}>{item.content}</li>)}</ol>
          </>
        );
      }}
    </Loaded>
  );
}

/** What is not a change of the record: checks, attachments, money. */
function useOthers(id: string, person: string | undefined, on: string | undefined): Happening[] {
  const { t, text } = useT();
  const checks = useChecks(id).data;
  const attachments = useAttachments(id).data;
  const awards = useBenefits(id, on).data?.awards;
  return useMemo(() => [
    ...(person ? [] : (checks ?? []).map((check): Happening => ({
      key: check.id, at: check.at, kind: 'check',
      content: <Head at={check.at} actor={sayActor(t, check.actor)} badge={t('timeline.check')}>{t(check.changed ? 'timeline.check.changed' : 'timeline.check.same', { date: check.on })}</Head>,
    }))),
    ...(attachments ?? []).filter(one => !person || one.subject === person).map((one): Happening => ({
      key: one.id, at: one.at, kind: 'attachment',
      content: <Head at={one.at} actor={sayActor(t, one.actor)} badge={t('timeline.attachment')}>{one.caption ?? one.name}{one.hidden && <span className="faint"> {t('timeline.hidden', { reason: one.hidden })}</span>}</Head>,
    })),
    ...(awards ?? []).filter(award => !person || award.subject === person).map((award): Happening => ({
      key: award.id ?? '', at: award.awarded_at ?? '', kind: 'award',
      content: (
        <Head at={award.awarded_at ?? ''} badge={t('timeline.award')}>
          <Link to={`/runs/${award.run}`}>{award.period}</Link> {text(award.title) || award.policy} {award.subject_name} <strong className="number">¥ {money(award.cash)}</strong>
        </Head>
      ),
    })),
  ], [checks, attachments, awards, person, t, text]);
}

function Head({ at, actor, badge, children }: { at: string; actor?: string; badge: string; children?: ReactNode }) {
  return (
    <>
      <div className="timeline-head"><time dateTime={at}>{instant(at)}</time>{actor && <strong>{actor}</strong>}<Badge>{badge}</Badge></div>
      <p>{children}</p>
    </>
  );
}

function Entry({ item }: { item: HistoryItem }) {
  const { t, code } = useT();
  const { change } = item;
  const days = Array.from(new Set(item.differences.map(one => day(one.valid_from)).filter(Boolean)));
  return (
    <>
      <div className="timeline-head">
        <time dateTime={change.at}>{instant(change.at)}</time>
        <strong>{sayActor(t, change.actor)}</strong>
        <Badge>{code('channel', change.channel)}</Badge>
        {days.length === 1 && <span className="faint">{t('timeline.validFrom', { date: days[0] ?? '' })}</span>}
      </div>
      <p>{change.reason}</p>
      {change.source && <p className="faint">{change.source}</p>}
      {item.differences.map(one => <Difference key={`${one.person}/${one.what}/${one.valid_from}`} difference={one} />)}
    </>
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
  const last = fields.length > 4 && fields.every(field => field.after === undefined || field.after === null);
  if (last) {
    return (
      <details>
        <summary>{[difference.name, t('timeline.last', { n: fields.length })].filter(Boolean).join(' · ')}</summary>
        <dl className="facts">{fields.map(field => <div key={field.field}><dt>{sayField(i18n, field.field)}</dt><dd><del>{sayFact(i18n, field.field, field.before)}</del></dd></div>)}</dl>
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
