import { useQueryClient } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { jobEnded } from '../../framework/jobs';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { WhyDrawer } from '../../shared/Why';
import { useAward, useAwards, useRun } from './api';
import { runTone } from './RunList';
import type { Award, Run } from './types';

export function RunPage() {
  const { id = '' } = useParams();
  const query = useRun(id);
  return <Loaded query={query}>{run => <Content run={run} />}</Loaded>;
}

function Content({ run }: { run: Run }) {
  const { t, text, code } = useT();
  const can = useCan();
  const queries = useQueryClient();
  const done = run.state === 'done';
  const closed = !can('payment.export');
  const refresh = () => Promise.all(['run', 'runs', 'home', 'household', 'jobs'].map(key => queries.invalidateQueries({ queryKey: [key] })));
  return (
    <Page
      title={t('run.title', { period: run.period })}
      about={<><Badge tone={runTone(run.state)}>{code('job_state', run.state)}</Badge> {text(run.pack_title) || run.pack} · {run.region.name} · {instant(run.created_at)} {run.created_by}</>}
      actions={
        done && (
          <>
            <Download href={`/api/runs/${run.id}/payment-list.xlsx`} name={`${run.period}.xlsx`} label={t('run.paymentList')} disabled={closed} reason={t('run.paymentsClosed')} />
            <Download href={`/api/runs/${run.id}/bank.csv`} name={`${run.period}.csv`} label={t('run.bankFile')} disabled={closed} reason={t('run.paymentsClosed')} />
          </>
        )
      }
    >
      {!jobEnded(run.state) && run.job && <Section title={t('job.progress')}><JobProgress id={run.job} onEnd={() => void refresh()} /></Section>}
      {done && closed && <p className="faint">{t('run.paymentsClosed')}</p>}
      {done && (
        <>
          <Figures
            items={[
              { label: t('figure.households'), value: count(run.households), unit: t('unit.household') },
              { label: t('figure.persons'), value: count(run.persons), unit: t('unit.person') },
              { label: t('runs.awards'), value: count(run.awards), unit: t('unit.awards') },
              { label: t('run.amount'), value: money(run.amount), unit: t('unit.yuan') },
              ...(run.undetermined ? [{ label: t('run.undetermined'), value: count(run.undetermined), hint: t('run.undetermined.hint') }] : []),
            ]}
          />
          <div className="split">
            <Section title={t('run.byPolicy')}>
              <table className="grid">
                <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('runs.awards')}</th><th scope="col" className="number">{t('field.amount')}</th></tr></thead>
                <tbody>{(run.by_policy ?? []).map(row => <tr key={row.policy}><th scope="row">{text(row.title) || row.policy}</th><td className="number">{count(row.awards)}</td><td className="number">{money(row.amount)}</td></tr>)}</tbody>
                <tfoot><tr className="totals"><th scope="row">{t('value.total')}</th><td className="number">{count(run.awards)}</td><td className="number">{money(run.amount)}</td></tr></tfoot>
              </table>
            </Section>
            <Section title={t('run.bySource')}>
              <table className="grid">
                <tbody>{(run.by_source ?? []).map(row => <tr key={row.source}><th scope="row">{code('funding', row.source)}</th><td className="number">{money(row.amount)}</td></tr>)}</tbody>
              </table>
            </Section>
          </div>
          <Awards run={run} />
        </>
      )}
    </Page>
  );
}

function Awards({ run }: { run: Run }) {
  const { t, text, code } = useT();
  const { values, set } = useFilters();
  const [asked, setAsked] = useState<string | null>(null);
  const query = useAwards(run.id, { policy: values['policy'], cursor: values['cursor'] }, true);
  const award = useAward(run.id, asked);
  const columns: Column<Award>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household.id}`}>{row.household.head_name || row.household.number}</Link> },
    { key: 'number', title: t('field.number'), render: row => row.household.number },
    { key: 'village', title: t('region.village'), render: row => row.village?.name },
    { key: 'subject', title: t('field.person'), dataIndex: 'subject_name' },
    { key: 'policy', title: t('field.policy'), render: row => text(row.title) || row.policy },
    { key: 'amount', title: t('field.amount'), align: 'right', render: row => <>{money(row.amount)} <span className="faint">{code('unit', row.unit)}</span></> },
    { key: 'why', title: t('why.title'), render: row => <Button size="small" onClick={() => setAsked(row.id)}>{t('why.ask')}<span className="hidden-text">{text(row.title) || row.policy}</span></Button> },
  ];
  return (
    <Section
      title={t('run.awards')}
      extra={
        <Select
          allowClear
          aria-label={t('field.policy')}
          placeholder={t('run.allPolicies')}
          style={{ width: 220 }}
          value={values['policy']}
          options={(run.by_policy ?? []).map(row => ({ value: row.policy, label: text(row.title) || row.policy }))}
          onChange={policy => set({ policy })}
        />
      }
    >
      <Loaded query={query}>
        {page => (
          <ListTable
            id="awards"
            label={t('run.awards')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            loading={query.isPlaceholderData}
            open={row => setAsked(row.id)}
            card={row => (
              <>
                <div className="card-line"><Link to={`/households/${row.household.id}`}>{row.household.head_name}</Link><span className="number">{money(row.amount)}</span></div>
                <div className="card-line"><span className="faint">{text(row.title) || row.policy} {row.subject_name}</span><Button size="small" onClick={() => setAsked(row.id)}>{t('why.ask')}</Button></div>
              </>
            )}
            empty={<Empty title={t('run.noAwards')} />}
          />
        )}
      </Loaded>
      <WhyDrawer result={asked ? (award.data ?? null) : null} pack={run.pack} close={() => setAsked(null)} />
    </Section>
  );
}
