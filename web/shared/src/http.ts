import { newId } from './ids';
import { ApiError, type ProblemDetails } from './problem';

/** What every request carries; set once at sign-in and when the language changes. */
export const session = { csrf: '', language: 'zh-CN' };

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface SendOptions {
  /** Version the change was made against; the server answers 412 when it is stale. */
  ifMatch?: string;
  /** The same key for the same intention, so that a resent request does nothing twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface Answer<T> {
  data: T;
  etag: string | null;
}

export function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** A server that has not answered a question by then does not answer it: nobody waits for ever. What is written or sent may take its time. */
const readSeconds = 120;

async function call<T>(method: string, url: string, body: BodyInit | null, headers: Record<string, string>, signal?: AbortSignal): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      body,
      signal: signal ?? null,
      credentials: 'same-origin',
      headers: { Accept: 'application/json, application/problem+json', 'Accept-Language': session.language, ...headers },
    });
  } catch (cause) {
    if (cause instanceof ApiError || (cause instanceof DOMException && cause.name === 'AbortError')) throw cause;
    throw new ApiError(0, { type: 'unreachable' });
  }
  const type = response.headers.get('Content-Type') ?? '';
  const data: unknown = type.includes('json') ? await response.json().catch(() => undefined) : undefined;
  if (!response.ok) throw new ApiError(response.status, (data as ProblemDetails | undefined) ?? { status: response.status });
  return { data: data as T, etag: response.headers.get('ETag') };
}

export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(new ApiError(0, { type: 'no-answer' })), readSeconds * 1000);
  const leave = () => waiting.abort(signal?.reason);
  signal?.addEventListener('abort', leave);
  try {
    return (await call<T>('GET', address(path, query), null, {}, waiting.signal)).data;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}

/** POST, PATCH, PUT and DELETE: with the anti-forgery token and an idempotency key. A FormData body goes as multipart. */
export function send<T>(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown, options: SendOptions = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { 'Idempotency-Key': options.idempotencyKey ?? newId() };
  if (session.csrf) headers['X-CSRF'] = session.csrf;
  if (options.ifMatch) headers['If-Match'] = options.ifMatch.startsWith('"') ? options.ifMatch : `"${options.ifMatch}"`;
  if (body instanceof FormData) return call<T>(method, path, body, headers, options.signal);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  return call<T>(method, path, body === undefined ? null : JSON.stringify(body), headers, options.signal);
}
