import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AsOf } from '../records/api';

export type ReceivedLine = Schemas['ReceivedLine'];
export type Candidate = Schemas['CandidateView'];

export function useReceived(query: { state?: string | undefined; region?: string | undefined; department?: string | undefined; list?: string | undefined; q?: string | undefined; cursor?: string | undefined } & AsOf) {
  return useQuery({ queryKey: ['received', query], queryFn: () => read('/api/received', { query: { ...query, limit: 50 } }), placeholderData: keepPreviousData });
}

export function useReceivedDetail(id: string | undefined) {
  return useQuery({ queryKey: ['received', 'one', id], queryFn: () => read('/api/received/{id}', { path: { id: id! } }), enabled: !!id });
}

export function useReceivedLists() {
  return useQuery({ queryKey: ['received', 'lists'], queryFn: () => read('/api/received/lists') });
}

export function useHouseholdReceived(id: string, asOf: AsOf) {
  return useQuery({ queryKey: ['household', id, 'received', asOf], queryFn: () => read('/api/households/{id}/received', { path: { id }, query: asOf }) });
}

export function useSettle() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, body }: { id: string; version: string; body: { reason: string; state: 'matched' | 'dismissed'; household?: string; person?: string } }) =>
      write('post', '/api/received/{id}/settle', body as never, { path: { id }, ifMatch: version, idempotencyKey: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['received'] }),
  });
}

export interface Part { programme: string; amount: string; recurring?: string; person?: string }

/** Tells a row apart into its benefits. */
export function useSplit() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, reason, parts }: { id: string; version: string; reason: string; parts: Part[] }) =>
      write('post', '/api/received/{id}/split', { reason, parts } as never, { path: { id }, ifMatch: version, idempotencyKey: newId() }),
    onSuccess: () => Promise.all(['received', 'household'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  });
}

/** Takes a split back. */
export function useJoin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, reason }: { id: string; version: string; reason: string }) => write('post', '/api/received/{id}/join', { reason } as never, { path: { id }, ifMatch: version, idempotencyKey: newId() }),
    onSuccess: () => Promise.all(['received', 'household'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
