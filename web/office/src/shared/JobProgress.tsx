import { Button, Progress } from 'antd';
import { useEffect } from 'react';
import { count, duration } from '../framework/format';
import { useT } from '../framework/i18n';
import { jobEnded, jobProblems, useCancelJob, useJob, type Job } from '../framework/jobs';

/** Progress, rate, remaining time and cancel of long work, and the promise that it goes on when the page is closed. */
export function JobProgress({ id, onEnd }: { id: string; onEnd?: (job: Job) => void }) {
  const { t, text, code } = useT();
  const query = useJob(id);
  const cancel = useCancelJob();
  const job = query.data;
  const ended = jobEnded(job?.state);
  useEffect(() => {
    if (job && ended) onEnd?.(job);
    // Told once, when it ends.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ended]);
  if (!job) return null;
  const total = job.total ?? 0;
  const percent = job.state === 'done' ? 100 : total > 0 ? Math.min(99, Math.floor((job.done / total) * 100)) : 0;
  return (
    <div className="job" role="group" aria-label={t('job.progress')}>
      <Progress
        percent={percent}
        status={job.state === 'failed' ? 'exception' : job.state === 'done' ? 'success' : 'active'}
        aria-label={t('job.progress')}
      />
      <p aria-live="polite">
        <strong>{code('job_state', job.state)}</strong>
        {total > 0 && ` · ${count(job.done)} / ${count(total)}`}
        {!ended && job.rate ? ` · ${t('job.rate', { n: count(Math.round(job.rate)) })}` : ''}
        {!ended && job.seconds_left ? ` · ${t('job.remaining', { time: duration(job.seconds_left) })}` : ''}
        {job.message && ` · ${job.message}`}
      </p>
      {jobProblems(job).map(problem => <p key={problem.code} className="error-text" role="alert">{text(problem.text)}</p>)}
      {!ended && (
        <p className="faint">
          {t('job.background')} <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>{t('job.cancel')}</Button>
        </p>
      )}
    </div>
  );
}
