import { write } from '@fuyao/shared/api';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';
import { useAccountChanged } from './api';

const shortest = 10;

/** A new password ends every other session of the account. */
export function PasswordForm() {
  const { t } = useT();
  const { message } = App.useApp();
  const changed = useAccountChanged();
  const [old, setOld] = useState('');
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [asked, setAsked] = useState(false);
  const save = useMutation({
    mutationFn: () => write('post', '/api/session/password', { old_password: old, password: first }),
    onSuccess: async () => {
      setOld(''); setFirst(''); setSecond(''); setAsked(false);
      void message.success(t('account.password.done'));
      await changed();
    },
  });
  const fault = first.length < shortest ? t('account.password.short', { n: shortest }) : first !== second ? t('account.password.differ') : null;
  return (
    <form
      className="narrow-form"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setAsked(true);
        if (old && !fault) save.mutate();
      }}
    >
      <ProblemSummary error={save.error} />
      <label className="form-row" htmlFor="old-password">{t('account.password.old')}</label>
      <Input id="old-password" type="password" autoComplete="current-password" value={old} onChange={event => setOld(event.target.value)} />
      <label className="form-row" htmlFor="new-password">{t('account.password.new')}</label>
      <Input id="new-password" type="password" autoComplete="new-password" value={first} onChange={event => setFirst(event.target.value)} />
      <label className="form-row" htmlFor="new-password-again">{t('account.password.again')}</label>
      <Input id="new-password-again" type="password" autoComplete="new-password" value={second} onChange={event => setSecond(event.target.value)} />
      {asked && fault && <p className="error-text" role="alert">{fault}</p>}
      <Button type="primary" htmlType="submit" className="signin-do" loading={save.isPending}>{t('account.password.save')}</Button>
    </form>
  );
}
