import { Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useUser } from '../../framework/session';
import { Badge, Page, Section } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useDrafts } from '../studio/api';
import { usePacks } from './api';

/** Users come to 1. see which plans are in force, 2. open one to read or change it, 3. see which drafts wait for them. */
export function PackList() {
  const { t, text } = useT();
  const { area } = useUser();
  const query = usePacks();
  const here = (jurisdiction: string) => jurisdiction.length > 1 && area.code.startsWith(jurisdiction);
  const drafts = (useDrafts().data ?? []).filter(one => one.state === 'open' || one.state === 'submitted');
  const [wanted, setWanted] = useState('');
  const has = (...words: string[]) => words.some(word => word.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Page title={t('packs.title')} about={t('packs.about')}>
      {drafts.length > 0 && (
        <Section title={t('studio.drafts')}>
          <ul className="plain">
            {drafts.map(one => <li key={one.id}><Link to={`/packs/${one.pack}/drafts/${one.id}`}>{one.title}</Link> <Badge tone={one.state === 'submitted' ? 'warn' : 'info'}>{t(`studio.draft.${one.state}`)}</Badge> <span className="faint">{one.pack} · {one.created_by}</span></li>)}
          </ul>
        </Section>
      )}
      <div className="filters"><Input allowClear style={{ maxWidth: 320 }} aria-label={t('packs.find')} placeholder={t('packs.find')} value={wanted} onChange={event => setWanted(event.target.value)} /></div>
      <Loaded query={query}>
        {packs => packs.length === 0 ? <Empty title={t('packs.none')} /> : (
          <ul className="tiles">
            {packs.filter(pack => has(pack.id, pack.title.zh, pack.title.en)).toSorted((a, b) => Number(here(b.jurisdiction)) - Number(here(a.jurisdiction))).map(pack => (
              <li key={pack.id}>
                <Link className="tile" to={`/packs/${pack.id}`}>
                  <h2>{text(pack.title)}</h2>
                  <p>{t('packs.version', { id: pack.id, version: pack.version })} {here(pack.jurisdiction) && <Badge tone="good">{t('packs.here')}</Badge>}</p>
                  <p className="faint">{t('packs.valid', { from: day(pack.valid_from) || '—', to: day(pack.valid_to) || '—' })}{pack.policies > 0 && ` · ${t('packs.policies', { n: pack.policies })}`}</p>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  );
}
