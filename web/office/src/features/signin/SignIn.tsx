import { Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { ApiError } from '@fuyao/shared';
import { useT } from '../../framework/i18n';
import { useSignIn } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';

/** Users come to 1. sign in, 2. read why it failed, 3. change the language. */
export function SignIn() {
  const { t, language, setLanguage } = useT();
  const signIn = useSignIn();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    document.title = `${t('signin.title')} · ${t('app.name')}`;
  }, [t]);
  const wrong = signIn.error instanceof ApiError && signIn.error.status === 401;
  return (
    <main className="signin">
      <div className="signin-card">
        <img src="/office/favicon.svg" alt="" width={44} height={44} />
        <h1>{t('app.name')}</h1>
        <p className="faint">{t('app.about')}</p>
        {signIn.isError && <ProblemSummary error={signIn.error} title={wrong ? t('signin.wrong') : t('signin.failed')} />}
        <form
          noValidate
          onSubmit={event => {
            event.preventDefault();
            setAsked(true);
            if (name.trim() && password) signIn.mutate({ user_name: name.trim(), password });
          }}
        >
          <label className="form-row" htmlFor="user">{t('signin.user')}</label>
          <Input id="user" autoFocus autoComplete="username" size="large" value={name} status={asked && !name.trim() ? 'error' : ''} onChange={event => setName(event.target.value)} />
          {asked && !name.trim() && <p className="error-text" role="alert">{t('signin.user.needed')}</p>}
          <label className="form-row" htmlFor="password">{t('signin.password')}</label>
          <Input id="password" type="password" autoComplete="current-password" size="large" value={password} status={asked && !password ? 'error' : ''} onChange={event => setPassword(event.target.value)} />
          {asked && !password && <p className="error-text" role="alert">{t('signin.password.needed')}</p>}
          <Button type="primary" htmlType="submit" size="large" block className="signin-do" loading={signIn.isPending}>{t('signin.do')}</Button>
        </form>
        <Button type="link" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{language === 'zh' ? 'English' : '中文'}</Button>
      </div>
    </main>
  );
}
