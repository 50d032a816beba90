import { useQueryClient } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { usePack } from '../packs/api';
import { useRun, type Run } from './api';
import { Awards } from './Awards';
import { runState, runTone } from './RunList';

export function RunPage() {
  const { id = '' } = useParams();
  const query = useRun(id);
  return <Loaded query={query}>{run => <Content run={run} />}</Loaded>;
}

function Content({ run }: { run: Run }) {
  const { t, text, code } = useT();
  const can = useCan();
  const queries = useQueryClient();
  const { values } = useFilters();
  const { summary } = run;
  const pack = usePack(summary.pack, summary.on);
  const titles = new Map(pack.data?.policies.map(policy => [policy.id, text(policy.title)]));
  const closed = !can('payment.export');
  const refresh = () => Promise.all(['run', 'runs', 'home', 'household', 'jobs'].map(key => queries.invalidateQueries({ queryKey: [key] })));
  return (
    <Page
      title={t('run.title', { period: summary.period })}
      about={<><Badge tone={runTone(run)}>{code('job_state', runState(run))}</Badge> {text(pack.data?.title) || summary.pack} · {run.region_name ?? run.region} · {instant(run.started_at)} {run.started_by}</>}
      actions={
        summary.completed && (
          <>
            <Download href={`/api/runs/${summary.run}/payment-list.xlsx`} name={`${summary.period}.xlsx`} label={t('run.paymentList')} />
            <Download href={`/api/runs/${summary.run}/bank.csv`} name={`${summary.period}.csv`} label={t('run.bankFile')} disabled={closed} reason={t('run.paymentsClosed')} />
          </>
        )
      }
    >
      {!summary.completed && (values['job'] ? <Section title={t('job.progress')}><JobProgress id={values['job']} onEnd={() => void refresh()} /></Section> : <Alert type="warning" showIcon className="gap-below" title={t('run.unfinished')} description={t('run.unfinished.hint')} action={<Link to={`/runs?new=${summary.pack}`}>{t('runs.start')}</Link>} />)}
      {summary.completed && closed && <p className="faint">{t('run.paymentsClosed')}</p>}
      {summary.completed && (
        <>
          <Figures
            items={[
              { label: t('figure.households'), value: count(summary.households), unit: t('unit.household') },
              { label: t('figure.persons'), value: count(summary.persons), unit: t('unit.person') },
              { label: t('runs.awards'), value: count(summary.awards), unit: t('unit.awards') },
              { label: t('run.amount'), value: money(summary.amount), unit: t('unit.yuan') },
              { label: t('run.undetermined'), value: count(summary.undetermined), unit: t('unit.awards') },
            ]}
          />
          <div className="split">
            <ByPolicy run={run} titles={titles} />
            <Section title={t('run.bySource')}>
              <table className="grid">
                <tbody>{Object.entries(summary.by_source as Record<string, string>).map(([source, amount]) => <tr key={source}><th scope="row">{code('funding', source)}</th><td className="number">{money(amount)}</td></tr>)}</tbody>
              </table>
            </Section>
          </div>
          <Awards run={run} titles={titles} />
        </>
      )}
    </Page>
  );
}

function ByPolicy({ run: { summary }, titles }: { run: Run; titles: Map<string, string> }) {
  const { t } = useT();
  return (
    <Section title={t('run.byPolicy')}>
      <table className="grid">
        <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('runs.awards')}</th><th scope="col" className="number">{t('field.amount')}</th></tr></thead>
        <tbody>
          {Object.entries(summary.by_policy as Record<string, string>).map(([policy, amount]) => (
            <tr key={policy}><th scope="row">{titles.get(policy) ?? policy}</th><td className="number">{count(summary.count_by_policy[policy])}</td><td className="number">{money(amount)}</td></tr>
          ))}
        </tbody>
        <tfoot><tr className="totals"><th scope="row">{t('value.total')}</th><td className="number">{count(summary.awards)}</td><td className="number">{money(summary.amount)}</td></tr></tfoot>
      </table>
    </Section>
  );
}

export function PolicySelect({ titles, value, onChange }: { titles: Map<string, string>; value?: string; onChange: (policy?: string) => void }) {
  const { t } = useT();
  return (
    <Select
      allowClear
      aria-label={t('field.policy')}
      placeholder={t('run.allPolicies')}
      style={{ width: 220 }}
      value={value}
      options={Array.from(titles, ([policy, label]) => ({ value: policy, label }))}
      onChange={onChange}
    />
  );
}
