import { newId, send } from '@fuyao/shared';
import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { filterNames } from './api';

export type ListField = Schemas['ListField'];
export type SavedView = Schemas['ListViewItem'];

/** Columns that the list has by itself; any other key is a field's path. */
export const ownColumns = ['head', 'number', 'township', 'village', 'group', 'members', 'status', 'category', 'cause', 'income', 'phone'] as const;
export const usualColumns = ['head', 'number', 'township', 'village', 'members', 'status', 'category', 'cause', 'income'];

export const extraFields = (columns: string[]) => columns.filter(key => !(ownColumns as readonly string[]).includes(key));

export function useFields() {
  return useQuery({ queryKey: ['households', 'fields'], queryFn: () => read('/api/households/fields').then(found => found.items), staleTime: Infinity });
}

/** Counted apart from the page, which does not wait for it. */
export function useTotals(values: Record<string, string>, columns: string[]) {
  const query = { ...Object.fromEntries(filterNames.map(name => [name, values[name]])), fields: extraFields(columns).join(',') || undefined };
  return useQuery({ queryKey: ['households', 'totals', query], queryFn: ({ signal }) => read('/api/households/totals', { query, signal }), placeholderData: keepPreviousData });
}

const viewsKey = ['views', 'households'];

export function useViews() {
  return useQuery({ queryKey: viewsKey, queryFn: () => read('/api/views', { query: { list: 'households' } }).then(found => found.items), staleTime: 60_000 });
}

export function useSaveView() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...view }: { id?: string; name: string; query: string; columns: string; shared: boolean }) =>
      send('PUT', `/api/views/${id ?? newId()}`, { list: 'households', ...view }, { idempotencyKey: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsKey }),
  });
}

export function useDropView() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => send('DELETE', `/api/views/${id}`, undefined, { idempotencyKey: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: viewsKey }),
  });
}

/** One condition of `where`: `housing.grade=C,D`, `housing.area=20..60`, `water_safe!=yes`, `… =unknown`. */
export interface Condition {
  path: string;
  not: boolean;
  value: string;
}

export function readConditions(where: string | undefined): Condition[] {
  return (where ?? '').split(';').filter(Boolean).map(text => {
    const equals = text.indexOf('=');
    const not = text[equals - 1] === '!';
    return { path: text.slice(0, not ? equals - 1 : equals), not, value: text.slice(equals + 1) };
  });
}

export const writeConditions = (conditions: Condition[]) => conditions.map(one => `${one.path}${one.not ? '!' : ''}=${one.value}`).join(';');
