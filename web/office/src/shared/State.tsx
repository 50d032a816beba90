import { ApiError } from '@fuyao/shared';
import { Alert, Button, Skeleton } from 'antd';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useT } from '../framework/i18n';
import { useProblemText } from './Problems';
import { useTold } from './told';

/** Every state that is not the content says what it is and offers the next thing to do. */
export function Empty({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <div className="state" role="status">
      <div className="state-mark" aria-hidden>○</div>
      <p className="state-title">{title}</p>
      {hint && <p className="state-hint">{hint}</p>}
      {action}
    </div>
  );
}

export function Loading({ rows = 6 }: { rows?: number }) {
  const { t } = useT();
  return (
    <div aria-busy="true" aria-label={t('state.loading')} role="status">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

/** Not for this role: who can change that, and the way on. */
export function Forbidden() {
  const { t } = useT();
  return <Empty title={t('state.forbidden')} hint={t('state.forbidden.hint')} action={<Link to="/">{t('state.goHome')}</Link>} />;
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useT();
  const problemText = useProblemText();
  useTold(error);
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 403) return <Forbidden />;
  if (status === 404) return <Empty title={t('state.missing')} hint={t('state.missing.hint')} action={<Link to="/households">{t('state.goList')}</Link>} />;
  const again = retry && <Button onClick={retry}>{t('state.retry')}</Button>;
  if (status === 0) return <Empty title={t('state.unreachable')} hint={t('state.unreachable.hint')} action={again} />;
  return <Alert type="error" showIcon title={t('state.failed')} description={problemText(error).join(' ')} action={again} />;
}

/** A query's content, or its loading, error and forbidden states. */
export function Loaded<T>({ query, rows, children }: { query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} />;
}
