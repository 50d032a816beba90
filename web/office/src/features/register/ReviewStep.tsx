import { Input } from 'antd';
import { useT } from '../../framework/i18n';
import { money } from '../../framework/format';
import { DateInput } from '../../shared/DateInput';
import { Section } from '../../shared/Page';
import { sayFact, sayField } from '../households/facts';
import type { FactMap, FactValue } from '../households/types';
import { useForm } from './FormContext';
import { differences, filled, totals, valueAt, type Path } from './model';

export const stepOf = (path: Path) => (/^(persons|region|group|phone|bank_account|registered_on)/.test(path) ? 0 : 1);

interface Props {
  reason: string;
  setReason: (reason: string) => void;
  date: string;
  setDate: (date: string) => void;
  go: (step: number, path: Path) => void;
}

/** Everything before it is saved: what is wrong, what is doubtful, what was only proposed, and what will be written. */
export function ReviewStep({ reason, setReason, date, setDate, go }: Props) {
  const i18n = useT();
  const { t, text } = i18n;
  const { form, before, notes, proposed } = useForm();
  const where = (path: Path) => {
    const person = /^persons\[(\d+)\]/.exec(path)?.[1];
    const name = person === undefined ? '' : String(form.persons[Number(person)]?.['name'] ?? '') || t('form.member', { n: Number(person) + 1 });
    return [name, path.replace(/^persons\[\d+\]\.?/, '') && sayField(i18n, path.replace(/\[\d+\]/g, ''))].filter(Boolean).join(' · ');
  };
  const findings = (items: typeof notes.errors, tone: 'bad' | 'warn') => items.length > 0 && (
    <section className={`f-alert f-alert-${tone} gap-below`}>
      <h2>{t(tone === 'bad' ? 'form.errors' : 'form.warnings', { n: items.length })}</h2>
      <ul className="plain">
        {items.map(item => (
          <li key={`${item.path}/${item.code}`}>
            <button type="button" className="f-jump" onClick={() => go(stepOf(item.path ?? ''), item.path ?? '')}>{where(item.path ?? '') || t('form.whole')}</button> {text(item.text)}
          </li>
        ))}
      </ul>
    </section>
  );
  return (
    <>
      {findings(notes.errors, 'bad')}
      {findings(notes.warnings, 'warn')}
      {proposed.size > 0 && !before && <section className="f-alert f-alert-info gap-below"><h2>{t('form.proposals', { n: proposed.size })}</h2><p>{t('form.proposals.hint')}</p></section>}
      {before ? <Differences /> : <Whole proposed={proposed} />}
      <Section title={t(before ? 'form.checkNote' : 'form.note')}>
        <div className="f-grid">
          {before && <div className="f-field"><label htmlFor="form-date">{t('form.checkDate')}</label><DateInput id="form-date" className="f-input" value={date} onChange={setDate} /></div>}
          <div className="f-field f-wide"><label htmlFor="form-reason">{t('change.reason')}</label><Input id="form-reason" maxLength={300} value={reason} data-start onChange={event => setReason(event.target.value)} /></div>
        </div>
      </Section>
    </>
  );
}

function Differences() {
  const i18n = useT();
  const { t } = i18n;
  const { form, before } = useForm();
  const { changed, joined } = differences(before!, filled(form));
  const names = new Map(form.persons.map(person => [person['id'], String(person['name'] ?? '')]));
  return (
    <Section title={t('change.preview')}>
      {changed.length + joined.length === 0 ? <p>{t('form.nothingDiffers')}</p> : (
        <ul className="changes">
          {changed.map(one => (
            <li key={`${one.subject}/${one.path}`}>
              <span className="faint">{[names.get(one.subject), sayField(i18n, one.path)].filter(Boolean).join(' · ')}</span>{' '}
              <del>{sayFact(i18n, one.path, one.before) || t('value.none')}</del> → <ins>{sayFact(i18n, one.path, one.after) || t('value.none')}</ins>
            </li>
          ))}
          {joined.map(person => <li key={String(person['id'])}><ins>{t('form.joins', { name: String(person['name'] ?? '') })}</ins></li>)}
        </ul>
      )}
    </Section>
  );
}

const personPaths = ['id_number', 'relation', 'sex', 'birth', 'health', 'labour', 'school.stage', 'attainment', 'employment.place', 'employment.months', 'ethnicity', 'insurance.medical', 'benefits.dibao', 'disability_card'];

function Whole({ proposed }: { proposed: ReadonlySet<Path> }) {
  const i18n = useT();
  const { t } = i18n;
  const { form } = useForm();
  const { heads, total, perHead } = totals(form);
  const fact = (path: Path, label = path) => {
    const value = sayFact(i18n, path.replace(/\[\d+\]/g, ''), valueAt(form, path));
    return value && <div key={path} className={proposed.has(path) ? 'f-proposed' : ''}><dt>{sayField(i18n, label)}</dt><dd>{value}</dd></div>;
  };
  const flat = Object.entries(form).flatMap(([name, value]: [string, FactValue]) =>
    name === 'persons' || name === 'region' || name === 'income' ? [] : value && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value as FactMap).map(inner => `${name}.${inner}`) : [name]);
  return (
    <>
      <Section title={t('form.members')}>
        {filled(form).persons.map((person, index) => (
          <div key={String(person['id'])} className="f-review-person">
            <strong>{String(person['name'] ?? '') || t('form.member', { n: index + 1 })}</strong>
            <dl className="facts">{personPaths.map(path => fact(`persons[${index}].${path}`, path))}</dl>
          </div>
        ))}
      </Section>
      <Section title={t('form.house')}><dl className="facts">{flat.map(path => fact(path))}</dl></Section>
      <Section title={t('form.income')}>
        <dl className="facts">{Object.keys((form['income'] ?? {}) as FactMap).map(name => fact(`income.${name}`))}</dl>
        <p className="f-total">{t('form.total', { total: money(total), heads, perHead: perHead === null ? '—' : money(perHead) })}</p>
      </Section>
    </>
  );
}
