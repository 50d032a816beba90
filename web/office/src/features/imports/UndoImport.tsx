import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useUndoImport, useUndoPreview, type ImportRecord, type UndoReport } from './api';

/** Takes an import back as a whole, or what of it nobody has changed since. */
export function UndoImport({ record }: { record: ImportRecord }) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button danger disabled={!can('import.run')} onClick={() => setOpen(true)}>{t('imports.undo')}</Button>
      {open && <Dialog record={record} close={() => setOpen(false)} />}
    </>
  );
}

function Dialog({ record, close }: { record: ImportRecord; close: () => void }) {
  const { t } = useT();
  const preview = useUndoPreview(record.id);
  return (
    <Modal open title={t('imports.undo.title', { name: record.file_name })} onCancel={close} footer={null}>
      <Loaded query={preview} rows={3}>{found => <Form record={record} found={found} close={close} />}</Loaded>
    </Modal>
  );
}

function Form({ record, found, close }: { record: ImportRecord; found: UndoReport; close: () => void }) {
  const { t } = useT();
  const undo = useUndoImport(record.id);
  const [reason, setReason] = useState('');
  const partial = found.blocked > 0;
  const free = found.households + found.records - found.blocked - found.undone;
  return (
    <>
      <ProblemSummary error={undo.error} />
      <p>{t('imports.undo.about', { n: count(free) })}</p>
      {partial && (
        <Alert
          type="warning"
          showIcon
          className="gap-below"
          title={t('imports.undo.blocked', { n: count(found.blocked) })}
          description={
            <ul className="plain scroll-list">
              {found.blocks.map(block => (
                <li key={block.subject}>
                  {block.number} {block.name} · {block.at ? instant(block.at) : ''} {block.actor}: {block.reason}
                </li>
              ))}
            </ul>
          }
        />
      )}
      <label>
        {t('imports.undo.reason')}
        <Input.TextArea autoFocus rows={2} maxLength={500} value={reason} onChange={event => setReason(event.target.value)} />
      </label>
      <div className="page-actions gap-above">
        <Button onClick={close}>{t('action.close')}</Button>
        <Button danger type="primary" disabled={reason.trim() === '' || free === 0} loading={undo.isPending} onClick={() => undo.mutate({ reason, partial }, { onSuccess: close })}>
          {t(partial ? 'imports.undo.rest' : 'imports.undo.do', { n: count(free) })}
        </Button>
      </div>
    </>
  );
}
