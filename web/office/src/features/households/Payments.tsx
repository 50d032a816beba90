import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { Decided } from '../decisions/Decided';
import { lineTone } from '../orders/api';
import { FactChanges } from '../review/FactChanges';

/** Money that the household was paid order by order, what later knowledge changed in past periods, and what people decided. */
export function Payments({ id }: { id: string }) {
  const { t, text, code } = useT();
  const query = useQuery({ queryKey: ['household', id, 'payments'], queryFn: () => read('/api/households/{id}/payments', { path: { id } }) });
  return (
    <Loaded query={query} rows={3}>
      {found => (
        <>
          {found.payments.length === 0 ? <p className="faint">{t('payments.none')}</p> : (
            <div className="table-scroll">
              <table className="grid">
                <caption className="hidden-text">{t('payments.title')}</caption>
                <thead><tr><th scope="col">{t('orders.number')}</th><th scope="col">{t('field.period')}</th><th scope="col">{t('field.policy')}</th><th scope="col">{t('line.receiver')}</th><th scope="col" className="number">{t('orders.gross')}</th><th scope="col" className="number">{t('orders.withheld')}</th><th scope="col" className="number">{t('orders.amount')}</th><th scope="col">{t('imports.state')}</th></tr></thead>
                <tbody>
                  {found.payments.map(row => (
                    <tr key={row.line}>
                      <td><Link to={`/orders/${row.order}`}>{row.order_number}</Link> <span className="faint">{day(row.at)}</span></td>
                      <td>{row.period}{row.arrears && <span className="faint"> {t('adjustments.arrears')}</span>}{row.reissue && <span className="faint"> {t('line.reissued')}</span>}</td>
                      <td>{text(row.title) || row.policy}</td><td>{row.list === 'card' ? row.receiver : code('order_list', row.list)}</td>
                      <td className="number">{money(row.gross)}</td><td className="number">{Number(row.withheld) > 0 && money(row.withheld)}</td><td className="number">{money(row.amount)}</td>
                      <td><Badge tone={lineTone(row.status)}>{code('line_status', row.status)}</Badge></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {found.adjustments.length > 0 && (
            <>
              <h3>{t('adjustments.title')} {Number(found.open) !== 0 && <Badge tone={Number(found.open) > 0 ? 'info' : 'warn'}>{t(Number(found.open) > 0 ? 'payments.owedTo' : 'payments.owedBy', { amount: money(Math.abs(Number(found.open))) })}</Badge>}</h3>
              <ul className="plain">
                {found.adjustments.map(row => (
                  <li key={row.id}>
                    <strong>{row.period} {text(row.title) || row.policy}</strong> {row.subject_name}:{t('payments.adjusted', { before: money(row.before), due: money(row.due) })} <FactChanges facts={row.facts} none={text(row.rule)} />
                  </li>
                ))}
              </ul>
            </>
          )}
          <Decided household={id} />
        </>
      )}
    </Loaded>
  );
}
