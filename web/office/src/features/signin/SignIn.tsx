import { ApiError, newId } from '@fuyao/shared';
import { write, type Schemas } from '@fuyao/shared/api';
import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useT } from '../../framework/i18n';
import { useTakeSession } from '../../framework/session';
import { passkeysWork, signInWithPasskey } from '../../shared/passkey';
import { ProblemSummary } from '../../shared/Problems';

type Second = NonNullable<Schemas['SessionView']['second_factor']>;

/** Users come to 1. sign in, 2. read why it failed, 3. change the language. Over a page whose session ended, the page waits below. */
export function SignIn({ again = false }: { again?: boolean }) {
  const { t, language, setLanguage } = useT();
  const take = useTakeSession();
  const [second, setSecond] = useState<Second | null>(null);
  useEffect(() => {
    document.title = `${t('signin.title')} · ${t('app.name')}`;
  }, [t]);
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: take });
  const byPasskey = passkeysWork() && (
    <Button block loading={passkey.isPending} onClick={() => passkey.mutate()}>{t('signin.passkey')}</Button>
  );
  return (
    <main className="signin">
      <div className="signin-card">
        <img src="/office/favicon.svg" alt="" width={44} height={44} />
        <h1>{t('app.name')}</h1>
        <p className="faint">{again ? t('signin.again') : t('app.about')}</p>
        {passkey.isError && <ProblemSummary error={passkey.error} title={t('signin.passkey.failed')} />}
        {second
          ? <SecondStep second={second} back={() => setSecond(null)} passkey={second.methods.includes('passkey') && byPasskey} />
          : <Password next={setSecond} passkey={byPasskey} />}
        <Button type="link" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{language === 'zh' ? 'English' : '中文'}</Button>
      </div>
    </main>
  );
}

function Password({ next, passkey }: { next: (second: Second) => void; passkey: ReactNode }) {
  const { t } = useT();
  const take = useTakeSession();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const signIn = useMutation({
    mutationFn: async () => (await write('post', '/api/session', { user_name: name.trim(), password }, { idempotencyKey: newId() })).data,
    onSuccess: async answer => (answer.second_factor ? next(answer.second_factor) : take(answer)),
  });
  const wrong = signIn.error instanceof ApiError && signIn.error.status === 401;
  return (
    <>
      {signIn.isError && <ProblemSummary error={signIn.error} title={wrong ? t('signin.wrong') : t('signin.failed')} />}
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          setAsked(true);
          if (name.trim() && password) signIn.mutate();
        }}
      >
        <label className="form-row" htmlFor="user">{t('signin.user')}</label>
        <Input id="user" autoFocus autoComplete="username webauthn" size="large" value={name} status={asked && !name.trim() ? 'error' : ''} onChange={event => setName(event.target.value)} />
        {asked && !name.trim() && <p className="error-text" role="alert">{t('signin.user.needed')}</p>}
        <label className="form-row" htmlFor="password">{t('signin.password')}</label>
        <Input id="password" type="password" autoComplete="current-password" size="large" value={password} status={asked && !password ? 'error' : ''} onChange={event => setPassword(event.target.value)} />
        {asked && !password && <p className="error-text" role="alert">{t('signin.password.needed')}</p>}
        <Button type="primary" htmlType="submit" size="large" block className="signin-do" loading={signIn.isPending}>{t('signin.do')}</Button>
      </form>
      {passkey && <p className="signin-other">{passkey}</p>}
    </>
  );
}

function SecondStep({ second, back, passkey }: { second: Second; back: () => void; passkey: ReactNode }) {
  const { t } = useT();
  const take = useTakeSession();
  const [paper, setPaper] = useState(!second.methods.includes('totp') && second.methods.includes('recovery'));
  const [code, setCode] = useState('');
  const step = useMutation({
    mutationFn: async (text: string) =>
      (await write('post', '/api/session/second', { ticket: second.ticket, ...(paper ? { recovery_code: text } : { code: text }) }, { idempotencyKey: newId() })).data,
    onSuccess: take,
    onError: () => setCode(''),
  });
  return (
    <>
      {step.isError && <ProblemSummary error={step.error} title={t('signin.code.wrong')} />}
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault();
          if (code.trim()) step.mutate(code.trim());
        }}
      >
        <label className="form-row" htmlFor="code">{t(paper ? 'signin.paper' : 'signin.code')}</label>
        <Input
          id="code" autoFocus size="large" autoComplete="one-time-code" inputMode={paper ? 'text' : 'numeric'} maxLength={paper ? 11 : 6} value={code}
          onChange={event => {
            setCode(event.target.value);
            if (!paper && /^\d{6}$/.test(event.target.value)) step.mutate(event.target.value);
          }}
        />
        <p className="faint">{t(paper ? 'signin.paper.hint' : 'signin.code.hint')}</p>
        <Button type="primary" htmlType="submit" size="large" block className="signin-do" loading={step.isPending}>{t('signin.do')}</Button>
      </form>
      {passkey && <p className="signin-other">{passkey}</p>}
      {second.methods.includes('recovery') && second.methods.includes('totp') && (
        <Button type="link" onClick={() => { setPaper(!paper); setCode(''); }}>{t(paper ? 'signin.useCode' : 'signin.usePaper')}</Button>
      )}
      <Button type="link" onClick={back}>{t('signin.back')}</Button>
    </>
  );
}
