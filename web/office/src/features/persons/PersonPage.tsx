import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Facts, Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { Attachments } from '../households/Attachments';
import { sayFact, sayField } from '../households/facts';
import { Masked } from '../households/Reveal';
import { Source } from '../households/Source';
import { Timeline } from '../households/Timeline';
import type { FactMap } from '../households/types';
import type { AsOf } from '../records/api';

const usePerson = (id: string, asOf: AsOf) => useQuery({ queryKey: ['person', id, asOf], queryFn: () => read('/api/persons/{id}', { path: { id }, query: asOf }) });
const useAwards = (id: string) => useQuery({ queryKey: ['person', id, 'awards'], queryFn: async () => (await read('/api/persons/{id}/awards', { path: { id } })).items });

/** One person through the years: who it is, in which households, what was received, what was recorded. */
export function PersonPage() {
  const { id = '' } = useParams();
  const i18n = useT();
  const { t, code } = i18n;
  const { values } = useFilters();
  const query = usePerson(id, { on: values['on'], known_at: values['known_at'] });
  return (
    <Loaded query={query} rows={10}>
      {person => {
        const now = person.memberships.find(one => one.household === person.household);
        const facts = person.facts as FactMap;
        // Who has left is told of where the person was last.
        const household = person.household ?? person.memberships[0]?.household;
        const said = { provenance: person.provenance as Record<string, string> };
        const source = (path: string, label: string) => <Source of={said} changes={person.changes} path={path} label={label} household={household} person={person.id} />;
        const masked = (field: string, value: string | null | undefined, label: string) =>
          value ? [{ label, after: source(field, label), value: person.household ? <Masked household={person.household} person={person.id} field={field} masked={value} label={label} /> : value }] : [];
        return (
          <Page
            title={t('person.title', { name: person.name || t('value.unknown') })}
            about={
              <>
                {code('sex', person.sex)} · {t('member.age', { n: person.age })} · {facts['death'] ? <Badge>{t('member.died', { date: String(facts['death']) })}</Badge> : null}{' '}
                {now ? <Link to={`/households/${now.household}`}>{t(values['on'] ?? values['known_at'] ? 'person.householdThen' : 'person.household', { head: now.head_name ?? '', number: now.number })}</Link> : t('person.nowhere')}
              </>
            }
          >
            <div className="household">
              <div className="household-main">
                <Section title={t('person.memberships')}>
                  <table className="grid">
                    <thead><tr><th scope="col">{t('field.head')}</th><th scope="col">{t('field.relation')}</th><th scope="col">{t('region.village')}</th><th scope="col">{t('person.since')}</th><th scope="col">{t('person.until')}</th></tr></thead>
                    <tbody>
                      {person.memberships.map(one => (
                        <tr key={`${one.household}/${one.from}`}>
                          <td><Link to={`/households/${one.household}`}>{one.head_name ?? one.number}</Link></td><td>{code('relation', one.relation)}</td>
                          <td>{[one.region.township, one.region.name].filter(Boolean).join(' ')}</td><td>{day(one.from) || t('value.beginning')}</td><td>{day(one.to) || t('person.now')}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </Section>
                <Section title={t('person.awards')}><Awards id={person.id} /></Section>
                {person.household && <Section title={t('attachments.title')}><Attachments household={person.household} person={person.id} /></Section>}
                {household && <Section title={t('person.timeline')}><Timeline id={household} person={person.id} on={values['on']} known={values['known_at']} /></Section>}
              </div>
              <aside className="household-side" aria-label={t('person.facts')}>
                <Section title={t('person.facts')}>
                  <Facts
                    items={[
                      { label: t('person.name'), value: person.name, after: source('name', t('person.name')) },
                      ...masked('id_number', person.id_number_masked, t('field.idNumber')),
                      ...masked('disability_card', person.disability_card_masked, t('field.disabilityCard')),
                      ...masked('phone', person.phone_masked, t('field.phone')),
                      ...Object.entries(facts).map(([path, value]) => ({ label: sayField(i18n, path), value: sayFact(i18n, path, value), after: source(path, sayField(i18n, path)) })).filter(one => one.value),
                    ]}
                  />
                </Section>
              </aside>
            </div>
          </Page>
        );
      }}
    </Loaded>
  );
}

function Awards({ id }: { id: string }) {
  const { t, text } = useT();
  return (
    <Loaded query={useAwards(id)} rows={3}>
      {awards => (awards.length === 0 ? <p className="faint">{t('person.awards.none')}</p> : (
        <table className="grid">
          <thead><tr><th scope="col">{t('field.period')}</th><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('field.amount')}</th></tr></thead>
          <tbody>{awards.map(award => <tr key={award.id}><td><Link to={`/runs/${award.run}`}>{award.period}</Link></td><td>{text(award.title) || award.policy}</td><td className="number">{money(award.cash)}</td></tr>)}</tbody>
        </table>
      ))}
    </Loaded>
  );
}
