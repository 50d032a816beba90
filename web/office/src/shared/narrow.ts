import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 700px)');

/** A phone's width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    notify => {
      query.addEventListener('change', notify);
      return () => query.removeEventListener('change', notify);
    },
    () => query.matches,
  );
}
