import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';

type Row = Schemas['EntitlementRow'];

/** Household by household: what this plan gives in a year, what other departments give, what is still open of the past. */
export function EntitlementsPage() {
  const { t, text } = useT();
  const navigate = useNavigate();
  const { values, set } = useFilters();
  const year = Number(values['year'] ?? today().slice(0, 4));
  const query = useQuery({ queryKey: ['entitlements', year, values['region'], values['cursor']], queryFn: () => read('/api/entitlements', { query: { year, region: values['region'], cursor: values['cursor'], limit: 50 } }), placeholderData: keepPreviousData });
  const received = (row: Row) => (
    <ul className="plain">
      {row.received.map(one => <li key={`${one.department ?? ''}${one.programme}${one.recurring ?? ''}`}>{one.department} {one.programme} <span className="number">{money(one.amount)}</span> {one.recurring && <span className="faint">{t(`received.per.${one.recurring as 'once'}`)}</span>}</li>)}
    </ul>
  );
  const open = (row: Row) => Number(row.open) !== 0 && <Badge tone={Number(row.open) > 0 ? 'info' : 'warn'}>{t(Number(row.open) > 0 ? 'payments.owedTo' : 'payments.owedBy', { amount: money(Math.abs(Number(row.open))) })}</Badge>;
  const columns: Column<Row>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household}#payments`}>{row.head_name || row.number}</Link> },
    { key: 'number', title: t('field.number'), dataIndex: 'number', optional: true },
    { key: 'village', title: t('region.village'), render: row => row.village.name },
    { key: 'policies', title: t('entitlements.ours'), render: row => row.policies.map(policy => text(policy)).join('、') },
    { key: 'awarded', title: t('entitlements.awarded'), align: 'right', render: row => money(row.awarded) },
    { key: 'received', title: t('entitlements.received'), render: received },
    { key: 'open', title: t('entitlements.open'), render: open },
  ];
  return (
    <Page title={t('entitlements.title')} about={t('entitlements.about')}>
      <div className="filters">
        <Button onClick={() => set({ year: String(year - 1) })}>{year - 1}</Button>
        <strong aria-current="true">{year}</strong>
        <Button onClick={() => set({ year: String(year + 1) })}>{year + 1}</Button>
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
      </div>
      <Loaded query={query}>
        {page => (
          <ListTable
            id="entitlements" label={t('entitlements.title')} columns={columns} page={page} rowKey={row => row.household} loading={query.isPlaceholderData} open={row => void navigate(`/households/${row.household}#payments`)}
            totals={{ household: t('value.total'), awarded: money(page.awarded) }}
            card={row => (
              <>
                <div className="card-line"><Link to={`/households/${row.household}#payments`}>{row.head_name}</Link><span className="number">{money(row.awarded)}</span></div>
                <div className="faint">{row.policies.map(policy => text(policy)).join('、')}</div>
                {received(row)}{open(row)}
              </>
            )}
            empty={<Empty title={t('entitlements.none', { year })} hint={t('entitlements.none.hint')} action={<Link to="/runs">{t('runs.title')}</Link>} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
