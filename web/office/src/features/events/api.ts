import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EventKind } from './kinds';

export type EventView = Schemas['EventView'];
export type EventRecorded = Schemas['EventRecorded'];
export type EventRequest = Partial<Omit<Schemas['RecordEventRequest'], 'kind' | 'new_persons'>> & { kind: EventKind; new_persons?: Record<string, string>[] };

export function useEvents(household: string) {
  return useQuery({ queryKey: ['household', household, 'events'], queryFn: () => read('/api/households/{id}/events', { path: { id: household } }) });
}

export interface EventFilters {
  region?: string;
  kind?: string;
  from?: string;
  to?: string;
}

export function useAllEvents(filters: EventFilters, cursor: string | undefined) {
  return useQuery({ queryKey: ['events', filters, cursor], queryFn: () => read('/api/events', { query: { ...filters, limit: 50, cursor } }), placeholderData: keepPreviousData });
}

/** What would happen, for a statement as JSON; asked again whenever the statement changes. Writes nothing. */
export function usePreview(household: string, question: string, enabled: boolean) {
  return useQuery({
    queryKey: ['event-preview', household, question],
    queryFn: async () => (await write('post', '/api/households/{id}/events/preview', JSON.parse(question) as never, { path: { id: household } })).data,
    enabled,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}

function useAfter() {
  const queries = useQueryClient();
  return () => Promise.all([['household'], ['households'], ['balance'], ['home'], ['events']].map(queryKey => queries.invalidateQueries({ queryKey })));
}

export function useRecord(household: string) {
  const after = useAfter();
  return useMutation({
    mutationFn: async ({ said, version, key }: { said: EventRequest; version: string; key: string }) =>
      (await write('post', '/api/households/{id}/events', said as never, { path: { id: household }, ifMatch: version, idempotencyKey: key })).data,
    onSuccess: after,
  });
}

export function usePreviewUndo(event: string | undefined) {
  return useQuery({
    queryKey: ['undo-preview', event],
    queryFn: async () => (await write('post', '/api/events/{id}/undo/preview', undefined, { path: { id: event! } })).data,
    enabled: !!event,
    retry: false,
    gcTime: 0,
  });
}

export function useUndo() {
  const after = useAfter();
  return useMutation({
    mutationFn: async ({ event, reason }: { event: string; reason: string }) => (await write('post', '/api/events/{id}/undo', { reason }, { path: { id: event }, idempotencyKey: newId() })).data,
    onSuccess: after,
  });
}
