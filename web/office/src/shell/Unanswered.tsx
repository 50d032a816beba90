import { ApiError } from '@fuyao/shared';
import { notifyManager, useQueryClient, type Query } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useT } from '../framework/i18n';
import { useProblemText } from '../shared/Problems';
import { isTold, onTold } from '../shared/told';

/** That something is not there, or not for this role, is an answer. */
const answers = new Set([401, 403, 404]);

/** What the page asks for, did not get and does not say. */
const isUnanswered = (query: Query) => query.isActive() && query.state.status === 'error' && !isTold(query.state.error) && !(query.state.error instanceof ApiError && answers.has(query.state.error.status));

/** No page waits for ever or leaves out a part without a word: what could not be fetched is said at the foot of the window, over drawers too, until it is there. */
export function Unanswered() {
  const { t } = useT();
  const problemText = useProblemText();
  const cache = useQueryClient().getQueryCache();
  const [seen, setSeen] = useState<readonly unknown[]>([]);
  const failed = useCallback(() => cache.getAll().filter(isUnanswered), [cache]);
  const subscribe = useCallback((notify: () => void) => {
    const later = notifyManager.batchCalls(notify);
    const leave = [cache.subscribe(later), onTold(later)];
    return () => leave.forEach(end => end());
  }, [cache]);
  const hashes = useSyncExternalStore(subscribe, () => failed().map(query => query.queryHash).join('\n'));
  const shown = useMemo(() => (hashes === '' ? [] : failed()).filter(query => !seen.includes(query.state.error)), [hashes, failed, seen]);
  if (shown.length === 0) return null;
  const sentences = [...new Set(shown.flatMap(query => problemText(query.state.error)))];
  return (
    <Alert
      className="unanswered"
      type="error"
      showIcon
      title={t('state.unanswered')}
      description={sentences.join(' ')}
      action={<Button onClick={() => shown.forEach(query => void query.fetch())}>{t('state.retry')}</Button>}
      closable={{ 'aria-label': t('action.close'), onClose: () => setSeen(shown.map(query => query.state.error)) }}
    />
  );
}
