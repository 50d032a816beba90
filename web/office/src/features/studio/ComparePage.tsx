import { Select, Switch } from 'antd';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Page } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { useDifferences, useDrafts, useNames, useVersions } from './api';
import { StudioContext } from './context';
import { Differences } from './Differences';
import { useIds } from './ids';
import { namesOf } from './names';
import './studio.css';

const nothing = { ok: true, findings: [], tests: [], seconds: 0 };

/** Any two contents of a pack beside each other: versions and drafts. */
export function ComparePage() {
  const { t } = useT();
  const { id = '' } = useParams();
  const { values, set } = useFilters();
  const versions = useVersions(id);
  const drafts = useDrafts(id);
  const options = [
    ...(versions.data?.items ?? []).map(one => ({ value: one.ref, label: `${t('studio.version', { version: one.version })} · ${t(`studio.state.${one.state as 'in_force'}`)}${one.effective_from ? ` · ${day(one.effective_from)}` : ''}` })),
    ...(drafts.data ?? []).filter(one => one.state === 'open' || one.state === 'submitted').map(one => ({ value: one.id, label: `${t(`studio.draft.${one.state}`)} · ${one.title}` })),
  ];
  const query = useDifferences(id, values['from'], values['to']);
  const all = useNames(id, values['to']).data;
  const names = useMemo(() => namesOf(all ?? []), [all]);
  const [ids, setIds] = useIds();
  return (
    <Page title={t('studio.compare')} about={<Link to={`/packs/${id}`}>{id}</Link>}>
      <div className="filters">
        <Select aria-label={t('studio.compare.from')} style={{ minWidth: 260 }} placeholder={t('studio.compare.from')} value={values['from']} options={options} onChange={from => set({ from })} />
        <span aria-hidden>→</span>
        <Select aria-label={t('studio.compare.to')} style={{ minWidth: 260 }} placeholder={t('studio.compare.to')} value={values['to']} options={options} onChange={to => set({ to })} />
        <label className="inline"><Switch size="small" checked={ids} onChange={setIds} aria-label={t('studio.ids')} /> {t('studio.ids')}</label>
      </div>
      {values['from'] && values['to'] && <StudioContext value={{ names, ids, report: nothing, edit: null }}><Loaded query={query}>{found => <Differences items={found.items} />}</Loaded></StudioContext>}
    </Page>
  );
}
