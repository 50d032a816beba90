import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect, useState } from 'react';
import { count, day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { jobEnded, jobProblems, useJob } from '../../framework/jobs';
import { useCan } from '../../framework/session';
import { Badge, Facts, Figures, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';

type Operations = Schemas['OperationsView'];
type Backup = Schemas['ShelfItem'];

const tones = { ok: 'good', warning: 'warn', failing: 'bad' } as const;
const tone = (status: string) => tones[status as keyof typeof tones] ?? 'plain';

/** `1536` → `1.5 KiB`. */
function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
  return `${(value / 1024 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step] ?? ''}`;
}

function hoursSince(at: string): number {
  return Math.max(0, Math.floor((Date.now() - new Date(at).getTime()) / 3_600_000));
}

export function OperationsPage() {
  const { t } = useT();
  const can = useCan();
  const queries = useQueryClient();
  const [started, setStarted] = useState<string>();
  const query = useQuery({ queryKey: ['operations'], queryFn: () => read('/api/operations'), refetchInterval: 60_000 });
  const job = useJob(started);
  const start = useMutation({
    mutationFn: () => write('post', '/api/operations/backups', undefined, { idempotencyKey: newId() }).then(answer => answer.data),
    onSuccess: answer => setStarted(answer.job),
  });
  const running = start.isPending || (!!started && !jobEnded(job.data?.state));
  const ended = jobEnded(job.data?.state);
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: ['operations'] });
  }, [ended, queries]);
  const now = (
    <Button type="primary" loading={running} disabled={!can('operations.run')} title={can('operations.run') ? undefined : t('state.noPermission')} onClick={() => start.mutate()}>
      {t('operations.backupNow')}
    </Button>
  );
  return (
    <Page title={t('operations.title')} about={t('operations.about')} actions={now}>
      <ProblemSummary error={start.error} />
      {job.data?.state === 'done' && <Alert className="gap-below" type="success" showIcon title={t('operations.backupDone')} />}
      {job.data?.state === 'failed' && <Failed job={job.data} />}
      <Loaded query={query} rows={10}>{view => <View view={view} />}</Loaded>
    </Page>
  );
}

function Failed({ job }: { job: Schemas['JobView'] }) {
  const { t, text } = useT();
  return <Alert className="gap-below" type="error" showIcon title={t('operations.backupFailed')} description={jobProblems(job).map(problem => text(problem.text)).join(' ')} />;
}

function View({ view }: { view: Operations }) {
  const { t, text, code } = useT();
  const { backups, database } = view;
  const last = backups.last_good;
  return (
    <>
      <Section title={t('operations.health')} extra={<Badge tone={tone(view.health.status)}>{code('health', view.health.status)}</Badge>}>
        <ul className="checks">
          {view.health.checks.map(check => (
            <li key={check.name}>
              <Badge tone={tone(check.status)}>{code('health', check.status)}</Badge> {text(check.detail)}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('operations.backups')}>
        <Figures
          items={[
            { label: t('operations.lastGood'), value: last ? (hoursSince(last.at) < 1 ? t('operations.withinHour') : t('operations.hoursAgo', { n: count(hoursSince(last.at)) })) : t('operations.never'), hint: last ? instant(last.at) : undefined },
            { label: t('operations.size'), value: last ? bytes(last.bytes) : '–', hint: last ? t('operations.rows', { n: count(last.rows) }) : undefined },
            { label: t('operations.next'), value: backups.next_at ? instant(backups.next_at) : t('operations.notPlanned') },
            { label: t('operations.lastDrill'), value: backups.last_drill_at ? day(backups.last_drill_at) : t('operations.never') },
          ]}
        />
        {backups.last_failure && (
          <Alert className="gap-below" type="error" showIcon title={t('operations.failedAt', { at: instant(backups.last_failure.at) })} description={text(backups.last_failure.reason)} />
        )}
        <Shelf items={backups.items} />
        <p className="faint">{t('operations.keysApart')} {t('operations.folder', { folder: backups.folder })}</p>
      </Section>
      <Section title={t('operations.database')}>
        <Facts
          items={[
            { label: t('operations.engine'), value: database.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL' },
            { label: t('operations.size'), value: bytes(database.bytes) },
            { label: t('operations.free'), value: database.free_bytes === null ? undefined : bytes(database.free_bytes) },
            { label: t('operations.schema'), value: database.schema },
            { label: t('operations.version'), value: view.version },
          ]}
        />
      </Section>
      <Section title={t('operations.retention')}>
        <div className="table-scroll">
          <table className="grid">
            <thead><tr><th scope="col">{t('operations.what')}</th><th scope="col">{t('operations.kept')}</th><th scope="col" className="number">{t('operations.wouldGo')}</th></tr></thead>
            <tbody>
              {view.retention.map(line => (
                <tr key={line.kind}><td>{text(line.what)}</td><td>{line.days === 0 ? t('operations.forEver') : t('operations.days', { n: count(line.days) })}</td><td className="number">{count(line.count)}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className="faint">{t('operations.retention.about')}</p>
      </Section>
    </>
  );
}

function Shelf({ items }: { items: Backup[] }) {
  const { t } = useT();
  if (items.length === 0) return <Empty title={t('operations.none')} hint={t('operations.none.hint')} />;
  return (
    <div className="table-scroll">
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">{t('operations.at')}</th><th scope="col">{t('operations.state')}</th><th scope="col" className="number">{t('operations.size')}</th>
            <th scope="col" className="number">{t('operations.rowsTitle')}</th><th scope="col" className="number">{t('operations.files')}</th><th scope="col">{t('operations.sealed')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.file}>
              <td title={item.file}>{instant(item.at)}</td>
              <td>
                <Badge tone={item.verified_at ? 'good' : 'warn'}>{t(item.drilled_at ? 'operations.drilled' : item.verified_at ? 'operations.verified' : 'operations.unverified')}</Badge>
              </td>
              <td className="number">{bytes(item.bytes)}</td>
              <td className="number">{count(item.rows)}</td>
              <td className="number">{count(item.files)}</td>
              <td>{t(item.sealed ? 'value.yes' : 'value.no')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
