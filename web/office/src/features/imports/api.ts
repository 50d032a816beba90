import { newId, send } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type ImportRecord = Schemas['ImportView'];
export type ImportFinding = Schemas['ImportFinding'];
export type ImportTable = Schemas['ImportTableView'];
export type MappingProposal = Schemas['MappingProposal'];
export type ProposedColumn = Schemas['ProposedColumn'];
export type ImportMapping = Schemas['ImportMapping'];
export type ColumnMap = Schemas['ColumnMap'];
export type RowDifference = Schemas['RowDifference'];
export type CellDifference = Schemas['CellDifference'];
export type UndoReport = Schemas['UndoReport'];

export function useImports(cursor?: string) {
  return useQuery({ queryKey: ['imports', cursor], queryFn: () => read('/api/imports', { query: { limit: 30, cursor } }), placeholderData: keepPreviousData });
}

export function useImport(id: string) {
  // Its job may run for somebody else: an import that is not settled is looked at again.
  return useQuery({ queryKey: ['import', id], queryFn: () => read('/api/imports/{id}', { path: { id } }), refetchInterval: found => (found.state.data?.state === 'running' || found.state.data?.state === 'undoing' ? 4000 : false) });
}

export function useImportErrors(id: string, cursor: string | undefined) {
  return useQuery({
    queryKey: ['import', id, 'errors', cursor],
    queryFn: () => read('/api/imports/{id}/errors', { path: { id }, query: { limit: 50, cursor } }),
    placeholderData: keepPreviousData,
  });
}

/** Uploads a file; what its columns mean is settled before anything is compared. */
export function useStartImport() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, region, table, asOf }: { file: File; region: string; table?: string; asOf?: string }) => {
      const form = new FormData();
      form.set('region', region);
      form.set('map', 'true');
      if (table) form.set('table', table);
      if (asOf) form.set('as_of', asOf);
      form.set('file', file, file.name);
      return send<Schemas['ImportStarted']>('POST', '/api/imports', form, { idempotencyKey: newId() }).then(answer => answer.data);
    },
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ['imports'] }), queries.invalidateQueries({ queryKey: ['jobs'] })]),
  });
}

export function useImportTables() {
  return useQuery({ queryKey: ['import-tables'], queryFn: () => read('/api/import-tables').then(found => found.items), staleTime: Infinity });
}

export function useMapping(id: string, table: string | undefined) {
  return useQuery({ queryKey: ['import', id, 'mapping', table], queryFn: () => read('/api/imports/{id}/mapping', { path: { id }, query: { table } }), staleTime: Infinity });
}

/** What would be read under another mapping; writes nothing. */
export function usePreviewMapping(id: string) {
  return useMutation({ mutationFn: (body: Schemas['MappingRequest']) => send<MappingProposal>('POST', `/api/imports/${id}/mapping/preview`, body).then(answer => answer.data) });
}

export function useSetMapping(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['MappingRequest']) => write('post', '/api/imports/{id}/mapping', body, { path: { id } }),
    onSuccess: () => Promise.all(['import', 'imports', 'jobs'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useDifferences(id: string, outcome: string | undefined, cursor: string | undefined) {
  return useQuery({
    queryKey: ['import', id, 'differences', outcome, cursor],
    queryFn: () => read('/api/imports/{id}/differences', { path: { id }, query: { limit: 50, cursor, outcome } }),
    placeholderData: keepPreviousData,
  });
}

export function useDecide(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['DecisionRequest']) => write('post', '/api/imports/{id}/decisions', body, { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['import', id, 'differences'] }),
  });
}

export function useUndoPreview(id: string) {
  return useQuery({ queryKey: ['import', id, 'undo'], queryFn: () => read('/api/imports/{id}/undo', { path: { id } }), gcTime: 0 });
}

export function useUndoImport(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas['UndoRequest']) => write('post', '/api/imports/{id}/undo', body, { path: { id } }),
    onSuccess: () => Promise.all(['import', 'imports', 'jobs'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
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
