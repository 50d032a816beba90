import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Section } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { lineTone, useOrderLines, useOrderStep, type Order, type OrderLine } from './api';
import { ReasonDialog } from './ReasonDialog';

const statuses = ['ready', 'no_account', 'nothing', 'sent', 'paid', 'returned'] as const;

/** The frozen lines; finance records here what the bank returned. */
export function Lines({ view }: { view: Order }) {
  const { t, text, code } = useT();
  const can = useCan();
  const { values, set } = useFilters();
  const only = values['only'];
  const query = useOrderLines(view.order.id, {
    list: values['list'], policy: values['policy'], status: values['status'], withheld: only === 'withheld' || undefined, arrears: only === 'arrears' || undefined, cursor: values['cursor'],
  });
  const step = useOrderStep(view.order.id);
  const [returning, setReturning] = useState<OrderLine | null>(null);
  const approved = view.order.state === 'approved';
  const remark = (row: OrderLine) => [row.reissue_of && t('line.reissued'), row.adjustment && t('line.arrears', { period: row.period }), row.reason].filter(Boolean).join('、');
  const columns: Column<OrderLine>[] = [
    { key: 'no', title: t('line.no'), align: 'right', render: row => row.no },
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> },
    { key: 'village', title: t('region.village'), render: row => row.village.name },
    { key: 'receiver', title: t('line.receiver'), render: row => row.receiver ?? row.person_name },
    { key: 'policy', title: t('field.policy'), render: row => `${text(row.title) || row.policy}${row.person_name && row.person_name !== row.receiver ? `(${row.person_name})` : ''}` },
    { key: 'period', title: t('field.period'), dataIndex: 'period' },
    { key: 'account', title: t('line.account'), render: row => row.account_masked ?? row.school ?? code('order_list', row.list) },
    { key: 'gross', title: t('orders.gross'), align: 'right', render: row => money(row.gross) },
    { key: 'withheld', title: t('orders.withheld'), align: 'right', render: row => (Number(row.withheld) > 0 ? money(row.withheld) : '') },
    { key: 'amount', title: t('orders.amount'), align: 'right', render: row => money(row.amount) },
    ...(approved ? [{ key: 'status', title: t('imports.state'), render: (row: OrderLine) => <Badge tone={lineTone(row.status)}>{code('line_status', row.status)}</Badge> }] : []),
    { key: 'remark', title: t('line.remark'), render: remark },
    ...(approved && can('payment.export') ? [{
      key: 'do', title: t('exports.do'),
      render: (row: OrderLine) => (row.status === 'sent' || row.status === 'paid') && <Button size="small" onClick={() => setReturning(row)}>{t('line.return')}<span className="hidden-text"> {row.receiver}</span></Button>,
    }] : []),
  ];
  return (
    <Section
      title={t('order.lines')}
      extra={
        <span className="filters">
          <Select allowClear aria-label={t('line.only')} placeholder={t('line.all')} style={{ width: 150 }} value={only} options={['withheld', 'arrears'].map(value => ({ value, label: t(value === 'withheld' ? 'line.only.withheld' : 'line.only.arrears') }))} onChange={value => set({ only: value })} />
          {approved && <Select allowClear aria-label={t('imports.state')} placeholder={t('imports.state')} style={{ width: 130 }} value={values['status']} options={statuses.map(value => ({ value, label: code('line_status', value) }))} onChange={status => set({ status })} />}
          <Select allowClear aria-label={t('field.policy')} placeholder={t('run.allPolicies')} style={{ width: 220 }} value={values['policy']} options={view.by_policy.map(row => ({ value: row.policy, label: text(row.title) || row.policy }))} onChange={policy => set({ policy })} />
        </span>
      }
    >
      <Loaded query={query}>
        {page => (
          <ListTable
            id="order-lines" label={t('order.lines')} columns={columns} page={page} rowKey={row => row.id} loading={query.isPlaceholderData} totals={{ household: t('value.total'), amount: money(page.amount) }}
            card={row => (
              <>
                <div className="card-line"><Link to={`/households/${row.household}`}>{row.receiver ?? row.head_name}</Link><span className="number">{money(row.amount)}</span></div>
                <div className="card-line"><span className="faint">{text(row.title) || row.policy} {row.period}</span><span>{remark(row)}</span></div>
              </>
            )}
            empty={<Empty title={t('run.noAwards')} />}
          />
        )}
      </Loaded>
      {returning && <ReasonDialog title={t('line.return')} label={t('line.return.reason', { name: returning.receiver ?? '', amount: money(returning.amount) })} busy={step.isPending} error={step.error} close={() => setReturning(null)} done={reason => step.mutate({ do: 'results', returned: [{ line: returning.id, reason }], rest_paid: false }, { onSuccess: () => setReturning(null) })} />}
    </Section>
  );
}
