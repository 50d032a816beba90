import { App, Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { useProblemText } from '../../shared/Problems';
import type { PackEdit } from './api';
import { useStudioContext } from './context';

/** What comes from another pack is taken over with a reason and can then be changed; what is one's own can be taken away. */
export function Own({ kind, id, name, place }: { kind: 'policy' | 'parameter' | 'check'; id: string; name: string; place: { file?: string | null; path: string[] } }) {
  const { t } = useT();
  const { edit } = useStudioContext();
  const { message } = App.useApp();
  const problems = useProblemText();
  const [reason, setReason] = useState<string | null>(null);
  if (!edit) return null;
  const failed = (error: unknown) => void message.error(problems(error).join(' '));
  if (place.file) {
    const edits: PackEdit[] = place.path.length > 0 ? [{ file: place.file, do: 'remove', path: place.path }] : [{ file: place.file, do: 'text', text: null }];
    return (
      <Popconfirm title={t('studio.remove.sure', { what: name })} description={t('studio.remove.hint')} okText={t('studio.remove')} cancelText={t('studio.leave')} onConfirm={() => edit.save(edits, t('studio.removed', { what: name })).catch(failed)}>
        <Button size="small" type="text" danger aria-label={t('studio.remove.what', { what: name })}>{t('studio.remove')}</Button>
      </Popconfirm>
    );
  }
  if (reason === null) return <Button size="small" aria-label={t('studio.override.what', { what: name })} onClick={() => setReason('')}>{t('studio.override')}</Button>;
  return (
    <form className="row-actions" onSubmit={event => {
      event.preventDefault();
      if (reason.trim().length > 1) void edit.override(kind, id, reason.trim()).catch(failed);
    }}>
      <Input autoFocus style={{ width: 260 }} aria-label={t('studio.override.why')} placeholder={t('studio.override.why')} value={reason} onChange={event => setReason(event.target.value)} onKeyDown={event => event.key === 'Escape' && setReason(null)} />
      <Button size="small" type="primary" htmlType="submit" disabled={reason.trim().length < 2}>{t('studio.override')}</Button>
    </form>
  );
}
