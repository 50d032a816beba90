import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

export type Review = Schemas['RunReview'];
export type Difference = Schemas['AwardDifferenceView'];
export type FactChange = Schemas['FactChangeView'];

export function useReview(run: string) {
  return useQuery({ queryKey: ['run', run, 'review'], queryFn: () => read('/api/runs/{id}/review', { path: { id: run } }) });
}

export function useDifferences(run: string, filters: { kind: string; policy?: string; cursor?: string }) {
  return useQuery({ queryKey: ['run', run, 'differences', filters], queryFn: () => read('/api/runs/{id}/differences', { path: { id: run }, query: { limit: 30, ...filters } }), placeholderData: keepPreviousData });
}
