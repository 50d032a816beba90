import { read, write } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { ProblemSummary } from '../../shared/Problems';
import { RegionSelect } from '../../shared/RegionSelect';

export interface Grant {
  role?: string;
  region?: string;
  from: string;
  to: string;
}

export const noGrant: Grant = { from: '', to: '' };

/** Role, place and days: what an account may do. */
export function GrantFields({ value, onChange }: { value: Grant; onChange: (value: Grant) => void }) {
  const { t, text } = useT();
  const roles = useQuery({ queryKey: ['roles'], queryFn: () => read('/api/users/roles'), staleTime: 3_600_000 });
  const chosen = roles.data?.find(role => role.code === value.role);
  return (
    <>
      <label className="form-row" htmlFor="grant-role">{t('users.role')}</label>
      <Select id="grant-role" className="full" value={value.role} onChange={role => onChange({ ...value, role })} options={(roles.data ?? []).map(role => ({ value: role.code, label: text(role.name) }))} />
      {chosen?.needs_confirmation && <p className="warn-text">{t('users.needsConfirmation')}</p>}
      {chosen?.needs_second_factor && <p className="faint">{t('users.needsSecond')}</p>}
      <p className="form-row">{t('users.region')}</p>
      <div className="row-actions"><RegionSelect value={value.region} onChange={region => onChange({ ...value, region })} /></div>
      <div className="row-actions">
        <label className="form-row">{t('loans.from')} <DateInput value={value.from} onChange={typed => onChange({ ...value, from: typed })} /></label>
        <label className="form-row">{t('loans.until')} <DateInput value={value.to} min={value.from} onChange={typed => onChange({ ...value, to: typed })} /></label>
      </div>
    </>
  );
}

export function NewUser({ close }: { close: () => void }) {
  const { t } = useT();
  const { area } = useUser();
  const queries = useQueryClient();
  const [userName, setUserName] = useState('');
  const [name, setName] = useState('');
  const [grant, setGrant] = useState<Grant>(noGrant);
  const add = useMutation({
    mutationFn: async () =>
      (await write('post', '/api/users', { user_name: userName.trim(), name: name.trim(), role: grant.role ?? '', region: grant.region ?? area.code, from: grant.from || null, to: grant.to || null })).data,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  return (
    <Modal open title={t('users.add')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={add.error} />
      {add.data ? (
        <OneTime name={add.data.user.user_name} password={add.data.one_time_password ?? ''} close={close} />
      ) : (
        <form onSubmit={event => { event.preventDefault(); add.mutate(); }}>
          <label className="form-row" htmlFor="new-user">{t('signin.user')}</label>
          <Input id="new-user" autoFocus autoComplete="off" maxLength={64} value={userName} onChange={event => setUserName(event.target.value)} />
          <label className="form-row" htmlFor="new-name">{t('users.name')}</label>
          <Input id="new-name" autoComplete="off" maxLength={64} value={name} onChange={event => setName(event.target.value)} />
          <GrantFields value={grant} onChange={setGrant} />
          <Button type="primary" htmlType="submit" className="signin-do" disabled={!userName.trim() || !name.trim() || !grant.role} loading={add.isPending}>{t('users.add')}</Button>
        </form>
      )}
    </Modal>
  );
}

/** Shown once; whoever gets it must choose another at the first sign-in. */
export function OneTime({ name, password, close }: { name: string; password: string; close: () => void }) {
  const { t } = useT();
  return (
    <Alert
      type="success"
      showIcon
      title={t('users.oneTime', { name })}
      description={
        <>
          <p><code className="number">{password}</code></p>
          <p>{t('users.oneTime.about')}</p>
          <Button type="primary" onClick={close}>{t('users.oneTime.told')}</Button>
        </>
      }
    />
  );
}
