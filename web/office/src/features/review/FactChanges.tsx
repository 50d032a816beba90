import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import type { FactChange } from './api';

/** What is not as it was: before and after in words, and who recorded it when and why. */
export function FactChanges({ facts, none }: { facts: FactChange[]; none?: string }) {
  const { t, text } = useT();
  if (facts.length === 0) return <span className="faint">{none}</span>;
  return (
    <ul className="plain">
      {facts.map(fact => (
        <li key={`${fact.path}/${fact.person ?? ''}`}>
          {fact.person && <>{fact.person} </>}{text(fact.label)}{t('review.from')} <s>{fact.before ? text(fact.before) : t('review.nothing')}</s> → <strong>{fact.after ? text(fact.after) : t('review.nothing')}</strong>
          {fact.at && <span className="faint"> {t('review.recorded', { at: instant(fact.at), name: fact.actor ?? '' })} {fact.reason}{fact.evidence && `(${fact.evidence})`}</span>}
        </li>
      ))}
    </ul>
  );
}
