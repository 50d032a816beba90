import { ApiError, newId } from '@fuyao/shared';
import { App, Button, Drawer, Input, Radio } from 'antd';
import { useState } from 'react';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { useNarrow } from '../../shared/narrow';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { isAsked, useChangeRecord, useCreateRecord, type RecordFacts, type RecordKind, type RecordView } from './api';
import { FieldInput } from './FieldInput';
import { useFields } from './RecordFactList';
import './records.css';

interface Props {
  kind: RecordKind;
  title: string;
  /** Null makes a new record. */
  record: RecordView | null;
  /** What a new record has besides its facts, such as a linkage's organisation. */
  besides?: Record<string, unknown>;
  named?: boolean;
  placed?: boolean;
  close: (made?: RecordView) => void;
}

/** Lasting facts of any record: a change from a day on, or a correction of what was recorded wrongly. */
export function RecordDrawer({ kind, title, record, besides, named, placed, close }: Props) {
  const { t, text } = useT();
  const narrow = useNarrow();
  const { message } = App.useApp();
  const fields = useFields(kind, false).filter(field => field.type !== 'reference');
  const [facts, setFacts] = useState<RecordFacts>(record?.facts ?? {});
  const [mode, setMode] = useState<'change' | 'correction'>('change');
  const [validFrom, setValidFrom] = useState(today());
  const [reason, setReason] = useState('');
  const [name, setName] = useState(record?.name ?? '');
  const [region, setRegion] = useState<string | undefined>(record?.region.code);
  const [key, setKey] = useState(newId);
  const change = useChangeRecord(kind, record?.key ?? '');
  const create = useCreateRecord(kind);
  const error = change.error ?? create.error;
  const at = record ? 'changes' : 'facts';
  const changed = fields.filter(field => facts[field.id] !== record?.facts[field.id]);
  const nothing = record !== null && changed.length === 0 && name === (record.name ?? '') && region === record.region.code;

  const save = () => {
    const done = (made?: RecordView) => {
      void message.success(t('records.saved'));
      close(made);
    };
    if (record) {
      const changes = Object.fromEntries(changed.filter(field => facts[field.id] !== undefined).map(field => [field.id, facts[field.id]!]));
      change.mutate(
        {
          version: record.version, idempotencyKey: key,
          change: {
            reason, ...(mode === 'change' ? { valid_from: validFrom } : {}), changes, clear: changed.filter(field => facts[field.id] === undefined).map(field => field.id),
            ...(named ? { name } : {}), ...(placed && region ? { region } : {}),
          },
        },
        { onSuccess: () => done() },
      );
    } else {
      create.mutate({ idempotencyKey: key, body: { reason, valid_from: validFrom, ...(named ? { name } : {}), ...(placed ? { region: region ?? '' } : {}), facts, ...besides } }, { onSuccess: done });
    }
  };
  const set = (id: string, value: RecordFacts[string] | undefined) => {
    setKey(newId());
    setFacts(now => {
      const { [id]: _, ...rest } = now;
      return value === undefined ? rest : { ...rest, [id]: value };
    });
  };
  const said = (path: string) => fieldProblems(error, path).map(problem => text(problem.text)).join(' ') || undefined;
  const stale = error instanceof ApiError && error.status === 412;

  return (
    <Drawer
      open
      onClose={() => close()}
      size={narrow ? '100%' : 620}
      title={title}
      closable={{ 'aria-label': t('action.close') }}
      footer={
        <div className="drawer-foot">
          <Button onClick={() => close()}>{t('records.cancel')}</Button>
          <Button type="primary" loading={change.isPending || create.isPending} disabled={nothing || reason.trim().length < 2 || stale} onClick={save}>{t('records.save')}</Button>
        </div>
      }
    >
      <ProblemSummary error={error} title={t(stale ? 'change.stale' : 'records.notSaved')} />
      {named && <label className="form-row">{t('records.name')}<Input value={name} onChange={event => setName(event.target.value)} status={said('name') ? 'error' : ''} /></label>}
      {placed && <div className="form-row" role="group" aria-label={t('records.place')}>{t('records.place')} <RegionSelect value={region} onChange={setRegion} /></div>}
      <div className="form-grid">
        {fields.filter(field => isAsked(field, facts['kind'], facts)).map(field => (
          <div key={field.id} className={`form-item${record && facts[field.id] !== record.facts[field.id] ? ' changed' : ''}`}>
            <label htmlFor={`record-${field.id}`} title={field.about ? text(field.about) : undefined}>{text(field.label)}{field.required && ' *'}</label>
            <FieldInput id={`record-${field.id}`} field={field} value={facts[field.id]} onChange={value => set(field.id, value)} error={said(`${at}.${field.id}`)} />
          </div>
        ))}
      </div>
      {record && record.version && (
        <Radio.Group className="form-row" value={mode} onChange={event => setMode(event.target.value as typeof mode)} options={[{ value: 'change', label: t('records.mode.change') }, { value: 'correction', label: t('records.mode.correction') }]} />
      )}
      {(mode === 'change' || !record) && <label className="form-row">{t('records.validFrom')}<DateInput value={validFrom} onChange={setValidFrom} /></label>}
      <label className="form-row">{t('records.reason')}<Input value={reason} maxLength={500} onChange={event => { setReason(event.target.value); setKey(newId()); }} /></label>
    </Drawer>
  );
}
