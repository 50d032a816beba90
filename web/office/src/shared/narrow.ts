import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 900px)');

/** A phone's width, or a screen that is looked at enlarged. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    notify => {
      query.addEventListener('change', notify);
      return () => query.removeEventListener('change', notify);
    },
    () => query.matches,
  );
}
