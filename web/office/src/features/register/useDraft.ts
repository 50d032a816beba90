import { ApiError, newId, send } from '@fuyao/shared';
import { read, type Schemas } from '@fuyao/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useUser } from '../../framework/session';

export type DraftView = Schemas['DraftView'];

/** Without them a form can still be begun, and what that form shows of them does not ask again: it would take the place of the form. */
export function useDrafts(kind: string) {
  return useQuery({ queryKey: ['drafts', kind], queryFn: () => read('/api/drafts', { query: { kind } }), select: found => found.items, gcTime: 0, retryOnMount: false });
}

export type SaveState = 'none' | 'local' | 'saving' | 'saved' | 'offline' | 'conflict';

interface Kept {
  content: unknown;
  revision: number;
  /** What was sent and never answered, as JSON: the server may hold it. */
  unanswered?: string[];
}

/**
 * Keeps a form while it is filled in: at once in this browser, a moment later on the server, after which the browser's copy goes.
 * Another window or machine that went on with it is noticed, and neither copy is lost.
 */
export function useDraft<T extends object>(id: string, kind: string, subject: string | undefined, revisionRead: number) {
  const { id: user } = useUser();
  const queries = useQueryClient();
  const place = `fuyao.form.${user}.${id}`;
  const revision = useRef(revisionRead);
  const latest = useRef<T | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sending = useRef(false);
  const dropped = useRef(false);
  const again = useRef<() => void>(() => undefined);
  const unanswered = useRef<string[] | null>(null);
  const [state, setState] = useState<SaveState>(revisionRead > 0 ? 'saved' : 'none');
  const [savedAt, setSavedAt] = useState<string | null>(null);

  const push = useCallback(async () => {
    if (sending.current || latest.current === null || dropped.current) return;
    sending.current = true;
    const content = latest.current;
    setState('saving');
    unanswered.current ??= keptAt(place)?.unanswered ?? [];
    unanswered.current = [...unanswered.current.filter(one => one !== JSON.stringify(content)), JSON.stringify(content)].slice(-4);
    localStorage.setItem(place, JSON.stringify({ content, revision: revision.current, unanswered: unanswered.current } satisfies Kept));
    try {
      const { data } = await send<Schemas['DraftSaved']>('PUT', `/api/drafts/${id}`, { kind, subject: subject ?? null, revision: revision.current, content });
      revision.current = data.revision;
      unanswered.current = [];
      setSavedAt(data.saved_at);
      if (latest.current === content) {
        latest.current = null;
        localStorage.removeItem(place);
        setState('saved');
      }
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      // The page was closed before the server's answer came: what stands there is this window's own.
      const other = status === 409 ? await read('/api/drafts/{id}', { path: { id } }).catch(() => null) : null;
      if (other && unanswered.current.includes(JSON.stringify(other.content))) {
        revision.current = other.revision;
        unanswered.current = [];
        timer.current = setTimeout(() => again.current(), 0);
        return;
      }
      setState(status === 409 ? 'conflict' : 'offline');
      // Nothing typed is lost meanwhile: it stands in this browser and is tried again.
      if (status !== 409) timer.current = setTimeout(() => again.current(), 8000);
    } finally {
      sending.current = false;
      if (latest.current !== null && latest.current !== content) timer.current = setTimeout(() => again.current(), 1500);
    }
  }, [id, kind, place, subject]);

  useEffect(() => {
    again.current = () => void push();
  }, [push]);

  const keep = useCallback((content: T) => {
    if (dropped.current) return;
    latest.current = content;
    localStorage.setItem(place, JSON.stringify({ content, revision: revision.current, unanswered: unanswered.current ?? keptAt(place)?.unanswered } satisfies Kept));
    setState(now => (now === 'conflict' ? now : 'local'));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void push(), 2500);
  }, [place, push]);

  /** The server's copy gives way to this window's. */
  const insist = useCallback(async () => {
    const other = await read('/api/drafts/{id}', { path: { id } }).catch(() => null);
    revision.current = other?.revision ?? 0;
    setState('local');
    await push();
  }, [id, push]);

  /** This window's copy gives way to the server's. */
  const yieldTo = useCallback(async () => {
    const other = await read('/api/drafts/{id}', { path: { id } });
    revision.current = other.revision;
    latest.current = null;
    localStorage.removeItem(place);
    setState('saved');
    return other.content as T;
  }, [id, place]);

  /** The form was sent, or is given up: both copies go. */
  const drop = useCallback(async () => {
    dropped.current = true;
    clearTimeout(timer.current);
    latest.current = null;
    localStorage.removeItem(place);
    await send('DELETE', `/api/drafts/${id}`, undefined, { idempotencyKey: newId() }).catch(() => undefined);
    await queries.invalidateQueries({ queryKey: ['drafts'] });
  }, [id, place, queries]);

  useEffect(() => {
    const online = () => void push();
    const leaving = () => void push();
    window.addEventListener('online', online);
    document.addEventListener('visibilitychange', leaving);
    return () => {
      window.removeEventListener('online', online);
      document.removeEventListener('visibilitychange', leaving);
      clearTimeout(timer.current);
      void push();
    };
  }, [push]);

  return { state, savedAt, keep, insist, yieldTo, drop };
}

/** What this browser holds of a form and the server has not got yet. */
export function localCopy<T>(user: string, id: string): { content: T; revision: number } | null {
  return keptAt(`fuyao.form.${user}.${id}`) as { content: T; revision: number } | null;
}

function keptAt(place: string): Kept | null {
  const stored = localStorage.getItem(place);
  return stored ? (JSON.parse(stored) as Kept) : null;
}

/** Forms of one kind that only this browser holds: begun while the server could not be reached. */
export function localIds(user: string): string[] {
  const start = `fuyao.form.${user}.`;
  return Object.keys(localStorage).filter(key => key.startsWith(start)).map(key => key.slice(start.length));
}
