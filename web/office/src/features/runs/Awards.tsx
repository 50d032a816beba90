import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Section } from '../../shared/Page';
import type { PolicyResult } from '../../shared/policy';
import { sayInput } from '../../shared/rule';
import { Empty, Loaded } from '../../shared/State';
import { statusTone, WhyDrawer } from '../../shared/Why';
import { useBenefits } from '../households/api';
import { usePack } from '../packs/api';
import { useAwards, type Award, type Run } from './api';
import { PolicySelect } from './RunPage';

const statuses = ['awarded', 'undetermined', 'manual'] as const;

/** What the run awarded, and what it could not decide; “why?” shows the explanation stored with the award. */
export function Awards({ run, titles }: { run: Run; titles: Map<string, string> }) {
  const i18n = useT();
  const { t, code } = i18n;
  const { values, set } = useFilters();
  const status = values['status'] ?? 'awarded';
  const query = useAwards(run.summary.run, { policy: values['policy'], status, cursor: values['cursor'] });
  const [asked, setAsked] = useState<Award | null>(null);
  const title = (row: Award) => titles.get(row.policy) ?? row.policy;
  const why = (row: Award) => <Button size="small" onClick={() => setAsked(row)}>{t('why.ask')}<span className="hidden-text">{title(row)} {row.person_name ?? row.head_name}</span></Button>;
  const columns: Column<Award>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> },
    { key: 'number', title: t('field.number'), dataIndex: 'household_number' },
    { key: 'subject', title: t('field.person'), dataIndex: 'person_name' },
    { key: 'policy', title: t('field.policy'), render: title },
    { key: 'status', title: t('run.status'), render: row => <Badge tone={statusTone(row.status)}>{code('result_status', row.status)}</Badge> },
    status === 'awarded'
      ? { key: 'amount', title: t('field.amount'), align: 'right', render: row => money(row.cash ?? row.amount) }
      : { key: 'needs', title: t('run.needs'), render: row => (row.needs ?? []).map(need => sayInput(i18n, need)).join('、') },
    { key: 'why', title: t('why.title'), render: row => why(row) },
  ];
  return (
    <Section
      title={t('run.awards')}
      extra={
        <span className="filters">
          <Select aria-label={t('run.status')} style={{ width: 130 }} value={status} options={statuses.map(value => ({ value, label: code('result_status', value) }))} onChange={value => set({ status: value === 'awarded' ? null : value })} />
          <PolicySelect titles={titles} value={values['policy']} onChange={policy => set({ policy })} />
        </span>
      }
    >
      <Loaded query={query}>
        {page => (
          <ListTable
            id={`awards-${status}`}
            label={t('run.awards')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            loading={query.isPlaceholderData}
            open={setAsked}
            card={row => (
              <>
                <div className="card-line"><Link to={`/households/${row.household}`}>{row.head_name}</Link><span className="number">{money(row.cash ?? row.amount)}</span></div>
                <div className="card-line"><span className="faint">{title(row)} {row.person_name}</span>{why(row)}</div>
              </>
            )}
            empty={<Empty title={t('run.noAwards')} />}
          />
        )}
      </Loaded>
      {asked && <AwardWhy run={run} award={asked} close={() => setAsked(null)} />}
    </Section>
  );
}

function AwardWhy({ run, award, close }: { run: Run; award: Award; close: () => void }) {
  const benefits = useBenefits(award.household, run.summary.on);
  const pack = usePack(run.summary.pack, run.summary.on);
  // What was awarded is explained as it was then; what could not be decided, as it stands now.
  const result: PolicyResult | undefined =
    benefits.data?.awards.find(stored => stored.id === award.id)?.result ??
    benefits.data?.packs.flatMap(found => found.results).find(found => found.policy === award.policy && found.subject === (award.person ?? award.household));
  return <WhyDrawer result={result ?? null} rule={pack.data?.policies.find(policy => policy.id === award.policy)} close={close} />;
}
