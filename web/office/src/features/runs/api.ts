import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { jobEnded } from '../../framework/jobs';

export type Run = Schemas['RunView'];
export type Award = Schemas['AwardLine'];

export function useRuns(cursor?: string) {
  return useQuery({ queryKey: ['runs', cursor], queryFn: () => read('/api/runs', { query: { limit: 30, cursor } }), placeholderData: keepPreviousData });
}

export function useRun(id: string) {
  // Another browser's job may complete it: an unfinished run is looked at again.
  return useQuery({ queryKey: ['run', id], queryFn: () => read('/api/runs/{id}', { path: { id } }), refetchInterval: found => (found.state.data && !jobEnded(found.state.data.state) ? 4000 : false) });
}

export function useAwards(id: string, filters: { policy?: string; status?: string; cursor?: string }) {
  return useQuery({
    queryKey: ['run', id, 'awards', filters],
    queryFn: () => read('/api/runs/{id}/awards', { path: { id }, query: { limit: 50, ...filters } }),
    placeholderData: keepPreviousData,
  });
}

/** The explanation stored with an award. */
export function useAward(run: string, award: string) {
  return useQuery({ queryKey: ['run', run, 'award', award], queryFn: () => read('/api/runs/{id}/awards/{award}', { path: { id: run, award } }), enabled: award !== '' });
}

export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { pack: string; period: string; region?: string }) => write('post', '/api/runs', body, { idempotencyKey: newId() }).then(answer => answer.data),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['runs'] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}
