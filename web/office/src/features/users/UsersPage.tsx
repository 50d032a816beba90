import { read, type Schemas } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useFilters } from '../../framework/filters';
import { instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { NewUser } from './NewUser';
import { UserDrawer } from './UserDrawer';

export type Account = Schemas['UserAccount'];

/** Accounts of the administrator's area. */
export function UsersPage() {
  const { t, code } = useT();
  const { values, set } = useFilters();
  const [adding, setAdding] = useState(false);
  const query = useQuery({ queryKey: ['users'], queryFn: () => read('/api/users') });
  const wanted = (values['q'] ?? '').toLowerCase();
  const columns: Column<Account>[] = [
    { key: 'user_name', title: t('signin.user'), dataIndex: 'user_name' },
    { key: 'name', title: t('users.name'), dataIndex: 'name' },
    { key: 'roles', title: t('users.roles'), render: row => row.roles.map(role => `${code('role', role.role)} ${role.place ?? role.region}${role.lent_by ? ` (${t('users.lentBy', { name: role.lent_by })})` : ''}`).join(';') },
    { key: 'second', title: t('users.second'), render: row => t(row.second_factor ? 'account.on' : 'account.off') },
    { key: 'seen', title: t('account.seen'), render: row => instant(row.last_seen_at) || <span className="faint">{t('users.neverSeen')}</span> },
    { key: 'state', title: t('users.state'), render: row => <UserState user={row} /> },
  ];
  return (
    <Page title={t('users.title')} about={t('users.about')} actions={<Button type="primary" onClick={() => setAdding(true)}>{t('users.add')}</Button>}>
      <div className="filters">
        <Input.Search allowClear aria-label={t('users.find')} placeholder={t('users.find')} style={{ width: 260 }} defaultValue={values['q']} onSearch={q => set({ q })} />
      </div>
      <Loaded query={query} rows={10}>
        {page => {
          const items = page.items.filter(user => !wanted || user.name.toLowerCase().includes(wanted) || user.user_name.toLowerCase().includes(wanted));
          return (
            <ListTable
              id="users"
              label={t('users.title')}
              columns={columns}
              page={{ items, next: null, total: items.length }}
              rowKey={row => row.id}
              open={row => set({ user: row.id }, true)}
              card={row => (
                <>
                  <div className="card-line"><strong>{row.name}</strong><UserState user={row} /></div>
                  <div className="faint">{row.user_name} {row.roles.map(role => code('role', role.role)).join('、')}</div>
                </>
              )}
              empty={<Empty title={t('users.none')} />}
            />
          );
        }}
      </Loaded>
      {adding && <NewUser close={() => setAdding(false)} />}
      {values['user'] && query.data && <UserDrawer user={query.data.items.find(user => user.id === values['user'])} close={() => set({ user: null }, true)} />}
    </Page>
  );
}

export function UserState({ user }: { user: Account }) {
  const { t } = useT();
  if (user.disabled) return <Badge tone="bad">{t('users.disabled')}</Badge>;
  if (user.locked_out) return <Badge tone="warn">{t('users.locked')}</Badge>;
  if (user.grants.some(grant => grant.state === 'pending')) return <Badge tone="warn">{t('users.pending')}</Badge>;
  return user.must_change_password ? <Badge tone="info">{t('users.fresh')}</Badge> : <Badge tone="good">{t('users.active')}</Badge>;
}
