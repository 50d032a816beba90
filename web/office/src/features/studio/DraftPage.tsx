import { ApiError } from '@fuyao/shared';
import { Alert, App, Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Page, Section } from '../../shared/Page';
import { useProblemText } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { checkEdits, useDraft, useNames, useOverride, useSave, useStep, type DraftPage as Content, type StudioReport } from './api';
import { StudioContext, type Studio } from './context';
import { Decide } from './Decide';
import { History } from './History';
import { useIds } from './ids';
import { namesOf } from './names';
import { PackView } from './PackView';
import { ReportPanel } from './Tests';
import './studio.css';

export function DraftPage() {
  const { draft = '' } = useParams();
  const query = useDraft(draft);
  return <Loaded query={query}>{page => <Opened page={page} reload={() => void query.refetch()} />}</Loaded>;
}

function Opened({ page, reload }: { page: Content; reload: () => void }) {
  const { t } = useT();
  const { message } = App.useApp();
  const problems = useProblemText();
  const { set } = useFilters();
  const { draft, report } = page;
  const [ids, setIds] = useIds();
  const [preview, setPreview] = useState<StudioReport | null>(null);
  const all = useNames(draft.pack, draft.id, draft.revision).data;
  const save = useSave(draft);
  const take = useOverride(draft);
  const update = useStep(draft);
  const names = useMemo(() => namesOf(all ?? []), [all]);
  const saving = async (saved: Promise<unknown>) => {
    try {
      await saved;
      void message.success(t('studio.saved'));
    } catch (error) {
      // Somebody else was faster: what they wrote is shown, what was typed here stays open to be saved again.
      if (error instanceof ApiError && error.status === 412) reload();
      throw error;
    }
  };
  // A pack that is not there yet is compared with the one that it extends.
  const parent = page.base_ref?.startsWith('pack:') ? page.base_ref.slice(5) : undefined;
  const studio: Studio = {
    names, ids, report,
    edit: !draft.may_edit ? null : {
      draft: draft.id,
      check: (edits, signal) => checkEdits(draft.id, edits, signal),
      preview: setPreview,
      save: (edits, reason) => saving(save.mutateAsync({ edits, reason })),
      override: (kind, item, reason) => saving(take.mutateAsync({ kind, item, reason })),
    },
  };
  const go = (file: string, line: number) => set({ view: 'text', file, line: String(line) });
  return (
    <StudioContext value={studio}>
      <Page
        title={draft.title}
        about={<><Link to={`/packs/${parent ?? draft.pack}`}>{page.pack?.title.zh ? <PackName pack={page.pack} /> : draft.pack}</Link> · {t('studio.draftOf', { version: page.pack?.version ?? '', who: draft.created_by, at: instant(draft.created_at) })} <Badge tone={draft.state === 'published' ? 'good' : draft.state === 'discarded' ? 'plain' : 'info'}>{t(`studio.draft.${draft.state}`)}</Badge></>}
        actions={<><Link className="button-link" to={`/simulation?draft=${draft.id}&pack=${parent ?? draft.pack}`}>{t('studio.simulate')}</Link><a className="button-link" href={`/api/packs/${draft.pack}/export?version=${draft.id}`} download>{t('studio.export')}</a></>}
      >
        {page.behind && (
          <Alert type="warning" showIcon className="gap-below" title={t('studio.behind')} description={t('studio.behind.hint')}
            action={draft.may_edit && <Button loading={update.isPending} onClick={() => update.mutate({ step: 'update' }, { onError: error => void message.error(problems(error).join(' ')) })}>{t('studio.update')}</Button>} />
        )}
        {parent && <Alert type="info" showIcon className="gap-below" title={t('studio.copy.of', { pack: parent })} description={t('studio.copy.hint')} />}
        {!draft.may_edit && draft.state === 'open' && <Alert type="info" showIcon className="gap-below" title={t('studio.readOnly')} />}
        <div className="studio">
          <div className="studio-main">
            <PackView
              pack={page.pack} files={page.files} report={report} ids={ids} setIds={setIds} history={parent ? <p className="faint">{t('studio.copy.noHistory')}</p> : <History pack={draft.pack} />}
              more={[{ key: 'steps', title: t('studio.view.steps'), content: <><Decide page={page} report={report} /><Steps page={page} /></> }]}
            />
          </div>
          <ReportPanel report={preview ?? report} live={preview !== null} pack={page.pack} go={go} />
        </div>
      </Page>
    </StudioContext>
  );
}

function PackName({ pack }: { pack: { title: { zh: string; en: string } } }) {
  return useT().text(pack.title);
}

function Steps({ page }: { page: Content }) {
  const { t } = useT();
  return (
    <Section title={t('studio.steps')}>
      <ol className="timeline">
        {page.revisions.toReversed().map(step => (
          <li key={step.number}>
            <div className="timeline-head"><strong>{t(`studio.step.${step.kind}`)}</strong><span>{step.actor}</span><time dateTime={step.at} className="faint">{instant(step.at)}</time></div>
            <p>{step.reason}</p>
            {step.kind !== 'begin' && step.files.length > 0 && <p className="faint">{step.files.join('、')}</p>}
          </li>
        ))}
      </ol>
      {page.draft.effective_from && <p>{t('studio.effective', { date: day(page.draft.effective_from) })}</p>}
    </Section>
  );
}
