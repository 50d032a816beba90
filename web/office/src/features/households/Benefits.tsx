import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import type { PolicyResult, Rule } from '../../shared/policy';
import { Empty, Loaded } from '../../shared/State';
import { statusTone, WhyDrawer } from '../../shared/Why';
import { useBenefits } from './api';
import type { BenefitAnswer } from './types';

interface Asked {
  result: PolicyResult;
  rule?: Rule;
}

/** What the household is due, pack by pack, each with its reason; and what past runs awarded, with the reason as it was then. */
export function Benefits({ id, on }: { id: string; on?: string }) {
  const query = useBenefits(id, on);
  return <Loaded query={query} rows={4}>{answer => <Answer answer={answer} />}</Loaded>;
}

function Answer({ answer }: { answer: BenefitAnswer }) {
  const { t } = useT();
  const [asked, setAsked] = useState<Asked | null>(null);
  const rules = answer.packs.flatMap(pack => pack.rules);
  const ask = (result: PolicyResult) => setAsked({ result, rule: rules.find(rule => rule.policy === result.policy) });
  return (
    <>
      {answer.packs.length === 0 && <Empty title={t('benefits.noPack', { date: answer.on })} hint={t('benefits.noPack.hint')} action={<Link to="/packs">{t('packs.title')}</Link>} />}
      {answer.packs.map(pack => <Pack key={pack.pack} pack={pack} on={answer.on} ask={ask} />)}
      {answer.awards.length > 0 && <Awards awards={answer.awards} ask={ask} />}
      <WhyDrawer result={asked?.result ?? null} rule={asked?.rule} close={() => setAsked(null)} />
    </>
  );
}

function Pack({ pack, on, ask }: { pack: BenefitAnswer['packs'][number]; on: string; ask: (result: PolicyResult) => void }) {
  const { t, text } = useT();
  const [all, setAll] = useState(false);
  const due = pack.results.filter(result => result.status !== 'not_eligible');
  const rest = pack.results.length - due.length;
  const shown = all ? pack.results : due;
  return (
    <>
      <p className="faint">{t('benefits.asOf', { date: on, pack: text(pack.title) })}</p>
      {pack.conflicts.map(conflict => <p key={conflict.code} className="warn-text">{text(conflict.message)}</p>)}
      {shown.length === 0 ? <Empty title={t('benefits.none')} hint={t('benefits.none.hint')} /> : <Results results={shown} ask={ask} />}
      {rest > 0 && <Button type="link" onClick={() => setAll(now => !now)} aria-expanded={all}>{all ? t('benefits.less') : t('benefits.more', { n: rest })}</Button>}
    </>
  );
}

function Results({ results, ask }: { results: PolicyResult[]; ask: (result: PolicyResult) => void }) {
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
            <Button onClick={() => ask(result)}>{t('why.ask')}<span className="hidden-text">{text(result.title) || result.policy} {result.subject_name}</span></Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Awards({ awards, ask }: { awards: BenefitAnswer['awards']; ask: (result: PolicyResult) => void }) {
  const { t, text } = useT();
  return (
    <>
      <h3>{t('benefits.stored')}</h3>
      <table className="grid">
        <thead>
          <tr><th scope="col">{t('field.period')}</th><th scope="col">{t('field.policy')}</th><th scope="col">{t('field.person')}</th><th scope="col" className="number">{t('field.amount')}</th><th scope="col">{t('why.title')}</th></tr>
        </thead>
        <tbody>
          {awards.map(award => (
            <tr key={award.id}>
              <td><Link to={`/runs/${award.run}`}>{award.result.period}</Link></td>
              <td>{text(award.result.title) || award.result.policy}</td>
              <td>{award.result.subject_name}</td>
              <td className="number">{money(award.cash)}</td>
              <td><Button size="small" onClick={() => ask(award.result)}>{t('why.ask')}<span className="hidden-text">{award.result.period} {text(award.result.title)}</span></Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
