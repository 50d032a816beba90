import { newId } from '@fuyao/shared';
import { Alert, App, Button, Drawer, Input, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { readDate } from '../../framework/dates';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { useNarrow } from '../../shared/narrow';
import { ProblemSummary } from '../../shared/Problems';
import { differences, toRequest, type Edits } from '../households/editing';
import type { HouseholdRecord } from '../households/types';
import { usePreview, useRecord, type EventRequest } from './api';
import { Correction } from './Correction';
import { EvidenceFiles, useSendEvidence } from './EvidenceFiles';
import { HouseholdChoice, NewPersons, PersonChoice, PersonsChoice, PlaceChoice, RelationsOf } from './fields';
import { Joining } from './Joining';
import { asks, kindCodes, type EventKind } from './kinds';
import { SplitBoard } from './SplitBoard';

/** Records what happened: kind, day, who; says what it will do before it is done. What is typed is kept until it is recorded. */
export function EventDrawer({ record, close }: { record: HouseholdRecord; close: () => void }) {
  const { t, text } = useT();
  const narrow = useNarrow();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const storage = `fuyao.draft.event.${record.id}`;
  const [said, setSaid] = useState<EventRequest>(() => {
    const stored = sessionStorage.getItem(storage);
    return stored ? (JSON.parse(stored) as EventRequest) : { kind: 'birth', on: today(), reason: '' };
  });
  const [key, setKey] = useState(newId);
  const [asked, setAsked] = useState(false);
  const [edits, setEdits] = useState<Edits>(() => JSON.parse(sessionStorage.getItem(`${storage}.edits`) ?? '{}') as Edits);
  const [files, setFiles] = useState<File[]>([]);
  const sending = useSendEvidence(record.id);
  const [first] = useState(() => [{ id: newId() }]);
  const recording = useRecord(record.id);
  const update = (part: Partial<EventRequest>) => {
    const next = { ...said, ...part };
    setSaid(next);
    setKey(newId());
    recording.reset();
    sessionStorage.setItem(storage, JSON.stringify(next));
  };
  const correct = (next: Edits) => {
    setEdits(next);
    sessionStorage.setItem(`${storage}.edits`, JSON.stringify(next));
    const changes = differences(record, next);
    update({ changes: undefined, clear: undefined, ...toRequest(changes) } as Partial<EventRequest>);
  };
  const forget = () => {
    sessionStorage.removeItem(storage);
    sessionStorage.removeItem(`${storage}.edits`);
  };
  const choose = (kind: EventKind) => {
    setAsked(false);
    setEdits({});
    sessionStorage.removeItem(`${storage}.edits`);
    update({ changes: undefined, clear: undefined, kind, persons: undefined, new_persons: undefined, household: undefined, head: undefined, remaining_head: undefined, relations: undefined, region: undefined, group: undefined, number: undefined, shares: undefined });
  };

  const started = isStarted(said) && readDate(said.on ?? '') !== null;
  // Why it happened changes nothing about what it does: typing the reason leaves the effects standing.
  const question = JSON.stringify({ ...said, reason: '-', evidence: undefined });
  const settled = useSettled(question, 350) === question;
  const preview = usePreview(record.id, question, started && settled);
  const missing = preview.data?.problems ?? [];
  const ready = started && preview.isSuccess && !preview.isFetching && missing.length === 0 && settled;
  const reasonMissing = asked && (said.reason ?? '').trim().length < 2;

  const save = () => {
    setAsked(true);
    if (!ready || (said.reason ?? '').trim().length < 2) return;
    recording.mutate(
      { said: { ...said, reason: said.reason!.trim() }, version: record.version, key },
      {
        onSuccess: async done => {
          forget();
          void message.success(t('event.recorded'));
          if (files.length > 0) {
            try {
              await sending.mutateAsync({ files, event: done.id });
            } catch {
              // The event stands; its pictures can be added again beneath it.
              void message.error(t('event.files.refused'));
            }
          }
          close();
          // The household may be no more: its successor, if there is one, is where the clerk goes on.
          const gone = said.kind === 'merge' ? said.household : undefined;
          if (gone) void navigate(`/households/${gone}`);
          else if (said.kind === 'leave' && !said.persons?.length) void navigate('/households');
          else if (!done.households.includes(record.id)) void navigate('/households');
        },
      },
    );
  };

  return (
    <Drawer
      open
      onClose={close}
      size={narrow ? '100%' : 720}
      title={t('event.title', { name: record.head_name ?? record.number })}
      closable={{ 'aria-label': t('action.close') }}
      footer={
        <div className="drawer-foot">
          <Button onClick={() => { forget(); close(); }}>{t('change.discard')}</Button>
          <Button type="primary" loading={recording.isPending || sending.isPending} disabled={!ready} onClick={save}>{t('event.save')}</Button>
        </div>
      }
    >
      <ProblemSummary error={recording.error} title={t('event.refused')} />
      <Radio.Group className="event-kinds" optionType="button" value={said.kind} aria-label={t('event.kind')} onChange={event => choose(event.target.value as EventKind)} options={kindCodes.map(kind => ({ value: kind, label: t(`event.kind.${kind}`) }))} />
      <p className="faint">{t(`event.hint.${said.kind}`)}</p>
      <label className="form-row">{t(said.kind === 'correction' ? 'event.on.correction' : 'event.on')}<DateInput value={said.on ?? ''} max={today()} onChange={typed => update({ on: typed || undefined })} /></label>
      {asks(said.kind, 'person') && <PersonChoice record={record} label={t('event.person')} value={said.persons?.[0]} onChange={id => update({ persons: id ? [id] : undefined })} />}
      {asks(said.kind, 'persons') && <PersonsChoice record={record} label={t('event.persons')} none={t('event.persons.all')} value={said.persons ?? []} onChange={persons => update({ persons })} />}
      {asks(said.kind, 'newPersons') && <NewPersons kind={said.kind} on={said.on ?? today()} value={said.new_persons ?? first} onChange={new_persons => update({ new_persons })} />}
      {asks(said.kind, 'joining') && <Joining record={record} said={said as EventRequest & { kind: 'join' }} first={first} onChange={update} />}
      {asks(said.kind, 'fields') && <Correction record={record} edits={edits} onChange={correct} />}
      {asks(said.kind, 'household') && <HouseholdChoice not={record.id} label={t(said.kind === 'merge' ? 'event.household' : 'event.household.optional')} value={said.household ?? undefined} onChange={household => update({ household })} />}
      {asks(said.kind, 'relations') && said.household && <RelationsOf record={record} value={said.relations ?? {}} onChange={relations => update({ relations })} />}
      {said.kind === 'marriage_out' && said.household && said.persons?.[0] && (
        <RelationsOf record={record} only={[said.persons[0]]} value={said.relations ?? {}} onChange={relations => update({ relations })} />
      )}
      {asks(said.kind, 'place') && <PlaceChoice region={said.region ?? undefined} group={said.group ?? undefined} onChange={update} />}
      {asks(said.kind, 'newHead') && <PersonChoice record={record} label={t('event.newHead')} value={said.head ?? undefined} without={record.persons.filter(person => person.is_head).map(person => person.id)} onChange={head => update({ head })} />}
      {asks(said.kind, 'head') && headGoes(record, said) && (
        <PersonChoice record={record} label={t('event.newHead')} value={said.head ?? undefined} without={said.persons ?? []} onChange={head => update({ head })} />
      )}
      {asks(said.kind, 'board') && <SplitBoard record={record} said={said} onChange={update} />}
      <section className="preview" aria-live="polite" aria-label={t('event.effects')}>
        <h3>{t('event.effects')}</h3>
        {!started ? <p className="faint">{t('event.effects.none')}</p>
          : !settled ? <p className="faint">{t('state.loading')}</p>
          : missing.length > 0 ? <Alert type="warning" showIcon title={t('event.missing')} description={<ul>{missing.map(problem => <li key={`${problem.code}${problem.path}`}>{text(problem.text)}</li>)}</ul>} />
          : preview.error ? <ProblemSummary error={preview.error} title={t('event.effects.failed')} retry={() => void preview.refetch()} />
          : preview.data ? <ul className="changes">{preview.data.effects.map(effect => <li key={effect.zh}>{text(effect)}</li>)}</ul>
          : <p className="faint">{t('state.loading')}</p>}
      </section>
      <label className="form-row" htmlFor="event-reason">{t('change.reason')}</label>
      <Input.TextArea id="event-reason" rows={2} maxLength={300} value={said.reason ?? ''} status={reasonMissing ? 'error' : ''} placeholder={t('event.reason.example')} onChange={event => update({ reason: event.target.value })} />
      {reasonMissing && <p className="error-text" role="alert">{t('change.reason.needed')}</p>}
      <label className="form-row" htmlFor="event-evidence">{t('event.evidence')}</label>
      <Input id="event-evidence" maxLength={200} value={said.evidence ?? ''} placeholder={t('event.evidence.example')} onChange={event => update({ evidence: event.target.value || undefined })} />
      <EvidenceFiles value={files} onChange={setFiles} />
    </Drawer>
  );
}

function headGoes(record: HouseholdRecord, said: EventRequest) {
  const going = said.persons ?? [];
  const stay = record.persons.filter(person => !person.facts['death'] && !going.includes(person.id));
  return stay.length > 0 && record.persons.some(person => person.is_head && going.includes(person.id));
}

/** Whether enough is said to ask what would happen; before that nothing is wrong yet. */
function isStarted(said: EventRequest) {
  return !!(said.persons?.length || said.new_persons?.some(person => person['birth'] && person['sex']) || said.household || said.head || said.region || said.group || said.changes || said.clear?.length || said.kind === 'leave');
}

/** The value once it has not changed for a moment. */
function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
