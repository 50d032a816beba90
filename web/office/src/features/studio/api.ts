import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type StudioPack = Schemas['StudioPack'];
export type StudioPolicy = Schemas['StudioPolicy'];
export type StudioParameter = Schemas['StudioParameter'];
export type StudioCheck = Schemas['StudioCheck'];
export type StudioTable = Schemas['StudioTable'];
export type StudioText = Schemas['StudioText'];
export type StudioTest = Schemas['StudioTest'];
export type StudioName = Schemas['StudioName'];
export type StudioReport = Schemas['StudioReport'];
export type StudioFinding = Schemas['StudioFinding'];
export type TestResult = Schemas['StudioTestResult'];
export type Draft = Schemas['PackDraftView'];
export type DraftPage = Schemas['PackDraftPage'];
export type PackEdit = Schemas['PackEdit'];
export type PackDifference = Schemas['PackDifference'];
export type PackVersion = Schemas['PackVersionView'];
export type Explained = Schemas['TestExplained'];


export const useStudio = (id: string, version?: string) =>
  useQuery({ queryKey: ['studio', id, version], queryFn: () => read('/api/packs/{id}/studio', { path: { id }, query: { version } }), staleTime: 60_000 });

/** Names change only with the pack's own variables: a draft asks again when it is saved. */
export const useNames = (id: string, version?: string, revision?: number) =>
  useQuery({ queryKey: ['pack-names', id, version, revision], queryFn: () => read('/api/packs/{id}/names', { path: { id }, query: { version } }).then(found => found.items), staleTime: 600_000, placeholderData: keepPreviousData, retry: false });

export const useVersions = (id: string) => useQuery({ queryKey: ['pack-versions', id], queryFn: () => read('/api/packs/{id}/versions', { path: { id } }) });

export const useDifferences = (id: string, from: string | undefined, to: string | undefined, revision?: number) =>
  useQuery({ queryKey: ['pack-differences', id, from, to, revision], queryFn: () => read('/api/packs/{id}/differences', { path: { id }, query: { from: from!, to: to! } }), enabled: !!from && !!to, placeholderData: keepPreviousData, retry: false });

export const useDrafts = (pack?: string) => useQuery({ queryKey: ['pack-drafts', pack], queryFn: () => read('/api/pack-drafts', { query: { pack } }).then(found => found.items) });

export const useDraft = (id: string) => useQuery({ queryKey: ['pack-draft', id], queryFn: () => read('/api/pack-drafts/{id}', { path: { id } }), placeholderData: keepPreviousData });

/** What the server would find if the edits were saved; nothing is. */
export const checkEdits = (id: string, edits: PackEdit[], signal?: AbortSignal) => write('post', '/api/pack-drafts/{id}/check', { edits }, { path: { id }, signal }).then(answer => answer.data);

export const explainTest = (id: string, file: string, name: string) => write('post', '/api/pack-drafts/{id}/explain', { file, name }, { path: { id } }).then(answer => answer.data);

function useDone(id?: string) {
  const queries = useQueryClient();
  return () => Promise.all([
    queries.invalidateQueries({ queryKey: ['pack-draft', id] }), queries.invalidateQueries({ queryKey: ['pack-drafts'] }), queries.invalidateQueries({ queryKey: ['pack-versions'] }),
    queries.invalidateQueries({ queryKey: ['studio'] }), queries.invalidateQueries({ queryKey: ['packs'] }), queries.invalidateQueries({ queryKey: ['pack-differences'] }),
  ]);
}

/** `extends` begins a pack of one's own county over that one. */
export function useBegin() {
  const done = useDone();
  return useMutation({ mutationFn: (body: { pack: string; title: string; extends?: string; name?: string; name_en?: string }) => write('post', '/api/pack-drafts', body).then(answer => answer.data), onSuccess: done });
}

export function useSave(draft: { id: string; revision: number }) {
  const done = useDone(draft.id);
  return useMutation({
    mutationFn: (body: { edits: PackEdit[]; reason?: string }) => write('post', '/api/pack-drafts/{id}/edits', body, { path: { id: draft.id }, ifMatch: String(draft.revision) }).then(answer => answer.data),
    onSuccess: done,
  });
}

export function useOverride(draft: { id: string; revision: number }) {
  const done = useDone(draft.id);
  return useMutation({
    mutationFn: (body: { kind: string; item: string; reason: string }) => write('post', '/api/pack-drafts/{id}/override', body, { path: { id: draft.id }, ifMatch: String(draft.revision) }).then(answer => answer.data),
    onSuccess: done,
  });
}

type Step = { step: 'submit'; effective_from: string; reason: string } | { step: 'recall' | 'discard' | 'return'; reason: string } | { step: 'publish' | 'update' };

export function useStep(draft: { id: string; revision: number }) {
  const done = useDone(draft.id);
  const to = { path: { id: draft.id }, ifMatch: String(draft.revision) };
  return useMutation({
    mutationFn: async (what: Step) => {
      switch (what.step) {
        case 'submit': return void (await write('post', '/api/pack-drafts/{id}/submit', { effective_from: what.effective_from, reason: what.reason }, to));
        case 'recall': return void (await write('post', '/api/pack-drafts/{id}/recall', { reason: what.reason }, to));
        case 'discard': return void (await write('post', '/api/pack-drafts/{id}/discard', { reason: what.reason }, to));
        case 'return': return void (await write('post', '/api/pack-drafts/{id}/return', { reason: what.reason }, to));
        case 'publish': return void (await write('post', '/api/pack-drafts/{id}/publish', undefined, to));
        default: return void (await write('post', '/api/pack-drafts/{id}/update', undefined, to));
      }
    },
    onSuccess: done,
  });
}

export function useWithdraw(id: string) {
  const done = useDone();
  return useMutation({ mutationFn: (what: { ref: string; reason: string }) => write('post', '/api/packs/{id}/versions/{sequence}/withdraw', { reason: what.reason }, { path: { id, sequence: what.ref } }), onSuccess: done });
}
