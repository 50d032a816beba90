import { get } from '@fuyao/shared';
import { useQuery } from '@tanstack/react-query';
import type { Pack, PackSummary } from './types';

export function usePacks() {
  return useQuery({ queryKey: ['packs'], queryFn: () => get<{ items: PackSummary[] }>('/api/packs').then(found => found.items), staleTime: 600_000 });
}

export function usePack(id: string) {
  return useQuery({ queryKey: ['pack', id], queryFn: () => get<Pack>(`/api/packs/${id}`), staleTime: 600_000 });
}
