import type { Key } from '../../framework/i18n';

export interface DoorEntry {
  to: string;
  title: Key;
  about: Key;
  permission: string;
}

export interface Door {
  id: string;
  title: Key;
  about: Key;
  pages: DoorEntry[];
}

/** 精准识别 · 精准帮扶 · 精准管理 · 精准考核: only what is there. */
export const doors: Door[] = [
  {
    id: 'identify',
    title: 'door.identify',
    about: 'door.identify.about',
    pages: [
      { to: '/imports', title: 'imports.title', about: 'imports.about', permission: 'import.view' },
      { to: '/quotas', title: 'quotas.title', about: 'quotas.about', permission: 'ranking.view' },
      { to: '/ranking', title: 'ranking.title', about: 'ranking.about', permission: 'ranking.view' },
    ],
  },
  {
    id: 'support',
    title: 'door.support',
    about: 'door.support.about',
    pages: [
      { to: '/packs', title: 'packs.title', about: 'packs.about', permission: 'pack.view' },
      { to: '/simulation', title: 'simulation.title', about: 'simulation.about', permission: 'simulation.view' },
      { to: '/runs', title: 'runs.title', about: 'runs.about', permission: 'run.view' },
      { to: '/orders', title: 'orders.title', about: 'orders.about', permission: 'run.view' },
      { to: '/entitlements', title: 'entitlements.title', about: 'entitlements.about', permission: 'household.view' },
      { to: '/adjustments', title: 'adjustments.title', about: 'adjustments.about', permission: 'run.view' },
      { to: '/questions', title: 'queue.title', about: 'queue.about', permission: 'benefit.decide' },
      { to: '/payment-windows', title: 'windows.title', about: 'windows.about', permission: 'run.view' },
    ],
  },
  {
    id: 'manage',
    title: 'door.manage',
    about: 'door.manage.about',
    pages: [
      { to: '/households', title: 'households.title', about: 'households.about', permission: 'household.view' },
      { to: '/villages', title: 'villages.title', about: 'villages.about', permission: 'record.view' },
      { to: '/organisations', title: 'organisations.title', about: 'organisations.about', permission: 'record.view' },
      { to: '/received', title: 'received.title', about: 'received.about', permission: 'record.view' },
      { to: '/events', title: 'events.all', about: 'events.about', permission: 'household.view' },
      { to: '/regions', title: 'regions.title', about: 'regions.about', permission: 'region.view' },
      { to: '/balance', title: 'balance.title', about: 'balance.about', permission: 'household.view' },
      { to: '/documents', title: 'doc.title', about: 'doc.about', permission: 'household.export' },
    ],
  },
  {
    id: 'assess',
    title: 'door.assess',
    about: 'door.assess.about',
    pages: [
      { to: '/', title: 'home.title', about: 'home.about', permission: 'home.view' },
      { to: '/checks', title: 'checks.title', about: 'checks.about', permission: 'record.view' },
      { to: '/poverty', title: 'poverty.title', about: 'poverty.about', permission: 'simulation.view' },
      { to: '/audit', title: 'audit.title', about: 'audit.about', permission: 'audit.view' },
      { to: '/operations', title: 'operations.title', about: 'operations.about', permission: 'operations.view' },
      { to: '/exports', title: 'exports.title', about: 'exports.about', permission: 'session' },
      { to: '/users', title: 'users.title', about: 'users.about', permission: 'user.manage' },
    ],
  },
];

/** The entry that an address belongs to; none for the first page and for what is everybody's own. */
export function pageAt(path: string): DoorEntry | undefined {
  return doors.flatMap(door => door.pages).find(page => page.to !== '/' && (path === page.to || path.startsWith(`${page.to}/`)));
}
