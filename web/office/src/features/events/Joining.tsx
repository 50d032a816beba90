import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { useT } from '../../framework/i18n';
import type { HouseholdRecord } from '../households/types';
import type { EventRequest } from './api';
import { HouseholdChoice, NewPersons, PersonChoice, PersonsChoice, RelationsOf } from './fields';

/** Who comes: members of another registered household, or persons who are registered for the first time. */
export function Joining({ record, said, first, onChange }: { record: HouseholdRecord; said: EventRequest & { kind: 'join' | 'marriage_in' }; first: Record<string, string>[]; onChange: (part: Partial<EventRequest>) => void }) {
  const { t } = useT();
  const source = useQuery({ queryKey: ['household', said.household, {}], queryFn: async () => (await read('/api/households/{id}', { path: { id: said.household! } })) as HouseholdRecord, enabled: !!said.household });
  const from = said.household ? source.data : undefined;
  const coming = said.persons ?? [];
  const headComes = from?.persons.some(person => person.is_head && coming.includes(person.id)) && from.persons.some(person => !person.facts['death'] && !coming.includes(person.id));
  return (
    <>
      <HouseholdChoice not={record.id} label={t('event.from')} value={said.household ?? undefined} onChange={household => onChange({ household, persons: undefined, relations: undefined, remaining_head: undefined, new_persons: undefined })} />
      {from && <PersonsChoice record={from} label={t('event.from.who')} none={t('event.from.none')} value={coming} onChange={persons => onChange({ persons: persons.length > 0 ? persons : undefined })} />}
      {from && coming.length > 0 && <RelationsOf record={from} only={coming} value={said.relations ?? {}} onChange={relations => onChange({ relations })} />}
      {from && headComes && <PersonChoice record={from} label={t('event.remainingHead')} value={said.remaining_head ?? undefined} without={coming} onChange={remaining_head => onChange({ remaining_head })} />}
      {!said.household && <NewPersons kind={said.kind} on={said.on ?? ''} value={said.new_persons ?? first} onChange={new_persons => onChange({ new_persons })} />}
    </>
  );
}
