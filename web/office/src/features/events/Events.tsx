import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { day, instant, knownThen } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Badge } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { Attachments } from '../households/Attachments';
import { useEvents, usePreviewUndo, useUndo, type EventView } from './api';

/** What happened to a household, newest first, and the way to take it back. */
export function Events({ household, fixed, known }: { household: string; fixed?: boolean; known?: string | undefined }) {
  const { t } = useT();
  const query = useEvents(household);
  const [undoing, setUndoing] = useState<EventView>();
  return (
    <>
      <Loaded query={query} rows={2}>
        {page => page.items.every(event => !knownThen(event.change.at, known)) ? <Empty title={t('event.none')} /> : (
          <ol className="timeline">{page.items.filter(event => knownThen(event.change.at, known)).map(event => <Entry key={event.id} event={event} household={household} undo={fixed ? undefined : () => setUndoing(event)} />)}</ol>
        )}
      </Loaded>
      {undoing && <UndoDialog event={undoing} close={() => setUndoing(undefined)} />}
    </>
  );
}

export function Entry({ event, household, undo }: { event: EventView; household: string; undo?: () => void }) {
  const { t, text } = useT();
  const others = [...new Map(event.parties.filter(party => party.household !== household).map(party => [party.household, party])).values()];
  return (
    <li className={event.undone_by ? 'undone' : undefined}>
      <div className="timeline-head">
        <time dateTime={event.on ?? undefined}>{day(event.on) || t('value.beginning')}</time>
        <Badge tone={event.kind === 'undo' ? 'warn' : 'info'}>{text(event.name)}</Badge>
        {event.undone_by && <Badge tone="plain">{t('event.undone')}</Badge>}
        <span className="faint">{t('event.by', { name: sayActor(t, event.change.actor), at: instant(event.change.at) })}</span>
        {event.can_undo && undo && <Button size="small" onClick={undo}>{t('event.undo')}</Button>}
      </div>
      <p>{event.change.reason}{event.change.evidence && <span className="faint"> · {event.change.evidence}</span>}</p>
      {event.effects.length > 0 && <ul className="changes">{event.effects.map(effect => <li key={effect.zh}>{text(effect)}</li>)}</ul>}
      {!event.undone_by && event.kind !== 'undo' && event.kind !== 'registered' && <Attachments household={household} event={event.id} brief />}
      {others.map(party => <Link key={party.household} to={`/households/${party.household}`}>{party.head_name ?? party.number} · {party.number}</Link>)}
    </li>
  );
}

export function UndoDialog({ event, close }: { event: EventView; close: () => void }) {
  const { t, text } = useT();
  const { message } = App.useApp();
  const preview = usePreviewUndo(event.id);
  const undo = useUndo();
  const [reason, setReason] = useState('');
  return (
    <Modal
      open
      title={t('event.undo.title', { kind: text(event.name) })}
      okText={t('event.undo')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2 || !preview.isSuccess || preview.data.problems.length > 0 }}
      confirmLoading={undo.isPending}
      onCancel={close}
      onOk={() => undo.mutate({ event: event.id, reason: reason.trim() }, { onSuccess: () => { void message.success(t('event.undo.done')); close(); } })}
    >
      <ProblemSummary error={preview.error ?? undo.error} title={t('event.undo.refused')} retry={preview.error ? () => void preview.refetch() : undefined} />
      {!!preview.data?.problems.length && <Alert type="warning" showIcon title={t('event.undo.refused')} description={<ul>{preview.data.problems.map(problem => <li key={problem.text.zh}>{text(problem.text)}</li>)}</ul>} />}
      {preview.data && <ul className="changes">{preview.data.effects.map(effect => <li key={effect.zh}>{text(effect)}</li>)}</ul>}
      <label className="form-row" htmlFor="undo-reason">{t('change.reason')}</label>
      <Input id="undo-reason" value={reason} maxLength={300} placeholder={t('event.undo.example')} onChange={typed => setReason(typed.target.value)} />
    </Modal>
  );
}
