import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type RankedHousehold = Schemas['RankingLineView'];

export interface RankingFilters {
  region?: string;
  year?: number;
  on?: string;
  known_at?: string;
}

export function useRanking(filters: RankingFilters, cursor: string | undefined) {
  return useQuery({ queryKey: ['ranking', filters, cursor], queryFn: () => read('/api/ranking', { query: { ...filters, limit: 50, cursor } }), placeholderData: keepPreviousData });
}

export function useMakeRanking() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { region: string; year: number; on?: string; known_at?: string }) => write('post', '/api/ranking', body, { idempotencyKey: newId() }).then(answer => answer.data.job),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
}
