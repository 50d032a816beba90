import { lazy, Suspense } from 'react';
import { Outlet } from 'react-router';
import { useSession } from '../framework/session';
import { ErrorState, Loading } from '../shared/State';

const SignIn = lazy(async () => ({ default: (await import('../features/signin/SignIn')).SignIn }));

/** Nothing but the sign-in page without a session. The address stays, so that signing in leads back to where one was. */
export function Gate() {
  const session = useSession();
  if (session.isPending) return <main className="gate"><Loading rows={3} /></main>;
  if (session.isError) return <main className="gate"><ErrorState error={session.error} retry={() => void session.refetch()} /></main>;
  return session.data.user ? <Outlet /> : <Suspense fallback={null}><SignIn /></Suspense>;
}
