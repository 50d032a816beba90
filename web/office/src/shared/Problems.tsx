import { ApiError, type ProblemItem } from '@fuyao/shared';
import { Alert, Button } from 'antd';
import { useCallback } from 'react';
import { useT } from '../framework/i18n';
import { useTold } from './told';

/** What a failed call says, sentence by sentence, in the reader's language. */
export function useProblemText(): (error: unknown) => string[] {
  const { t, text } = useT();
  return useCallback(
    error => {
      if (!(error instanceof ApiError)) return [error instanceof Error ? error.message : String(error)];
      if (error.status === 0) return [t('state.unreachable.hint')];
      const found = (error.problem.problems ?? []).map(problem => text(problem.text));
      if (found.length > 0) return found;
      const own = error.problem.detail ?? error.problem.title;
      return [own ? own : t('state.status', { status: error.status })];
    },
    [t, text],
  );
}

/** The problems of one field, for the line beside it. Paths are compared without case, leading slash or array brackets. */
export function fieldProblems(error: unknown, path: string): ProblemItem[] {
  if (!(error instanceof ApiError)) return [];
  const plain = (value: string) => value.toLowerCase().replace(/^[/#$.]+/, '').replace(/[.[\]]+/g, '/').replace(/\/$/, '');
  return (error.problem.problems ?? []).filter(problem => plain(problem.path ?? '') === plain(path));
}

export function ProblemSummary({ error, title, retry }: { error: unknown; title?: string; retry?: () => void }) {
  const { t } = useT();
  const sentences = useProblemText()(error);
  useTold(error);
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      className="gap-below"
      action={retry && <Button onClick={retry}>{t('state.retry')}</Button>}
      title={title ?? t('state.failed')}
      description={sentences.length > 1 ? <ul className="plain">{sentences.map(line => <li key={line}>{line}</li>)}</ul> : sentences[0]}
    />
  );
}
