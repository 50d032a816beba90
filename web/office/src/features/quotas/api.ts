import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type QuotaRow = Schemas['QuotaRow'];
export type QuotaSetting = { region: string; category: string; households: number | null; was: number | null };

export function useQuotas(region: string | undefined, year: number, known_at?: string) {
  return useQuery({ queryKey: ['quotas', region, year, known_at], queryFn: () => read('/api/quotas', { query: { region, year, known_at } }), placeholderData: keepPreviousData });
}

export function useSetQuotas() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { year: number; reason: string; items: QuotaSetting[] }) => write('post', '/api/quotas', body as never, { idempotencyKey: newId() }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['quotas'] }), queries.invalidateQueries({ queryKey: ['ranking'] })]),
  });
}
