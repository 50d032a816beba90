import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import { Scroll } from '../../shared/Scroll';
import type { AnswerItem } from './api';

const tones = { paid: 'good', rest: 'good', known: 'plain', returned: 'warn' } as const;

/** Rows of the bank's file beside the payments they are about. */
export function AnswerTable({ items }: { items: AnswerItem[] }) {
  const { t, code } = useT();
  return (
    <Scroll label={t('answer.rows')}>
      <table className="grid">
        <thead><tr><th scope="col" className="number">{t('answer.row')}</th><th scope="col">{t('answer.verdict')}</th><th scope="col">{t('answer.said')}</th><th scope="col">{t('answer.name')}</th><th scope="col">{t('line.account')}</th><th scope="col" className="number">{t('answer.amount')}</th><th scope="col">{t('answer.payment')}</th><th scope="col" className="number">{t('answer.due')}</th></tr></thead>
        <tbody>
          {items.map(item => (
            <tr key={`${item.sheet}/${item.row}`}>
              <td className="number">{item.sheet && <span className="faint">{item.sheet} </span>}{item.row}</td>
              <td><Badge tone={tones[item.verdict as 'paid'] ?? 'bad'}>{code('answer_verdict', item.verdict)}</Badge>{item.differing && <div className="faint">{item.differing.split(',').map(one => t(`answer.differs.${one as 'amount'}`)).join('、')}</div>}</td>
              <td>{item.said}</td><td>{item.name}</td><td>{item.account_masked}</td><td className="number">{item.amount && money(item.amount)}</td>
              <td>{item.no != null ? `${item.no} ${item.receiver ?? ''} ${item.purpose ?? ''}` : '—'}</td><td className="number">{item.due && money(item.due)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
