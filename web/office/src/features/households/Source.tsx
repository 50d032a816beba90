import { InfoCircleOutlined } from '@ant-design/icons';
import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { sayFact } from './facts';
import type { ChangeInfo, FactValue } from './types';

/** Who, when and why of a field, or of the latest change of all of them, one click beside it. */
export function Source({ of, changes, path, label, household, person, more }: { of: { provenance: Record<string, string> }; changes: ChangeInfo[]; path?: string; label: string; household?: string | undefined; person?: string; more?: () => ReactNode }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const ids = new Set(Object.entries(of.provenance).filter(([field]) => !path || field === path || field.startsWith(`${path}.`)).map(([, change]) => change));
  // Changes come newest first.
  const found = changes.find(change => ids.has(change.id));
  if (!found) return null;
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      title={t('source.title', { field: label })}
      content={<><SourceText found={found} />{open && household && path && <FieldHistory household={household} path={path} person={person} />}{open && more?.()}</>}
    >
      <Button type="text" size="small" className="source" icon={<InfoCircleOutlined />} aria-label={t('source.title', { field: label })} />
    </Popover>
  );
}

/** Every value that the field has had, newest first: what it was, who changed it, when and why. Fetched when it is asked for. */
function FieldHistory({ household, path, person }: { household: string; path: string; person?: string }) {
  const i18n = useT();
  const query = useQuery({ queryKey: ['household', household, 'field', path, person], queryFn: () => read('/api/households/{id}/fields/{path}/history', { path: { id: household, path }, query: { person } }) });
  const say = (value: unknown) => sayFact(i18n, path, value as FactValue);
  return <ValueList items={(query.data?.items ?? []).map(item => ({ change: item.change, from: item.valid_from, before: say(item.before), after: say(item.after) }))} />;
}

/** The values of a field in words, newest first; nothing when there was only one. */
export function ValueList({ items }: { items: { change: ChangeInfo; from?: string | null | undefined; before: string; after: string }[] }) {
  const { t } = useT();
  if (items.length < 2) return null;
  return (
    <>
      <h4>{t('source.history')}</h4>
      <ol className="field-history">
        {items.map(item => (
          <li key={`${item.change.id}${item.from}`}>
            <time dateTime={item.change.at}>{instant(item.change.at)}</time> {sayActor(t, item.change.actor)}:
            <del>{item.before || t('value.none')}</del> → <ins>{item.after || t('value.none')}</ins>
            <div className="faint">{[item.change.reason, item.from && t('timeline.validFrom', { date: item.from })].filter(Boolean).join(' · ')}</div>
          </li>
        ))}
      </ol>
    </>
  );
}

function SourceText({ found }: { found: ChangeInfo }) {
  const { t, code } = useT();
  const rows = [
    [t('source.who'), sayActor(t, found.actor)],
    [t('source.when'), instant(found.at)],
    [t('source.how'), code('channel', found.channel)],
    [t('source.why'), found.reason],
    [t('source.evidence'), found.evidence],
    [t('source.file'), found.source],
  ].filter(row => row[1]);
  return <dl className="source-text">{rows.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}
