import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import type { PolicyResult } from '../../shared/policy';
import { Empty, Loaded } from '../../shared/State';
import { statusTone, WhyDrawer } from '../../shared/Why';
import { useBenefits } from './api';
import type { BenefitAnswer } from './types';

export function Benefits({ id, on }: { id: string; on?: string }) {
  const query = useBenefits(id, on);
  return <Loaded query={query} rows={4}>{answer => <Answer answer={answer} />}</Loaded>;
}

function Answer({ answer }: { answer: BenefitAnswer }) {
  const { t, text } = useT();
  const [why, setWhy] = useState<PolicyResult | null>(null);
  const [all, setAll] = useState(false);
  const due = answer.results.filter(result => result.status !== 'not_eligible');
  const rest = answer.results.length - due.length;
  const shown = all ? answer.results : due;
  return (
    <>
      <p className="faint">{t('benefits.asOf', { date: answer.on, pack: text(answer.pack?.title) || (answer.pack?.id ?? '') })}</p>
      {shown.length === 0 ? <Empty title={t('benefits.none')} hint={t('benefits.none.hint')} /> : <Results results={shown} why={setWhy} />}
      {rest > 0 && <Button type="link" onClick={() => setAll(now => !now)} aria-expanded={all}>{all ? t('benefits.less') : t('benefits.more', { n: rest })}</Button>}
      {(answer.awards?.length ?? 0) > 0 && (
        <>
          <h3>{t('benefits.stored')}</h3>
          <table className="grid">
            <thead><tr><th scope="col">{t('field.period')}</th><th scope="col">{t('field.policy')}</th><th scope="col">{t('field.person')}</th><th scope="col" className="number">{t('field.amount')}</th></tr></thead>
            <tbody>
              {answer.awards!.map(award => (
                <tr key={`${award.run}-${award.policy}-${award.subject_name}-${award.period}`}>
                  <td><Link to={`/runs/${award.run}`}>{award.period}</Link></td>
                  <td>{text(award.title) || award.policy}</td>
                  <td>{award.subject_name}</td>
                  <td className="number">{money(award.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <WhyDrawer result={why} pack={answer.pack?.id} close={() => setWhy(null)} />
    </>
  );
}

function Results({ results, why }: { results: PolicyResult[]; why: (result: PolicyResult) => void }) {
  const { t, text, code } = useT();
  return (
    <ul className="benefits">
      {results.map(result => (
        <li key={`${result.policy}/${result.subject}/${result.period}`}>
          <div>
            <strong>{text(result.title) || result.policy}</strong>
            {result.subject_name && <span> · {result.subject_name}</span>}
            <div><Badge tone={statusTone(result.status)}>{code('result_status', result.status)}</Badge></div>
          </div>
          <div className="benefit-amount">
            {result.amount && <span><strong className="number">¥ {money(result.amount)}</strong> <span className="faint">{code('unit', result.unit)}</span></span>}
            <Button onClick={() => why(result)}>{t('why.ask')}<span className="hidden-text">{text(result.title) || result.policy}</span></Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
