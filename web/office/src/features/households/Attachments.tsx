import { CameraOutlined, DeleteOutlined, FilePdfOutlined, PaperClipOutlined } from '@ant-design/icons';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, Modal } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { useNarrow } from '../../shared/narrow';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { sendPictures } from './pictures';

export type AttachmentView = Schemas['AttachmentView'];

export const useAttachments = (household: string) =>
  useQuery({ queryKey: ['household', household, 'attachments'], queryFn: async () => (await read('/api/households/{id}/attachments', { path: { id: household } })).items });

const contentOf = (one: AttachmentView, thumbnail = false) => `/api/attachments/${one.id}/content${thumbnail ? '?thumbnail=true' : ''}`;

/** Photos, scans and PDFs: dropped, pasted, chosen, or taken with the camera; a click shows one large. Of a person or an event when one is named. */
export function Attachments({ household, person, event, brief }: { household: string; person?: string; event?: string; brief?: boolean }) {
  const { t } = useT();
  const can = useCan();
  const narrow = useNarrow();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const query = useAttachments(household);
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [shown, setShown] = useState<AttachmentView | null>(null);
  const [hiding, setHiding] = useState<AttachmentView | null>(null);
  const may = can('household.change');
  const subject = person ?? event;

  const add = useMutation({
    mutationFn: (files: File[]) => sendPictures(household, files, subject ? { kind: person ? 'person' : 'event', id: subject } : undefined),
    onSettled: () => queries.invalidateQueries({ queryKey: ['household', household, 'attachments'] }),
    onSuccess: (_answer, files) => void message.success(t('attachments.added', { n: files.length })),
  });
  const { mutate } = add;
  const take = useCallback((list: FileList | null) => {
    const files = Array.from(list ?? []);
    if (files.length > 0) mutate(files);
  }, [mutate]);
  useEffect(() => {
    if (!may || brief) return;
    const paste = (pasted: ClipboardEvent) => {
      if (!/^(INPUT|TEXTAREA)$/.test((pasted.target as HTMLElement).tagName)) take(pasted.clipboardData?.files ?? null);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [may, brief, take]);

  const all = (query.data ?? []).filter(one => one.hidden === null || one.hidden === undefined);
  const items = subject ? all.filter(one => one.subject === subject) : all;
  return (
    <div
      className={over ? 'attachments attachments-over' : 'attachments'}
      onDragOver={dragged => {
        if (!may) return;
        dragged.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped => {
        dropped.preventDefault();
        setOver(false);
        if (may) take(dropped.dataTransfer.files);
      }}
    >
      <ProblemSummary error={add.error} title={t('attachments.refused')} />
      <Loaded query={query} rows={1}>
        {() => (items.length === 0 ? (brief ? null : <p className="faint">{t('attachments.none')}</p>) : (
          <ul className="thumbnails">
            {items.map(one => (
              <li key={one.id}>
                <button type="button" className="thumbnail" onClick={() => (one.width ? setShown(one) : window.open(contentOf(one)))}>
                  {one.width ? <img src={contentOf(one, true)} alt={one.caption ?? one.name} loading="lazy" width={120} height={90} /> : <span className="thumbnail-file"><FilePdfOutlined aria-hidden /> {one.name}</span>}
                </button>
                <span className="faint">{instant(one.at).slice(0, 10)}</span>
                {may && <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('attachments.hide', { name: one.name })} onClick={() => setHiding(one)} />}
              </li>
            ))}
          </ul>
        ))}
      </Loaded>
      {may && (
        <div className="attachments-do">
          <Button icon={<PaperClipOutlined />} size={brief ? 'small' : undefined} loading={add.isPending} onClick={() => chooser.current?.click()}>{t('attachments.choose')}</Button>
          {narrow && <Button icon={<CameraOutlined />} loading={add.isPending} onClick={() => camera.current?.click()}>{t('attachments.camera')}</Button>}
          {!narrow && !brief && <span className="faint">{t('attachments.drop')}</span>}
          <input ref={chooser} type="file" multiple hidden accept="image/*,application/pdf" aria-label={t('attachments.choose')} onChange={chosen => take(chosen.target.files)} />
          <input ref={camera} type="file" hidden accept="image/*" capture="environment" aria-label={t('attachments.camera')} onChange={chosen => take(chosen.target.files)} />
        </div>
      )}
      <Modal open={shown !== null} onCancel={() => setShown(null)} footer={null} width="min(1100px, 96vw)" title={shown?.caption ?? shown?.name ?? t('attachments.title')} closable={{ 'aria-label': t('action.close') }}>
        {shown && (
          <figure className="picture">
            <img src={contentOf(shown)} alt={shown.caption ?? shown.name} />
            <figcaption className="faint">{t('attachments.by', { name: sayActor(t, shown.actor), time: instant(shown.at) })}</figcaption>
          </figure>
        )}
      </Modal>
      {hiding && <Hide one={hiding} household={household} close={() => setHiding(null)} />}
    </div>
  );
}

function Hide({ one, household, close }: { one: AttachmentView; household: string; close: () => void }) {
  const { t } = useT();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const hide = useMutation({
    mutationFn: () => write('post', '/api/attachments/{id}/hide', { reason: reason.trim() }, { path: { id: one.id } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['household', household, 'attachments'] });
      close();
    },
  });
  return (
    <Modal open title={t('attachments.hide', { name: one.name })} onCancel={close} okText={t('attachments.hide.do')} cancelText={t('action.close')} okButtonProps={{ disabled: reason.trim().length < 2, loading: hide.isPending }} onOk={() => hide.mutate()} closable={{ 'aria-label': t('action.close') }}>
      <p>{t('attachments.hide.about')}</p>
      <ProblemSummary error={hide.error} />
      <label className="form-row" htmlFor="hide-reason">{t('change.reason')}</label>
      <Input id="hide-reason" autoFocus maxLength={200} value={reason} onChange={event => setReason(event.target.value)} />
    </Modal>
  );
}
