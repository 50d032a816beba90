import { InboxOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Section } from '../../shared/Page';
import { fieldProblems, ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { useStartImport } from './api';

const kinds = '.xlsx,.csv';

/** Choose or drop a file, say which area it is for; by default it is only checked. */
export function NewImport({ close }: { close: () => void }) {
  const { t, text } = useT();
  const { area } = useUser();
  const navigate = useNavigate();
  const start = useStartImport();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [over, setOver] = useState(false);
  const [region, setRegion] = useState<string>();
  const [asOf, setAsOf] = useState('');
  const [dryRun, setDryRun] = useState(true);
  const wrongKind = file !== null && !kinds.split(',').some(kind => file.name.toLowerCase().endsWith(kind));
  const fileProblems = fieldProblems(start.error, 'file').map(problem => text(problem.text));

  const send = () => {
    if (!file || wrongKind) return;
    start.mutate({ file, region: region ?? area.code, dryRun, asOf }, { onSuccess: answer => void navigate(`/imports/${answer.id}`) });
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
        <label className="inline">{t('imports.asOf')}<Input type="date" style={{ width: 150 }} value={asOf} max={today()} onChange={event => setAsOf(event.target.value)} /></label>
        <Checkbox checked={dryRun} onChange={event => setDryRun(event.target.checked)}>{t('imports.dryRun')}</Checkbox>
      </div>
      <p className="faint">{t('imports.rule')}</p>
      <Button type="primary" size="large" disabled={!file || wrongKind} loading={start.isPending} onClick={send}>{t(dryRun ? 'imports.check' : 'imports.take')}</Button>
    </Section>
  );
}
