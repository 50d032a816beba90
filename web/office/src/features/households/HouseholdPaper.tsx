import { Button } from 'antd';
import { useEffect } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { chineseDay, money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Loaded } from '../../shared/State';
import { useBenefits, useHousehold, useIncome } from './api';
import { useFacts } from './facts';
import type { BenefitAnswer, HouseholdRecord, IncomeWorking } from './types';
import './paper.css';

/** The household on paper: A4 in the official manner. Masked numbers stay masked. */
export function HouseholdPaper() {
  const { t } = useT();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const on = params.get('on') ?? undefined;
  const record = useHousehold(id, { on });
  const income = useIncome(id, on);
  const benefits = useBenefits(id, on);
  return (
    <main className="paper-place">
      <div className="paper-bar">
        <Link to={`/households/${id}${on ? `?on=${on}` : ''}`}>{t('paper.back')}</Link>
        <Button type="primary" disabled={!record.data || income.isPending || benefits.isPending} onClick={() => window.print()}>{t('household.print')}</Button>
      </div>
      <Loaded query={record}>{found => <Paper record={found} income={income.data} benefits={benefits.data} on={on ?? today()} />}</Loaded>
    </main>
  );
}

function Paper({ record, income, benefits, on }: { record: HouseholdRecord; income?: IncomeWorking; benefits?: BenefitAnswer; on: string }) {
  const { t, text, code } = useT();
  const { field, fact } = useFacts();
  const user = useUser();
  const due = (benefits?.results ?? []).filter(result => result.status === 'awarded');
  useEffect(() => {
    document.title = `${t('paper.title')} ${record.number}`;
  }, [record.number, t]);
  const place = [record.region.county, record.region.township, record.region.name, record.facts['group']].filter(Boolean).join('');
  const pairs = ['status', 'category', 'causes', 'hardship', 'registered_on', 'housing.grade', 'housing.area', 'water_safe', 'electricity', 'land.cultivated'];
  return (
    <article className="paper" lang="zh-CN">
      <h1>{t('paper.title')}</h1>
      <p className="paper-line"><span>{t('field.number')}:{record.number}</span><span>{t('paper.on')}:{chineseDay(on)}</span></p>
      <table>
        <tbody>
          <tr><th scope="row">{t('field.head')}</th><td>{record.head_name}</td><th scope="row">{t('field.members')}</th><td>{record.persons.length}</td></tr>
          <tr><th scope="row">{t('paper.address')}</th><td colSpan={3}>{place}</td></tr>
          <tr><th scope="row">{t('field.phone')}</th><td>{record.phone_masked}</td><th scope="row">{t('field.account')}</th><td>{record.bank_account_masked}</td></tr>
          {pairs.filter((_, index) => index % 2 === 0).map((path, index) => {
            const second = pairs[index * 2 + 1]!;
            return <tr key={path}><th scope="row">{field(path)}</th><td>{fact(path, record.facts)}</td><th scope="row">{field(second)}</th><td>{fact(second, record.facts)}</td></tr>;
          })}
        </tbody>
      </table>
      <h2>{t('paper.members')}</h2>
      <table>
        <thead><tr>{(['field.name', 'field.relation', 'field.sex', 'field.age', 'field.idNumber', 'field.healthLabour'] as const).map(key => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
        <tbody>
          {record.persons.map(person => (
            <tr key={person.id}>
              <td>{person.name}</td><td>{code('relation', person.facts['relation'] as string)}</td><td>{code('sex', person.facts['sex'] as string)}</td>
              <td>{person.age}</td><td>{person.id_number_masked}</td>
              <td>{[fact('health', person.facts), fact('labour', person.facts)].filter(Boolean).join(';')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {income && (
        <>
          <h2>{t('paper.income', { year: income.year ?? '' })}</h2>
          <table>
            <tbody>
              {income.lines.map(line => <tr key={line.id}><th scope="row">{text(line.label)}</th><td className="number">{line.sign < 0 ? '−' : ''}{money(line.amount)}</td></tr>)}
              <tr><th scope="row">{t('income.total')}</th><td className="number">{money(income.total)}</td></tr>
              <tr><th scope="row">{t('income.perHead', { year: income.year ?? '' })}</th><td className="number">{money(income.per_head)}</td></tr>
            </tbody>
          </table>
        </>
      )}
      <h2>{t('paper.benefits')}</h2>
      {due.length === 0 ? <p>{t('benefits.none')}</p> : (
        <table>
          <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col">{t('field.person')}</th><th scope="col">{t('field.amount')}</th><th scope="col">{t('paper.basis')}</th></tr></thead>
          <tbody>
            {due.map(result => (
              <tr key={`${result.policy}/${result.subject}`}>
                <td>{text(result.title) || result.policy}</td><td>{result.subject_name}</td>
                <td className="number">{money(result.amount)} {code('unit', result.unit)}</td><td>{result.source?.quote && `“${result.source.quote}”`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="paper-signs"><span>{t('paper.sign.head')}</span><span>{t('paper.sign.helper')}</span><span>{t('paper.sign.village')}</span></div>
      <p className="paper-foot">{t('paper.printed', { name: user.name, date: chineseDay(today()) })}</p>
    </article>
  );
}
