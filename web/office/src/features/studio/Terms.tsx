import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { useProblemText } from '../../shared/Problems';
import type { PackEdit, StudioPolicy } from './api';
import { useStudioContext } from './context';
import { flow, Plain } from './yaml';

export const subjects = ['person', 'household', 'village', 'township', 'project', 'loan', 'enterprise', 'school'];
export const units = ['month', 'term', 'school_year', 'year', 'once', 'event'];
export const kinds = ['cash', 'waiver', 'in_kind', 'premium'];
export const payees = ['household', 'person', 'school', 'insurer', 'bank', 'enterprise'];
const sources = ['national', 'province', 'city', 'city_county', 'county', 'township', 'enterprise', 'unspecified'];

export interface TermsOf {
  subject: string;
  unit: string;
  kind: string;
  payee: string;
  funding: { source: string; share: string }[];
}

/** The words of a pack's file: `school-year`, `in_kind`. */
export const unitWord = (unit: string) => unit.replace('_', '-');
export const fundingYaml = (funding: TermsOf['funding']) => flow(funding.map(one => ({ source: one.source, share: new Plain(one.share.trim() || '1') })));

/** For whom, how often, as what, to whom, and who pays. */
export function TermsFields({ terms, change }: { terms: TermsOf; change: (terms: TermsOf) => void }) {
  const { t, code } = useT();
  const choose = (key: 'subject' | 'unit' | 'kind' | 'payee', system: string, label: string, values: string[]) => (
    <label>{label}<Select aria-label={label} value={terms[key]} onChange={value => change({ ...terms, [key]: value })} options={values.map(value => ({ value, label: code(system, value) }))} /></label>
  );
  const share = (index: number, part: Partial<TermsOf['funding'][number]>) => change({ ...terms, funding: terms.funding.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <>
      {choose('subject', 'subject', t('packs.subject'), subjects)}
      {choose('unit', 'unit', t('packs.unit'), units)}
      {choose('kind', 'kind', t('studio.what.kind'), kinds)}
      {choose('payee', 'subject', t('packs.payee'), payees)}
      <fieldset className="studio-wide studio-shares">
        <legend>{t('studio.what.funding')}</legend>
        {terms.funding.map((one, index) => (
          // Shares are known by their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="row-actions">
            <Select aria-label={t('studio.share.source', { n: index + 1 })} style={{ width: 180 }} value={one.source} onChange={source => share(index, { source })} options={[...new Set([...sources, one.source])].map(value => ({ value, label: code('funding', value) }))} />
            <Input aria-label={t('studio.share', { n: index + 1 })} style={{ width: 90 }} inputMode="decimal" value={one.share} onChange={event => share(index, { share: event.target.value })} />
            <Button size="small" type="text" aria-label={t('studio.share.remove', { n: index + 1 })} onClick={() => change({ ...terms, funding: terms.funding.filter((_, at) => at !== index) })}>✕</Button>
          </div>
        ))}
        <Button size="small" onClick={() => change({ ...terms, funding: [...terms.funding, { source: 'county', share: '1' }] })}>{t('studio.share.add')}</Button>
        <span className="faint"> {t('studio.share.hint')}</span>
      </fieldset>
    </>
  );
}

/** The terms of a policy that stands in the draft, changed by choosing. */
export function Terms({ policy }: { policy: StudioPolicy }) {
  const { t, text } = useT();
  const { edit } = useStudioContext();
  const problems = useProblemText();
  const was: TermsOf = { subject: policy.subject, unit: policy.unit, kind: policy.kind, payee: policy.payee, funding: policy.funding.map(one => ({ source: one.source, share: String(one.share) })) };
  const [terms, setTerms] = useState<TermsOf | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const { file, path } = policy.place;
  if (!edit || !file) return null;
  if (!terms) return <Button size="small" onClick={() => setTerms(was)}>{t('studio.terms')}</Button>;
  const put = (member: string, value: string): PackEdit => ({ file, do: 'put', path: [...path, member], text: value });
  const edits = [
    ...(terms.subject === was.subject ? [] : [put('subject', terms.subject)]),
    ...(terms.unit === was.unit ? [] : [put('period', unitWord(terms.unit))]),
    ...(terms.kind === was.kind ? [] : [put('kind', terms.kind)]),
    ...(terms.payee === was.payee ? [] : [put('payee', terms.payee)]),
    ...(JSON.stringify(terms.funding) === JSON.stringify(was.funding) ? [] : [put('funding', fundingYaml(terms.funding))]),
  ];
  const save = () => (edits.length === 0 ? setTerms(null) : void edit.save(edits, `${text(policy.title)}: ${t('studio.terms')}`).then(() => setTerms(null), setFailure));
  return (
    <form className="studio-new-value" aria-label={t('studio.terms')} onSubmit={event => {
      event.preventDefault();
      save();
    }}>
      <TermsFields terms={terms} change={setTerms} />
      {failure !== null && problems(failure).map(line => <p key={line} className="error-text studio-wide">{line}</p>)}
      <div className="row-actions studio-wide"><Button size="small" type="primary" htmlType="submit">{t('studio.save')}</Button><Button size="small" onClick={() => setTerms(null)}>{t('studio.leave')}</Button></div>
    </form>
  );
}
