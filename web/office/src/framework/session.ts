import { ApiError, get, newId, send, session } from '@fuyao/shared';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export interface SessionUser {
  id: string;
  name: string;
  role: string;
  area: { code: string; name: string };
  permissions: string[];
}

export interface Session {
  user: SessionUser | null;
  csrf: string;
}

export const sessionKey = ['session'] as const;

/** The cookie cannot be read from here; this says only that there was one, so that a stranger's first page asks for nothing. */
const hint = 'fuyao.signed-in';

async function read(): Promise<Session> {
  if (!localStorage.getItem(hint)) return { user: null, csrf: '' };
  try {
    const found = await get<Session>('/api/session');
    session.csrf = found.csrf;
    return found;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    localStorage.removeItem(hint);
    return { user: null, csrf: '' };
  }
}

export function useSession() {
  return useQuery({ queryKey: sessionKey, queryFn: read, staleTime: 5 * 60_000, retry: 1 });
}

/** The signed-in person; only used below the sign-in gate. */
export function useUser(): SessionUser {
  const found = useSession().data?.user;
  if (!found) throw new Error('No one is signed in');
  return found;
}

/** What cannot be done is shown with the reason, not hidden: screens ask this and disable. */
export function useCan(): (permission: string) => boolean {
  const user = useUser();
  return permission => user.permissions.includes(permission);
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { user_name: string; password: string }) => (await send<Session>('POST', '/api/session', body, { idempotencyKey: newId() })).data,
    onSuccess: async found => {
      session.csrf = found.csrf;
      localStorage.setItem(hint, '1');
      // The token belongs to the person, so it is read again once the cookie is there.
      queries.setQueryData(sessionKey, await read());
    },
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send('DELETE', '/api/session'),
    onSettled: () => {
      session.csrf = '';
      localStorage.removeItem(hint);
      queries.clear();
      queries.setQueryData(sessionKey, { user: null, csrf: '' } satisfies Session);
    },
  });
}
