import { Alert, Button, Drawer, Input, Radio } from 'antd';
import { useState } from 'react';
import { readDate } from '../../framework/dates';
import { count, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { useNarrow } from '../../shared/narrow';
import { ProblemSummary } from '../../shared/Problems';
import { regionLevel } from '../../shared/regions';
import { RegionSelect } from '../../shared/RegionSelect';
import { ErrorState } from '../../shared/State';
import { useChangeRegions, usePreviewChange, type RegionChangePreview, type RegionChangeRequest } from './api';

const kinds = ['rename', 'merge', 'move'] as const;

/** A decree about divisions: which place, what becomes of it, from which day; and what goes along, before it is carried out. */
export function Decree({ close, started }: { close: () => void; started: (job: string) => void }) {
  const { t, text } = useT();
  const narrow = useNarrow();
  const [said, setSaid] = useState<RegionChangeRequest>({ kind: 'merge', from: null, to: null, name: null, on: today(), reason: null });
  const carry = useChangeRegions();
  const set = (part: Partial<RegionChangeRequest>) => {
    setSaid({ ...said, ...part });
    carry.reset();
  };
  const level = said.from ? regionLevel(said.from) : undefined;
  // Where it goes is a place of its own level, or of the one above when it keeps to itself.
  const goal = said.kind === 'merge' ? level : level === 'village' ? 'township' : 'county';
  const digits = goal === 'county' ? 6 : goal === 'township' ? 9 : 12;
  const named = level === 'village' || level === 'township' || (level === 'county' && said.kind === 'merge');
  const complete = named && readDate(said.on ?? '') !== null && (said.kind === 'rename' ? (said.name ?? '').trim().length > 0 : !!said.to && regionLevel(said.to) === goal);
  const reasoned = (said.reason ?? '').trim().length >= 2;
  // Why it was decided changes nothing about what goes along.
  const preview = usePreviewChange(JSON.stringify({ ...said, reason: said.reason || '-' }), complete);
  const against = preview.data?.problems ?? [];
  return (
    <Drawer
      open
      onClose={close}
      size={narrow ? '100%' : 720}
      title={t('regions.new')}
      closable={{ 'aria-label': t('action.close') }}
      footer={
        <div className="drawer-foot">
          <Button onClick={close}>{t('change.discard')}</Button>
          <Button type="primary" loading={carry.isPending} disabled={!complete || !reasoned || !preview.isSuccess || against.length > 0} onClick={() => carry.mutate(said, { onSuccess: started })}>{t('regions.do')}</Button>
        </div>
      }
    >
      <ProblemSummary error={carry.error} title={t('regions.refused')} />
      <Radio.Group optionType="button" aria-label={t('regions.kind')} value={said.kind} onChange={event => set({ kind: event.target.value as string, to: null, name: null })} options={kinds.map(kind => ({ value: kind, label: t(`regions.kind.${kind}`) }))} />
      <p className="faint">{t(`regions.hint.${said.kind as 'merge'}`)}</p>
      <div className="form-item" role="group" aria-label={t('regions.from')}>
        <span>{t('regions.from')}</span>
        <div className="filters"><RegionSelect value={said.from ?? undefined} onChange={from => set({ from: from ?? null, to: null })} width={200} /></div>
      </div>
      {said.kind !== 'rename' && (
        <div className="form-item" role="group" aria-label={t(said.kind === 'merge' ? 'regions.into' : goal === 'county' ? 'regions.county' : 'regions.township')}>
          <span>{t(said.kind === 'merge' ? 'regions.into' : goal === 'county' ? 'regions.county' : 'regions.township')}</span>
          <div className="filters"><RegionSelect value={said.to ?? undefined} onChange={to => set({ to: to ? to.slice(0, digits).padEnd(12, '0') : null })} width={200} /></div>
        </div>
      )}
      {said.kind !== 'merge' && (
        <label className="form-row">{t(said.kind === 'rename' ? 'regions.name' : 'regions.name.optional')}<Input value={said.name ?? ''} maxLength={100} placeholder={t('regions.name.example')} onChange={event => set({ name: event.target.value || null })} /></label>
      )}
      <label className="form-row">{t('regions.on')}<DateInput max={today()} value={said.on ?? ''} onChange={typed => set({ on: typed || null })} /></label>
      <section className="preview" aria-live="polite" aria-label={t('regions.preview')}>
        <h3>{t('regions.preview')}</h3>
        {!complete ? <p className="faint">{t('regions.preview.none')}</p>
          : against.length > 0 ? <Alert type="warning" showIcon title={t('event.missing')} description={<ul>{against.map(problem => <li key={problem.code + problem.path}>{text(problem.text)}</li>)}</ul>} />
          : preview.data ? <Goes preview={preview.data} rename={said.kind === 'rename'} name={said.name ?? ''} />
          : preview.error ? <ErrorState error={preview.error} retry={() => void preview.refetch()} />
          : <p className="faint">{t('state.loading')}</p>}
      </section>
      <label className="form-row" htmlFor="regions-reason">{t('regions.reason')}</label>
      <Input id="regions-reason" value={said.reason ?? ''} maxLength={300} placeholder={t('regions.reason.example')} onChange={event => set({ reason: event.target.value || null })} />
    </Drawer>
  );
}

function Goes({ preview, rename, name }: { preview: RegionChangePreview; rename: boolean; name: string }) {
  const { t } = useT();
  if (rename) return <p>{t('regions.goes.name', { name })}</p>;
  return (
    <>
      <table className="grid">
        <caption className="hidden-text">{t('regions.preview')}</caption>
        <thead><tr><th scope="col">{t('region.village')}</th><th scope="col">{t('regions.becomes')}</th><th scope="col" className="number">{t('figure.households')}</th><th scope="col" className="number">{t('figure.persons')}</th></tr></thead>
        <tbody>
          {preview.villages.map(village => (
            <tr key={village.from}>
              <th scope="row">{village.name} <span className="faint number">{village.from}</span></th>
              <td>{village.name_after} <span className="faint number">{village.to}</span>{village.new_code && <span className="faint"> {t('regions.newCode')}</span>}</td>
              <td className="number">{count(village.households)}</td>
              <td className="number">{count(village.persons)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('regions.goes', { households: count(preview.households), persons: count(preview.persons), records: count(preview.records), received: count(preview.received) })}</p>
      {preview.groups.length > 0 && <p className="faint">{t('regions.goes.groups', { names: preview.groups.map(group => `${group.name} → ${group.name_after}`).join('、') })}</p>}
      <p className="faint">{t('regions.goes.past')}</p>
    </>
  );
}
