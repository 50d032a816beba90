import { get, send, type Query } from '@fuyao/shared';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../../shared/ListTable';
import type { BenefitAnswer, FactMap, HistoryItem, HouseholdRecord, HouseholdRow, IncomeWorking } from './types';

/** The filters of the list, as the URL and the server name them. */
export const filterNames = ['q', 'region', 'status', 'category', 'cause', 'income_from', 'income_to', 'on', 'sort'] as const;

export function useHouseholds(values: Record<string, string>) {
  const query: Query = { limit: 50, cursor: values['cursor'] };
  for (const name of filterNames) query[name] = values[name];
  return useQuery({
    queryKey: ['households', query],
    queryFn: ({ signal }) => get<Page<HouseholdRow>>('/api/households', query, signal),
    placeholderData: keepPreviousData,
  });
}

export interface AsOf {
  on?: string;
  known_at?: string;
}

export function useHousehold(id: string, asOf: AsOf = {}) {
  return useQuery({ queryKey: ['household', id, asOf], queryFn: () => get<HouseholdRecord>(`/api/households/${id}`, { ...asOf }), placeholderData: keepPreviousData });
}

export function useHistory(id: string) {
  return useQuery({ queryKey: ['household', id, 'history'], queryFn: () => get<Page<HistoryItem>>(`/api/households/${id}/history`) });
}

export function useIncome(id: string, on?: string) {
  return useQuery({ queryKey: ['household', id, 'income', on], queryFn: () => get<IncomeWorking>(`/api/households/${id}/income`, { on }) });
}

export function useBenefits(id: string, on?: string) {
  return useQuery({ queryKey: ['household', id, 'benefits', on], queryFn: () => get<BenefitAnswer>(`/api/households/${id}/benefits`, { on }) });
}

export interface Change {
  valid_from?: string | null;
  correction: boolean;
  reason: string;
  evidence?: string;
  facts?: FactMap;
  persons?: { id: string; facts: FactMap }[];
}

/** Sends only what was changed, against the version that was read. */
export function useChange(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version, key }: { change: Change; version: string; key: string }) =>
      send<HouseholdRecord>('PATCH', `/api/households/${id}`, change, { ifMatch: version, idempotencyKey: key }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['household', id] }), queries.invalidateQueries({ queryKey: ['households'] })]),
  });
}

export function useReveal(id: string) {
  return useMutation({
    mutationFn: (body: { field: string; person?: string; reason: string }) => send<{ value: string }>('POST', `/api/households/${id}/reveal`, body).then(answer => answer.data.value),
  });
}
