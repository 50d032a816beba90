import { Button } from 'antd';
import { useT } from '../../framework/i18n';
import { useSignOut, useUser } from '../../framework/session';
import { Page, Section } from '../../shared/Page';
import { PasswordForm } from './PasswordForm';
import { SecondFactors } from './SecondFactors';

/** What has to be done before anything else: one's own password instead of the one that was given, or a second factor. */
export function Duty({ duty }: { duty: string }) {
  const { t } = useT();
  const user = useUser();
  const signOut = useSignOut();
  const password = duty === 'change-password';
  return (
    <main className="duty">
      <Page title={t(password ? 'duty.password' : 'duty.second')} about={t(password ? 'duty.password.about' : 'duty.second.about', { name: user.name })} actions={<Button onClick={() => signOut.mutate()}>{t('shell.signOut')}</Button>}>
        {password ? <Section title={t('account.password')}><PasswordForm /></Section> : <SecondFactors />}
      </Page>
    </main>
  );
}
