import { CameraOutlined, CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { useT } from '../../framework/i18n';
import { useNarrow } from '../../shared/narrow';
import { sendPictures } from '../households/pictures';

/** Sends photos and scans to a household, as evidence of an event. */
export function useSendEvidence(household: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ files, event }: { files: File[]; event: string }) => sendPictures(household, files, { kind: 'event', id: event }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['household', household, 'attachments'] }),
  });
}

/** Certificates and photos chosen with an event; they are sent once it is recorded. */
export function EvidenceFiles({ value, onChange }: { value: File[]; onChange: (files: File[]) => void }) {
  const { t } = useT();
  const narrow = useNarrow();
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (list: FileList | null) => onChange([...value, ...Array.from(list ?? [])]);
  return (
    <div className="evidence-files">
      <Button size="small" icon={<PaperClipOutlined />} onClick={() => chooser.current?.click()}>{t('event.files')}</Button>
      {narrow && <Button size="small" icon={<CameraOutlined />} onClick={() => camera.current?.click()}>{t('attachments.camera')}</Button>}
      <input ref={chooser} type="file" multiple hidden accept="image/*,application/pdf" aria-label={t('event.files')} onChange={event => take(event.target.files)} />
      <input ref={camera} type="file" hidden accept="image/*" capture="environment" aria-label={t('attachments.camera')} onChange={event => take(event.target.files)} />
      {value.length > 0 && (
        <ul className="plain">
          {value.map(file => (
            <li key={`${file.name}${file.lastModified}`}>{file.name} <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('event.files.remove', { name: file.name })} onClick={() => onChange(value.filter(other => other !== file))} /></li>
          ))}
        </ul>
      )}
    </div>
  );
}
