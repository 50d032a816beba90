import { newId, send } from '@fuyao/shared';
import type { Schemas } from '@fuyao/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { count, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { JobProgress } from '../../shared/JobProgress';
import { useNarrow } from '../../shared/narrow';
import { ProblemSummary } from '../../shared/Problems';
import { filterNames } from './api';
import { householdEditors, type Editor } from './editing';
import { sayFact, sayField } from './facts';
import type { FactValue } from './types';

type Preview = Schemas['BulkPreview'];
type Started = Schemas['BulkStarted'];

/** One field of many households: choose it, see what would change, say why, and take it back while nobody has built on it. */
export function BulkDrawer({ ids, values, close }: { ids: string[] | null; values: Record<string, string>; close: () => void }) {
  const i18n = useT();
  const { t } = i18n;
  const narrow = useNarrow();
  const queries = useQueryClient();
  const [path, setPath] = useState<string>();
  const [value, setValue] = useState<FactValue>(null);
  const [mode, setMode] = useState<'change' | 'correction'>('change');
  const [from, setFrom] = useState(today());
  const [reason, setReason] = useState('');
  const [undoing, setUndoing] = useState(false);
  const editor = householdEditors.find(one => one.path === path);
  const request = () => ({
    ...(ids ? { ids } : Object.fromEntries(filterNames.filter(name => name !== 'sort' && name !== 'on' && name !== 'known_at' && values[name]).map(name => [name, values[name]]))),
    valid_from: mode === 'change' ? from : null,
    changes: nest(path!, value),
    reason: reason.trim() || undefined,
  });
  const preview = useMutation({ mutationFn: () => send<Preview>('POST', '/api/households/bulk/preview', request()).then(answer => answer.data) });
  const start = useMutation({ mutationFn: () => send<Started>('POST', '/api/households/bulk', request(), { idempotencyKey: newId() }).then(answer => answer.data) });
  const undo = useMutation({ mutationFn: () => send<Started>('POST', `/api/households/bulk/${start.data!.change}/undo`, { reason: t('bulk.undoReason') }, { idempotencyKey: newId() }).then(answer => answer.data) });
  const edit = (change: () => void) => { change(); preview.reset(); };
  const ready = editor && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
  const refused = (preview.data?.refused.length ?? 0) > 0;
  const ended = () => void queries.invalidateQueries({ queryKey: ['households'] });

  return (
    <Drawer
      open
      onClose={close}
      size={narrow ? '100%' : 620}
      title={t('bulk.title')}
      closable={{ 'aria-label': t('action.close') }}
      footer={start.data ? (
        <div className="drawer-foot">
          <Button disabled={undoing} loading={undo.isPending} onClick={() => { setUndoing(true); undo.mutate(); }}>{t('bulk.undo')}</Button>
          <Button type="primary" onClick={close}>{t('action.close')}</Button>
        </div>
      ) : (
        <div className="drawer-foot">
          <Button disabled={!ready} loading={preview.isPending} onClick={() => preview.mutate()}>{t('bulk.preview')}</Button>
          <Button type="primary" disabled={!preview.data || refused || reason.trim().length < 2} loading={start.isPending} onClick={() => start.mutate()}>
            {t('bulk.start', { n: count(preview.data?.households ?? 0) })}
          </Button>
        </div>
      )}
    >
      {start.data ? (
        <>
          <JobProgress id={start.data.job} onEnd={ended} />
          {undo.data && <><h3>{t('bulk.undo')}</h3><JobProgress id={undo.data.job} onEnd={ended} /></>}
          <ProblemSummary error={undo.error} title={t('bulk.undoRefused')} />
        </>
      ) : (
        <>
          <p>{ids ? t('bulk.selected', { n: count(ids.length) }) : t('bulk.all')}</p>
          <label className="form-row" htmlFor="bulk-field">{t('bulk.field')}</label>
          <Select id="bulk-field" className="full" value={path} options={householdEditors.map(one => ({ value: one.path, label: sayField(i18n, one.path) }))} onChange={next => edit(() => { setPath(next); setValue(null); })} />
          {editor && (
            <>
              <label className="form-row" htmlFor="bulk-value">{t('bulk.value')}</label>
              <ValueInput editor={editor} value={value} change={next => edit(() => setValue(next))} />
            </>
          )}
          <Radio.Group className="form-row" value={mode} onChange={event => edit(() => setMode(event.target.value as typeof mode))} options={[{ value: 'change', label: t('change.mode.change') }, { value: 'correction', label: t('change.mode.correction') }]} />
          {mode === 'change' && <label className="form-row">{t('change.validFrom')}<DateInput value={from} onChange={typed => edit(() => setFrom(typed))} /></label>}
          <label className="form-row" htmlFor="bulk-reason">{t('change.reason')}</label>
          <Input.TextArea id="bulk-reason" rows={2} maxLength={300} value={reason} onChange={event => setReason(event.target.value)} />
          <ProblemSummary error={preview.error ?? start.error} title={t('change.refused')} />
          {preview.data && (
            <section className="preview" aria-live="polite" aria-label={t('bulk.preview')}>
              <p>{t('bulk.found', { n: count(preview.data.households), looked: count(preview.data.looked), same: count(preview.data.unchanged) })}</p>
              {refused && <Alert type="error" showIcon title={t('bulk.refused')} description={<ul>{preview.data.refused.map(one => <li key={one.path}>{one.path} {i18n.text(one.text)}</li>)}</ul>} />}
              <ul className="changes">
                {preview.data.lines.map(line => (
                  <li key={line.id}>
                    <span className="faint">{line.number} {line.head_name}</span>{' '}
                    {Object.keys({ ...line.before, ...line.after }).map(key => (
                      <span key={key}>{sayField(i18n, key)} <del>{sayFact(i18n, key, line.before[key] as unknown as FactValue) || t('value.none')}</del> → <ins>{sayFact(i18n, key, line.after[key] as unknown as FactValue) || t('value.none')}</ins> </span>
                    ))}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </Drawer>
  );
}

function ValueInput({ editor, value, change }: { editor: Editor; value: FactValue; change: (value: FactValue) => void }) {
  const { t, code } = useT();
  const options = editor.codes?.map(one => ({ value: one, label: code(editor.system!, one) }));
  if (editor.kind === 'one') return <Select id="bulk-value" className="full" value={value as string | null} options={options} onChange={change} />;
  if (editor.kind === 'many') return <Select id="bulk-value" className="full" mode="multiple" value={(value as string[] | null) ?? []} options={options} maxCount={editor.path === 'causes' ? 3 : undefined} onChange={change} />;
  if (editor.kind === 'yesno') return <Radio.Group id="bulk-value" value={value} options={[{ value: true, label: t('value.yes') }, { value: false, label: t('value.no') }]} onChange={event => change(event.target.value as boolean)} />;
  return <Input id="bulk-value" type={editor.kind === 'number' ? 'number' : editor.kind} step="any" value={value === null ? '' : String(value)} onChange={event => change(event.target.value === '' ? null : editor.kind === 'number' ? Number(event.target.value) : event.target.value)} />;
}

/** `housing.grade` and C → `{housing: {grade: C}}`. */
function nest(path: string, value: FactValue): Record<string, FactValue> {
  const [first, ...rest] = path.split('.');
  return { [first!]: rest.length === 0 ? value : nest(rest.join('.'), value) };
}
