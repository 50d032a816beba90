import { Link, useParams } from 'react-router';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { NotFound } from '../../shell/RouteError';
import { Page } from '../../shared/Page';
import { doors } from './doors';

export function DoorPage() {
  const { t } = useT();
  const can = useCan();
  const { door: id } = useParams();
  const door = doors.find(one => one.id === id);
  if (!door) return <NotFound />;
  return (
    <Page title={t(door.title)} about={t(door.about)}>
      <ul className="tiles">
        {door.pages.map(page => (
          <li key={page.to}>
            {can(page.permission) ? (
              <Link to={page.to} className="tile"><h2>{t(page.title)}</h2><p>{t(page.about)}</p></Link>
            ) : (
              <div className="tile tile-closed" aria-disabled><h2>{t(page.title)}</h2><p>{t(page.about)}</p><p className="faint">{t('state.noPermission')}</p></div>
            )}
          </li>
        ))}
      </ul>
    </Page>
  );
}
