import { LoadingOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { instant } from '../framework/format';
import { useT } from '../framework/i18n';
import { jobEnded, jobFile, useJobs } from '../framework/jobs';

/** Long work at a glance, from every page. */
export function JobsIndicator() {
  const { t, code } = useT();
  const [open, setOpen] = useState(false);
  const jobs = useJobs(open).data?.items ?? [];
  const running = jobs.filter(job => !jobEnded(job.state)).length;
  const content = (
    <div className="jobs">
      {jobs.length === 0 && <p className="faint">{t('jobs.none')}</p>}
      <ul className="plain">
        {jobs.map(job => (
          <li key={job.id}>
            <strong>{code('job_kind', job.kind)}</strong>
            <span>{code('job_state', job.state)}{!jobEnded(job.state) && job.total ? ` ${Math.floor((job.done / job.total) * 100)}%` : ''}</span>
            <span className="faint">{instant(job.created_at)}</span>
            {jobFile(job) && <a href={jobFile(job)} download>{t('jobs.file')}</a>}
          </li>
        ))}
      </ul>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} title={t('jobs.title')} content={content}>
      <Button type="text" icon={running > 0 ? <LoadingOutlined /> : <UnorderedListOutlined />} aria-label={running > 0 ? t('jobs.running', { n: running }) : t('jobs.title')}>
        {running > 0 ? running : null}
      </Button>
    </Popover>
  );
}
