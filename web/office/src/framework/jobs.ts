import type { ProblemItem } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export type Job = Schemas['JobView'];

/** Why a job failed, as its handler put it. */
export const jobProblems = (job: Job | undefined): ProblemItem[] => (Array.isArray(job?.problems) ? (job.problems as ProblemItem[]) : []);

/** The address of the file that a job has made. */
export const jobFile = (job: Job | undefined): string | undefined => {
  const file = job?.state === 'done' ? (job.result as { file?: unknown } | null)?.file : undefined;
  return typeof file === 'string' ? `/api/files/${file}` : undefined;
};

export const jobEnded = (state: string | undefined) => state === 'done' || state === 'failed' || state === 'cancelled';

/** One job, live: server-sent events where they come through, otherwise asked every 1.5 s. The job itself runs on without this page. */
export function useJob(id: string | null | undefined) {
  const queries = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const query = useQuery({
    queryKey: ['job', id],
    queryFn: () => read('/api/jobs/{id}', { path: { id: id ?? '' } }),
    enabled: !!id,
    refetchInterval: found => (streaming || jobEnded(found.state.data?.state) ? false : 1500),
  });
  const ended = jobEnded(query.data?.state);
  useEffect(() => {
    if (!id || ended) return;
    const source = new EventSource(`/api/jobs/${id}/events`);
    const take = (event: MessageEvent<string>) => {
      const job = JSON.parse(event.data) as Job;
      queries.setQueryData(['job', id], job);
      setStreaming(true);
      if (jobEnded(job.state)) source.close();
    };
    source.addEventListener('job', take);
    source.addEventListener('error', () => {
      setStreaming(false);
      source.close();
    });
    return () => {
      setStreaming(false);
      source.close();
    };
  }, [id, ended, queries]);
  return query;
}

export function useJobs(open: boolean) {
  return useQuery({
    queryKey: ['jobs'],
    queryFn: () => read('/api/jobs', { query: { limit: 8 } }),
    refetchInterval: found => (found.state.data?.items.some(job => !jobEnded(job.state)) ? 3000 : open ? 5000 : 60_000),
  });
}

export function useCancelJob() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => write('post', '/api/jobs/{id}/cancel', undefined, { path: { id } }),
    onSuccess: (_answer, id) => queries.invalidateQueries({ queryKey: ['job', id] }),
  });
}
