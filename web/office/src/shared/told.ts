import { useEffect } from 'react';

/** Failures that some place of the page tells, so that nobody need tell them again. */
const places = new Map<unknown, number>();
const listeners = new Set<() => void>();

export const isTold = (error: unknown) => places.has(error);

export function onTold(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

/** For whoever shows a failure where it happened. */
export function useTold(error: unknown): void {
  useEffect(() => {
    if (!error) return undefined;
    places.set(error, (places.get(error) ?? 0) + 1);
    listeners.forEach(notify => notify());
    return () => {
      const left = places.get(error)! - 1;
      if (left > 0) places.set(error, left);
      else places.delete(error);
      listeners.forEach(notify => notify());
    };
  }, [error]);
}
