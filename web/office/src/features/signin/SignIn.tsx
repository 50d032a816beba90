import { Button, Form, Input } from 'antd';
import { useEffect } from 'react';
import { ApiError } from '@fuyao/shared';
import { useT } from '../../framework/i18n';
import { useSignIn } from '../../framework/session';
import { ProblemSummary } from '../../shared/Problems';

/** Users come to 1. sign in, 2. read why it failed, 3. change the language. */
export function SignIn() {
  const { t, language, setLanguage } = useT();
  const signIn = useSignIn();
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
        <Form layout="vertical" requiredMark={false} onFinish={(values: { user_name: string; password: string }) => signIn.mutate(values)}>
          <Form.Item name="user_name" label={t('signin.user')} rules={[{ required: true, message: t('signin.user.needed') }]}>
            <Input autoFocus autoComplete="username" size="large" />
          </Form.Item>
          <Form.Item name="password" label={t('signin.password')} rules={[{ required: true, message: t('signin.password.needed') }]}>
            <Input.Password autoComplete="current-password" size="large" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{t('signin.do')}</Button>
        </Form>
        <Button type="link" onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{language === 'zh' ? 'English' : '中文'}</Button>
      </div>
    </main>
  );
}
