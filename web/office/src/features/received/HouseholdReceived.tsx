import { day, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Loaded } from '../../shared/State';
import type { AsOf } from '../records/api';
import { useHouseholdReceived } from './api';

/** What a household receives from other departments, for its page. */
export function HouseholdReceived({ id, asOf, names }: { id: string; asOf: AsOf; names: Record<string, string> }) {
  const { t } = useT();
  const query = useHouseholdReceived(id, asOf);
  return (
    <Loaded query={query} rows={2}>
      {found => found.items.length === 0 ? <p className="faint">{t('received.noneHere')}</p> : (
        <>
          <table className="grid">
            <caption className="hidden-text">{t('received.title')}</caption>
            <thead><tr><th scope="col">{t('received.department')}</th><th scope="col">{t('received.programme')}</th><th scope="col">{t('field.person')}</th><th scope="col" className="number">{t('received.amount')}</th><th scope="col">{t('received.date')}</th></tr></thead>
            <tbody>
              {found.items.map(row => (
                <tr key={row.id} title={row.source ?? undefined}>
                  <td>{row.department}</td><td>{row.programme}</td><td>{row.person ? (names[row.person] ?? row.person_name) : t('received.wholeHousehold')}</td>
                  <td className="number">{money(row.amount)} {row.recurring && <span className="faint">{t(`received.per.${row.recurring as 'once'}`)}</span>}</td><td>{day(row.date)}{row.until && ` – ${day(row.until)}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="faint">{t('received.yearly', { amount: money(found.yearly) })}</p>
        </>
      )}
    </Loaded>
  );
}
