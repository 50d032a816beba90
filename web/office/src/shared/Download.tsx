import { DownloadOutlined } from '@ant-design/icons';
import { ApiError, session, type ProblemDetails } from '@fuyao/shared';
import { App, Button, Modal } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../framework/i18n';
import { jobFile } from '../framework/jobs';
import { useProblemText } from './Problems';

const JobProgress = lazy(async () => ({ default: (await import('./JobProgress')).JobProgress }));
const ExportWish = lazy(async () => ({ default: (await import('./ExportWish')).ExportWish }));

/** Fetches a file and saves it, so that a refusal is read on this page instead of replacing it. */
export function Download({ href, label, name, disabled, reason }: { href: string; label: string; name: string; disabled?: boolean; reason?: string }) {
  const { t } = useT();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [wish, setWish] = useState<{ id: string; why: string } | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const save = async (address = href) => {
    setBusy(true);
    try {
      const response = await fetch(address, { credentials: 'same-origin', headers: { 'Accept-Language': session.language } });
      if (!response.ok) {
        const refused = new ApiError(response.status, ((await response.json().catch(() => null)) as ProblemDetails | null) ?? {});
        const asked = /\/api\/exports\/([^/]+)$/.exec(response.headers.get('Location') ?? '')?.[1];
        if (refused.code !== 'export-needs-approval' || !asked) throw refused;
        setWish({ id: asked, why: problemText(refused).join(' ') });
        return;
      }
      if (response.status === 202) {
        // Long: made in the background, fetched when it is there.
        setJob(((await response.json()) as { job: string }).job);
        return;
      }
      const given = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
      const url = URL.createObjectURL(await response.blob());
      const link = Object.assign(document.createElement('a'), { href: url, download: given ? decodeURIComponent(given) : name });
      link.click();
      URL.revokeObjectURL(url);
      void message.success(t('download.done', { name: link.download }));
    } catch (error) {
      void message.error(problemText(error).join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button icon={<DownloadOutlined />} loading={busy} disabled={disabled} title={disabled ? reason : undefined} onClick={() => void save()}>
        {label}
      </Button>
      <Modal open={job !== null} title={t('download.making')} footer={null} onCancel={() => setJob(null)} closable={{ 'aria-label': t('action.close') }}>
        {job && (
          <Suspense fallback={null}><JobProgress
            id={job}
            onEnd={ended => {
              const file = jobFile(ended);
              if (!file) return;
              setJob(null);
              void save(file);
            }}
          /></Suspense>
        )}
      </Modal>
      {wish && <Suspense fallback={null}><ExportWish {...wish} close={() => setWish(null)} /></Suspense>}
    </>
  );
}
