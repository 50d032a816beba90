import { write } from '@fuyao/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { GrantFields, noGrant, OneTime, type Grant } from './NewUser';
import { UserState, type Account } from './UsersPage';

type Step = 'disable' | 'enable' | 'unlock' | 'sessions/end';

/** One account: let in, keep out, roles with their days. */
export function UserDrawer({ user, close }: { user?: Account; close: () => void }) {
  const { t, code } = useT();
  const me = useUser();
  const { message, modal } = App.useApp();
  const queries = useQueryClient();
  const [grant, setGrant] = useState<Grant | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['users'] });
  const step = useMutation({
    mutationFn: (what: Step) => write('post', `/api/users/{id}/${what}` as '/api/users/{id}/disable', undefined, { path: { id: user!.id } }),
    onSuccess: refresh,
  });
  const role = useMutation({
    mutationFn: ({ id, what }: { id: string; what: 'confirm' | 'end' }) => write('post', `/api/users/{id}/roles/{grant}/${what}` as '/api/users/{id}/roles/{grant}/end', undefined, { path: { id: user!.id, grant: id } }),
    onSuccess: refresh,
  });
  const assign = useMutation({
    mutationFn: (given: Grant) => write('post', '/api/users/{id}/roles', { role: given.role ?? '', region: given.region ?? me.area.code, from: given.from || null, to: given.to || null }, { path: { id: user!.id } }),
    onSuccess: () => {
      setGrant(null);
      return refresh();
    },
  });
  const reset = useMutation({
    mutationFn: async (second_factor: boolean) => (await write('post', '/api/users/{id}/reset', { second_factor }, { path: { id: user!.id } })).data,
    onSuccess: refresh,
  });
  if (!user) return null;
  const mine = user.id === me.id;
  const ask = (text: string, go: () => void) => modal.confirm({ title: text, onOk: go, okText: t('users.yes'), cancelText: t('action.close') });
  return (
    <Drawer open size="large" title={`${user.name} (${user.user_name})`} onClose={close} closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={step.error ?? role.error ?? assign.error ?? reset.error} />
      {reset.data && <OneTime name={user.user_name} password={reset.data.password} close={() => reset.reset()} />}
      <p><UserState user={user} /> {mine && <span className="faint">{t('users.own')}</span>}</p>
      <div className="row-actions gap-below">
        {user.locked_out && <Button type="primary" onClick={() => step.mutate('unlock')}>{t('users.unlock')}</Button>}
        <Button disabled={mine} onClick={() => ask(t('users.reset.ask', { name: user.name }), () => reset.mutate(false))}>{t('users.reset')}</Button>
        {user.second_factor && <Button disabled={mine} onClick={() => ask(t('users.resetSecond.ask', { name: user.name }), () => reset.mutate(true))}>{t('users.resetSecond')}</Button>}
        <Button onClick={() => step.mutate('sessions/end', { onSuccess: () => void message.success(t('users.sessionsEnded', { name: user.name })) })}>{t('users.endSessions')}</Button>
        {user.disabled ? <Button onClick={() => step.mutate('enable')}>{t('users.enable')}</Button> : <Button danger onClick={() => ask(t('users.disable.ask', { name: user.name }), () => step.mutate('disable'))}>{t('users.disable')}</Button>}
      </div>
      <Section title={t('users.roles')} extra={<Button disabled={mine} title={mine ? t('users.own') : undefined} onClick={() => setGrant(noGrant)}>{t('users.assign')}</Button>}>
        {grant && (
          <form className="gap-below" onSubmit={event => { event.preventDefault(); if (grant.role) assign.mutate(grant); }}>
            <GrantFields value={grant} onChange={setGrant} />
            <Button type="primary" htmlType="submit" className="signin-do" disabled={!grant.role} loading={assign.isPending}>{t('users.assign')}</Button>
          </form>
        )}
        <ul className="plain">
          {user.grants.map(given => (
            <li key={given.id} className="card-line gap-below">
              <span>
                {code('role', given.role)} {given.place ?? given.region}{' '}
                <Badge tone={given.state === 'active' ? 'good' : given.state === 'pending' ? 'warn' : given.state === 'coming' ? 'info' : 'plain'}>{code('grant_state', given.state)}</Badge>
                <span className="faint"> {[given.from && `${given.from} –`, given.to && `– ${given.to}`].filter(Boolean).join(' ')} {given.lent_by ? t('users.lentBy', { name: given.lent_by }) : given.granted_by ? t('users.grantedBy', { name: given.granted_by }) : ''} {given.reason}</span>
              </span>
              <span className="row-actions">
                {given.may_confirm && <Button size="small" type="primary" onClick={() => role.mutate({ id: given.id, what: 'confirm' })}>{t('users.confirm')}</Button>}
                {given.state !== 'past' && <Button size="small" danger onClick={() => ask(t('users.withdraw.ask', { name: user.name, role: code('role', given.role) }), () => role.mutate({ id: given.id, what: 'end' }))}>{t('users.withdraw')}</Button>}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </Drawer>
  );
}
