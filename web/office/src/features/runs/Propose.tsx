import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { orderTone, useOrders, usePropose } from '../orders/api';
import type { Run } from './api';

/** From what was worked out to what is paid: the run's order, or the way to one. */
export function Propose({ run }: { run: Run }) {
  const { t, code } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const orders = useOrders({ run: run.id }).data?.items ?? [];
  const propose = usePropose();
  const [note, setNote] = useState('');
  const closed = can('payment.propose') ? undefined : t('state.noPermission');
  const standing = orders.some(order => order.state !== 'refused');
  return (
    <Section title={t('run.order')}>
      <ProblemSummary error={propose.error} />
      {orders.length > 0 && (
        <ul className="plain">
          {orders.map(order => (
            <li key={order.id}>{t('run.proposed')} <Link to={`/orders/${order.id}`}>{order.number ?? t('orders.unnumbered')}</Link> <Badge tone={orderTone(order.state)}>{code('order_state', order.state)}</Badge> <span className="faint">{order.reason}</span></li>
          ))}
        </ul>
      )}
      {!standing && (
        <>
          <p className="faint">{t('run.propose.about')}</p>
          <div className="filters">
            <Input aria-label={t('run.propose.note')} placeholder={t('run.propose.note')} style={{ width: 360 }} maxLength={300} value={note} onChange={event => setNote(event.target.value)} />
            <Button type="primary" disabled={!!closed} title={closed} loading={propose.isPending} onClick={() => propose.mutate({ run: run.id, note: note.trim() || undefined }, { onSuccess: begun => void navigate(`/orders/${begun.id}`) })}>{t('run.propose')}</Button>
          </div>
        </>
      )}
    </Section>
  );
}
