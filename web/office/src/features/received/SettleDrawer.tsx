import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Radio } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { useNarrow } from '../../shared/narrow';
import { Badge, Facts } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useReceivedDetail, useSettle, type Candidate, type ReceivedLine } from './api';
import '../records/records.css';
import { Parts, SplitForm } from './SplitForm';

const nobody = 'nobody';

/** One row and those whom it may mean; the likeliest comes first, what differs is said. */
export function SettleDrawer({ row, close, settled }: { row: ReceivedLine; close: () => void; settled: () => void }) {
  const { t } = useT();
  const can = useCan();
  const narrow = useNarrow();
  const detail = useReceivedDetail(can('record.change') ? row.id : undefined);
  const settle = useSettle();
  const [choice, setChoice] = useState<string>();
  const [reason, setReason] = useState('');
  const [search, setSearch] = useState('');
  const [splitting, setSplitting] = useState(false);
  const isSplit = row.state === 'split';
  const more = useQuery({ queryKey: ['households', { q: search, limit: 10 }], queryFn: () => read('/api/households', { query: { q: search, limit: 10 } as never }), enabled: search.length > 1 });
  const save = () => {
    const [household, person] = (choice ?? '').split('/');
    settle.mutate(
      {
        id: row.id, version: detail.data?.row.version ?? row.version,
        body: choice === nobody ? { reason, state: 'dismissed' } : { reason, state: 'matched', household: household!, ...(person ? { person } : {}) },
      },
      { onSuccess: settled },
    );
  };
  return (
    <Drawer
      open onClose={close} size={narrow ? '100%' : 560} title={isSplit || splitting ? row.programme : t('received.whose', { name: row.person_name ?? row.household_number ?? '' })} closable={{ 'aria-label': t('action.close') }}
      footer={can('record.change') && !isSplit && !splitting && <div className="drawer-foot"><Button onClick={close}>{t('records.cancel')}</Button><Button type="primary" disabled={!choice || reason.trim().length < 2} loading={settle.isPending} onClick={save}>{t('received.settle')}</Button></div>}
    >
      <ProblemSummary error={settle.error} />
      <Facts
        items={[
          { label: t('received.department'), value: `${row.department} · ${row.programme}` }, { label: t('received.amount'), value: `${money(row.amount)} ${row.recurring ? t(`received.per.${row.recurring as 'once'}`) : ''}` },
          { label: t('received.date'), value: day(row.date) }, { label: t('field.idNumber'), value: row.id_number_masked }, { label: t('field.number'), value: row.household_number },
          { label: t('records.place'), value: row.written_place ?? row.region.name }, { label: t('received.list'), value: row.source && `${row.source}${row.sheet_row ? ` ${t('received.row', { n: row.sheet_row })}` : ''}` },
        ]}
      />
      {isSplit && <Loaded query={detail} rows={2}>{found => <Parts row={found.row} parts={found.parts} may={can('record.change')} done={close} />}</Loaded>}
      {isSplit ? null : !can('record.change') ? <p className="faint">{t('state.noPermission')}</p> : splitting ? <SplitForm row={detail.data?.row ?? row} done={close} /> : (
        <>
          {row.state === 'matched' && !row.split_of && <Button onClick={() => setSplitting(true)}>{t('received.split.begin')}</Button>}
          <h3>{t('received.candidates')}</h3>
          <Loaded query={detail} rows={3}>
            {found => (
              <Radio.Group className="choices" value={choice} onChange={event => setChoice(event.target.value as string)} aria-label={t('received.candidates')}>
                {found.candidates.map(one => <Radio key={`${one.household}/${one.person}`} value={`${one.household}/${one.person ?? ''}`}><Who candidate={one} /></Radio>)}
                {(more.data?.items ?? []).map(one => <Radio key={one.id} value={`${one.id}/`}>{t('received.wholeHouseholdOf', { name: one.head_name ?? '' })} <span className="faint">{one.number} · {one.region.name}</span></Radio>)}
                <Radio value={nobody}>{t('received.nobody')}</Radio>
              </Radio.Group>
            )}
          </Loaded>
          <label className="form-row">{t('received.searchMore')}<Input.Search allowClear onSearch={setSearch} /></label>
          <label className="form-row">{t('records.reason')}<Input value={reason} maxLength={500} onChange={event => setReason(event.target.value)} placeholder={t('received.reasonHint')} /></label>
        </>
      )}
    </Drawer>
  );
}

function Who({ candidate }: { candidate: Candidate }) {
  const { t } = useT();
  return (
    <>
      <strong>{candidate.name}</strong> <span className="faint">{day(candidate.birth)} · {candidate.id_number_masked} · {t('received.ofHousehold', { name: candidate.head_name ?? '' })} · {[candidate.region.township, candidate.region.name].filter(Boolean).join(' ')}</span>{' '}
      {candidate.same_id_number === true && <Badge tone="good">{t('received.sameId')}</Badge>}
      {candidate.same_id_number === false && <Badge tone="warn">{t('received.otherId')}</Badge>}{' '}
      <Link to={`/households/${candidate.household}`} target="_blank">{t('received.open')}<span className="hidden-text"> {candidate.name}</span></Link>
    </>
  );
}
