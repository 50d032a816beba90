import { read, type Schemas } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';

export type PackLine = Schemas['PackSummary'];

export function usePacks() {
  return useQuery({ queryKey: ['packs'], queryFn: () => read('/api/packs').then(found => found.items), staleTime: 600_000 });
}

export function usePack(id: string, on?: string) {
  return useQuery({ queryKey: ['pack', id, on], queryFn: () => read('/api/packs/{id}', { path: { id }, query: { on } }), staleTime: 600_000, enabled: id !== '' });
}

/** Packs with policies that hold in a place, the nearest to it last. A pack that names no place holds nowhere by itself. */
export function localPacks(packs: PackLine[], area: string): PackLine[] {
  const prefix = (pack: PackLine) => (pack.jurisdiction ?? '').replace(/0+$/, '');
  return packs.filter(pack => pack.policies > 0 && prefix(pack) !== '' && area.startsWith(prefix(pack))).toSorted((a, b) => prefix(a).length - prefix(b).length);
}
