import { lazy, Suspense } from 'react';
import { useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, day, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Badge, Facts, Page, Section } from '../../shared/Page';
import { Loaded, Loading } from '../../shared/State';
import { HouseholdReceived } from '../received/HouseholdReceived';
import { useChecks, useHousehold } from './api';
import { Benefits } from './Benefits';
import { statusTone } from '../../shared/codes';
import { useFacts } from './facts';
import { HouseholdActions } from './HouseholdActions';
import { Income } from './Income';
import { Members } from './Members';
import { PageTools } from './PageTools';
import type { AsOf } from '../records/api';
import { Masked } from './Reveal';
import { Source } from './Source';
import type { HouseholdRecord } from './types';

const Attachments = lazy(async () => ({ default: (await import('./Attachments')).Attachments }));
const Timeline = lazy(async () => ({ default: (await import('./Timeline')).Timeline }));
const Dwelling = lazy(async () => ({ default: (await import('./Dwelling')).Dwelling }));
const HouseholdBonds = lazy(async () => ({ default: (await import('../organisations/Bonds')).HouseholdBonds }));
const Events = lazy(async () => ({ default: (await import('../events/Events')).Events }));
const Payments = lazy(async () => ({ default: (await import('./Payments')).Payments }));

/** 一户一网页: everything about one household on one page. */
export function HouseholdPage() {
  const { id = '' } = useParams();
  const { values } = useFilters();
  const query = useHousehold(id, { on: values['on'], known_at: values['known_at'] });
  return <Loaded query={query} rows={14}>{record => <Content record={record} on={values['on']} asOf={{ on: values['on'], known_at: values['known_at'] }} />}</Loaded>;
}

function Content({ record, on, asOf }: { record: HouseholdRecord; on?: string; asOf: AsOf }) {
  const { t, code } = useT();
  const { fact } = useFacts();
  const past = !!(on ?? asOf.known_at);
  const place = [record.region.township, record.region.name, record.facts['group']].filter(Boolean).join(' ');
  return (
    <Page
      title={t('household.title', { name: record.head_name || t('value.unknown') })}
      about={
        <>
          <span className="number">{record.number}</span> · {place}{' '}
          <Badge tone={statusTone(record.facts['status'] as string)}>{code('status', record.facts['status'] as string) || t('value.unknown')}</Badge>
          <span className="why-poor">{[fact('category', record.facts), fact('causes', record.facts)].filter(Boolean).join(' · ')}</span>
          <LastCheck id={record.id} />
          <PageTools id={record.id} name={record.head_name ?? ''} />
        </>
      }
      actions={<HouseholdActions record={record} on={on} />}
    >
      <div className="household">
        <div className="household-main">
          <Section title={t('household.members', { n: count(record.persons.length) })}><Members record={record} /></Section>
          <Section title={t('household.benefits')}><Benefits id={record.id} on={on} /></Section>
          <Section title={t('household.payments')} id="payments"><Suspense fallback={<Loading rows={3} />}><Payments id={record.id} /></Suspense></Section>
          <Section title={t('household.income')}><Income id={record.id} on={on} stated={record.stated_income_per_head} /></Section>
          <Section title={t('received.here')}><HouseholdReceived id={record.id} asOf={asOf} names={Object.fromEntries(record.persons.map(person => [person.id, person.name ?? '']))} /></Section>
          <Section title={t('events.title')} id="events"><Suspense fallback={<Loading rows={2} />}><Events household={record.id} fixed={past} known={asOf.known_at} /></Suspense></Section>
          <Section title={t('attachments.title')}><Suspense fallback={<Loading rows={2} />}><Attachments household={record.id} /></Suspense></Section>
          <Section title={t('household.timeline')} id="timeline"><Suspense fallback={<Loading rows={3} />}><Timeline id={record.id} on={on} known={asOf.known_at} /></Suspense></Section>
        </div>
        <aside className="household-side" aria-label={t('household.facts')}>
          <Section title={t('household.why')}><WhyPoor record={record} /></Section>
          <Section title={t('household.living')}><Living record={record} /></Section>
          <Section title={t('organisations.title')}><Suspense fallback={<Loading rows={2} />}><HouseholdBonds id={record.id} name={record.head_name ?? ''} asOf={asOf} /></Suspense></Section>
          <Section title={t('dwelling.title')}><Suspense fallback={<Loading rows={2} />}><Dwelling record={record} asOf={asOf} /></Suspense></Section>
          <Section title={t('household.contact')}><Contact record={record} /></Section>
          <Section title={t('household.version')}><Version record={record} /></Section>
        </aside>
      </div>
    </Page>
  );
}

/** When somebody last went through the record with the family. */
function LastCheck({ id }: { id: string }) {
  const { t } = useT();
  const last = useChecks(id).data?.[0];
  return <span className="last-check">{last ? t('household.lastCheck', { date: last.on, name: sayActor(t, last.actor) }) : t('household.neverChecked')}</span>;
}

function FactList({ record, paths, suffix }: { record: HouseholdRecord; paths: string[]; suffix?: Record<string, string> }) {
  const { field, fact } = useFacts();
  return (
    <Facts
      items={paths.map(path => {
        const value = fact(path, record.facts);
        return { label: field(path), value: value && suffix?.[path] ? `${value} ${suffix[path]}` : value, after: <Source of={record} changes={record.changes} path={path} label={field(path)} household={record.id} /> };
      })}
    />
  );
}

function WhyPoor({ record }: { record: HouseholdRecord }) {
  return <FactList record={record} paths={['causes', 'category', 'hardship', 'registered_on', ...(record.facts['exited_on'] ? ['exited_on'] : []), ...(record.facts['monitoring'] ? ['monitoring'] : [])]} />;
}

function Living({ record }: { record: HouseholdRecord }) {
  return (
    <FactList
      record={record}
      paths={['housing.grade', 'housing.area', 'housing.structure', 'water_safe', 'electricity', 'toilet_sanitary', 'broadband', 'land.cultivated', 'land.forest', 'relocation.mode', 'relocation.year', 'industries']}
      suffix={{ 'housing.area': 'm²', 'land.cultivated': '亩', 'land.forest': '亩' }}
    />
  );
}

function Contact({ record }: { record: HouseholdRecord }) {
  const { t } = useT();
  return (
    <Facts
      items={[
        { label: t('field.phone'), value: record.phone_masked && <Masked household={record.id} field="phone" masked={record.phone_masked} label={t('field.phone')} />, after: <Source of={record} changes={record.changes} path="phone" label={t('field.phone')} household={record.id} /> },
        { label: t('field.account'), value: record.bank_account_masked && <Masked household={record.id} field="bank_account" masked={record.bank_account_masked} label={t('field.account')} />, after: <Source of={record} changes={record.changes} path="bank_account" label={t('field.account')} household={record.id} /> },
        { label: t('field.incomePerHead'), value: money(record.income_per_head), after: <Source of={record} changes={record.changes} path="income" label={t('field.incomePerHead')} household={record.id} /> },
      ]}
    />
  );
}

function Version({ record }: { record: HouseholdRecord }) {
  const { t } = useT();
  return (
      <Facts items={[{ label: t('household.validFrom'), value: day(record.valid_from) || t('value.beginning') }, { label: t('household.recordedAt'), value: instant(record.changes[0]?.at) }]} />
  );
}
