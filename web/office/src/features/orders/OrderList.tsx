import { Radio } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { orderTone, useOrders, type OrderRow } from './api';

/** Payment orders, the latest first; those that wait for a decision can be shown alone. */
export function OrderList() {
  const { t, text, code } = useT();
  const navigate = useNavigate();
  const { values, set } = useFilters();
  const state = values['state'] ?? '';
  const query = useOrders({ state: state || undefined, cursor: values['cursor'] });
  const name = (row: OrderRow) => row.number ?? t('orders.unnumbered');
  const columns: Column<OrderRow>[] = [
    { key: 'number', title: t('orders.number'), render: row => <Link to={`/orders/${row.id}`} tabIndex={-1}>{name(row)}</Link> },
    { key: 'period', title: t('field.period'), dataIndex: 'period' },
    { key: 'pack', title: t('runs.pack'), render: row => text(row.pack_title) || row.pack },
    { key: 'region', title: t('imports.region'), render: row => row.region.name },
    { key: 'state', title: t('imports.state'), render: row => <Badge tone={orderTone(row.state)}>{code('order_state', row.state)}</Badge> },
    { key: 'lines', title: t('orders.lines'), align: 'right', render: row => count(row.lines) },
    { key: 'withheld', title: t('orders.withheld'), align: 'right', render: row => money(row.withheld) },
    { key: 'amount', title: t('orders.amount'), align: 'right', render: row => money(row.amount) },
    { key: 'by', title: t('orders.proposedBy'), render: row => `${sayActor(t, row.proposed_by)} ${instant(row.proposed_at)}` },
    { key: 'decided', title: t('orders.decidedBy'), render: row => (row.decided_by ? `${sayActor(t, row.decided_by)} ${instant(row.decided_at)}` : '') },
  ];
  return (
    <Page title={t('orders.title')} about={t('orders.about')}>
      <div className="filters">
        <Radio.Group
          optionType="button" aria-label={t('imports.state')} value={state}
          options={['', 'proposed', 'approved', 'refused'].map(value => ({ value, label: value ? code('order_state', value) : t('exports.all') }))}
          onChange={event => set({ state: event.target.value as string })}
        />
      </div>
      <Loaded query={query}>
        {page => (
          <ListTable
            id="orders" label={t('orders.title')} columns={columns} page={page} rowKey={row => row.id} open={row => void navigate(`/orders/${row.id}`)}
            card={row => (
              <>
                <div className="card-line"><Link to={`/orders/${row.id}`}>{name(row)} · {row.period}</Link><Badge tone={orderTone(row.state)}>{code('order_state', row.state)}</Badge></div>
                <div className="card-line"><span className="faint">{text(row.pack_title) || row.pack}</span><span className="number">{money(row.amount)}</span></div>
              </>
            )}
            empty={<Empty title={t('orders.none')} hint={t('orders.none.hint')} action={<Link to="/runs">{t('runs.title')}</Link>} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
