import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AsOf, RecordFacts, RecordView } from '../records/api';

export type PlaceKind = 'village' | 'township';
export type PlaceLine = Omit<Schemas['PlaceLine'], 'facts' | 'year_facts'> & { facts: RecordFacts; year_facts?: RecordFacts | null };
export type PlaceList = Omit<Schemas['PlaceList'], 'items' | 'sums'> & { items: PlaceLine[]; sums: Record<string, number> };
export type Book = Omit<Schemas['PlaceBook'], 'record' | 'villages' | 'organisations'> & {
  record: RecordView;
  villages?: PlaceList | null;
  organisations: (Omit<Schemas['BookOrganisation'], 'facts'> & { facts: RecordFacts })[];
};

export function usePlaces(kind: PlaceKind, region: string | undefined, year: number | undefined, asOf: AsOf = {}, enabled = true) {
  return useQuery({
    queryKey: ['places', kind, region, year, asOf],
    queryFn: async () => (await read('/api/places', { query: { kind, region, year, ...asOf } })) as unknown as PlaceList,
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** Points of a village's households; above the village how many are known. */
export function useDwellings(region: string, asOf: AsOf, may: boolean) {
  return useQuery({ queryKey: ['dwellings', region, asOf], queryFn: () => read('/api/dwellings', { query: { region, ...asOf } }), enabled: may });
}

export function useBook(code: string, asOf: AsOf) {
  return useQuery({ queryKey: ['book', code, asOf], queryFn: async () => (await read('/api/books/{code}', { path: { code }, query: asOf })) as unknown as Book, enabled: code !== '' });
}

export function useGroups(region: string, asOf: AsOf) {
  return useQuery({ queryKey: ['groups', region, asOf], queryFn: () => read('/api/groups', { query: { region, ...asOf } }) });
}
