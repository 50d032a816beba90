import { EnvironmentOutlined, MoonOutlined, QuestionCircleOutlined, SunOutlined } from '@ant-design/icons';
import { Alert, Button, Popover } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { doors, pageAt } from '../features/doors/doors';
import { day, instant } from '../framework/format';
import { useT } from '../framework/i18n';
import { useCan, useChangeRole, useSignOut, useUser } from '../framework/session';
import { useScheme } from '../framework/theme';
import { Page } from '../shared/Page';
import { Forbidden } from '../shared/State';
import { AsOfBanner, AsOfControl, AsOfKeeper } from './AsOf';
import { JobsIndicator } from './JobsIndicator';
import { SearchBox } from './SearchBox';

const Help = lazy(async () => ({ default: (await import('./Help')).Help }));

/** Head with the four doors, the one search box, area, jobs, language and person; below it the page. */
export function Shell() {
  const { t } = useT();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const moving = useNavigation().state !== 'idle';
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={() => main.current?.focus()}>{t('shell.skip')}</a>
      <header className="head">
        <Link to="/" className="brand" aria-label={t('app.name')}>
          <img src="/office/favicon.svg" alt="" width={28} height={28} />
          <span>{t('app.short')}</span>
        </Link>
        <nav className="doors" aria-label={t('shell.doors')}>
          {doors.map(door => (
            <NavLink key={door.id} to={`/doors/${door.id}`} className={door.pages.some(page => pathname.startsWith(page.to) && page.to !== '/') ? 'active' : undefined}>
              {t(door.title)}
            </NavLink>
          ))}
        </nav>
        <SearchBox />
        <div className="head-tools">
          <AsOfControl />
          <JobsIndicator />
          <HelpButton />
          <Preferences />
          <Person />
        </div>
      </header>
      {moving && <div className="moving" role="progressbar" aria-label={t('state.loading')} />}
      <main id="main" ref={main} tabIndex={-1}>
        <AsOfKeeper>
          <OfflineBanner />
          <SecondFactorBanner />
          <AsOfBanner />
          <Allowed />
        </AsOfKeeper>
      </main>
      <ScrollRestoration getKey={location => location.pathname} />
    </div>
  );
}

/** A page that the role may not open says so at once, before it asks for anything. */
function Allowed() {
  const { t } = useT();
  const can = useCan();
  const page = pageAt(useLocation().pathname);
  return page && !can(page.permission) ? <Page title={t(page.title)}><Forbidden /></Page> : <Outlet />;
}

/** `?` anywhere, or the button: what can be done without the mouse, and where what is wanted stands. */
function HelpButton() {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key !== '?' || event.ctrlKey || event.metaKey || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('help.title')} aria-keyshortcuts="?" onClick={() => setOpen(true)} />
      {open && <Suspense fallback={null}><Help close={() => setOpen(false)} /></Suspense>}
    </>
  );
}

const listenOnline = (notify: () => void) => {
  addEventListener('online', notify);
  addEventListener('offline', notify);
  return () => {
    removeEventListener('online', notify);
    removeEventListener('offline', notify);
  };
};

/** Without the network nothing is lost, and nothing is saved: said while it lasts. */
function OfflineBanner() {
  const { t } = useT();
  const online = useSyncExternalStore(listenOnline, () => navigator.onLine);
  return online ? null : <Alert type="warning" banner showIcon className="reminder-banner" title={t('state.offline')} />;
}

/** Tells in time, so that nobody is kept from work on the day it is due. */
function SecondFactorBanner() {
  const { t } = useT();
  const due = useUser().second_factor_due;
  const { pathname } = useLocation();
  if (!due || pathname === '/account') return null;
  return (
    <Alert type="info" banner showIcon className="reminder-banner" title={t('shell.secondFactorDue', { day: day(instant(due)) })}
      action={<Link to="/account">{t('shell.secondFactorDue.do')}</Link>} />
  );
}

function Preferences() {
  const { t, language, setLanguage } = useT();
  const { scheme, toggle } = useScheme();
  const dark = scheme === 'dark';
  return (
    <>
      <Button type="text" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{language === 'zh' ? 'English' : '中文'}</Button>
      <Button type="text" icon={dark ? <SunOutlined /> : <MoonOutlined />} aria-label={t(dark ? 'shell.light' : 'shell.dark')} onClick={toggle} />
    </>
  );
}

/** Acting in another of one's roles, one's own or one on loan. */
function RoleChoice() {
  const { t, code } = useT();
  const user = useUser();
  const change = useChangeRole();
  const others = user.roles.filter(role => !(role.role === user.role && role.region === user.area.code && (role.lent_by ?? null) === (user.on_behalf_of ?? null)));
  if (others.length === 0) return null;
  return (
    <ul className="plain" aria-label={t('shell.roles')}>
      {others.map(role => (
        <li key={`${role.role}/${role.region}/${role.lent_by ?? ''}`}>
          <Button type="link" size="small" loading={change.isPending} onClick={() => change.mutate({ role: role.role, region: role.region })}>
            {t('shell.actAs', { role: code('role', role.role), region: role.place ?? role.region })}{role.lent_by ? ` (${t('users.lentBy', { name: role.lent_by })})` : ''}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function Person() {
  const { t, code } = useT();
  const user = useUser();
  const signOut = useSignOut();
  const content = (
    <div className="person">
      <strong>{user.name}</strong>
      <span>{code('role', user.role)}</span>
      <span>{t('shell.area', { name: user.area.name })}</span>
      {user.on_behalf_of && <span className="warn-text">{t('shell.onBehalf', { name: user.on_behalf_of })}</span>}
      <RoleChoice />
      <Link to="/account">{t('account.title')}</Link>
      <Button onClick={() => signOut.mutate()} loading={signOut.isPending}>{t('shell.signOut')}</Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button type="text" className="person-button">
        <span className="hidden-text">{t('shell.person')}</span>
        <EnvironmentOutlined className="person-mark" />
        <span className="person-area">{user.area.name}</span>
        <span className="person-name">{user.name}</span>
      </Button>
    </Popover>
  );
}
