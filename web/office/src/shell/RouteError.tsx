import { Button } from 'antd';
import { Link, useRouteError } from 'react-router';
import { useT } from '../framework/i18n';
import { Page } from '../shared/Page';
import { Empty } from '../shared/State';

export function NotFound() {
  const { t } = useT();
  return <Page title={t('state.noPage')}><Empty title={t('state.noPage.hint')} action={<Link to="/">{t('state.goHome')}</Link>} /></Page>;
}

/** A page that broke, or a chunk that is gone after an upgrade: loading again cures both. */
export function RouteError() {
  const { t } = useT();
  const error = useRouteError();
  console.error(error);
  return <Empty title={t('state.broken')} hint={t('state.broken.hint')} action={<Button type="primary" onClick={() => location.reload()}>{t('state.reload')}</Button>} />;
}
