import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useRouteError } from 'react-router';
import { useT } from '../framework/i18n';
import { Page } from '../shared/Page';
import { Empty } from '../shared/State';

export function NotFound() {
  const { t } = useT();
  return <Page title={t('state.noPage')}><Empty title={t('state.noPage.hint')} action={<Link to="/">{t('state.goHome')}</Link>} /></Page>;
}

/** A page that broke, or a chunk that is gone after an upgrade: loading again cures both. While nobody answers, loading would lose the page: it is waited. */
export function RouteError() {
  const { t } = useT();
  const error = useRouteError();
  const unread = error instanceof TypeError && /import|fetch|load/i.test(error.message);
  useEffect(() => {
    if (!unread) console.error(error);
  }, [error, unread]);
  if (unread) return <Unread />;
  return <Empty title={t('state.broken')} hint={t('state.broken.hint')} action={<Button type="primary" onClick={() => location.reload()}>{t('state.reload')}</Button>} />;
}

/** The next page could not be fetched: loaded again as soon as the server answers, but not over and over when that does not cure it. */
function Unread() {
  const { t } = useT();
  const [asked, ask] = useState(0);
  const [stuck, setStuck] = useState(false);
  useEffect(() => {
    if (stuck) return undefined;
    const answered = () => {
      if (Date.now() - Number(sessionStorage.getItem(reloaded) ?? 0) < 30_000) return setStuck(true);
      sessionStorage.setItem(reloaded, String(Date.now()));
      return location.reload();
    };
    const timer = setTimeout(() => {
      fetch('/health/live', { cache: 'no-store' }).then(answer => (answer.ok ? answered() : ask(asked + 1)), () => ask(asked + 1));
    }, asked === 0 ? 0 : 3000);
    return () => clearTimeout(timer);
  }, [asked, stuck]);
  const again = <Button type="primary" onClick={() => location.reload()}>{t('state.reload')}</Button>;
  return stuck ? <Empty title={t('state.broken')} hint={t('state.broken.hint')} action={again} /> : <Empty title={t('state.unreachable')} hint={t('state.unreachable.waiting')} action={<Button onClick={() => ask(asked + 1)}>{t('state.retry')}</Button>} />;
}

const reloaded = 'fuyao.reloaded';
