import { newId, send } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type CheckKind = Schemas['CheckKind'];
export type CheckLine = Schemas['CheckLine'];
export type CheckedSubject = Schemas['CheckedSubject'];
export type CheckView = Schemas['CheckResultView'];
export type CheckSheet = Schemas['CheckSheet'];
export type FactView = Schemas['FactView'];
export type Subject = Schemas['PolicySubject'];

/** A scalar, codes, or rows; null: there is none, or nobody knows. */
export type FactValue = string | number | boolean | string[] | Record<string, string | number | boolean | null>[] | null;

export interface Statement {
  fact: string;
  value: FactValue;
  none: boolean;
  was: string | null;
}

export function useChecks(pack: string | undefined, region: string | undefined, year: number, known_at?: string) {
  return useQuery({
    queryKey: ['checks', 'all', pack, region, year, known_at], queryFn: () => read('/api/checks', { query: { pack, region, year, known_at } }), placeholderData: keepPreviousData,
  });
}

export function useCheckSheet(kind: string, key: string, pack: string | undefined, year: number, known_at?: string) {
  return useQuery({ queryKey: ['checks', 'sheet', kind, key, pack, year, known_at], queryFn: () => read('/api/checks/sheet', { query: { kind, key, pack, year, known_at } }) });
}

export function useFactHistory(kind: string, key: string, year: number, fact: string, known_at?: string) {
  return useQuery({ queryKey: ['checks', 'history', kind, key, year, fact, known_at], queryFn: () => read('/api/checks/facts/history', { query: { kind, key, year, fact, known_at } }) });
}

export function useStateFacts() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { kind: Subject; key: string; year: number; pack: string | null; basis: string; items: Statement[] }) =>
      write('post', '/api/checks/facts', body as never, { idempotencyKey: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['checks'] }),
  });
}

export function useAddSubject() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { kind: Subject; name: string; region: string }) => write('post', '/api/checks/subjects', body, { idempotencyKey: newId() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['checks'] }),
  });
}

export function useImportFacts() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ file, ...fields }: { file: File; kind: string; pack: string; region: string; year: string; basis: string }) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', file, file.name);
      return send<Schemas['FactsImported']>('POST', '/api/checks/import', form, { idempotencyKey: newId() }).then(answer => answer.data);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['checks'] }),
  });
}
