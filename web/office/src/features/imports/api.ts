import { get, newId, send } from '@fuyao/shared';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Page } from '../../shared/ListTable';
import type { ImportError, ImportRecord } from './types';

export function useImports(cursor?: string) {
  return useQuery({ queryKey: ['imports', cursor], queryFn: () => get<Page<ImportRecord>>('/api/imports', { limit: 30, cursor }), placeholderData: keepPreviousData });
}

export function useImport(id: string) {
  return useQuery({ queryKey: ['import', id], queryFn: () => get<ImportRecord>(`/api/imports/${id}`) });
}

export function useImportErrors(id: string, cursor: string | undefined, enabled: boolean) {
  return useQuery({
    queryKey: ['import', id, 'errors', cursor],
    queryFn: () => get<Page<ImportError>>(`/api/imports/${id}/errors`, { limit: 50, cursor }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useStartImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, region, dryRun, asOf }: { file: File; region: string; dryRun: boolean; asOf?: string }) => {
      const form = new FormData();
      // Fields before the file: a streaming server reads them first.
      form.set('region', region);
      form.set('dry_run', String(dryRun));
      if (asOf) form.set('as_of', asOf);
      form.set('file', file, file.name);
      return send<{ id: string; job: string }>('POST', '/api/imports', form, { idempotencyKey: newId() }).then(answer => answer.data);
    },
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['imports'] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}

/** Takes in what a dry run checked. */
export function useApplyImport(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send<{ id: string; job: string }>('POST', `/api/imports/${id}/apply`).then(answer => answer.data),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['import', id] }), queries.invalidateQueries({ queryKey: ['imports'] })]),
  });
}

/** An import changes the register under every list: nothing kept is trusted. */
export function useRegisterChanged() {
  const queries = useQueryClient();
  return () => Promise.all(['import', 'imports', 'households', 'household', 'home', 'ranking', 'jobs', 'search'].map(key => queries.invalidateQueries({ queryKey: [key] })));
}
