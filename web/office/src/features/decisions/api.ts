import { newId } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type Question = Schemas['QuestionView'];
export type Decision = Schemas['DecisionView'];
export type EarlierPeriod = Schemas['EarlierPeriod'];
export interface QuestionFilter { run?: string; policy?: string; kind?: string; needs?: string; region?: string; asked?: boolean }
export interface Choice { outcome: 'award' | 'refuse' | 'ask'; reason: string; amount?: string; questions?: string[]; all?: QuestionFilter }

export function useQuestions(filters: QuestionFilter & { cursor?: string }) {
  return useQuery({ queryKey: ['questions', filters], queryFn: () => read('/api/questions', { query: { limit: 50, ...filters } }), placeholderData: keepPreviousData });
}

export function useDecisions(filters: { household?: string; cursor?: string }) {
  return useQuery({ queryKey: ['decisions', filters], queryFn: () => read('/api/decisions', { query: { limit: 30, ...filters } }), placeholderData: keepPreviousData });
}

/** What the rule read, and how far it came before it left the rest to a person. */
export function useQuestion(id: string | undefined) {
  return useQuery({ queryKey: ['questions', 'one', id], queryFn: () => read('/api/questions/{id}', { path: { id: id! } }), enabled: !!id });
}

/** What a decision would concern; nothing is written. */
export function usePreview(choice: Choice, enabled: boolean) {
  return useQuery({ queryKey: ['questions', 'preview', choice], queryFn: () => write('post', '/api/decisions/preview', choice as never, {}).then(answer => answer.data), enabled, staleTime: 0 });
}

function useChanged() {
  const queries = useQueryClient();
  return () => Promise.all(['questions', 'decisions', 'household', 'home', 'adjustments'].map(key => queries.invalidateQueries({ queryKey: [key] })));
}

export function useDecide() {
  const changed = useChanged();
  return useMutation({ mutationFn: (choice: Choice) => write('post', '/api/decisions', choice as never, { idempotencyKey: newId() }).then(answer => answer.data), onSuccess: changed });
}

/** Taken back, refused, or another amount awarded. */
export interface Change { reason: string; refuse?: boolean; amount?: string }

/** What a change would do to periods gone by; nothing is written. */
export function useChangePreview(id: string, change: Change, enabled: boolean) {
  return useQuery({ queryKey: ['decisions', 'preview', id, change], queryFn: () => write('post', '/api/decisions/{id}/withdraw/preview', change as never, { path: { id } }).then(answer => answer.data), enabled, staleTime: 0 });
}

export function useWithdraw() {
  const changed = useChanged();
  return useMutation({ mutationFn: ({ id, ...change }: Change & { id: string }) => write('post', '/api/decisions/{id}/withdraw', change as never, { path: { id }, idempotencyKey: newId() }), onSuccess: changed });
}
