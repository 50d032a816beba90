import { Alert, Button, Steps } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useJob } from '../../framework/jobs';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { useApplyImport, useImport, useImportErrors, useRegisterChanged, type ImportFinding, type ImportRecord } from './api';
import { Differences } from './Differences';
import { importTone } from './ImportList';
import { MappingStep } from './MappingStep';
import { UndoImport } from './UndoImport';

export function ImportPage() {
  const { id = '' } = useParams();
  const query = useImport(id);
  return <Loaded query={query}>{record => <Content record={record} />}</Loaded>;
}

/** Upload, mapping, differences, stored. */
const step = (state: ImportRecord['state']) => ({ mapping: 1, running: 2, checked: 2, refused: 2, applied: 4, undoing: 4, undone: 4 })[state];

function Content({ record }: { record: ImportRecord }) {
  const { t, code, text } = useT();
  const [mapping, setMapping] = useState(false);
  const can = useCan();
  const changed = useRegisterChanged();
  const apply = useApplyImport(record.id);
  const job = useJob(record.job).data;
  const done = record.state !== 'running' && record.state !== 'undoing' && record.state !== 'mapping';
  // The job may have died or been cancelled without the import having ended.
  const stopped = !done && record.state !== 'mapping' && (job?.state === 'failed' || job?.state === 'cancelled');
  const { counts } = record;
  return (
    <Page
      title={record.file_name}
      about={<><Badge tone={importTone(record.state)}>{code('import_state', record.state)}</Badge> {text(record.table_name)} · {record.region_name} · {instant(record.created_at)} · {record.actor_name}</>}
      actions={
        <>
          {record.has_workbook && <Download href={`/api/imports/${record.id}/workbook`} name={`${t('imports.marked')}-${record.file_name}`} label={t('imports.marked')} />}
          {record.can_undo && <UndoImport record={record} />}
          {record.state === 'checked' && <Button disabled={!can('import.run')} onClick={() => setMapping(!mapping)}>{t(mapping ? 'action.close' : 'imports.map.again')}</Button>}
          {record.state === 'checked' && (
            <Button
              type="primary"
              loading={apply.isPending}
              disabled={!can('import.run')}
              onClick={() => apply.mutate()}
            >
              {t('imports.apply', { n: count(counts.accepted) })}
            </Button>
          )}
        </>
      }
    >
      <Steps
        className="gap-below"
        size="small"
        current={step(record.state)}
        items={(['imports.step.upload', 'imports.step.map', 'imports.step.compare', 'imports.step.apply'] as const).map(key => ({ title: t(key) }))}
      />
      <ProblemSummary error={apply.error} title={t('imports.notTaken')} />
      {record.state === 'undone' && <Alert type="info" showIcon className="gap-below" title={t('imports.undone')} />}
      {(record.state === 'mapping' || (mapping && record.state === 'checked')) && can('import.run') && <MappingStep record={record} />}
      {!done && record.job && <Section title={t('job.progress')}><JobProgress id={record.job} onEnd={() => void changed()} /></Section>}
      {record.state === 'checked' && <Alert type="info" showIcon className="gap-below" title={t('imports.onlyChecked')} description={t('imports.onlyChecked.hint')} />}
      {record.state === 'applied' && <Alert type="success" showIcon className="gap-below" title={t('imports.applied')} action={<Link to="/households">{t('home.toList')}</Link>} />}
      {stopped && <Alert type="warning" showIcon className="gap-below" title={t('imports.stopped')} description={t('imports.stopped.hint')} action={<Link to="/imports?new=1">{t('imports.start')}</Link>} />}
      {record.problems.length > 0 && (
        <Alert type="error" showIcon className="gap-below" title={t('imports.notTaken')} description={<ul className="plain">{record.problems.map(problem => <li key={problem.code}>{text(problem.text)}</li>)}</ul>} />
      )}
      {done && record.state !== 'refused' && (
        <Figures
          items={[
            { label: t(record.state === 'applied' ? 'imports.stored' : 'imports.accepted'), value: count(counts.accepted), unit: t('imports.rows') },
            { label: t('imports.unchanged'), value: count(counts.unchanged), unit: t('imports.rows') },
            { label: t('imports.refused'), value: count(counts.refused), unit: t('imports.rows') },
            { label: t('imports.warnings'), value: count(counts.warnings) },
          ]}
        />
      )}
      {done && <Differences record={record} />}
      {done && (record.findings > 0 || record.state !== 'refused') && <Findings id={record.id} findings={record.findings} />}
    </Page>
  );
}

function Findings({ id, findings }: { id: string; findings: number }) {
  const { t, text, code } = useT();
  const { values } = useFilters();
  const query = useImportErrors(id, values['cursor']);
  const columns: Column<ImportFinding>[] = [
    { key: 'row', title: t('imports.row'), align: 'right', render: error => error.row },
    { key: 'sheet', title: t('imports.sheet'), dataIndex: 'sheet' },
    { key: 'column', title: t('imports.column'), dataIndex: 'column' },
    { key: 'value', title: t('imports.value'), render: error => <code>{error.value}</code> },
    { key: 'level', title: t('imports.level'), render: error => <Badge tone={error.severity === 'warning' ? 'warn' : 'bad'}>{code('error_level', error.severity)}</Badge> },
    { key: 'message', title: t('imports.message'), render: error => <span className="wrap">{text(error.message)}</span> },
  ];
  return (
    <Section title={t('imports.errors')}>
      <p className="faint">{t(findings > 0 ? 'imports.errors.hint' : 'imports.errors.none.hint')}</p>
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
                <div className="card-line"><strong>{t('imports.place', { sheet: error.sheet ?? '', row: error.row ?? '', column: error.column ?? '' })}</strong><Badge tone={error.severity === 'warning' ? 'warn' : 'bad'}>{code('error_level', error.severity)}</Badge></div>
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
