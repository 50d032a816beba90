import { address } from '@fuyao/shared';
import { useT } from '../framework/i18n';

/** An id as the 22 signs that stand in a printed code: opaque, and short enough for a small square. */
export function shortCode(id: string): string {
  const bytes = id.replaceAll('-', '').match(/../g)!.map(pair => String.fromCharCode(parseInt(pair, 16))).join('');
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The id behind a short code; null for anything that is none. */
export function idOfCode(code: string): string | null {
  if (!/^[\w-]{22}$/.test(code)) return null;
  const hex = Array.from(atob(code.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A QR code that opens a page of the office, such as `/office/q/…`. Who scans it signs in and sees only what they may see. */
export function QrCode({ path, label, size = 96 }: { path: string; label?: string; size?: number }) {
  const { t } = useT();
  return <img className="qr" src={address('/api/qr', { path })} width={size} height={size} alt={label ?? t('qr.label')} />;
}
