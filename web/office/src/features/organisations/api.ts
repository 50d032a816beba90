import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { RecordFacts } from '../records/api';

export type OrganisationLine = Omit<Schemas['OrganisationLine'], 'facts'> & { facts: RecordFacts };
export type LinkageLine = Omit<Schemas['LinkageLine'], 'facts'> & { facts: RecordFacts };

export interface OrganisationQuery {
  region?: string | undefined;
  q?: string | undefined;
  kind?: string | undefined;
  scope?: string | undefined;
  linked_in?: string | undefined;
  on?: string | undefined;
  known_at?: string | undefined;
  cursor?: string | undefined;
}

export function useOrganisations(query: OrganisationQuery, enabled = true) {
  return useQuery({
    queryKey: ['organisations', query],
    queryFn: async () => (await read('/api/organisations', { query: { ...query, limit: 50 } })) as unknown as { items: OrganisationLine[]; next: string | null; total: number },
    placeholderData: keepPreviousData,
    enabled,
  });
}
