import { Alert, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { count, instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { sayActor } from '../../shared/actor';
import { Download } from '../../shared/Download';
import { JobProgress } from '../../shared/JobProgress';
import { Badge, Figures, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { orderTone, useOrder, useOrdersChanged, useOrderStep, type Order } from './api';
import { BankAnswers } from './BankAnswers';
import { Lines } from './Lines';
import { ReasonDialog } from './ReasonDialog';

export function OrderPage() {
  const { id = '' } = useParams();
  const query = useOrder(id);
  return <Loaded query={query}>{order => <Content view={order} />}</Loaded>;
}

/** What is to be paid, who made it, who decided, what became of it. */
function Content({ view }: { view: Order }) {
  const { t, text, code } = useT();
  const order = view.order;
  const changed = useOrdersChanged();
  return (
    <Page
      title={order.number ? t('order.title', { number: order.number }) : t('order.draft', { period: order.period })}
      about={<><Badge tone={orderTone(order.state)}>{code('order_state', order.state)}</Badge> {text(order.pack_title) || order.pack} · {order.region.name} · {order.period} · <Link to={`/runs/${order.run}`}>{t('order.run')}</Link> · <Link to={`/runs/${order.run}/review`}>{t('review.title')}</Link></>}
      actions={order.state === 'approved' && <Files view={view} />}
    >
      {order.state === 'preparing' && order.job && <Section title={t('job.progress')}><JobProgress id={order.job} onEnd={() => void changed()} /></Section>}
      {order.state === 'refused' && <Alert type="warning" showIcon className="gap-below" title={t('order.refused', { name: sayActor(t, order.decided_by), at: instant(order.decided_at) })} description={order.reason} />}
      {order.state === 'proposed' && <Decide view={view} />}
      {order.state === 'approved' && <Bank view={view} />}
      <Figures
        items={[
          { label: t('orders.lines'), value: count(order.lines), unit: t('unit.awards') },
          { label: t('orders.gross'), value: money(order.gross), unit: t('unit.yuan') },
          { label: t('orders.withheld'), value: money(order.withheld), unit: t('unit.yuan'), hint: t('orders.withheld.hint') },
          { label: t('orders.amount'), value: money(order.amount), unit: t('unit.yuan') },
        ]}
      />
      <div className="split">
        <Section title={t('order.byList')}>
          <table className="grid">
            <thead><tr><th scope="col">{t('order.list')}</th><th scope="col" className="number">{t('orders.lines')}</th><th scope="col" className="number">{t('orders.amount')}</th><th scope="col">{t('imports.state')}</th></tr></thead>
            <tbody>
              {view.lists.map(list => (
                <tr key={list.list}>
                  <th scope="row">{code('order_list', list.list)}</th><td className="number">{count(list.count)}</td><td className="number">{money(list.amount)}</td>
                  <td>{Object.entries(list.lines).map(([status, lines]) => `${code('line_status', status)} ${count(lines)}`).join('、')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
        <Section title={t('order.history')}>
          <ol className="plain">
            {view.events.filter(event => !event.line).map(event => (
              <li key={`${event.kind}${event.at}`}><strong>{code('order_event', event.kind)}</strong> <span className="faint">{instant(event.at)} {sayActor(t, event.by)}</span> {event.reason}</li>
            ))}
          </ol>
          {view.checksum && <p className="faint">{t('order.checksum')} <code>{view.checksum.slice(0, 16)}</code></p>}
        </Section>
      </div>
      <Section title={t('run.byPolicy')}>
        <table className="grid">
          <thead><tr><th scope="col">{t('field.policy')}</th><th scope="col" className="number">{t('orders.lines')}</th><th scope="col" className="number">{t('orders.gross')}</th><th scope="col" className="number">{t('orders.withheld')}</th><th scope="col" className="number">{t('orders.amount')}</th></tr></thead>
          <tbody>
            {view.by_policy.map(row => (
              <tr key={row.policy}><th scope="row">{text(row.title) || row.policy}</th><td className="number">{count(row.count)}</td><td className="number">{money(row.gross)}</td><td className="number">{money(row.withheld)}</td><td className="number">{money(row.amount)}</td></tr>
            ))}
          </tbody>
        </table>
      </Section>
      {order.state !== 'preparing' && <Lines view={view} />}
    </Page>
  );
}

/** A second person decides; whoever made it reads why it is not for them. */
function Decide({ view }: { view: Order }) {
  const { t } = useT();
  const can = useCan();
  const step = useOrderStep(view.order.id);
  const [refusing, setRefusing] = useState(false);
  const barred = view.order.mine ? t('order.own') : can('payment.approve') ? undefined : t('order.notApprover');
  return (
    <Section title={t('order.decide')}>
      <ProblemSummary error={step.error} />
      <p>{t('order.decide.about')}{view.note && <> {t('order.note')}<q>{view.note}</q></>}</p>
      {barred && <p className="faint" role="note">{barred}</p>}
      <span className="row-actions">
        <Button type="primary" disabled={!!barred} title={barred} loading={step.isPending} onClick={() => step.mutate({ do: 'approve', checksum: view.checksum ?? '' })}>{t('order.approve')}</Button>
        <Button danger disabled={!!barred} title={barred} onClick={() => setRefusing(true)}>{t('order.refuse')}</Button>
      </span>
      {refusing && <ReasonDialog title={t('order.refuse')} label={t('order.refuse.reason')} busy={step.isPending} error={step.error} close={() => setRefusing(false)} done={reason => step.mutate({ do: 'refuse', reason }, { onSuccess: () => setRefusing(false) })} />}
    </Section>
  );
}

function Files({ view }: { view: Order }) {
  const { t, code } = useT();
  const can = useCan();
  const { id, number } = view.order;
  return (
    <>
      {view.lists.map(list => (list.list === 'card'
        ? <Download key="card" href={`/api/orders/${id}/card-list.xlsx`} name={`${number}.xlsx`} label={t('run.paymentList')} />
        : <Download key={list.list} href={`/api/orders/${id}/roster-${list.list}.xlsx`} name={`${number}-${list.list}.xlsx`} label={code('order_list', list.list)} />))}
      {view.lists.some(list => list.list === 'card') && <Download href={`/api/orders/${id}/bank.csv`} name={`${number}.csv`} label={t('run.bankFile')} disabled={!can('payment.export')} reason={t('run.paymentsClosed')} />}
    </>
  );
}

/** Sent, arrived, returned, issued again. */
function Bank({ view }: { view: Order }) {
  const { t } = useT();
  const navigate = useNavigate();
  const can = useCan();
  const step = useOrderStep(view.order.id);
  const lines = (status: string) => view.lists.reduce((sum, list) => sum + (list.lines[status] ?? 0), 0);
  const finance = can('payment.export') ? undefined : t('run.paymentsClosed');
  return (
    <Section title={t('order.bank')}>
      <ProblemSummary error={step.error} />
      <p className="faint">{t('order.bank.about')}</p>
      <span className="row-actions">
        <Popconfirm title={t('order.send.sure')} okText={t('order.send')} cancelText={t('action.close')} onConfirm={() => step.mutate({ do: 'send' })}>
          <Button type={lines('ready') > 0 ? 'primary' : 'default'} disabled={!!finance || lines('ready') === 0} title={finance} loading={step.isPending}>{t('order.send')} ({count(lines('ready'))})</Button>
        </Popconfirm>
        <Popconfirm title={t('order.paid.sure')} okText={t('order.paid')} cancelText={t('action.close')} onConfirm={() => step.mutate({ do: 'results', returned: [], rest_paid: true })}>
          <Button type={lines('sent') > 0 ? 'primary' : 'default'} disabled={!!finance || lines('sent') === 0} title={finance}>{t('order.paid')} ({count(lines('sent'))})</Button>
        </Popconfirm>
        <Button disabled={!can('payment.propose') || view.returned === 0} onClick={() => step.mutate({ do: 'reissue' }, { onSuccess: again => void navigate(`/orders/${again}`) })}>{t('order.reissue')} ({count(view.returned)})</Button>
      </span>
      <div className="gap-above"><BankAnswers order={view.order.id} sent={lines('sent') + lines('paid') + lines('returned')} /></div>
    </Section>
  );
}
