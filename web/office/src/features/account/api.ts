import { read } from '@fuyao/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { sessionKey } from '../../framework/session';

export function useAccount() {
  return useQuery({ queryKey: ['account'], queryFn: () => read('/api/account') });
}

export function useLoans() {
  return useQuery({ queryKey: ['loans'], queryFn: () => read('/api/loans') });
}

/** After a change of one's own account: what it shows, and what the session may. */
export function useAccountChanged(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all([queries.invalidateQueries({ queryKey: ['account'] }), queries.invalidateQueries({ queryKey: sessionKey })]);
}
