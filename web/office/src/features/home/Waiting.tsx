import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { count, today } from '../../framework/format';
import { useT, type Key } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Badge, Section } from '../../shared/Page';
import { regionLevel } from '../../shared/regions';
import { usePlaces } from '../villages/api';

/** What the register waits for from whoever looks: each line is asked for only where the role may do something about it. Nothing when nothing waits. */
export function Waiting() {
  const { t } = useT();
  const can = useCan();
  const { area } = useUser();
  const year = Number(today().slice(0, 4)) - 1;
  const imports = useQuery({ queryKey: ['imports', 'waiting'], queryFn: () => read('/api/imports', { query: { limit: 20 } }), enabled: can('import.run') }).data;
  const received = useQuery({ queryKey: ['received', 'waiting'], queryFn: () => read('/api/received', { query: { state: 'ambiguous', limit: 1 } }), enabled: can('record.change') }).data;
  const exports = useQuery({ queryKey: ['exports', 'requested', undefined], queryFn: () => read('/api/exports', { query: { state: 'requested' } }), enabled: can('export.approve') }).data;
  const level = regionLevel(area.code);
  // Places are listed county by county: whoever works over several is asked by none of them.
  const places = usePlaces('village', undefined, year, {}, can('record.change') && level !== 'above').data;
  const lines: { to: string; n: number; text: Key; tone: 'warn' | 'info' }[] = [
    { to: '/exports?state=requested', n: exports?.items.filter(item => item.may_decide).length ?? 0, text: 'home.wait.exports', tone: 'warn' },
    { to: '/imports', n: imports?.items.filter(item => item.state === 'checked').length ?? 0, text: 'home.wait.imports', tone: 'warn' },
    { to: '/received', n: received?.total ?? 0, text: 'home.wait.received', tone: 'info' },
    { to: level === 'village' ? `/villages/${area.code}/years/${year}` : `/villages?year=${year}&state=none`, n: places ? places.progress.total - places.progress.answered : 0, text: 'home.wait.years', tone: 'info' },
  ];
  const waiting = lines.filter(line => line.n > 0);
  if (waiting.length === 0) return null;
  return (
    <Section title={t('home.wait')}>
      <ul className="plain waiting">
        {waiting.map(line => <li key={line.to}><Badge tone={line.tone}>{count(line.n)}</Badge> <Link to={line.to}>{t(line.text, { year })}</Link></li>)}
      </ul>
    </Section>
  );
}
