import { lazy, Suspense } from 'react';
import { Outlet } from 'react-router';
import { useSession } from '../framework/session';
import { ErrorState, Loading } from '../shared/State';
import { Unanswered } from './Unanswered';

const SignIn = lazy(async () => ({ default: (await import('../features/signin/SignIn')).SignIn }));
const Duty = lazy(async () => ({ default: (await import('../features/account/Duty')).Duty }));

/**
 * Nothing but the sign-in page without a session. The address stays, so that signing in leads back to where one was; and where
 * a session ends during work, the page stays below, with what was typed.
 */
export function Gate() {
  const session = useSession();
  if (session.isPending) return <main className="gate"><Loading rows={3} /></main>;
  if (session.isError && !session.data) return <main className="gate"><ErrorState error={session.error} retry={() => void session.refetch()} /></main>;
  const { user, ended } = session.data!;
  if (!user) return <Suspense fallback={null}><SignIn /></Suspense>;
  if (user.duty && !ended) return <Suspense fallback={null}><Duty duty={user.duty} /></Suspense>;
  return (
    <>
      <div inert={ended} className="gate-page"><Outlet /><Unanswered /></div>
      {ended && <div className="signin-over"><Suspense fallback={null}><SignIn again /></Suspense></div>}
    </>
  );
}
