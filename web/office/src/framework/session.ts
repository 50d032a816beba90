import { ApiError, send, session } from '@fuyao/shared';
import { read as readApi, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type SessionUser = Omit<NonNullable<Schemas['SessionView']['user']>, 'area'> & { area: { code: string; name: string } };
export type SignInAnswer = Schemas['SessionView'];

export interface Session {
  user: SessionUser | null;
  csrf: string;
  /** The session ended while somebody was at work: what is on the screen stays, below the sign-in. */
  ended?: boolean;
}

export const sessionKey = ['session'] as const;

/** The cookie cannot be read from here; this says only that there was one, so that a stranger's first page asks for nothing. */
const hint = 'fuyao.signed-in';

async function read(before?: Session): Promise<Session> {
  if (!localStorage.getItem(hint)) return { user: null, csrf: '' };
  try {
    const { user, csrf } = await readApi('/api/session');
    if (!user) return { user: null, csrf: '' };
    session.csrf = csrf ?? '';
    return { user: { ...user, area: { code: user.area.code, name: user.area.name ?? user.area.code } }, csrf: csrf ?? '' };
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) throw error;
    localStorage.removeItem(hint);
    return before?.user ? { ...before, ended: true } : { user: null, csrf: '' };
  }
}

/** Asked each minute, which keeps no session alive but shows when it has ended. */
export function useSession() {
  const queries = useQueryClient();
  return useQuery({
    queryKey: sessionKey,
    queryFn: () => read(queries.getQueryData<Session>(sessionKey)),
    staleTime: 5 * 60_000,
    retry: 1,
    refetchInterval: found => (found.state.data?.user && !found.state.data.ended ? 60_000 : false),
  });
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

/** Takes a sign-in that is complete; whoever signs in after another begins with an empty screen. */
export function useTakeSession(): (answer: SignInAnswer) => Promise<void> {
  const queries = useQueryClient();
  return async answer => {
    if (!answer.user) return;
    const before = queries.getQueryData<Session>(sessionKey)?.user;
    session.csrf = answer.csrf ?? '';
    localStorage.setItem(hint, '1');
    if (before && before.id !== answer.user.id) {
      location.assign('/office/');
      return;
    }
    // The token belongs to the person, so it is read again once the cookie is there.
    queries.setQueryData(sessionKey, await read());
    if (before) await queries.invalidateQueries({ predicate: query => query.queryKey[0] !== sessionKey[0] });
  };
}

/** The page begins anew: nothing of what was seen stays in its memory. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => send('DELETE', '/api/session'),
    onSettled: () => {
      localStorage.removeItem(hint);
      location.assign('/office/');
    },
  });
}

/** Acts in another of one's roles from the next request on; the screen begins anew, because what may be seen has changed. */
export function useChangeRole() {
  return useMutation({
    mutationFn: (choice: { role: string; region: string }) => write('post', '/api/session/role', choice),
    onSuccess: () => location.assign('/office/'),
  });
}
