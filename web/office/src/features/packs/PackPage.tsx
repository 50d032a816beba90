import { Button, Input } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Badge, Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useBegin, useDrafts, useNames, useStudio, useVersions } from '../studio/api';
import { StudioContext } from '../studio/context';
import { History } from '../studio/History';
import { useIds } from '../studio/ids';
import { namesOf } from '../studio/names';
import { PackView } from '../studio/PackView';
import '../studio/studio.css';

/** Users come to 1. read a policy with its plan's sentence, table and tests, 2. begin or open a draft, 3. go on to a run. */
export function PackPage() {
  const { t, text } = useT();
  const can = useCan();
  const { id = '' } = useParams();
  const { values } = useFilters();
  const version = values['version'];
  const query = useStudio(id, version);
  const all = useNames(id, version).data;
  const names = useMemo(() => namesOf(all ?? []), [all]);
  const [ids, setIds] = useIds();
  const [beginning, setBeginning] = useState(false);
  const versions = useVersions(id);
  const { area } = useUser();
  const [copying, setCopying] = useState(false);
  const mayDraft = versions.data?.may_draft ?? false;
  return (
    <Loaded query={query}>
      {page => (
        <StudioContext value={{ names, ids, report: page.report, edit: null }}>
          <Page
            title={text(page.pack?.title) || id}
            about={<>{t('packs.version', { id, version: page.pack?.version ?? '' })} · {t('packs.valid', { from: day(page.pack?.valid_from) || '—', to: day(page.pack?.valid_to) || '—' })} {version && <Badge tone="warn">{t('studio.oldVersion')}</Badge>} <TestBadge passed={page.report.tests.filter(one => one.passed).length} all={page.report.tests.length} /></>}
            actions={<>
              {can('run.start') && (page.pack?.policies.length ?? 0) > 0 && <Link className="button-link" to={`/runs?new=${id}`}>{t('runs.start')}</Link>}
              <a className="button-link" href={`/api/packs/${id}/export${version ? `?version=${version}` : ''}`} download>{t('studio.export')}</a>
              {can('pack.draft') && !mayDraft && area.code.replace(/0+$/, '').length >= 6 && <Button type="primary" onClick={() => setCopying(true)}>{t('studio.copy')}</Button>}
              <Button type={mayDraft ? 'primary' : 'default'} disabled={!mayDraft} title={mayDraft ? undefined : t('studio.mayNot')} onClick={() => setBeginning(true)}>{t('studio.begin')}</Button>
            </>}
          >
            {copying && <Copy pack={id} close={() => setCopying(false)} />}
            {beginning && <Begin pack={id} close={() => setBeginning(false)} />}
            <Drafts pack={id} />
            <PackView pack={page.pack} files={page.files} report={page.report} ids={ids} setIds={setIds} history={<History pack={id} />} />
          </Page>
        </StudioContext>
      )}
    </Loaded>
  );
}

function TestBadge({ passed, all }: { passed: number; all: number }) {
  const { t } = useT();
  return all === 0 ? null : <Badge tone={passed === all ? 'good' : 'bad'}>{t('studio.tests.count', { passed, all })}</Badge>;
}

function Begin({ pack, close }: { pack: string; close: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const begin = useBegin();
  return (
    <Section title={t('studio.begin')}>
      <ProblemSummary error={begin.error} />
      <form className="row-actions" onSubmit={event => {
        event.preventDefault();
        begin.mutate({ pack, title }, { onSuccess: draft => void navigate(`/packs/${pack}/drafts/${draft.id}?view=policies`) });
      }}>
        <Input autoFocus style={{ maxWidth: 420 }} aria-label={t('studio.begin.title')} placeholder={t('studio.begin.title')} value={title} onChange={event => setTitle(event.target.value)} />
        <Button type="primary" htmlType="submit" disabled={title.trim().length < 2} loading={begin.isPending}>{t('studio.begin')}</Button>
        <Button onClick={close}>{t('studio.leave')}</Button>
      </form>
    </Section>
  );
}

/** Another place's plan for one's own county: all of it holds, and what differs is written over it. */
function Copy({ pack, close }: { pack: string; close: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { area } = useUser();
  const [typed, setTyped] = useState({ name: '', en: '', id: `${pack.replace(/-?\d+$/, '')}-${area.code.slice(0, 6)}`, title: '' });
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) => setTyped({ ...typed, [key]: event.target.value });
  const begin = useBegin();
  const ready = typed.name.trim().length > 1 && typed.id.trim().length > 2 && typed.title.trim().length > 1;
  return (
    <Section title={t('studio.copy')}>
      <p className="faint">{t('studio.copy.hint')}</p>
      <ProblemSummary error={begin.error} />
      <form className="studio-new-value" onSubmit={event => {
        event.preventDefault();
        if (ready) begin.mutate({ pack: typed.id.trim(), title: typed.title, extends: pack, name: typed.name, name_en: typed.en }, { onSuccess: draft => void navigate(`/packs/${draft.pack}/drafts/${draft.id}?view=policies`) });
      }}>
        <label>{t('studio.copy.name')}<Input autoFocus value={typed.name} onChange={set('name')} /></label>
        <label>{t('studio.copy.nameEn')}<Input value={typed.en} onChange={set('en')} /></label>
        <label>{t('studio.new.id')}<Input value={typed.id} onChange={set('id')} /></label>
        <label className="studio-wide">{t('studio.copy.why')}<Input value={typed.title} placeholder={t('studio.begin.title')} onChange={set('title')} /></label>
        <div className="row-actions studio-wide"><Button type="primary" htmlType="submit" disabled={!ready} loading={begin.isPending}>{t('studio.copy')}</Button><Button onClick={close}>{t('studio.leave')}</Button></div>
      </form>
    </Section>
  );
}

function Drafts({ pack }: { pack: string }) {
  const { t } = useT();
  const open = (useDrafts(pack).data ?? []).filter(one => one.state === 'open' || one.state === 'submitted');
  if (open.length === 0) return null;
  return (
    <Section title={t('studio.drafts')}>
      <ul className="plain">{open.map(one => <li key={one.id}><Link to={`/packs/${pack}/drafts/${one.id}`}>{one.title}</Link> <Badge tone={one.state === 'submitted' ? 'warn' : 'info'}>{t(`studio.draft.${one.state}`)}</Badge> <span className="faint">{one.created_by}</span></li>)}</ul>
    </Section>
  );
}
