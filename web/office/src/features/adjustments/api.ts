import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type Adjustment = Schemas['AdjustmentView'];

export function useAdjustments(filters: { direction?: string; open?: boolean; cursor?: string }) {
  return useQuery({ queryKey: ['adjustments', filters], queryFn: () => read('/api/adjustments', { query: { limit: 30, ...filters } }), placeholderData: keepPreviousData });
}

export function useRecover(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { amount: string; reason: string }) => write('post', '/api/adjustments/{id}/recover', body as never, { path: { id }, idempotencyKey: newId() }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['adjustments'] }), queries.invalidateQueries({ queryKey: ['household'] })]),
  });
}

export function useCompare() {
  return useMutation({ mutationFn: (pack: string) => write('post', '/api/adjustments/compare', { pack } as never, { idempotencyKey: newId() }).then(answer => answer.data.job) });
}
