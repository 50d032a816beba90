import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Filters live in the URL: a list can be sent to a colleague, and Back restores it. Changing a filter goes to the first page. */
export function useFilters() {
  const [params, setParams] = useSearchParams();
  const values = useMemo(() => Object.fromEntries(params) as Record<string, string>, [params]);
  const set = useCallback(
    (changes: Record<string, string | null | undefined>, keepPage = false) => {
      setParams(
        before => {
          const after = new URLSearchParams(before);
          if (!keepPage) {
            after.delete('cursor');
            after.delete('page');
          }
          for (const [key, value] of Object.entries(changes)) {
            if (value) after.set(key, value);
            else after.delete(key);
          }
          return after;
        },
        { replace: !keepPage },
      );
    },
    [setParams],
  );
  const clear = useCallback(() => setParams(new URLSearchParams(), { replace: true }), [setParams]);
  return { values, set, clear };
}
