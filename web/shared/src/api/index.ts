import { get, send, type Answer, type Query, type SendOptions } from '../http';
import type { components, paths } from './schema';

/** The server's shapes, generated from its OpenAPI document. */
export type Schemas = components['schemas'];

type Method = 'get' | 'post' | 'patch';
type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type Content<R> = R extends { content: { 'application/json': infer T } } ? T : R extends { content?: never } ? undefined : never;
type Success<O> = O extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R] : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer T } } } ? T : undefined;
type QueryOf<O> = O extends { parameters: { query?: infer Q } } ? (Q extends undefined ? undefined : Q) : undefined;
type PathWith<M extends Method> = { [P in keyof paths]: Operation<P, M> extends never ? never : P }[keyof paths];

/** `/api/households/{id}` with its values put in. */
function fill(path: string, values: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

interface Where<O> {
  path?: Record<string, string>;
  query?: QueryOf<O>;
  signal?: AbortSignal;
}

/** GET, typed by the path as the document spells it. */
export function read<P extends PathWith<'get'>>(path: P, where: Where<Operation<P, 'get'>> = {}): Promise<Success<Operation<P, 'get'>>> {
  return get(fill(path, where.path ?? {}), where.query as Query | undefined, where.signal);
}

/** POST or PATCH, typed by the path; members left out are those that the server takes as absent. */
export function write<M extends 'post' | 'patch', P extends PathWith<M>>(
  method: M,
  path: P,
  body: Partial<Body<Operation<P, M>>> | undefined,
  options: SendOptions & { path?: Record<string, string> } = {},
): Promise<Answer<Success<Operation<P, M>>>> {
  return send(method === 'post' ? 'POST' : 'PATCH', fill(path, options.path ?? {}), body, options);
}
