import { createBrowserRouter, type RouteObject } from 'react-router';
import { initialLanguage, loadLanguage } from '../framework/i18n';
import { Gate } from './Gate';
import { NotFound, RouteError } from './RouteError';

/** No page is drawn before its words are there; they are fetched beside it. */
function worded(routes: RouteObject[]): RouteObject[] {
  return routes.map(route => {
    const load = route.lazy;
    if (typeof load !== 'function' || route.index === undefined && !route.path) return route;
    return { ...route, lazy: async () => (await Promise.all([load(), loadLanguage(initialLanguage())]))[0] } as RouteObject;
  });
}

/** Each feature is a chunk of its own, fetched when its page is first opened. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/home/HomePage')).HomePage }) },
  { path: 'doors/:door', lazy: async () => ({ Component: (await import('../features/doors/DoorPage')).DoorPage }) },
  { path: 'households', lazy: async () => ({ Component: (await import('../features/households/HouseholdList')).HouseholdList }) },
  { path: 'households/new', lazy: async () => ({ Component: (await import('../features/register/NewHousehold')).NewHousehold }) },
  { path: 'households/:id/check', lazy: async () => ({ Component: (await import('../features/register/CheckHousehold')).CheckHousehold }) },
  { path: 'households/:id', lazy: async () => ({ Component: (await import('../features/households/HouseholdPage')).HouseholdPage }) },
  { path: 'persons/:id', lazy: async () => ({ Component: (await import('../features/persons/PersonPage')).PersonPage }) },
  { path: 'documents', lazy: async () => ({ Component: (await import('../features/documents/DocumentsPage')).DocumentsPage }) },
  { path: 'verify/:number', lazy: async () => ({ Component: (await import('../features/documents/VerifyPage')).VerifyPage }) },
  { path: 'q/:code', lazy: async () => ({ Component: (await import('../features/codes/OpenCode')).OpenCode }) },
  { path: 'balance', lazy: async () => ({ Component: (await import('../features/balance/BalancePage')).BalancePage }) },
  { path: 'events', lazy: async () => ({ Component: (await import('../features/events/EventsPage')).EventsPage }) },
  { path: 'regions', lazy: async () => ({ Component: (await import('../features/regions/RegionsPage')).RegionsPage }) },
  { path: 'imports', lazy: async () => ({ Component: (await import('../features/imports/ImportList')).ImportList }) },
  { path: 'imports/:id', lazy: async () => ({ Component: (await import('../features/imports/ImportPage')).ImportPage }) },
  { path: 'villages', lazy: async () => ({ Component: (await import('../features/villages/VillageList')).VillageList }) },
  { path: 'villages/:code', lazy: async () => ({ Component: (await import('../features/villages/VillagePage')).VillagePage }) },
  { path: 'villages/:code/years/:year', lazy: async () => ({ Component: (await import('../features/villages/YearForm')).YearForm }) },
  { path: 'groups/:id', lazy: async () => ({ Component: (await import('../features/villages/GroupPage')).GroupPage }) },
  { path: 'organisations', lazy: async () => ({ Component: (await import('../features/organisations/OrganisationList')).OrganisationList }) },
  { path: 'organisations/:id', lazy: async () => ({ Component: (await import('../features/organisations/OrganisationPage')).OrganisationPage }) },
  { path: 'organisations/:id/years/:year', lazy: async () => ({ Component: (await import('../features/villages/YearForm')).YearForm }) },
  { path: 'received', lazy: async () => ({ Component: (await import('../features/received/ReceivedPage')).ReceivedPage }) },
  { path: 'checks', lazy: async () => ({ Component: (await import('../features/checks/ChecksPage')).ChecksPage }) },
  { path: 'checks/:kind/:key', lazy: async () => ({ Component: (await import('../features/checks/SheetPage')).SheetPage }) },
  { path: 'quotas', lazy: async () => ({ Component: (await import('../features/quotas/QuotaPage')).QuotaPage }) },
  { path: 'ranking', lazy: async () => ({ Component: (await import('../features/ranking/RankingPage')).RankingPage }) },
  { path: 'packs', lazy: async () => ({ Component: (await import('../features/packs/PackList')).PackList }) },
  { path: 'packs/:id/compare', lazy: async () => ({ Component: (await import('../features/studio/ComparePage')).ComparePage }) },
  { path: 'packs/:id/drafts/:draft', lazy: async () => ({ Component: (await import('../features/studio/DraftPage')).DraftPage }) },
  { path: 'packs/:id', lazy: async () => ({ Component: (await import('../features/packs/PackPage')).PackPage }) },
  { path: 'runs', lazy: async () => ({ Component: (await import('../features/runs/RunList')).RunList }) },
  { path: 'runs/:id', lazy: async () => ({ Component: (await import('../features/runs/RunPage')).RunPage }) },
  { path: 'runs/:id/review', lazy: async () => ({ Component: (await import('../features/review/ReviewPage')).ReviewPage }) },
  { path: 'questions', lazy: async () => ({ Component: (await import('../features/decisions/QueuePage')).QueuePage }) },
  { path: 'entitlements', lazy: async () => ({ Component: (await import('../features/entitlements/EntitlementsPage')).EntitlementsPage }) },
  { path: 'adjustments', lazy: async () => ({ Component: (await import('../features/adjustments/AdjustmentsPage')).AdjustmentsPage }) },
  { path: 'payment-windows', lazy: async () => ({ Component: (await import('../features/windows/WindowsPage')).WindowsPage }) },
  { path: 'orders', lazy: async () => ({ Component: (await import('../features/orders/OrderList')).OrderList }) },
  { path: 'orders/:id', lazy: async () => ({ Component: (await import('../features/orders/OrderPage')).OrderPage }) },
  { path: 'simulation', lazy: async () => ({ Component: (await import('../features/simulation/SimulationPage')).SimulationPage }) },
  { path: 'poverty', lazy: async () => ({ Component: (await import('../features/poverty/PovertyPage')).PovertyPage }) },
  { path: 'account', lazy: async () => ({ Component: (await import('../features/account/AccountPage')).AccountPage }) },
  { path: 'users', lazy: async () => ({ Component: (await import('../features/users/UsersPage')).UsersPage }) },
  { path: 'exports', lazy: async () => ({ Component: (await import('../features/exports/ExportsPage')).ExportsPage }) },
  { path: 'audit', lazy: async () => ({ Component: (await import('../features/audit/AuditPage')).AuditPage }) },
  { path: 'operations', lazy: async () => ({ Component: (await import('../features/operations/OperationsPage')).OperationsPage }) },
  { path: '*', Component: NotFound },
];

export const router = createBrowserRouter(
  [
    {
      Component: Gate,
      ErrorBoundary: RouteError,
      HydrateFallback: () => null,
      children: worded([
        // Papers stand alone: no menu around what is printed.
        { path: 'households/:id/print', lazy: async () => ({ Component: (await import('../features/documents/HouseholdDocuments')).HouseholdDocuments }) },
        { path: 'households/:id/access-record', lazy: async () => ({ Component: (await import('../features/audit/AccessRecordPaper')).AccessRecordPaper }) },
        { path: 'documents/batches/:id', lazy: async () => ({ Component: (await import('../features/documents/BatchPapers')).BatchPapers }) },
        { path: 'villages/:code/book', lazy: async () => ({ Component: (await import('../features/villages/BookPaper')).BookPaper }) },
        { lazy: async () => ({ Component: (await import('./Shell')).Shell }), children: [{ ErrorBoundary: RouteError, children: worded(pages) }] },
      ]),
    },
  ],
  { basename: '/office' },
);
