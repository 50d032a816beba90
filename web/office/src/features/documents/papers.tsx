import type { ReactNode } from 'react';
import { chineseDay, money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { categories, causes, hardships } from '../../shared/codes';
import { QrCode, shortCode } from '../../shared/QrCode';
import { useFacts } from '../households/facts';
import type { BenefitAnswer, HouseholdRecord } from '../households/types';
import type { DocumentKind, PaperContent } from './api';
import '../households/paper.css';
import './documents.css';

/** A cell to be filled in by hand. */
const blank = '\u00a0';

const titles = { form: 'doc.form', card: 'doc.card', statement: 'doc.statement' } as const;

/** A paper in the official manner: title, number and day above, the body, places to sign, the code that opens its verification. */
export function DocumentPaper({ kind, content, on, batch }: { kind: DocumentKind; content: PaperContent; on: string; batch?: boolean }) {
  const { t } = useT();
  const user = useUser();
  const { household, number } = content;
  const place = [household.region.county, household.region.township, household.region.name, household.facts['group']].filter(Boolean).join('');
  return (
    <article className={batch ? 'paper paper-batch' : 'paper'} lang="zh-CN" data-kind={kind}>
      <div className="paper-code">
        <QrCode path={number ? `/office/verify/${number}` : `/office/q/${shortCode(household.id)}`} size={72} label={t('doc.qr')} />
        <span>{number ?? t('doc.notYet')}</span>
      </div>
      <h1>{t(titles[kind])}</h1>
      <p className="paper-line"><span>{t('field.number')}:{household.number}</span><span>{t('paper.on')}:{chineseDay(on)}</span></p>
      <table className="paper-facts">
        <tbody>
          <tr><th scope="row">{t('field.head')}</th><td>{household.head_name}</td><th scope="row">{t('field.members')}</th><td>{household.members}</td></tr>
          <tr><th scope="row">{t('paper.address')}</th><td colSpan={3}>{place}</td></tr>
          <tr><th scope="row">{t('field.phone')}</th><td>{household.phone_masked}</td><th scope="row">{t('field.account')}</th><td>{household.bank_account_masked}</td></tr>
        </tbody>
      </table>
      {kind === 'form' ? <FormBody content={content} /> : kind === 'card' ? <CardBody content={content} /> : <StatementBody content={content} />}
      <div className="paper-signs">
        <span>{t('paper.sign.head')}</span><span>{t('paper.sign.helper')}</span><span>{t('paper.sign.village')}</span>
      </div>
      <p className="paper-foot">{t('paper.printed', { name: user.name, date: chineseDay(today()) })} {number && t('doc.verify', { number })}</p>
    </article>
  );
}

/** ☑ and ☐ in words as the printed form has them; a screen reader hears only what is chosen. */
function Boxes({ system, codes, chosen }: { system: string; codes: readonly string[]; chosen: string[] }) {
  const { code } = useT();
  return <>{codes.map(one => <span key={one} className="paper-box" aria-hidden={!chosen.includes(one)}>{chosen.includes(one) ? '☑' : '☐'}{code(system, one)}</span>)}</>;
}

function Pairs({ record, paths, suffix }: { record: HouseholdRecord; paths: string[]; suffix: Record<string, string> }) {
  const { field, fact } = useFacts();
  const cell = (path: string | undefined): ReactNode => {
    if (!path) return <td colSpan={2}>{blank}</td>;
    const value = fact(path, record.facts);
    return <><th scope="row">{field(path)}</th><td>{value}{value && suffix[path] ? ` ${suffix[path]}` : ''}</td></>;
  };
  return <>{paths.filter((_, index) => index % 2 === 0).map((path, index) => <tr key={path}>{cell(path)}{cell(paths[index * 2 + 1])}</tr>)}</>;
}

const memberPaths = ['attainment', 'school.stage', 'health', 'labour', 'employment.place'] as const;

/** 贫困户登记表: the first side says who and why, the second how the household lives and what it earns. */
function FormBody({ content: { household, income } }: { content: PaperContent }) {
  const { t, text, code } = useT();
  const { field, fact } = useFacts();
  const facts = household.facts;
  return (
    <>
      <h2>{t('doc.identify')}</h2>
      <table className="paper-facts">
        <tbody>
          <tr><th scope="row">{field('status')}</th><td>{fact('status', facts)}</td><th scope="row">{field('registered_on')}</th><td>{fact('registered_on', facts)}</td></tr>
          <tr><th scope="row">{field('category')}</th><td colSpan={3}><Boxes system="category" codes={categories} chosen={[String(facts['category'] ?? '')]} /></td></tr>
          <tr><th scope="row">{t('doc.mainCause')}</th><td colSpan={3}><Boxes system="cause" codes={causes} chosen={((facts['causes'] ?? []) as string[]).slice(0, 1)} /></td></tr>
          <tr><th scope="row">{t('doc.otherCauses')}</th><td colSpan={3}>{((facts['causes'] ?? []) as string[]).slice(1).map(one => code('cause', one)).join('、')}</td></tr>
          <tr><th scope="row">{field('hardship')}</th><td colSpan={3}><Boxes system="hardship" codes={hardships} chosen={(facts['hardship'] ?? []) as string[]} /></td></tr>
        </tbody>
      </table>
      <h2>{t('doc.members')}</h2>
      <table className="paper-small">
        <thead>
          <tr>{(['field.name', 'field.relation', 'field.sex', 'field.age', 'field.idNumber'] as const).map(key => <th key={key} scope="col">{t(key)}</th>)}{memberPaths.map(path => <th key={path} scope="col">{field(path)}</th>)}</tr>
        </thead>
        <tbody>
          {household.persons.map(person => (
            <tr key={person.id}>
              <td>{person.name}</td><td>{code('relation', person.facts['relation'] as string)}</td><td>{code('sex', person.facts['sex'] as string)}</td><td>{person.age}</td><td className="paper-id">{person.id_number_masked}</td>
              {memberPaths.map(path => <td key={path}>{fact(path, person.facts)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <h2 className="paper-side">{t('doc.living')}</h2>
      <table className="paper-facts">
        <tbody>
          <Pairs
            record={household}
            paths={['housing.area', 'housing.grade', 'housing.structure', 'water_safe', 'electricity', 'toilet_sanitary', 'broadband', 'cooperative', 'land.cultivated', 'land.forest', 'relocation.mode', 'relocation.year']}
            suffix={{ 'housing.area': 'm²', 'land.cultivated': '亩', 'land.forest': '亩' }}
          />
        </tbody>
      </table>
      {income && (
        <>
          <h2>{t('doc.income', { year: income.year ?? '' })}</h2>
          <table>
            <tbody>
              {income.lines.map(line => <tr key={line.id}><th scope="row">{text(line.label)}</th><td className="number">{line.sign < 0 ? '−' : ''}{money(line.amount)}</td></tr>)}
              <tr><th scope="row">{t('income.total')}</th><td className="number">{money(income.total)}</td></tr>
              <tr><th scope="row">{t('income.perHead', { year: income.year ?? '' })}</th><td className="number">{money(income.per_head)}</td></tr>
            </tbody>
          </table>
        </>
      )}
      <Helpers />
    </>
  );
}

/** Who helps, by hand until the register of helpers knows it. */
function Helpers() {
  const { t } = useT();
  return (
    <>
      <h2>{t('doc.helpers')}</h2>
      <table>
        <thead><tr>{(['doc.helper.name', 'doc.helper.unit', 'doc.helper.phone', 'doc.helper.since'] as const).map(key => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>{[1, 2].map(line => <tr key={line} className="paper-blank">{[1, 2, 3, 4].map(cell => <td key={cell}>{blank}</td>)}</tr>)}</tbody>
      </table>
    </>
  );
}

const due = (benefits: BenefitAnswer | undefined) => (benefits?.results ?? []).filter(result => result.status === 'awarded' || result.status === 'manual');

/** 明白卡: what a villager should know at a glance – why registered, what is due with the sentence it rests on, whom to call. */
function CardBody({ content: { household, benefits } }: { content: PaperContent }) {
  const { t, text, code } = useT();
  const { field, fact } = useFacts();
  return (
    <>
      <h2>{t('doc.why')}</h2>
      <table className="paper-facts">
        <tbody>
          <tr><th scope="row">{field('causes')}</th><td>{fact('causes', household.facts)}</td></tr>
          <tr><th scope="row">{field('category')}</th><td>{[fact('category', household.facts), fact('hardship', household.facts)].filter(Boolean).join(';')}</td></tr>
          <tr><th scope="row">{t('field.incomePerHead')}</th><td>{money(household.income_per_head) || t('value.unknown')}</td></tr>
        </tbody>
      </table>
      <h2>{t('doc.due')}</h2>
      {due(benefits).length === 0 ? <p>{t('benefits.none')}</p> : (
        <table>
          <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col">{t('doc.who')}</th><th scope="col">{t('field.amount')}</th><th scope="col">{t('paper.basis')}</th></tr></thead>
          <tbody>
            {due(benefits).map(result => (
              <tr key={`${result.policy}/${result.subject}`}>
                <td>{text(result.title) || result.policy}</td><td>{result.subject_name}</td>
                <td className="number">{result.amount ? <>{money(result.amount)}<br />{code('unit', result.unit)}</> : code('result_status', result.status)}</td>
                <td className="paper-quote">{result.source?.quote && `“${result.source.quote}”`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Helpers />
      <p>{t('doc.ask')}</p>
    </>
  );
}

/** 待遇告知: what is due on the day and what was awarded so far, added up. */
function StatementBody({ content: { benefits } }: { content: PaperContent }) {
  const { t, text, code } = useT();
  const awards = benefits?.awards ?? [];
  const sum = awards.reduce((total, award) => total + Math.round(Number(award.cash) * 100), 0) / 100;
  return (
    <>
      <h2>{t('doc.due')}</h2>
      {due(benefits).length === 0 ? <p>{t('benefits.none')}</p> : (
        <table>
          <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col">{t('doc.who')}</th><th scope="col">{t('field.amount')}</th></tr></thead>
          <tbody>
            {due(benefits).map(result => (
              <tr key={`${result.policy}/${result.subject}`}>
                <td>{text(result.title) || result.policy}</td><td>{result.subject_name}</td>
                <td className="number">{result.amount ? `${money(result.amount)} ${code('unit', result.unit)}` : code('result_status', result.status)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h2>{t('doc.received')}</h2>
      {awards.length === 0 ? <p>{t('person.awards.none')}</p> : (
        <table>
          <thead><tr><th scope="col">{t('field.period')}</th><th scope="col">{t('field.policy')}</th><th scope="col">{t('doc.who')}</th><th scope="col">{t('field.amount')}</th></tr></thead>
          <tbody>
            {awards.map(award => <tr key={award.id}><td>{award.period}</td><td>{text(award.title) || award.policy}</td><td>{award.subject_name}</td><td className="number">{money(award.cash)}</td></tr>)}
            <tr><th scope="row" colSpan={3}>{t('value.total')}</th><td className="number">{money(sum)}</td></tr>
          </tbody>
        </table>
      )}
      <p>{t('doc.appeal')}</p>
    </>
  );
}
