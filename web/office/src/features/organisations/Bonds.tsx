import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { day, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useEndRecord, useLinkages, type AsOf } from '../records/api';
import { RecordDrawer } from '../records/RecordDrawer';
import { useFields } from '../records/RecordFactList';
import { useSay } from '../records/say';
import { useOrganisations, type LinkageLine } from './api';
import '../records/records.css';

interface Choice {
  id: string;
  name: string;
}

/** A new bond between a household and an organisation: the one that is not known yet is chosen first. */
export function NewBond({ organisation, household, close }: { organisation?: Choice; household?: Choice; close: () => void }) {
  const { t } = useT();
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [q, setQ] = useState('');
  const first = organisation ? t('organisations.chooseHousehold') : t('organisations.choose');
  const households = useQuery({ queryKey: ['households', { q, limit: 20 }], queryFn: () => read('/api/households', { query: { q, limit: 20 } as never }), enabled: !!organisation && q.length > 0 });
  const organisations = useOrganisations({ scope: 'county', q }, !!household);
  if (chosen) {
    const title = organisation ? `${chosen.name} – ${organisation.name}` : `${household!.name} – ${chosen.name}`;
    return <RecordDrawer kind="linkage" title={title} record={null} besides={{ household: organisation ? chosen.id : household!.id, organisation: organisation ? organisation.id : chosen.id }} close={close} />;
  }
  const options = organisation
    ? (households.data?.items ?? []).map(row => ({ value: row.id, label: `${row.head_name ?? ''} ${row.number} ${row.region.name}`, name: row.head_name ?? row.number }))
    : (organisations.data?.items ?? []).map(row => ({ value: row.id, label: `${row.name} ${row.region.name}`, name: row.name }));
  return (
    <Modal open onCancel={close} footer={null} title={first} closable={{ 'aria-label': t('action.close') }}>
      <Select
        className="full" showSearch autoFocus aria-label={first} placeholder={organisation ? t('organisations.householdHint') : t('organisations.search')}
        filterOption={false} onSearch={setQ} loading={households.isFetching || organisations.isFetching} options={options}
        onChange={(value: string) => setChosen({ id: value, name: options.find(option => option.value === value)?.name ?? '' })}
      />
    </Modal>
  );
}

export function EndBond({ bond, close }: { bond: LinkageLine; close: () => void }) {
  const { t } = useT();
  const [on, setOn] = useState(today());
  const [reason, setReason] = useState('');
  const end = useEndRecord('linkage');
  return (
    <Modal
      open onCancel={close} title={t('organisations.endOf', { household: bond.household.head_name ?? '', organisation: bond.organisation.name })} okText={t('organisations.end')} cancelText={t('records.cancel')}
      closable={{ 'aria-label': t('action.close') }} okButtonProps={{ disabled: reason.trim().length < 2, loading: end.isPending }}
      onOk={() => end.mutate({ id: bond.id, version: bond.version, on, reason }, { onSuccess: close })}
    >
      <ProblemSummary error={end.error} />
      <label className="form-row">{t('organisations.endOn')}<DateInput value={on} onChange={setOn} /></label>
      <label className="form-row">{t('records.reason')}<Input value={reason} onChange={event => setReason(event.target.value)} /></label>
    </Modal>
  );
}

/** A household's bonds, for its page. */
export function HouseholdBonds({ id, name, asOf }: { id: string; name: string; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const say = useSay();
  const query = useLinkages({ household: id, ...asOf });
  const fields = useFields('linkage', false);
  const [linking, setLinking] = useState(false);
  const relation = fields.find(field => field.id === 'relation');
  return (
    <>
      <Loaded query={query} rows={2}>
        {page => page.items.length === 0 ? <p className="faint">{t('organisations.noBonds')}</p> : (
          <ul className="plain pairs">
            {(page.items as unknown as LinkageLine[]).map(row => (
              <li key={row.id}><Link to={`/organisations/${row.organisation.id}`}>{row.organisation.name}</Link> <span className="faint">{relation && say(relation, row.facts)}{row.valid_from && ` · ${t('organisations.sinceDay', { date: day(row.valid_from) })}`}</span></li>
            ))}
          </ul>
        )}
      </Loaded>
      {can('record.change') && !asOf.on && !asOf.known_at && <Button size="small" onClick={() => setLinking(true)}>{t('organisations.link')}</Button>}
      {linking && <NewBond household={{ id, name }} close={() => setLinking(false)} />}
    </>
  );
}
