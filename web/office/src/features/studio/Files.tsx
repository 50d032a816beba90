import { Button, Select } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useT } from '../../framework/i18n';
import { Loading } from '../../shared/State';
import { useProblemText } from '../../shared/Problems';
import type { StudioFinding } from './api';
import { useStudioContext } from './context';

const TextView = lazy(() => import('./TextView'));
const pause = 300;

/** The pack's files as text. Both views edit the same draft: what is saved here shows in the forms, and the other way round. */
export function Files({ files, file, line, choose }: { files: { name: string; text: string }[]; file: string; line?: number; choose: (file: string) => void }) {
  const { t } = useT();
  const problems = useProblemText();
  const { edit, report, names } = useStudioContext();
  const saved = files.find(one => one.name === file)?.text ?? '';
  const [typed, setTyped] = useState(saved);
  const [base, setBase] = useState({ file, saved });
  const [live, setLive] = useState<StudioFinding[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const dirty = typed !== base.saved;
  // Another file, or the file as somebody saved it: what was typed here and not saved stays.
  if (base.file !== file || (base.saved !== saved && !dirty)) {
    setBase({ file, saved });
    setTyped(saved);
    setLive(null);
  }

  useEffect(() => {
    if (!edit || !dirty) {
      setLive(null);
      edit?.preview(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      edit.check([{ file, do: 'text', text: typed }], stop.signal).then(found => {
        if (stop.signal.aborted) return;
        setLive(found.findings);
        edit.preview(found);
      }, (error: unknown) => {
        if (!stop.signal.aborted) setFailure(error);
      });
    }, pause);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- only what is typed asks again
  }, [typed, file]);

  const save = () => {
    if (!edit || !dirty) return;
    setFailure(null);
    edit.save([{ file, do: 'text', text: typed }], t('studio.textChanged', { file })).then(() => setBase({ file, saved: typed }), setFailure);
  };
  const findings = live ?? report.findings;
  return (
    <div className="card">
      <div className="filters">
        <Select aria-label={t('studio.file')} style={{ minWidth: 280 }} value={file} onChange={choose} showSearch={{ optionFilterProp: 'label' }} options={files.map(one => ({ value: one.name, label: `${one.name}${findings.some(found => found.file === one.name && found.severity === 'error') ? ' ●' : ''}` }))} />
        {edit && <Button type="primary" disabled={!dirty} onClick={save}>{t('studio.save')}</Button>}
        {edit && dirty && <Button onClick={() => setTyped(base.saved)}>{t('studio.leave')}</Button>}
        <span className="faint">{t('studio.text.hint')}</span>
      </div>
      {failure !== null && problems(failure).map(one => <p key={one} className="error-text">{one}</p>)}
      <Suspense fallback={<Loading rows={14} />}>
        <TextView key={file} file={file} text={typed} readOnly={!edit} findings={findings} names={names} line={line} change={setTyped} save={save} />
      </Suspense>
    </div>
  );
}
