import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import type { EarlierPeriod } from './api';

/** What a decision changes in periods gone by: paid later, or kept back from what is paid next. */
export function Earlier({ rows }: { rows: EarlierPeriod[] }) {
  const { t } = useT();
  return rows.length === 0 ? null : (
    <>
      <p>{t('queue.earlier')}</p>
      <ul className="plain">
        {rows.map(row => <li key={row.period}>{t(Number(row.amount) > 0 ? 'queue.earlier.more' : 'queue.earlier.less', { period: row.period, before: money(row.before), due: money(row.due), amount: money(row.amount.replace('-', '')) })}</li>)}
      </ul>
    </>
  );
}
