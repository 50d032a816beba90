import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { day, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useVersions, useWithdraw, type PackVersion } from './api';

const tone = { in_force: 'good', coming: 'info', superseded: 'plain', shipped: 'plain', withdrawn: 'bad' } as const;

/** Every version that there was: from when, who wrote and who approved it, why, what it changed; for ever. */
export function History({ pack }: { pack: string }) {
  const { t } = useT();
  const query = useVersions(pack);
  return (
    <Loaded query={query}>
      {list => (
        <Section title={t('studio.view.history')}>
          <ol className="timeline">
            {list.items.map((version, index) => <Version key={version.ref} pack={pack} version={version} before={list.items[index + 1]} mayWithdraw={list.may_publish} />)}
          </ol>
        </Section>
      )}
    </Loaded>
  );
}

function Version({ pack, version, before, mayWithdraw }: { pack: string; version: PackVersion; before?: PackVersion; mayWithdraw: boolean }) {
  const { t } = useT();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const withdraw = useWithdraw(pack);
  return (
    <li>
      <div className="timeline-head">
        <strong>{t('studio.version', { version: version.version })}</strong>
        <Badge tone={tone[version.state as 'in_force'] ?? 'plain'}>{t(`studio.state.${version.state as 'in_force'}`)}</Badge>
        {version.effective_from && <span>{t('studio.effective', { date: day(version.effective_from) })}</span>}
      </div>
      {version.at ? <p>{t('studio.publishedBy', { author: version.author ?? '', approver: version.published_by ?? '', at: instant(version.at) })}</p> : <p className="faint">{t('studio.shippedWith')}</p>}
      {version.reason && <p>{version.reason}</p>}
      {version.withdrawn_by && <p className="warn-text">{t('studio.withdrawnBy', { who: version.withdrawn_by, at: instant(version.withdrawn_at), reason: version.withdrawn_reason ?? '' })}</p>}
      <div className="row-actions">
        <Link to={`/packs/${pack}?version=${version.ref}`}>{t('studio.openVersion')}</Link>
        {before && <Link to={`/packs/${pack}/compare?from=${before.ref}&to=${version.ref}`}>{t('studio.compareBefore')}</Link>}
        {version.draft && <Link to={`/packs/${pack}/drafts/${version.draft}?view=steps`}>{t('studio.openDraft')}</Link>}
        <a href={`/api/packs/${pack}/export?version=${version.ref}`} download>{t('studio.export')}</a>
        {mayWithdraw && version.draft && version.state !== 'withdrawn' && !asking && <Button size="small" danger onClick={() => setAsking(true)}>{t('studio.withdraw')}</Button>}
      </div>
      {asking && (
        <form className="row-actions" onSubmit={event => {
          event.preventDefault();
          withdraw.mutate({ ref: version.ref, reason }, { onSuccess: () => {
            setAsking(false);
            void message.success(t('studio.withdrawn'));
          } });
        }}>
          <Input autoFocus style={{ maxWidth: 360 }} aria-label={t('studio.reason')} placeholder={t('studio.reason')} value={reason} onChange={event => setReason(event.target.value)} />
          <Button danger htmlType="submit" disabled={reason.trim().length < 2} loading={withdraw.isPending}>{t('studio.withdraw')}</Button>
          <Button onClick={() => setAsking(false)}>{t('studio.leave')}</Button>
        </form>
      )}
      <ProblemSummary error={withdraw.error} />
    </li>
  );
}
