import { write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useAccount } from './api';
import { Loans } from './Loans';
import { PasswordForm } from './PasswordForm';
import { SecondFactors } from './SecondFactors';

/** One's own account: how one signs in, where one is signed in, whom one's role is lent to. */
export function AccountPage() {
  const { t, code } = useT();
  const user = useUser();
  return (
    <Page title={t('account.title')} about={`${user.name} · ${code('role', user.role)} · ${user.area.name}`}>
      <SecondFactors />
      <Sessions />
      <Loans />
      <Section title={t('account.password')}><PasswordForm /></Section>
    </Page>
  );
}

function Sessions() {
  const { t } = useT();
  const account = useAccount();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => write('post', '/api/account/sessions/{id}/end', undefined, { path: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['account'] }),
  });
  return (
    <Section title={t('account.sessions')}>
      <p>{t('account.sessions.about')}</p>
      <ProblemSummary error={end.error} />
      <Loaded query={account} rows={3}>
        {found => (
          <div className="table-scroll"><table className="list-table" aria-label={t('account.sessions')}>
            <thead><tr><th scope="col">{t('account.device')}</th><th scope="col">{t('account.address')}</th><th scope="col">{t('account.seen')}</th><th scope="col">{t('account.since')}</th><th scope="col"><span className="hidden-text">{t('account.session.end')}</span></th></tr></thead>
            <tbody>
              {found.sessions.map((session: Schemas['OwnSession']) => (
                <tr key={session.id}>
                  <td>{session.device || t('value.unknown')} {session.strong && <Badge tone="good">{t('account.strong')}</Badge>}</td>
                  <td className="number">{session.address}</td>
                  <td>{instant(session.last_seen_at)}</td>
                  <td>{instant(session.started_at)}</td>
                  <td>{session.current ? <Badge tone="info">{t('account.session.this')}</Badge> : <Button size="small" danger loading={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}>{t('account.session.end')}</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table></div>
        )}
      </Loaded>
    </Section>
  );
}
