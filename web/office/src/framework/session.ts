import { ApiError, newId, send, session } from '@fuyao/shared';
import { read as readApi, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type SessionUser = Omit<Schemas['UserView'], 'area'> & { area: { code: string; name: string } };

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
    const { user, csrf } = await readApi('/api/session');
    session.csrf = csrf;
    return { user: { ...user, area: { code: user.area.code, name: user.area.name ?? user.area.code } }, csrf };
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
    mutationFn: async (body: { user_name: string; password: string }) => (await write('post', '/api/session', body, { idempotencyKey: newId() })).data,
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
