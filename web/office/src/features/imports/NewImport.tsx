import { InboxOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { Download } from '../../shared/Download';
import { Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { useImportTables, useStartImport } from './api';

const kinds = '.xlsx,.csv';

/** Choose or drop a file, say which area it is for; nothing is written before its differences were seen. */
export function NewImport({ close }: { close: () => void }) {
  const { t, text } = useT();
  const { area } = useUser();
  const can = useCan();
  const navigate = useNavigate();
  const start = useStartImport();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const [region, setRegion] = useState<string>();
  const [asOf, setAsOf] = useState('');
  const [table, setTable] = useState<string>();
  const tables = useImportTables().data ?? [];
  const wrongKind = file !== null && !kinds.split(',').some(kind => file.name.toLowerCase().endsWith(kind));
  const fileProblems = fieldProblems(start.error, 'file').map(problem => text(problem.text));

  const send = () => {
    if (!file || wrongKind) return;
    start.mutate({ file, region: region ?? area.code, table, asOf }, { onSuccess: answer => void navigate(`/imports/${answer.id}`) });
  };
  return (
    <Section title={t('imports.start')} extra={<Button type="text" onClick={close}>{t('action.close')}</Button>}>
      <ProblemSummary error={start.error} title={t('imports.notTaken')} />
      <button
        type="button"
        className={over ? 'drop drop-over' : 'drop'}
        onClick={() => input.current?.click()}
        onDragOver={event => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault();
          setOver(false);
          setFile(event.dataTransfer.files[0] ?? null);
        }}
      >
        <InboxOutlined aria-hidden className="drop-mark" />
        {file ? <strong>{file.name}</strong> : <strong>{t('imports.drop')}</strong>}
        <span className="faint">{file ? t('imports.size', { n: (file.size / 1024 / 1024).toFixed(1) }) : t('imports.drop.hint')}</span>
      </button>
      <input ref={input} type="file" accept={kinds} hidden aria-label={t('imports.file')} onChange={event => setFile(event.target.files?.[0] ?? null)} />
      {wrongKind && <p className="error-text" role="alert">{t('imports.wrongKind')}</p>}
      {fileProblems.map(problem => <p key={problem} className="error-text" role="alert">{problem}</p>)}
      <div className="filters">
        <span>{t('imports.forArea', { name: area.name })}</span>
        <RegionSelect value={region} onChange={setRegion} />
        <label className="inline">{t('imports.asOf')}<DateInput value={asOf} max={today()} onChange={setAsOf} /></label>
      </div>
      <div className="filters">
        <label className="inline" htmlFor="import-kind">{t('imports.kind')}</label>
        <Select
          id="import-kind"
          style={{ width: 260 }}
          value={table ?? ''}
          options={[{ value: '', label: t('imports.kind.auto') }, ...tables.map(one => ({ value: one.id, label: text(one.name), title: text(one.about) }))]}
          onChange={value => setTable(value || undefined)}
        />
        {table && <Download href={`/api/import-tables/${table}/template?region=${region ?? area.code}`} name={`${table}.xlsx`} label={t('imports.template')} />}
        {table === 'persons' && (
          <Download
            href={`/api/households/mending?region=${region ?? area.code}`}
            name="register-to-mend.xlsx"
            label={t('imports.mending')}
            disabled={!can('household.export')}
            reason={t('state.noPermission')}
          />
        )}
      </div>
      <p className="faint">{t('imports.rule')}</p>
      <Button type="primary" size="large" disabled={!file || wrongKind} loading={start.isPending} onClick={send}>{t('imports.check')}</Button>
    </Section>
  );
}
