import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useRuns, type Run } from './api';
import { NewRun } from './NewRun';

export const runTone = (state: string) => (({ done: 'good', failed: 'bad', cancelled: 'warn', running: 'info', queued: 'info' }) as const)[state] ?? 'plain';

export function RunList() {
  const { t, text, code } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { values } = useFilters();
  const query = useRuns(values['cursor']);
  const [adding, setAdding] = useState(!!values['new']);
  const start = <Button type="primary" disabled={!can('run.start')} title={can('run.start') ? undefined : t('state.noPermission')} onClick={() => setAdding(true)}>{t('runs.start')}</Button>;
  const columns = useMemo<Column<Run>[]>(
    () => [
      { key: 'period', title: t('field.period'), render: row => <Link to={`/runs/${row.id}`} tabIndex={-1}>{row.period}</Link> },
      { key: 'pack', title: t('runs.pack'), render: row => text(row.pack_title) || row.pack },
      { key: 'region', title: t('imports.region'), render: row => row.region.name },
      { key: 'state', title: t('imports.state'), render: row => <Badge tone={runTone(row.state)}>{code('job_state', row.state)}</Badge> },
      { key: 'awards', title: t('runs.awards'), align: 'right', render: row => count(row.awards) },
      { key: 'amount', title: t('field.amount'), align: 'right', render: row => money(row.amount) },
      { key: 'by', title: t('imports.by'), render: row => sayActor(t, row.created_by) },
      { key: 'at', title: t('imports.at'), render: row => instant(row.created_at) },
    ],
    [t, text, code],
  );
  return (
    <Page title={t('runs.title')} about={t('runs.about')} actions={adding ? null : start}>
      {adding && <NewRun preset={values['new']} close={() => setAdding(false)} />}
      <h2 className="list-title">{t('runs.earlier')}</h2>
      <Loaded query={query}>
        {page => (
          <ListTable
            id="runs"
            label={t('runs.earlier')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            open={row => void navigate(`/runs/${row.id}`)}
            card={row => (
              <>
                <div className="card-line"><Link to={`/runs/${row.id}`}>{row.period}</Link><Badge tone={runTone(row.state)}>{code('job_state', row.state)}</Badge></div>
                <div className="card-line"><span className="faint">{text(row.pack_title) || row.pack}</span><span className="number">{money(row.amount)}</span></div>
              </>
            )}
            empty={<Empty title={t('runs.none')} hint={t('runs.none.hint')} action={adding ? undefined : start} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
