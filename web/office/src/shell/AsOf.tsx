import { HistoryOutlined } from '@ant-design/icons';
import { Alert, Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { Navigate, useLocation, useSearchParams } from 'react-router';
import { day as sayDay, today } from '../framework/format';
import { useT } from '../framework/i18n';
import { DateInput } from '../shared/DateInput';

/** Pages that can be read as of a day; what is filled in is about now. */
const applies = (path: string) => path === '/' || (/^\/(households|persons|received|checks|quotas|simulation|poverty|balance|ranking|villages|groups|organisations)(\/|$)/.test(path) && !/\/(new|check|years)(\/|$)/.test(path));

/** Choose their own day. */
const ownDay = (path: string) => /^\/(simulation|poverty)(\/|$)/.test(path);

/** What says its own time – a year, a day – is asked only when it was known. */
const knownOnly = (path: string) => /^\/(quotas|checks)/.test(path) || ownDay(path);

interface Moment {
  on: string | null;
  known: string | null;
}

const momentOf = (params: URLSearchParams): Moment => ({ on: params.get('on'), known: params.get('known_at') });

/** Carries the day from page to page: it stays in every address until it is taken off, so that what is sent to a colleague shows the same. */
export function AsOfKeeper({ children }: { children: ReactNode }) {
  const { pathname, search, hash } = useLocation();
  const [last, setLast] = useState<{ path: string; moment: Moment }>({ path: pathname, moment: { on: null, known: null } });
  const params = new URLSearchParams(search);
  const kept = last.moment;
  // A page's own day is not the day from which one came.
  const own = ownDay(pathname);
  const here = own ? { on: kept.on, known: momentOf(params).known } : momentOf(params);
  const lost = applies(pathname) && pathname !== last.path && !here.known && (own ? kept.known : !here.on && (kept.on ?? kept.known));
  const next = applies(pathname) ? here : kept;
  if (!lost && (last.path !== pathname || kept.on !== next.on || kept.known !== next.known)) setLast({ path: pathname, moment: next });
  if (lost) {
    if (kept.on && !own) params.set('on', kept.on);
    if (kept.known) params.set('known_at', kept.known);
    return <Navigate replace to={{ pathname, search: `?${params.toString()}`, hash }} />;
  }
  return <>{children}</>;
}

/** What is shown is not today's: said above every page that it is true of. */
export function AsOfBanner() {
  const { t } = useT();
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  const { known, ...moment } = momentOf(params);
  const on = knownOnly(pathname) ? null : moment.on;
  if (!applies(pathname) || (!on && !known)) return null;
  const back = () => setParams(without(params, pathname), { replace: true });
  const own = ownDay(pathname);
  const title = own && known ? t('asof.own', { known: sayKnown(known) }) : on && known ? t('asof.both', { on: sayDay(on), known: sayKnown(known) }) : on ? t('asof.on', { on: sayDay(on) }) : t('asof.known', { known: sayKnown(known!) });
  return <Alert type="warning" banner showIcon icon={<HistoryOutlined />} className="as-of-banner" title={<strong>{title}</strong>} action={<Button size="small" type="primary" onClick={back}>{t(own ? 'asof.now' : 'asof.back')}</Button>} />;
}

/** The one control: a day, and when it was known. */
export function AsOfControl() {
  const { t } = useT();
  const { pathname } = useLocation();
  const [params, setParams] = useSearchParams();
  const [open, setOpen] = useState(false);
  const { known, ...moment } = momentOf(params);
  const on = knownOnly(pathname) ? null : moment.on;
  if (!applies(pathname)) return null;
  const set = (name: string, value: string) => setParams(before => {
    const after = new URLSearchParams(before);
    after.delete('cursor');
    after.delete('page');
    if (value) after.set(name, value);
    else after.delete(name);
    return after;
  }, { replace: true });
  const content = (
    <div className="as-of-form">
      {!knownOnly(pathname) && <label>{t('asof.pick.on')}<DateInput keep value={on} onChange={typed => set('on', typed)} /></label>}
      <label>{t('asof.pick.known')}<DateInput keep max={today()} value={known?.slice(0, 10)} onChange={typed => set('known_at', typed && typed < today() ? `${typed}T23:59:59+08:00` : '')} /></label>
      <p className="faint">{t('asof.hint')}</p>
      <Button disabled={!on && !known} onClick={() => { setParams(without(params, pathname), { replace: true }); setOpen(false); }}>{t(ownDay(pathname) ? 'asof.now' : 'asof.back')}</Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen} content={content} title={t('asof.title')}>
      <Button type={on || known ? 'primary' : 'text'} icon={<HistoryOutlined />} aria-label={t('asof.title')} />
    </Popover>
  );
}

function without(params: URLSearchParams, path: string) {
  const after = new URLSearchParams(params);
  for (const name of ['known_at', 'cursor', 'page', ...(ownDay(path) ? [] : ['on'])]) after.delete(name);
  return after;
}

const sayKnown = (known: string) => sayDay(known.slice(0, 10));
