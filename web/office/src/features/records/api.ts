import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Whether a field is asked of this organisation: by its kind, and always while it holds something, so that it can be cleared. */
export const isAsked = (field: Field, kind: FactValue | undefined, facts: RecordFacts) => !field.of || field.of.includes(String(kind)) || (facts[field.id] !== undefined && facts[field.id] !== null);

/** The kinds that the one mechanism of records keeps. */
export type RecordKind = 'village' | 'township' | 'organisation' | 'group' | 'linkage' | 'dwelling';
export type Field = Schemas['RecordField'];
export type FactValue = string | number | boolean | null;
/** Flat facts by field id: absent means not stated, null asked and not known. */
export type RecordFacts = Record<string, FactValue>;
export type YearView = Omit<Schemas['YearView'], 'facts'> & { facts: RecordFacts };
export type RecordView = Omit<Schemas['RecordView'], 'facts' | 'provenance' | 'years'> & { facts: RecordFacts; provenance: Record<string, string>; years: YearView[] };
export type RecordHistoryEntry = Schemas['RecordHistoryEntry'];
export type YearSheet = Omit<Schemas['YearSheet'], 'facts' | 'before' | 'register'> & { facts: RecordFacts; before?: YearView | null; register: Record<string, number> };

export interface AsOf {
  on?: string | undefined;
  known_at?: string | undefined;
}

/** The dictionary of fields: forms, lists and papers are made from it. */
export function useDictionary() {
  return useQuery({ queryKey: ['record-fields'], queryFn: () => read('/api/records/fields'), staleTime: Infinity });
}

export function useRecord(kind: RecordKind, key: string, asOf: AsOf = {}) {
  return useQuery({
    queryKey: ['record', kind, key, asOf],
    queryFn: async () => (await read('/api/records/{kind}/{key}', { path: { kind, key }, query: asOf })) as unknown as RecordView,
    enabled: key !== '',
    placeholderData: keepPreviousData,
  });
}

export function useRecordHistory(kind: RecordKind, key: string) {
  return useQuery({ queryKey: ['record', kind, key, 'history'], queryFn: () => read('/api/records/{kind}/{key}/history', { path: { kind, key } }) });
}

export interface RecordChange {
  valid_from?: string;
  reason: string;
  name?: string;
  region?: string;
  changes?: RecordFacts;
  clear?: string[];
}

export function useChangeRecord(kind: RecordKind, key: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ change, version, idempotencyKey }: { change: RecordChange; version: string | null | undefined; idempotencyKey: string }) =>
      write('patch', '/api/records/{kind}/{key}', change as never, { path: { kind, key }, ...(version ? { ifMatch: version } : {}), idempotencyKey }),
    onSuccess: () => invalidate(queries, kind),
  });
}

export function useCreateRecord(kind: RecordKind) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Record<string, unknown>; idempotencyKey: string }) =>
      write('post', '/api/records/{kind}', body as never, { path: { kind }, idempotencyKey }).then(answer => answer.data as unknown as RecordView),
    onSuccess: () => invalidate(queries, kind),
  });
}

export function useEndRecord(kind: RecordKind) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, on, reason }: { id: string; version: string; on: string; reason: string }) =>
      write('post', '/api/records/{kind}/{key}/end', { on, reason } as never, { path: { kind, key: id }, ifMatch: version, idempotencyKey: newId() }),
    onSuccess: () => invalidate(queries, kind),
  });
}

export function useYearSheet(kind: RecordKind, key: string, year: number) {
  return useQuery({
    queryKey: ['year-sheet', kind, key, year],
    queryFn: async () => (await read('/api/records/{kind}/{key}/years/{year}', { path: { kind, key, year: String(year) } })) as unknown as YearSheet,
    // What is typed is newer than what any other window may have read.
    refetchOnWindowFocus: false,
  });
}

export function useSaveDraft(kind: RecordKind, key: string, year: number) {
  return useMutation({
    mutationFn: (facts: RecordFacts) => write('post', '/api/records/{kind}/{key}/years/{year}/draft', { facts } as never, { path: { kind, key, year: String(year) }, idempotencyKey: newId() }),
  });
}

export function useAnswerYear(kind: RecordKind, key: string, year: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ facts, version, idempotencyKey, reason }: { facts: RecordFacts; version: string | null | undefined; idempotencyKey: string; reason?: string }) =>
      write('post', '/api/records/{kind}/{key}/years/{year}', { facts, ...(reason ? { reason } : {}) } as never, { path: { kind, key, year: String(year) }, idempotencyKey, ...(version ? { ifMatch: version } : {}) }),
    onSuccess: () => Promise.all([invalidate(queries, kind), queries.invalidateQueries({ queryKey: ['year-sheet'] })]),
  });
}

export function useLinkages(query: { household?: string; organisation?: string; region?: string; on?: string | undefined; known_at?: string | undefined; cursor?: string | undefined }) {
  return useQuery({ queryKey: ['linkages', query], queryFn: () => read('/api/linkages', { query: { ...query, limit: 50 } }), placeholderData: keepPreviousData });
}

function invalidate(queries: ReturnType<typeof useQueryClient>, kind: RecordKind) {
  const also = { village: ['places'], township: ['places'], organisation: ['organisations'], group: ['groups'], linkage: ['linkages'], dwelling: ['dwellings'] }[kind];
  return Promise.all([queries.invalidateQueries({ queryKey: ['record', kind] }), queries.invalidateQueries({ queryKey: also }), ...(kind === 'linkage' ? [queries.invalidateQueries({ queryKey: ['organisations'] })] : [])]);
}
