import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { DateInput } from '../../shared/DateInput';
import { Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useDifferences, useStep, type DraftPage, type StudioReport } from './api';
import { Differences } from './Differences';

/** What the draft would change, and the next step: submit, publish, give back, give up. */
export function Decide({ page, report }: { page: DraftPage; report: StudioReport }) {
  const { t } = useT();
  const { draft } = page;
  const differences = useDifferences(draft.pack, page.base_ref ?? undefined, draft.id, draft.revision);
  return (
    <>
      {draft.state === 'open' && draft.may_edit && <Submit page={page} report={report} />}
      {draft.state === 'submitted' && <Approve page={page} />}
      <h2 className="list-title">{t(page.base_ref?.startsWith('pack:') ? 'studio.copy.differences' : 'studio.view.differences')}</h2>
      {page.base_ref ? <Loaded query={differences}>{found => <Differences items={found.items} />}</Loaded> : <p className="faint">{t('studio.noBase')}</p>}
    </>
  );
}

function Submit({ page, report }: { page: DraftPage; report: StudioReport }) {
  const { t } = useT();
  const { message } = App.useApp();
  const { draft } = page;
  const [from, setFrom] = useState(draft.effective_from ?? '');
  const [reason, setReason] = useState('');
  const step = useStep(draft);
  const stop = !report.ok ? t('studio.notReady') : page.behind ? t('studio.behind') : undefined;
  const past = from !== '' && from < today();
  return (
    <Section title={t('studio.submit.title')}>
      <ProblemSummary error={step.error} />
      <form className="studio-new-value" onSubmit={event => {
        event.preventDefault();
        step.mutate({ step: 'submit', effective_from: from, reason }, { onSuccess: () => void message.success(t('studio.submitted')) });
      }}>
        <label>{t('studio.effectiveFrom')}<DateInput value={from} onChange={setFrom} /></label>
        <label className="studio-wide">{t('studio.reason')}<Input value={reason} onChange={event => setReason(event.target.value)} placeholder={t('studio.reason.hint')} /></label>
        {past && <p className="warn-text studio-wide">{t('studio.past')}</p>}
        {stop && <p className="warn-text studio-wide">{stop}</p>}
        <div className="row-actions studio-wide">
          <Button type="primary" htmlType="submit" disabled={!!stop || from === '' || reason.trim().length < 2} loading={step.isPending}>{t('studio.submit')}</Button>
          <Button danger disabled={reason.trim().length < 2} title={t('studio.discard.hint')} onClick={() => step.mutate({ step: 'discard', reason })}>{t('studio.discard')}</Button>
        </div>
      </form>
    </Section>
  );
}

function Approve({ page }: { page: DraftPage }) {
  const { t } = useT();
  const can = useCan();
  const { message } = App.useApp();
  const { draft } = page;
  const [reason, setReason] = useState('');
  const step = useStep(draft);
  const submitted = page.revisions.findLast(one => one.kind === 'submit');
  return (
    <Section title={t('studio.approve.title')}>
      <ProblemSummary error={step.error} />
      <p>{t('studio.approve.what', { who: submitted?.actor ?? '', date: draft.effective_from ?? '', reason: submitted?.reason ?? '' })}</p>
      {!!draft.effective_from && draft.effective_from < today() && <p className="warn-text">{t('studio.past')}</p>}
      {!draft.may_decide && <p className="warn-text">{t(can('pack.publish') ? 'studio.approve.own' : 'studio.approve.cannot')}</p>}
      <div className="row-actions">
        <Button type="primary" disabled={!draft.may_decide} loading={step.isPending} onClick={() => step.mutate({ step: 'publish' }, { onSuccess: () => void message.success(t('studio.published')) })}>{t('studio.publish')}</Button>
        <Input style={{ maxWidth: 320 }} aria-label={t('studio.returnReason')} placeholder={t('studio.returnReason')} value={reason} onChange={event => setReason(event.target.value)} />
        {draft.may_decide && <Button disabled={reason.trim().length < 2} onClick={() => step.mutate({ step: 'return', reason })}>{t('studio.return')}</Button>}
        {can('pack.draft') && <Button disabled={reason.trim().length < 2} onClick={() => step.mutate({ step: 'recall', reason })}>{t('studio.recall')}</Button>}
      </div>
    </Section>
  );
}
