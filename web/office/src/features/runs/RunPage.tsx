import { useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { JobProgress } from '../../shared/JobProgress';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { useRun, type Run } from './api';
import { Awards } from './Awards';
import { Propose } from './Propose';
import { runTone } from './RunList';

export function RunPage() {
  const { id = '' } = useParams();
  const query = useRun(id);
  return <Loaded query={query}>{run => <Content run={run} />}</Loaded>;
}

function Content({ run }: { run: Run }) {
  const { t, text, code } = useT();
  const queries = useQueryClient();
  const { values } = useFilters();
  const job = values['job'] ?? run.job;
  const done = run.state === 'done';
  const refresh = () => Promise.all(['run', 'runs', 'home', 'household', 'jobs'].map(key => queries.invalidateQueries({ queryKey: [key] })));
  return (
    <Page
      title={t('run.title', { period: run.period })}
      about={<><Badge tone={runTone(run.state)}>{code('job_state', run.state)}</Badge> {text(run.pack_title) || run.pack} · {run.region.name} · {instant(run.created_at)} {sayActor(t, run.created_by)}</>}
    >
      {!done && job && <Section title={t('job.progress')}><JobProgress id={job} onEnd={() => void refresh()} /></Section>}
      {!done && !job && <Alert type="warning" showIcon className="gap-below" title={t('run.unfinished')} description={t('run.unfinished.hint')} action={<Link to={`/runs?new=${run.pack}`}>{t('runs.start')}</Link>} />}
      {done && <p><Link to={`/runs/${run.id}/review`}>{t('review.title')}</Link> · <Link to="/questions">{t('queue.title')}</Link></p>}
      {done && <Propose run={run} />}
      {done && (
        <>
          <Figures
            items={[
              { label: t('figure.households'), value: count(run.households), unit: t('unit.household') },
              { label: t('figure.persons'), value: count(run.persons), unit: t('unit.person') },
              { label: t('runs.awards'), value: count(run.awards), unit: t('unit.awards') },
              { label: t('run.amount'), value: money(run.amount), unit: t('unit.yuan') },
              { label: t('run.undetermined'), value: count(run.undetermined), unit: t('unit.awards') },
            ]}
          />
          {run.unknown_parameters.length > 0 && <Unknown run={run} />}
          <div className="split">
            <ByPolicy run={run} />
            <Section title={t('run.bySource')}>
              <table className="grid">
                <tbody>{run.by_source.map(row => <tr key={row.source}><th scope="row">{code('funding', row.source)}</th><td className="number">{money(row.amount)}</td></tr>)}</tbody>
              </table>
            </Section>
          </div>
          <Awards run={run} />
        </>
      )}
    </Page>
  );
}

/** What the plan does not say and nobody has stated: one question for the pack, however many wait for it. */
function Unknown({ run }: { run: Run }) {
  const { t, text } = useT();
  return (
    <Section title={t('run.unknown')}>
      <p className="faint">{t('run.unknown.about')} <Link to={`/packs/${run.pack}`}>{text(run.pack_title) || run.pack}</Link></p>
      <table className="grid">
        <thead><tr><th scope="col">{t('run.unknown.parameter')}</th><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('run.unknown.waiting')}</th></tr></thead>
        <tbody>
          {run.unknown_parameters.map(row => (
            <tr key={`${row.policy}/${row.parameter}`}>
              <th scope="row">{text(row.title) || row.parameter}</th><td>{text(row.policy_title) || row.policy}</td><td className="number">{count(row.results)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function ByPolicy({ run }: { run: Run }) {
  const { t, text } = useT();
  return (
    <Section title={t('run.byPolicy')}>
      <table className="grid">
        <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('runs.awards')}</th><th scope="col" className="number">{t('field.amount')}</th></tr></thead>
        <tbody>
          {run.by_policy.map(row => (
            <tr key={row.policy}><th scope="row">{text(row.title) || row.policy}</th><td className="number">{count(row.awards)}</td><td className="number">{money(row.amount)}</td></tr>
          ))}
        </tbody>
        <tfoot><tr className="totals"><th scope="row">{t('value.total')}</th><td className="number">{count(run.awards)}</td><td className="number">{money(run.amount)}</td></tr></tfoot>
      </table>
    </Section>
  );
}
