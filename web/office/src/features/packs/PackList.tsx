import { Link } from 'react-router';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Page } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { usePacks } from './api';

/** Users come to 1. see which plans are in force, 2. read a policy with the plan's sentence, 3. go on to a run. */
export function PackList() {
  const { t, text } = useT();
  const query = usePacks();
  return (
    <Page title={t('packs.title')} about={t('packs.about')}>
      <Loaded query={query}>
        {packs => packs.length === 0 ? <Empty title={t('packs.none')} /> : (
          <ul className="tiles">
            {packs.map(pack => (
              <li key={pack.id}>
                <Link className="tile" to={`/packs/${pack.id}`}>
                  <h2>{text(pack.title)}</h2>
                  <p>{t('packs.version', { id: pack.id, version: pack.version })}</p>
                  <p className="faint">{t('packs.valid', { from: day(pack.valid_from) || '—', to: day(pack.valid_to) || '—' })}</p>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
