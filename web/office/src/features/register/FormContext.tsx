import { read, write } from '@fuyao/shared/api';
import type { ProblemItem } from '@fuyao/shared';
import { useQuery } from '@tanstack/react-query';
import { createContext, use, useEffect, useState } from 'react';
import { toRequest } from '../households/editing';
import type { FactMap, FactValue } from '../households/types';
import { differences, filled, type Form, type Path } from './model';

export interface Notes {
  errors: ProblemItem[];
  warnings: ProblemItem[];
}

export interface FormView {
  form: Form;
  /** As the register has it; absent for a new household. */
  before: Form | undefined;
  household: string | undefined;
  set: (path: Path, value: FactValue | undefined) => void;
  change: (next: (form: Form) => Form) => void;
  /** Filled in by the form itself and not yet looked at. */
  proposed: ReadonlySet<Path>;
  accept: (path: Path) => void;
  propose: (paths: Record<Path, FactValue>) => void;
  /** Fields that somebody has been in: only they complain while the rest is being typed. */
  seen: ReadonlySet<Path>;
  notes: Notes;
}

export const FormContext = createContext<FormView | null>(null);

export function useForm(): FormView {
  const found = use(FormContext);
  if (!found) throw new Error('useForm outside a form');
  return found;
}

/** What stands at one field; `all` also before it was visited. */
export function notesAt(notes: Notes, path: Path): Notes {
  const here = (item: ProblemItem) => item.path === path || (item.path?.startsWith(`${path}[`) ?? false);
  return { errors: notes.errors.filter(here), warnings: notes.warnings.filter(here) };
}

const own = (items: readonly { code: string; path?: string | null; text: { zh: string; en: string } }[]): ProblemItem[] =>
  items.map(item => ({ ...item, path: (item.path ?? '').replace(/^(household|changes)\.?/, '') }));

/** Asks the server what is wrong, a moment after the last key; the rules are those of the import. */
export function useNotes(form: Form, before: Form | undefined, household: string | undefined): { notes: Notes; asking: boolean } {
  const [asked, setAsked] = useState(form);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(form), 450);
    return () => clearTimeout(timer);
  }, [form]);
  const query = useQuery({
    queryKey: ['validate', household, asked],
    queryFn: ({ signal }) => write('post', '/api/households/validate', request(asked, before, household) as never, { signal }),
    placeholderData: earlier => earlier,
    retry: false,
    gcTime: 0,
  });
  const found = query.data?.data;
  return { notes: { errors: own(found?.problems ?? []), warnings: own(found?.warnings ?? []) }, asking: query.isFetching || asked !== form };
}

/** Persons all by their id, so that a path in the answer counts them as the form does. */
function request(form: Form, before: Form | undefined, household: string | undefined) {
  const whole = filled(form);
  if (!household || !before) return { household: whole };
  const { changed, joined } = differences(before, whole);
  const { changes, clear } = toRequest(changed);
  const found = new Map(((changes?.['persons'] ?? []) as FactMap[]).map(person => [person['id'], person]));
  const persons = whole.persons.map(person => joined.find(one => one['id'] === person['id']) ?? found.get(person['id']!) ?? { id: person['id']! });
  return { id: household, changes: { ...changes, persons }, clear: clear ?? [] };
}

/** Who has an id number, once it is complete. */
export function useLookup(number: string, complete: boolean) {
  return useQuery({
    queryKey: ['lookup', number],
    queryFn: async () => (await write('post', '/api/persons/lookup', { id_number: number })).data,
    enabled: complete,
    staleTime: 60_000,
    gcTime: 0,
    retry: false,
  });
}

export const useRegionName = (code: string | undefined) =>
  useQuery({ queryKey: ['region', code], queryFn: () => read('/api/regions/{code}', { path: { code: code! } }), enabled: !!code, staleTime: 3_600_000 });
