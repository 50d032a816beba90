import { useEffect } from 'react';

const place = 'fuyao.list.households';

interface Listed {
  /** The list with its filters, to go back to. */
  address: string;
  ids: string[];
}

/** Keeps the page of the list that was seen last, so that a household page can lead to the next one in it. */
export function useRememberList(ids: string[]): void {
  useEffect(() => {
    sessionStorage.setItem(place, JSON.stringify({ address: location.pathname.replace(/^\/office/, '') + location.search, ids } satisfies Listed));
  }, [ids]);
}

/** Where the household stands in that list; null when it does not. */
export function neighboursOf(id: string): { back: string; previous?: string; next?: string; at: number; of: number } | null {
  const stored = sessionStorage.getItem(place);
  if (!stored) return null;
  const { address, ids } = JSON.parse(stored) as Listed;
  const at = ids.indexOf(id);
  return at < 0 ? null : { back: address, previous: ids[at - 1], next: ids[at + 1], at: at + 1, of: ids.length };
}
