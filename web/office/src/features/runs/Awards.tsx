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
import { useAward, useAwards, type Award, type Run } from './api';

const statuses = ['awarded', 'undetermined', 'manual'] as const;

/** What the run awarded, and what it could not decide; “why?” shows the explanation stored with the award. */
export function Awards({ run }: { run: Run }) {
  const i18n = useT();
  const { t, text, code } = i18n;
  const { values, set } = useFilters();
  const status = values['status'] ?? 'awarded';
  const query = useAwards(run.id, { policy: values['policy'], status, cursor: values['cursor'] });
  const [asked, setAsked] = useState<Award | null>(null);
  const title = (row: Award) => text(row.title) || row.policy;
  const why = (row: Award) => <Button size="small" onClick={() => setAsked(row)}>{t('why.ask')}<span className="hidden-text">{title(row)} {row.subject_name ?? row.household.head_name}</span></Button>;
  const columns: Column<Award>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household.id}`}>{row.household.head_name || row.household.number}</Link> },
    { key: 'number', title: t('field.number'), render: row => row.household.number },
    { key: 'village', title: t('region.village'), render: row => row.village.name },
    { key: 'subject', title: t('field.person'), dataIndex: 'subject_name' },
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
          <Select
            allowClear
            aria-label={t('field.policy')}
            placeholder={t('run.allPolicies')}
            style={{ width: 220 }}
            value={values['policy']}
            options={run.by_policy.map(row => ({ value: row.policy, label: text(row.title) || row.policy }))}
            onChange={policy => set({ policy })}
          />
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
                <div className="card-line"><Link to={`/households/${row.household.id}`}>{row.household.head_name}</Link><span className="number">{money(row.cash ?? row.amount)}</span></div>
                <div className="card-line"><span className="faint">{title(row)} {row.subject_name}</span>{why(row)}</div>
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
  const awarded = award.status === 'awarded';
  const stored = useAward(run.id, awarded ? award.id : '');
  const now = useBenefits(awarded ? '' : award.household.id, run.on);
  const pack = usePack(run.pack, run.on);
  // What was awarded is explained as it was then; what could not be decided, as it stands now.
  const result: PolicyResult | undefined = awarded ? stored.data : now.data?.results.find(found => found.policy === award.policy && found.subject === award.subject);
  return <WhyDrawer result={result ?? null} pack={pack.data} close={close} />;
}
