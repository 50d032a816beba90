import { ApiError, newId, session, type ProblemDetails } from '@fuyao/shared';
import { read, write, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

export type Report = Schemas['SimulationReport'];
export type Figures = Schemas['SimulatedFigures'];
export type Group = Schemas['SimulatedGroup'];
export type Parameter = Schemas['ParameterLever'];
export type TableLever = Schemas['TableLever'];
export type Levers = Schemas['PackLevers'];
export type Cell = Schemas['SupposedCell'];

/** What is compared; the address of the page holds all of it. */
export interface Question {
  pack: string;
  on: string;
  /** The register as it was known then; now without it. */
  known_at?: string;
  region?: string;
  against?: string;
  draft?: string;
  line?: string;
  poor: 'income' | 'registered' | 'policy';
  /** Whose condition says who is poor, with `policy`. */
  poor_policy?: string;
  set: Record<string, string>;
  cells: Cell[];
}

export type ListKind = 'winners' | 'losers' | 'missed' | 'leaked';

const body = (question: Question, marginal = false) => ({ ...question, marginal });

/** The register of a place and day, read into the server's memory; asked again until it is there. */
export function useRegister(on: string, region: string | undefined, knownAt: string | undefined) {
  return useQuery({
    queryKey: ['simulation', 'register', on, region, knownAt],
    queryFn: () => read('/api/simulation/register', { query: { on, region, known_at: knownAt } }),
    refetchInterval: found => (found.state.data?.state === 'loading' ? 500 : 60_000),
    gcTime: 0,
  });
}

export const readAgain = (on: string, region: string | undefined) => read('/api/simulation/register', { query: { on, region, newest: true } });

export function useLevers(pack: string, on: string, draft: string | undefined) {
  return useQuery({ queryKey: ['simulation', 'levers', pack, on, draft], queryFn: () => read('/api/simulation/levers', { query: { pack, on, draft } }), enabled: pack !== '', staleTime: draft ? 0 : 600_000 });
}

/** The answer to a question; the last one stays on the screen until the next is there. */
export function useComparison(question: Question, marginal: boolean, known: string | null | undefined) {
  return useQuery<Report>({
    queryKey: ['simulation', 'compare', question, marginal, known],
    queryFn: ({ signal }) => write('post', '/api/simulation/compare', body(question, marginal), { signal }).then(answer => answer.data),
    enabled: !!known && question.pack !== '',
    placeholderData: keepPreviousData,
    // A draft may have been edited meanwhile; the register in memory and the packs in force stay.
    staleTime: question.draft ? 0 : 300_000,
    retry: false,
  });
}

export function useHouseholds(question: Question, list: ListKind, group: { grouping: string; key: string } | null, cursor: string | undefined, known: string | null | undefined) {
  return useQuery<Schemas['SimulatedHouseholdPage']>({
    queryKey: ['simulation', 'households', question, list, group, cursor, known],
    queryFn: ({ signal }) => write('post', '/api/simulation/households', { query: body(question), list, grouping: group?.grouping, key: group?.key, cursor, limit: 20 }, { signal }).then(answer => answer.data),
    enabled: !!known,
    placeholderData: keepPreviousData,
  });
}

/** The report as a workbook, saved under its name. */
export async function saveWorkbook(question: Question, marginal: boolean): Promise<void> {
  const response = await fetch('/api/simulation/workbook', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': session.language, 'Idempotency-Key': newId(), ...(session.csrf ? { 'X-CSRF': session.csrf } : {}) },
    body: JSON.stringify(body(question, marginal)),
  });
  if (!response.ok) throw new ApiError(response.status, ((await response.json().catch(() => null)) as ProblemDetails | null) ?? {});
  const url = URL.createObjectURL(await response.blob());
  Object.assign(document.createElement('a'), { href: url, download: `simulation-${question.pack}-${question.on}.xlsx` }).click();
  URL.revokeObjectURL(url);
}
