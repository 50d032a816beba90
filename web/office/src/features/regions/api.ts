import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type RegionChangeView = Schemas['RegionChangeView'];
export type RegionChangePreview = Schemas['RegionChangePreview'];
export type RegionChangeRequest = Schemas['RegionChangeRequest'];

export const useRegionChanges = () => useQuery({ queryKey: ['region-changes'], queryFn: async () => (await read('/api/regions/changes', {})).items });

/** What would go along, for a decree as JSON. Writes nothing. */
export function usePreviewChange(question: string, enabled: boolean) {
  return useQuery({
    queryKey: ['region-preview', question],
    queryFn: async () => (await write('post', '/api/regions/changes/preview', JSON.parse(question) as RegionChangeRequest)).data,
    enabled,
    retry: false,
    gcTime: 0,
  });
}

export function useChangeRegions() {
  return useMutation({ mutationFn: async (decree: RegionChangeRequest) => (await write('post', '/api/regions/changes', decree, { idempotencyKey: newId() })).data.job });
}

export function usePreviewRegionUndo(change: string) {
  return useQuery({ queryKey: ['region-undo', change], queryFn: async () => (await write('post', '/api/regions/changes/{change}/undo/preview', undefined, { path: { change } })).data, retry: false, gcTime: 0 });
}

export function useUndoRegions() {
  return useMutation({
    mutationFn: async ({ change, reason }: { change: string; reason: string }) => (await write('post', '/api/regions/changes/{change}/undo', { reason }, { path: { change }, idempotencyKey: newId() })).data.job,
  });
}

/** Everything names places. */
export function useAfterRegions() {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries();
}
