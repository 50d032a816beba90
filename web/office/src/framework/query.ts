import { ApiError } from '@fuyao/shared';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionKey, type Session } from './session';

/** One client for the page. A 401 anywhere means that the session ended: the sign-in comes over the page, whose unsaved work stays. */
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) {
      client.setQueryData<Session>(sessionKey, before => (before?.user ? { ...before, ended: true } : { user: null, csrf: '' }));
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && !(error instanceof ApiError && ((error.status >= 400 && error.status < 500) || error.problem.type === 'no-answer')),
      },
    },
  });
  return client;
}
