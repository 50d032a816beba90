import { Link } from 'react-router';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import { useFacts } from './facts';
import { Masked } from './Reveal';
import { Source } from './Source';
import type { HouseholdRecord, PersonRecord } from './types';

/** Facts that stand in the row; the others are listed under the name when they are there. */
const further = ['school', 'disability', 'employment', 'training', 'insurance', 'benefits', 'orphan', 'martyr_child', 'only_child_lost', 'left_behind', 'medical_self_paid'];

export function Members({ record }: { record: HouseholdRecord }) {
  return (
    <ul className="members">
      {record.persons.map(person => <Member key={person.id} record={record} person={person} />)}
    </ul>
  );
}

function Member({ record, person }: { record: HouseholdRecord; person: PersonRecord }) {
  const { t, code } = useT();
  const { field, fact } = useFacts();
  const { facts } = person;
  const more = further.filter(path => facts[path] !== undefined && facts[path] !== null && facts[path] !== false).map(path => ({ path, value: fact(path, facts) })).filter(item => item.value);
  return (
    <li className="member">
      <div className="member-line">
        <Link to={`/persons/${person.id}`}><strong>{person.name || t('value.unknown')}</strong></Link>
        <Badge tone={person.is_head ? 'info' : 'plain'}>{code('relation', (facts['relation'] as string) ?? '99')}</Badge>
        <span>{code('sex', facts['sex'] as string)}</span>
        <span>{t('member.age', { n: person.age })}</span>
        <span className="faint">{facts['birth'] as string}</span>
        {facts['death'] && <Badge>{t('member.died', { date: facts['death'] as string })}</Badge>}
        <Source of={person} changes={record.changes} label={person.name ?? ''} more={() => <Link to={`/persons/${person.id}`}>{t('member.sources')}</Link>} />
      </div>
      <div className="member-facts">
        {(['health', 'labour', 'attainment', 'ethnicity'] as const).map(path => {
          const value = fact(path, facts);
          return value ? <span key={path}><span className="faint">{field(path)}</span> {value}</span> : null;
        })}
        {more.map(item => <span key={item.path}><span className="faint">{field(item.path)}</span> {item.value}</span>)}
        {person.id_number_masked && (
          <span><span className="faint">{t('field.idNumber')}</span> <Masked household={record.id} person={person.id} field="id_number" masked={person.id_number_masked} label={t('field.idNumber')} /></span>
        )}
        {person.disability_card_masked && (
          <span><span className="faint">{t('field.disabilityCard')}</span> <Masked household={record.id} person={person.id} field="disability_card" masked={person.disability_card_masked} label={t('field.disabilityCard')} /></span>
        )}
        {person.phone_masked && (
          <span><span className="faint">{t('field.phone')}</span> <Masked household={record.id} person={person.id} field="phone" masked={person.phone_masked} label={t('field.phone')} /></span>
        )}
      </div>
    </li>
  );
}
