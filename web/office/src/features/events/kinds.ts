/** The kinds that a clerk records, in the order of how often they happen, and what each asks for. A new kind is one line here. */
export const kinds = {
  birth: { asks: ['newPersons'] },
  death: { asks: ['person', 'head'] },
  marriage_in: { asks: ['joining'] },
  marriage_out: { asks: ['person', 'household', 'head'] },
  split: { asks: ['board'] },
  merge: { asks: ['household', 'relations'] },
  move: { asks: ['place'] },
  head: { asks: ['newHead'] },
  join: { asks: ['joining'] },
  leave: { asks: ['persons', 'household', 'head'] },
  correction: { asks: ['fields'] },
} as const satisfies Record<string, { asks: readonly Ask[] }>;

export type Ask = 'newPersons' | 'joining' | 'fields' | 'person' | 'persons' | 'household' | 'head' | 'newHead' | 'place' | 'board' | 'relations';
export type EventKind = keyof typeof kinds;
export const kindCodes = Object.keys(kinds) as EventKind[];
export const asks = (kind: EventKind, what: Ask) => (kinds[kind].asks as readonly Ask[]).includes(what);
