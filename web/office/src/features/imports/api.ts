import { newId, send } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type ImportRecord = Schemas['ImportView'];
export type ImportFinding = Schemas['ImportFinding'];

export function useImports(cursor?: string) {
  return useQuery({ queryKey: ['imports', cursor], queryFn: () => read('/api/imports', { query: { limit: 30, cursor } }), placeholderData: keepPreviousData });
}

export function useImport(id: string) {
  // Its job may run for somebody else: an import that is not settled is looked at again.
  return useQuery({ queryKey: ['import', id], queryFn: () => read('/api/imports/{id}', { path: { id } }), refetchInterval: found => (found.state.data?.state === 'running' ? 4000 : false) });
}

export function useImportErrors(id: string, cursor: string | undefined) {
  return useQuery({
    queryKey: ['import', id, 'errors', cursor],
    queryFn: () => read('/api/imports/{id}/errors', { path: { id }, query: { limit: 50, cursor } }),
    placeholderData: keepPreviousData,
  });
}

export function useStartImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, region, dryRun, asOf }: { file: File; region: string; dryRun: boolean; asOf?: string }) => {
      const form = new FormData();
      form.set('region', region);
      form.set('dry_run', String(dryRun));
      if (asOf) form.set('as_of', asOf);
      form.set('file', file, file.name);
      return send<Schemas['ImportStarted']>('POST', '/api/imports', form, { idempotencyKey: newId() }).then(answer => answer.data);
    },
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['imports'] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}

/** Takes in what a dry run checked. */
export function useApplyImport(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => write('post', '/api/imports/{id}/apply', undefined, { path: { id } }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['import', id] }), queries.invalidateQueries({ queryKey: ['imports'] })]),
  });
}

/** An import changes the register under every list: nothing kept is trusted. */
export function useRegisterChanged() {
  const queries = useQueryClient();
  return () => Promise.all(['import', 'imports', 'households', 'household', 'home', 'ranking', 'jobs', 'search'].map(key => queries.invalidateQueries({ queryKey: [key] })));
}
