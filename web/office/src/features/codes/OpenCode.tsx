import { Navigate, useParams } from 'react-router';
import { idOfCode } from '../../shared/QrCode';
import { NotFound } from '../../shell/RouteError';

/** Where a scanned code leads: the household, or the same “not there” for what does not exist and what one may not see. */
export function OpenCode() {
  const { code = '' } = useParams();
  const id = idOfCode(code);
  return id ? <Navigate to={`/households/${id}`} replace /> : <NotFound />;
}
