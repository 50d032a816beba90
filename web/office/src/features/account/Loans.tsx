import { read, write } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';
import { Loaded } from '../../shared/State';
import { useLoans } from './api';

/** Roles on loan, given and received; both sides see them and either may end them. */
export function Loans() {
  const { t, code } = useT();
  const can = useCan();
  const loans = useLoans();
  const queries = useQueryClient();
  const [lending, setLending] = useState(false);
  const end = useMutation({
    mutationFn: (id: string) => write('post', '/api/loans/{id}/end', undefined, { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['loans'] }),
  });
  const may = can('role.lend');
  return (
    <Section title={t('loans.title')} extra={<Button disabled={!may} title={may ? undefined : t('state.noPermission')} onClick={() => setLending(true)}>{t('loans.lend')}</Button>}>
      <p>{t('loans.about')}</p>
      <ProblemSummary error={end.error} />
      <Loaded query={loans} rows={2}>
        {found => found.items.length === 0 ? <p className="faint">{t('loans.none')}</p> : (
          <ul className="plain">
            {found.items.map(loan => (
              <li key={loan.id} className="card-line gap-below">
                <span>
                  {t(loan.given ? 'loans.given' : 'loans.received', { name: loan.given ? loan.borrower : loan.lender, role: code('role', loan.role), region: loan.place ?? loan.region, from: loan.from, to: loan.to })}{' '}
                  <Badge tone={loan.state === 'active' ? 'good' : loan.state === 'coming' ? 'info' : 'plain'}>{code('grant_state', loan.state)}</Badge>
                  <span className="faint"> {loan.reason}</span>
                </span>
                {loan.state !== 'past' && <Button size="small" onClick={() => end.mutate(loan.id)}>{t(loan.given ? 'loans.takeBack' : 'loans.giveBack')}</Button>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {lending && <Lend close={() => setLending(false)} />}
    </Section>
  );
}

function Lend({ close }: { close: () => void }) {
  const { t, code } = useT();
  const user = useUser();
  const queries = useQueryClient();
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: () => read('/api/loans/colleagues') });
  const own = user.roles.filter(role => !role.lent_by);
  const [to, setTo] = useState<string>();
  const [role, setRole] = useState(own[0]?.role);
  const [region, setRegion] = useState<string>();
  const [from, setFrom] = useState(today());
  const [until, setUntil] = useState(today());
  const [reason, setReason] = useState('');
  const lend = useMutation({
    mutationFn: () => write('post', '/api/loans', { to: to!, role, region: region ?? own.find(r => r.role === role)?.region, from, until, reason: reason.trim() }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['loans'] });
      close();
    },
  });
  return (
    <Modal open title={t('loans.lend')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={lend.error} />
      <form onSubmit={event => { event.preventDefault(); if (to) lend.mutate(); }}>
        <label className="form-row" htmlFor="loan-to">{t('loans.to')}</label>
        <Select
          id="loan-to" className="full" autoFocus showSearch={{ optionFilterProp: 'label' }} loading={colleagues.isPending} value={to} onChange={setTo}
          options={(colleagues.data?.items ?? []).map(c => ({ value: c.id, label: `${c.name} · ${c.roles.map(r => code('role', r.role)).join('、')}` }))}
        />
        <label className="form-row" htmlFor="loan-role">{t('users.role')}</label>
        <Select id="loan-role" className="full" value={role} onChange={setRole} options={[...new Set(own.map(r => r.role))].map(value => ({ value, label: code('role', value) }))} />
        <p className="form-row">{t('loans.region')}</p>
        <div className="row-actions"><RegionSelect value={region} onChange={setRegion} /></div>
        <div className="row-actions">
          <label className="form-row">{t('loans.from')} <DateInput value={from} min={today()} onChange={setFrom} /></label>
          <label className="form-row">{t('loans.until')} <DateInput value={until} min={from} onChange={setUntil} /></label>
        </div>
        <label className="form-row" htmlFor="loan-reason">{t('loans.reason')}</label>
        <Input id="loan-reason" maxLength={200} value={reason} onChange={event => setReason(event.target.value)} />
        <Button type="primary" htmlType="submit" className="signin-do" disabled={!to} loading={lend.isPending}>{t('loans.lend')}</Button>
      </form>
    </Modal>
  );
}
