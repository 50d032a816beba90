import { Alert, Button } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { useApplyImport, useImport, useImportErrors, useRegisterChanged } from './api';
import { importTone } from './ImportList';
import type { ImportError, ImportRecord } from './types';

const ended = new Set(['checked', 'applied', 'refused', 'failed', 'cancelled']);

export function ImportPage() {
  const { id = '' } = useParams();
  const query = useImport(id);
  return <Loaded query={query}>{record => <Content record={record} />}</Loaded>;
}

function Content({ record }: { record: ImportRecord }) {
  const { t, code, text } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const changed = useRegisterChanged();
  const apply = useApplyImport(record.id);
  const done = ended.has(record.state);
  const counts = record.counts;
  const faults = (counts?.refused ?? 0) + (counts?.warnings ?? 0);
  const problem = record.problem;
  return (
    <Page
      title={record.file}
      about={<><Badge tone={importTone(record.state)}>{code('import_state', record.state)}</Badge> {record.region.name} · {instant(record.created_at)} · {record.created_by}</>}
      actions={
        <>
          {done && faults > 0 && <Download href={`/api/imports/${record.id}/workbook`} name={`${t('imports.marked')}-${record.file}`} label={t('imports.marked')} />}
          {record.state === 'checked' && (
            <Button
              type="primary"
              loading={apply.isPending}
              disabled={!can('import.run')}
              onClick={() => apply.mutate(undefined, { onSuccess: answer => answer.id !== record.id && void navigate(`/imports/${answer.id}`) })}
            >
              {t('imports.apply', { n: count((counts?.accepted ?? 0)) })}
            </Button>
          )}
        </>
      }
    >
      <ProblemSummary error={apply.error} title={t('imports.notTaken')} />
      {!done && record.job && <Section title={t('job.progress')}><JobProgress id={record.job} onEnd={() => void changed()} /></Section>}
      {record.state === 'checked' && <Alert type="info" showIcon className="gap-below" title={t('imports.onlyChecked')} description={t('imports.onlyChecked.hint')} />}
      {record.state === 'applied' && <Alert type="success" showIcon className="gap-below" title={t('imports.applied')} action={<Link to="/households">{t('home.toList')}</Link>} />}
      {problem && <Alert type="error" showIcon className="gap-below" title={t('imports.notTaken')} description={say(problem, text)} />}
      {counts && done && (
        <Figures
          items={[
            { label: t('imports.accepted'), value: count(counts.accepted), unit: t('imports.rows') },
            { label: t('imports.unchanged'), value: count(counts.unchanged), unit: t('imports.rows') },
            { label: t('imports.refused'), value: count(counts.refused), unit: t('imports.rows') },
            { label: t('imports.warnings'), value: count(counts.warnings) },
          ]}
        />
      )}
      {done && !problem && <Errors id={record.id} faults={faults} />}
    </Page>
  );
}

function say(problem: NonNullable<ImportRecord['problem']>, text: ReturnType<typeof useT>['text']): string {
  if (typeof problem === 'string') return problem;
  if ('zh' in problem) return text(problem as { zh: string; en: string });
  return (problem.problems ?? []).map(item => text(item.text)).join(' ') || problem.detail || problem.title || '';
}

function Errors({ id, faults }: { id: string; faults: number }) {
  const { t, text, code } = useT();
  const { values } = useFilters();
  const query = useImportErrors(id, values['cursor'], true);
  const columns: Column<ImportError>[] = [
    { key: 'row', title: t('imports.row'), align: 'right', render: error => error.row },
    { key: 'sheet', title: t('imports.sheet'), dataIndex: 'sheet' },
    { key: 'column', title: t('imports.column'), dataIndex: 'column' },
    { key: 'value', title: t('imports.value'), render: error => <code>{error.value}</code> },
    { key: 'level', title: t('imports.level'), render: error => <Badge tone={error.level === 'warning' ? 'warn' : 'bad'}>{code('error_level', error.level ?? 'error')}</Badge> },
    { key: 'message', title: t('imports.message'), render: error => <span className="wrap">{text(error.message)}</span> },
  ];
  return (
    <Section title={t('imports.errors')}>
      <p className="faint">{t(faults > 0 ? 'imports.errors.hint' : 'imports.errors.none.hint')}</p>
      <Loaded query={query}>
        {page => (
          <ListTable
            id="import-errors"
            label={t('imports.errors')}
            columns={columns}
            page={page}
            rowKey={error => `${error.sheet}/${error.row}/${error.column}/${error.code}`}
            card={error => (
              <>
                <div className="card-line"><strong>{t('imports.place', { sheet: error.sheet ?? '', row: error.row ?? '', column: error.column ?? '' })}</strong><Badge tone={error.level === 'warning' ? 'warn' : 'bad'}>{code('error_level', error.level ?? 'error')}</Badge></div>
                <div>{error.value && <code>{error.value}</code>} {text(error.message)}</div>
              </>
            )}
            empty={<Empty title={t('imports.errors.none')} />}
          />
        )}
      </Loaded>
    </Section>
  );
}
