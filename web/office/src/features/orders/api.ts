import { newId, send } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export type Order = Schemas['OrderView'];
export type OrderRow = Schemas['OrderRow'];
export type OrderLine = Schemas['OrderLineView'];

export type BankAnswer = Schemas['BankAnswerView'];
export type AnswerPreview = Schemas['AnswerPreview'];
export type AnswerItem = Schemas['AnswerItem'];
export type Mapping = AnswerPreview['mapping'];

export const orderTone = (state: string) => (({ preparing: 'info', proposed: 'warn', approved: 'good', refused: 'bad' }) as const)[state] ?? 'plain';

export const lineTone = (status: string) => (({ ready: 'info', sent: 'info', paid: 'good', returned: 'bad', no_account: 'warn' }) as const)[status] ?? 'plain';

export function useOrders(filters: { state?: string; run?: string; cursor?: string }) {
  return useQuery({ queryKey: ['orders', filters], queryFn: () => read('/api/orders', { query: { limit: 30, ...filters } }), placeholderData: keepPreviousData });
}

export function useOrder(id: string) {
  return useQuery({ queryKey: ['order', id], queryFn: () => read('/api/orders/{id}', { path: { id } }), refetchInterval: found => (found.state.data?.order.state === 'preparing' ? 2000 : false) });
}

export function useOrderLines(id: string, filters: { list?: string; policy?: string; status?: string; withheld?: boolean; arrears?: boolean; cursor?: string }) {
  return useQuery({ queryKey: ['order', id, 'lines', filters], queryFn: () => read('/api/orders/{id}/lines', { path: { id }, query: { limit: 50, ...filters } }), placeholderData: keepPreviousData });
}

/** Everything that an order's step may change on other pages. */
export function useOrdersChanged() {
  const queries = useQueryClient();
  return () => Promise.all(['order', 'orders', 'run', 'runs', 'home', 'household', 'jobs', 'adjustments', 'windows'].map(key => queries.invalidateQueries({ queryKey: [key] })));
}

export function usePropose() {
  const changed = useOrdersChanged();
  return useMutation({
    mutationFn: (body: { run: string; note?: string }) => write('post', '/api/orders', body as never, { idempotencyKey: newId() }).then(answer => answer.data),
    onSuccess: changed,
  });
}

/** One step of an order's life; answers with the order to look at next. */
export function useOrderStep(id: string) {
  const changed = useOrdersChanged();
  return useMutation({
    mutationFn: async (step: { do: 'approve'; checksum: string } | { do: 'refuse'; reason: string } | { do: 'send' } | { do: 'reissue' } | { do: 'results'; returned: { line: string; reason: string }[]; rest_paid: boolean }): Promise<string> => {
      const options = { path: { id }, idempotencyKey: newId() };
      switch (step.do) {
        case 'approve': return (await write('post', '/api/orders/{id}/approve', { checksum: step.checksum } as never, options)).data.order.id;
        case 'refuse': return (await write('post', '/api/orders/{id}/refuse', { reason: step.reason } as never, options)).data.order.id;
        case 'send': return (await write('post', '/api/orders/{id}/send', undefined as never, options)).data.order.id;
        case 'reissue': return (await write('post', '/api/orders/{id}/reissue', {} as never, options)).data.id;
        default: return (await write('post', '/api/orders/{id}/results', { returned: step.returned, rest_paid: step.rest_paid } as never, options)).data.order.id;
      }
    },
    onSuccess: changed,
  });
}

export function useBankAnswers(order: string) {
  return useQuery({ queryKey: ['order', order, 'answers'], queryFn: () => read('/api/orders/{id}/bank-answers', { path: { id: order } }) });
}

export function useAnswerRows(order: string, answer: string) {
  return useQuery({ queryKey: ['order', order, 'answers', answer], queryFn: () => read('/api/orders/{id}/bank-answers/{answer}/rows', { path: { id: order, answer }, query: { limit: 200 } }) });
}

interface AnswerWish {
  mapping: Mapping | undefined;
  rest: boolean;
  seen?: string;
}

/** A file of the bank: looked at as often as needed, then applied as it was seen. */
export function useAnswerFile(order: string, file: File) {
  const changed = useOrdersChanged();
  const form = ({ mapping, rest, seen }: AnswerWish) => {
    const body = new FormData();
    if (mapping) body.set('mapping', JSON.stringify(mapping));
    body.set('rest_paid', String(rest));
    if (seen) body.set('seen', seen);
    body.set('file', file, file.name);
    return body;
  };
  return {
    preview: useMutation({ mutationFn: (wish: AnswerWish) => send<AnswerPreview>('POST', `/api/orders/${order}/bank-answers/preview`, form(wish)).then(answer => answer.data) }),
    apply: useMutation({ mutationFn: (wish: AnswerWish) => send<BankAnswer>('POST', `/api/orders/${order}/bank-answers`, form(wish), { idempotencyKey: newId() }), onSuccess: changed }),
  };
}

export function useUndoAnswer(order: string) {
  const changed = useOrdersChanged();
  return useMutation({
    mutationFn: ({ answer, reason }: { answer: string; reason: string }) => write('post', '/api/orders/{id}/bank-answers/{answer}/undo', { reason }, { path: { id: order, answer }, idempotencyKey: newId() }),
    onSuccess: changed,
  });
}
