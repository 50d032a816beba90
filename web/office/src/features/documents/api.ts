import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BenefitAnswer, HouseholdRecord, IncomeWorking } from '../households/types';

export type DocumentKind = 'form' | 'card' | 'statement';
export const documentKinds: DocumentKind[] = ['form', 'card', 'statement'];

/** What one paper tells; its number is there once it is printed. */
export interface PaperContent {
  number?: string;
  household: HouseholdRecord;
  income?: IncomeWorking;
  benefits?: BenefitAnswer;
}

export function useIssue() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { kind: DocumentKind; household: string; on: string }) => (await write('post', '/api/documents', body)).data as Schemas['DocumentView'],
    onSuccess: (_answer, { household }) => queries.invalidateQueries({ queryKey: ['household', household, 'documents'] }),
  });
}

export const useDocument = (number: string) => useQuery({ queryKey: ['document', number], queryFn: () => read('/api/documents/{number}', { path: { number } }), retry: false });

export const useBatches = () => useQuery({ queryKey: ['document-batches'], queryFn: async () => (await read('/api/documents/batches')).items });

export const useBatch = (id: string) => useQuery({ queryKey: ['document-batch', id], queryFn: () => read('/api/documents/batches/{id}', { path: { id } }) });

export function useBatchContent(id: string, ready: boolean) {
  return useQuery({
    queryKey: ['document-batch', id, 'content'],
    queryFn: async () => (await read('/api/documents/batches/{id}/content', { path: { id } })) as unknown as { number: string; content: Omit<PaperContent, 'number'> }[],
    enabled: ready, staleTime: Infinity, retry: false,
  });
}

export function usePrintVillage() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { kind: DocumentKind; region: string; on: string }) => (await write('post', '/api/documents/batches', body)).data,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['document-batches'] }),
  });
}
