import { LeftOutlined, LinkOutlined, QrcodeOutlined, RightOutlined } from '@ant-design/icons';
import { App, Button, Popover } from 'antd';
import { useEffect } from 'react';
import { Link, useNavigate } from 'react-router';
import { useT } from '../../framework/i18n';
import { QrCode, shortCode } from '../../shared/QrCode';
import { neighboursOf } from './neighbours';

/** Around the page: the next and the previous household of the list that was come from, the link, the code to scan. */
export function PageTools({ id, name }: { id: string; name: string }) {
  const { t } = useT();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const near = neighboursOf(id);
  const path = `/office/q/${shortCode(id)}`;
  const { previous, next } = near ?? {};
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('[role=dialog]')) return;
      const to = event.key === '[' ? previous : event.key === ']' ? next : undefined;
      if (to) void navigate(`/households/${to}`);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [previous, next, navigate]);
  return (
    <nav className="page-tools" aria-label={t('household.tools')}>
      {near && (
        <>
          {near.previous ? <Link to={`/households/${near.previous}`} aria-keyshortcuts="["><LeftOutlined aria-hidden /> {t('household.previous')}</Link> : <span className="faint"><LeftOutlined aria-hidden /> {t('household.previous')}</span>}
          <Link to={near.back}>{t('household.inList', { at: near.at, of: near.of })}</Link>
          {near.next ? <Link to={`/households/${near.next}`} aria-keyshortcuts="]">{t('household.next')} <RightOutlined aria-hidden /></Link> : <span className="faint">{t('household.next')} <RightOutlined aria-hidden /></span>}
        </>
      )}
      <Button size="small" type="text" icon={<LinkOutlined />} onClick={() => void navigator.clipboard.writeText(`${location.origin}/office/households/${id}`).then(() => message.success(t('household.linkCopied')))}>{t('household.copyLink')}</Button>
      <Popover trigger="click" content={<div className="qr-card"><QrCode path={path} label={t('household.qr', { name })} size={160} /><p className="faint">{t('household.qr.hint')}</p></div>}>
        <Button size="small" type="text" icon={<QrcodeOutlined />}>{t('household.qrShow')}</Button>
      </Popover>
    </nav>
  );
}
