import { Button } from 'antd';
import { Link } from 'react-router';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { attainments, healths, labours, stages } from '../../shared/codes';
import { Badge } from '../../shared/Page';
import type { FactMap, FactValue } from '../households/types';
import { Amount, Choice, Day, Several, Text, YesNo } from './controls';
import { useForm, useLookup } from './FormContext';
import { ageOn, idFault, readId, tidy } from './idNumber';
import { likelyRelation, usualAt, valueAt, type Form } from './model';
import { commonRelations, ethnicities, relations, workPlaces } from './lists';

export function MembersStep({ add }: { add: () => void }) {
  const { t } = useT();
  const { form } = useForm();
  return (
    <>
      {form.persons.map((person, index) => <Member key={String(person['id'])} person={person} index={index} />)}
      <Button data-next icon={<span aria-hidden>+</span>} onClick={add} aria-keyshortcuts="Alt+N">{t('form.addMember')} <kbd>Alt+N</kbd></Button>
    </>
  );
}

function Member({ person, index }: { person: FactMap; index: number }) {
  const { t, code } = useT();
  const { form, before, change, set } = useForm();
  const at = `persons[${index}]`;
  const head = form.persons.find(one => one['relation'] === '02') ?? form.persons[0];
  const known = before?.persons.some(one => one['id'] === person['id']) ?? false;
  const birth = typeof person['birth'] === 'string' && /^\d{4}-\d\d-\d\d$/.test(person['birth']) ? person['birth'] : undefined;
  const pupil = !['none', undefined, null].includes(valueAt(form, `${at}.school.stage`) as string);
  const health = (person['health'] ?? []) as string[];
  const disabled = health.includes('disabled');
  // What illness costs its household is asked where there is one: relief for serious illness reckons with it.
  const ill = health.includes('serious_illness') || health.includes('chronic');
  const proposals = useProposals(index, head);
  const typeId = (typed: string) => {
    const number = tidy(typed).slice(0, 18);
    set(`${at}.id_number`, number);
    const facts = readId(number);
    if (facts) proposals({ ...person, ...facts });
  };
  return (
    <fieldset className="f-member">
      <legend>
        {String(person['name'] ?? '') || t('form.member', { n: index + 1 })}{' '}
        {person['relation'] && <Badge tone={person['relation'] === '02' ? 'info' : 'plain'}>{code('relation', person['relation'] as string)}</Badge>}{' '}
        {person['sex'] && <span className="faint">{code('sex', person['sex'] as string)}</span>} {birth && <span className="faint">{t('member.age', { n: ageOn(birth, today()) })}</span>}
        {!known && form.persons.length > 1 && (
          <Button size="small" type="text" className="f-remove" onClick={() => change(now => ({ ...now, persons: now.persons.filter(one => one['id'] !== person['id']) }))}>
            {t('form.removeMember')}
          </Button>
        )}
      </legend>
      <div className="f-grid">
        {known && person['id_number'] === undefined ? <p className="faint f-known-id">{t('form.idKnown')}</p> : (
          <div className="f-id"><Text path={`${at}.id_number`} numeric="numeric" onValue={typeId} placeholder={t('form.idDigits')} /></div>
        )}
        <Text path={`${at}.name`} />
        <Choice path={`${at}.relation`} system="relation" codes={relations} common={commonRelations} />
        <Choice path={`${at}.sex`} system="sex" codes={['male', 'female']} />
        <Day path={`${at}.birth`} max={today()} />
      </div>
      {!known && <KnownPerson number={String(person['id_number'] ?? '')} index={index} />}
      <div className="f-grid f-more">
        <Several path={`${at}.health`} system="health" codes={healths} alone="healthy" />
        <Choice path={`${at}.labour`} system="labour" codes={labours} />
        <Choice path={`${at}.school.stage`} system="stage" codes={stages} />
        {!pupil && <Choice path={`${at}.attainment`} system="attainment" codes={attainments} />}
        <Choice path={`${at}.employment.place`} system="work_place" codes={workPlaces} />
        {!['none', undefined].includes(valueAt(form, `${at}.employment.place`) as string) && <Amount path={`${at}.employment.months`} />}
        <Choice path={`${at}.ethnicity`} system="ethnicity" codes={ethnicities} />
        <YesNo path={`${at}.insurance.medical`} />
        <YesNo path={`${at}.benefits.dibao`} />
        {ill && <Amount path={`${at}.medical_self_paid`} />}
        {disabled && (
          <>
            <Text path={`${at}.disability_card`} numeric="numeric" />
            <Choice path={`${at}.disability.category`} system="disability_category" codes={['1', '2', '3', '4', '5', '6', '7']} numeric />
            <Choice path={`${at}.disability.grade`} system="disability_grade" codes={['1', '2', '3', '4']} numeric />
          </>
        )}
      </div>
    </fieldset>
  );
}

/** What follows from an id number: sex and birth for certain, the rest as a proposal where nothing stands yet. */
function useProposals(index: number, head: FactMap | undefined) {
  const { form, set, propose } = useForm();
  return (person: FactMap) => {
    const at = `persons[${index}]`;
    set(`${at}.sex`, person['sex']);
    set(`${at}.birth`, person['birth']);
    const proposed: Record<string, FactValue> = {};
    const usual = usualAt(String(person['birth']), today());
    for (const [path, value] of Object.entries({ ...usual, relation: likelyRelation(person, head) ?? null })) {
      if (value !== null && valueAt({ persons: [person] } as unknown as Form, `persons[0].${path}`) === undefined && valueAt(form, `${at}.${path}`) === undefined) proposed[`${at}.${path}`] = value;
    }
    propose(proposed);
  };
}

/** Whether the register knows who has this number, and what is to be done then. */
function KnownPerson({ number, index }: { number: string; index: number }) {
  const { t, code } = useT();
  const { form, set } = useForm();
  const fault = idFault(number);
  const twice = number.length === 18 && form.persons.some((other, at) => at !== index && other['id_number'] === number);
  const lookup = useLookup(number, number.length === 18 && fault === null && !twice);
  if (twice) return <p className="f-alert f-alert-bad" role="alert">{t('form.twice')}</p>;
  if (number.length >= 15 && fault === 'check') return <p className="f-alert f-alert-bad" role="alert">{t('form.wrongCheck')}</p>;
  const answer = lookup.data;
  if (!answer?.valid) return null;
  const [person] = answer.known;
  if (!person && answer.elsewhere) return <div className="f-alert f-alert-warn" role="status"><p><strong>{t('form.knownElsewhere')}</strong></p><p>{t('form.knownElsewhere.todo')}</p></div>;
  if (!person) return answer.native_place ? <p className="f-native faint">{t('form.native', { place: answer.native_place })}</p> : null;
  const place = [person.region.township, person.region.name].filter(Boolean).join(' ');
  const values = { name: person.name ?? '', head: person.head_name ?? '', number: person.number, place, relation: code('relation', person.relation), date: person.until ?? '' };
  return (
    <div className={`f-alert ${person.current ? 'f-alert-warn' : 'f-alert-info'}`} role="status">
      <p><strong>{t(person.current ? 'form.knownThere' : 'form.knownEarlier', values)}</strong></p>
      <p>{t(person.current ? 'form.knownThere.todo' : 'form.knownEarlier.todo')}</p>
      <p className="f-alert-do">
        <Link to={`/households/${person.household}`} target="_blank">{t('form.openHousehold', { head: person.head_name ?? person.number })}</Link>
        {person.name && !form.persons[index]?.['name'] && <Button size="small" onClick={() => set(`persons[${index}].name`, person.name!)}>{t('form.takeName', { name: person.name })}</Button>}
      </p>
    </div>
  );
}
