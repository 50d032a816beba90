import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Loaded } from '../../shared/State';
import { Quotation } from '../../shared/Why';
import { useIncome } from './api';
import type { IncomeWorking } from './types';

/** Net income per head as one would work it out on paper. */
export function Income({ id, on, stated }: { id: string; on?: string; stated?: string | number | null }) {
  const query = useIncome(id, on);
  return <Loaded query={query} rows={4}>{working => <><Working working={working} /><Stated stated={stated} computed={working.per_head} /></>}</Loaded>;
}

/** What a source states beside what is worked out: both, and whether they agree. */
function Stated({ stated, computed }: { stated?: string | number | null; computed?: string | number | null }) {
  const { t } = useT();
  if (stated === undefined || stated === null) return null;
  const apart = computed === undefined || computed === null ? null : Math.abs(Number(stated) - Number(computed));
  return <p className={apart !== null && apart > 1 ? 'warn-text' : 'faint'}>{t('income.stated', { amount: money(stated) })} {apart === null ? t('income.stated.alone') : apart > 1 ? t('income.stated.differs', { amount: money(apart) }) : t('income.stated.agrees')}</p>;
}

export function Working({ working }: { working: IncomeWorking }) {
  const { t, text, code } = useT();
  const missing = working.needs?.length ?? 0;
  return (
    <>
      <table className="grid working">
        <caption className="hidden-text">{t('household.income')}</caption>
        <tbody>
          {working.lines.map(line => (
            <tr key={line.id} className={line.sign === 0 ? 'faint' : ''}>
              <td className="sign" aria-hidden>{line.sign > 0 ? '+' : line.sign < 0 ? '−' : ''}</td>
              <th scope="row">{text(line.label)}{line.sign === 0 && ` (${t('income.notCounted')})`}</th>
              <td className="number">{money(line.amount) || <span className="faint">{t('value.unknown')}</span>}</td>
            </tr>
          ))}
          <tr className="totals"><td className="sign">=</td><th scope="row">{t('income.total')}</th><td className="number">{money(working.total) || t('value.unknown')}</td></tr>
          <tr><td className="sign">÷</td><th scope="row">{t('income.heads')}</th><td className="number">{working.heads}</td></tr>
          <tr className="totals"><td className="sign">=</td><th scope="row">{t('income.perHead', { year: working.year ?? '' })}</th><td className="number"><strong>{money(working.per_head) || t('value.unknown')}</strong></td></tr>
        </tbody>
      </table>
      {missing > 0 && <p className="warn-text">{t('income.needs', { fields: working.needs!.map(need => code('field', need)).join('、') })}</p>}
      {working.definition && <p className="faint">{text(working.definition)}</p>}
      <Quotation source={working.source} />
    </>
  );
}
