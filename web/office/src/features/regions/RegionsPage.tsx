import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { count, day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { JobProgress } from '../../shared/JobProgress';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { useAfterRegions, usePreviewRegionUndo, useRegionChanges, useUndoRegions, type RegionChangeView } from './api';
import { Decree } from './Decree';

/** 区划调整: what was decided about villages and townships, a new decree with what it will move, and the way back. */
export function RegionsPage() {
  const { t } = useT();
  const can = useCan();
  const query = useRegionChanges();
  const after = useAfterRegions();
  const [deciding, setDeciding] = useState(false);
  const [undoing, setUndoing] = useState<RegionChangeView[]>();
  const [job, setJob] = useState<string>();
  const may = can('region.change');
  const decide = <Button type="primary" disabled={!may} title={may ? undefined : t('state.noPermission')} onClick={() => setDeciding(true)}>{t('regions.new')}</Button>;
  return (
    <Page title={t('regions.title')} about={t('regions.about')} actions={decide}>
      {job && <Section title={t('job.progress')}><JobProgress key={job} id={job} onEnd={after} /></Section>}
      <Loaded query={query} rows={6}>
        {rows => rows.length === 0 ? <Empty title={t('regions.none')} hint={t('regions.none.hint')} /> : (
          <ol className="timeline">{decrees(rows).map(decree => <Entry key={decree[0]!.change_id} rows={decree} undo={may && !decree[0]!.undone ? () => setUndoing(decree) : undefined} />)}</ol>
        )}
      </Loaded>
      {deciding && <Decree close={() => setDeciding(false)} started={id => { setJob(id); setDeciding(false); }} />}
      {undoing && <Undo rows={undoing} close={() => setUndoing(undefined)} started={id => { setJob(id); setUndoing(undefined); }} />}
    </Page>
  );
}

/** What became of a place and of those in it, to be read. */
export function DecreeList({ place }: { place: string }) {
  const { t } = useT();
  const query = useRegionChanges();
  const within = place.replace(/0+$/, '');
  return (
    <Loaded query={query} rows={2}>
      {rows => {
        const here = decrees(rows).filter(decree => decree.some(row => row.from.startsWith(within) || row.to.startsWith(within)));
        return here.length === 0 ? <p className="faint">{t('regions.none')}</p> : <ol className="timeline">{here.map(decree => <Entry key={decree[0]!.change_id} rows={decree} />)}</ol>;
      }}
    </Loaded>
  );
}

/** All rows of one decree together, in the order given. */
function decrees(rows: RegionChangeView[]): RegionChangeView[][] {
  const all = new Map<string, RegionChangeView[]>();
  for (const row of rows) all.set(row.change_id, [...(all.get(row.change_id) ?? []), row]);
  return [...all.values()];
}

function Entry({ rows, undo }: { rows: RegionChangeView[]; undo?: (() => void) | undefined }) {
  const { t } = useT();
  const first = rows[0]!;
  return (
    <li className={first.undone ? 'undone' : undefined}>
      <div className="timeline-head">
        <time dateTime={first.on}>{day(first.on)}</time>
        <Badge tone="info">{t(`regions.kind.${first.kind as 'rename'}`)}</Badge>
        {first.undone && <Badge tone="plain">{t('event.undone')}</Badge>}
        {first.change && <span className="faint">{t('event.by', { name: sayActor(t, first.change.actor), at: instant(first.change.at) })}</span>}
        {undo && <Button size="small" onClick={undo}>{t('event.undo')}<span className="hidden-text"> {first.name_before}</span></Button>}
      </div>
      <p>{first.change?.reason}</p>
      <ul className="changes">
        {rows.map(row => <li key={`${row.from}${row.to}`}><del>{row.name_before}</del> <span className="faint number">{row.from}</span> → <ins>{row.name_after}</ins> {row.to !== row.from && <span className="faint number">{row.to}</span>}</li>)}
      </ul>
    </li>
  );
}

function Undo({ rows, close, started }: { rows: RegionChangeView[]; close: () => void; started: (job: string) => void }) {
  const { t, text } = useT();
  const [reason, setReason] = useState('');
  const first = rows[0]!;
  const preview = usePreviewRegionUndo(first.change_id);
  const undo = useUndoRegions();
  const against = preview.data?.problems ?? [];
  return (
    <Modal
      open
      title={t('regions.undo.title', { name: first.name_before })}
      okText={t('event.undo')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 2 || !preview.isSuccess || against.length > 0, loading: undo.isPending }}
      onCancel={close}
      closable={{ 'aria-label': t('action.close') }}
      onOk={() => undo.mutate({ change: first.change_id, reason: reason.trim() }, { onSuccess: started })}
    >
      <ProblemSummary error={preview.error ?? undo.error} title={t('event.undo.refused')} retry={preview.error ? () => void preview.refetch() : undefined} />
      {preview.data && against.length === 0 && <p>{t('regions.undo.back', { households: count(preview.data.households), records: count(preview.data.records) })}</p>}
      {against.length > 0 && <ul className="changes">{against.map(problem => <li key={problem.text.zh} className="error-text">{text(problem.text)}</li>)}</ul>}
      <label className="form-row" htmlFor="regions-undo-reason">{t('change.reason')}</label>
      <Input id="regions-undo-reason" value={reason} maxLength={300} placeholder={t('regions.undo.example')} onChange={event => setReason(event.target.value)} />
    </Modal>
  );
}
