import { get, newId, send } from '@fuyao/shared';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../../shared/ListTable';
import type { PolicyResult } from '../../shared/policy';
import type { Award, Run } from './types';

export function useRuns(cursor?: string) {
  return useQuery({ queryKey: ['runs', cursor], queryFn: () => get<Page<Run>>('/api/runs', { limit: 30, cursor }), placeholderData: keepPreviousData });
}

export function useRun(id: string) {
  return useQuery({ queryKey: ['run', id], queryFn: () => get<Run>(`/api/runs/${id}`) });
}

export function useAwards(id: string, filters: { policy?: string; q?: string; cursor?: string }, enabled: boolean) {
  return useQuery({
    queryKey: ['run', id, 'awards', filters],
    queryFn: () => get<Page<Award>>(`/api/runs/${id}/awards`, { limit: 50, ...filters }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useAward(run: string, award: string | null) {
  return useQuery({ queryKey: ['run', run, 'award', award], queryFn: () => get<PolicyResult>(`/api/runs/${run}/awards/${award}`), enabled: !!award });
}

export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { pack: string; period: string; region?: string }) => send<{ id: string; job: string }>('POST', '/api/runs', body, { idempotencyKey: newId() }).then(answer => answer.data),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['runs'] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}
