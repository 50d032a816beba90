import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import type { PolicyResult } from '../../shared/policy';
import { Empty, Loaded } from '../../shared/State';
import { statusTone, WhyDrawer } from '../../shared/Why';
import { usePack } from '../packs/api';
import { useAward } from '../runs/api';
import { useBenefits } from './api';
import type { BenefitAnswer } from './types';

/** What the household is due, each with its reason; and what past runs awarded, with the reason as it was then. */
export function Benefits({ id, on }: { id: string; on?: string }) {
  const query = useBenefits(id, on);
  return <Loaded query={query} rows={4}>{answer => <Answer answer={answer} />}</Loaded>;
}

function Answer({ answer }: { answer: BenefitAnswer }) {
  const { t, text } = useT();
  const [asked, setAsked] = useState<PolicyResult | null>(null);
  const [all, setAll] = useState(false);
  // What was awarded is explained as it was then, with who recorded each fact.
  const awarded = answer.awards.find(award => award === asked);
  const stored = useAward(awarded?.run ?? '', awarded?.id ?? '');
  const rules = usePack(asked?.pack ?? answer.pack?.id ?? '', answer.on);
  const due = answer.results.filter(result => result.status !== 'not_eligible');
  const rest = answer.results.length - due.length;
  const shown = all ? answer.results : due;
  return (
    <>
      {!answer.pack && <Empty title={t('benefits.noPack', { date: answer.on })} hint={t('benefits.noPack.hint')} action={<Link to="/packs">{t('packs.title')}</Link>} />}
      {answer.pack && <p className="faint">{t('benefits.asOf', { date: answer.on, pack: answer.packs.map(pack => `${text(pack.title)} · ${t('studio.version', { version: pack.version })}`).join('、') })}</p>}
      {answer.conflicts.map(conflict => <p key={`${conflict.code}/${conflict.subject}`} className="warn-text">{text(conflict.message)}</p>)}
      {answer.pack && (shown.length === 0 ? <Empty title={t('benefits.none')} hint={t('benefits.none.hint')} /> : <Results results={shown} ask={setAsked} />)}
      {rest > 0 && <Button type="link" onClick={() => setAll(now => !now)} aria-expanded={all}>{all ? t('benefits.less') : t('benefits.more', { n: rest })}</Button>}
      {answer.awards.length > 0 && <Awards awards={answer.awards} ask={setAsked} />}
      <WhyDrawer result={awarded ? (stored.data ?? awarded) : asked} pack={rules.data} close={() => setAsked(null)} />
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
              <td><Link to={`/runs/${award.run}`}>{award.period}</Link></td>
              <td>{text(award.title) || award.policy}</td>
              <td>{award.subject_name}</td>
              <td className="number">{money(award.cash)}</td>
              <td><Button size="small" onClick={() => ask(award)}>{t('why.ask')}<span className="hidden-text">{award.period} {text(award.title)}</span></Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
