import { read, write } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFilters } from '../../framework/filters';
import type { FactMap, HouseholdRecord } from './types';

/** The filters of the list, as the URL and the server name them. */
export const filterNames = ['q', 'region', 'group', 'status', 'category', 'cause', 'income_from', 'income_to', 'on', 'known_at', 'sort', 'where'] as const;

export function useHouseholds(values: Record<string, string>, fields: string[] = []) {
  const query = { limit: 50, cursor: values['cursor'], ...Object.fromEntries(filterNames.map(name => [name, values[name]])), fields: fields.join(',') || undefined, totals: false };
  return useQuery({
    queryKey: ['households', query],
    queryFn: ({ signal }) => read('/api/households', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export interface AsOf {
  on?: string;
  known_at?: string;
}

export function useHousehold(id: string, asOf: AsOf = {}) {
  return useQuery({
    queryKey: ['household', id, asOf],
    // The facts are typed by the schema of a household, not by the document.
    queryFn: async () => (await read('/api/households/{id}', { path: { id }, query: asOf })) as unknown as HouseholdRecord,
    placeholderData: keepPreviousData,
  });
}

export function useHistory(id: string) {
  return useQuery({ queryKey: ['household', id, 'history'], queryFn: () => read('/api/households/{id}/history', { path: { id } }) });
}

export function useChecks(id: string) {
  return useQuery({ queryKey: ['household', id, 'checks'], queryFn: async () => (await read('/api/households/{id}/checks', { path: { id } })).items });
}

export function useIncome(id: string, on?: string) {
  const query = { on, known_at: useFilters().values['known_at'] };
  return useQuery({ queryKey: ['household', id, 'income', query], queryFn: () => read('/api/households/{id}/income', { path: { id }, query }) });
}

export function useBenefits(id: string, on?: string) {
  const query = { on, known_at: useFilters().values['known_at'] };
  return useQuery({ queryKey: ['household', id, 'benefits', query], queryFn: () => read('/api/households/{id}/benefits', { path: { id }, query }), enabled: id !== '' });
}

export interface Change {
  /** Absent: a correction of the whole span that the version shown holds for. */
  valid_from?: string;
  reason: string;
  changes?: FactMap;
  /** Paths of members that are to be absent. */
  clear?: string[];
  /** Sections that were gone through with the family. */
  checked?: string[];
}

/** Sends only what was changed, against the version that was read. */
export function useChange(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version, key }: { change: Change; version: string; key: string }) =>
      write('patch', '/api/households/{id}', change as never, { path: { id }, ifMatch: version, idempotencyKey: key }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['household', id] }), queries.invalidateQueries({ queryKey: ['households'] })]),
  });
}

export function useReveal(id: string) {
  return useMutation({
    mutationFn: (body: { field: string; person?: string; reason: string }) => write('post', '/api/households/{id}/reveal', body, { path: { id } }).then(answer => answer.data.value ?? ''),
  });
}
