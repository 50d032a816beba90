import { read, type Schemas } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';

export type PackLine = Schemas['PackSummary'];

export function usePacks() {
  return useQuery({ queryKey: ['packs'], queryFn: () => read('/api/packs').then(found => found.items), staleTime: 600_000 });
}

export function usePack(id: string, on?: string) {
  return useQuery({ queryKey: ['pack', id, on], queryFn: () => read('/api/packs/{id}', { path: { id }, query: { on } }), staleTime: 600_000, enabled: id !== '' });
}
