import { DownloadOutlined } from '@ant-design/icons';
import { ApiError, session, type ProblemDetails } from '@fuyao/shared';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useT } from '../framework/i18n';
import { useProblemText } from './Problems';

/** Fetches a file and saves it, so that a refusal is read on this page instead of replacing it. */
export function Download({ href, label, name, disabled, reason }: { href: string; label: string; name: string; disabled?: boolean; reason?: string }) {
  const { t } = useT();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const response = await fetch(href, { credentials: 'same-origin', headers: { 'Accept-Language': session.language } });
      if (!response.ok) throw new ApiError(response.status, ((await response.json().catch(() => null)) as ProblemDetails | null) ?? {});
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
    <Button icon={<DownloadOutlined />} loading={busy} disabled={disabled} title={disabled ? reason : undefined} onClick={() => void save()}>
      {label}
    </Button>
  );
}
