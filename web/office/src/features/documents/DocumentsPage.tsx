import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { instant, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { DateInput } from '../../shared/DateInput';
import { JobProgress } from '../../shared/JobProgress';
import { Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { regionLevel } from '../../shared/regions';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { useUser } from '../../framework/session';
import './documents.css';
import { documentKinds, useBatches, usePrintVillage, type DocumentKind } from './api';

/** Papers of a whole village, and the verification of one that lies on the table. */
export function DocumentsPage() {
  const { t } = useT();
  const { area } = useUser();
  const batches = useBatches();
  const start = usePrintVillage();
  const [kind, setKind] = useState<DocumentKind>('card');
  const [region, setRegion] = useState<string | undefined>(regionLevel(area.code) === 'village' ? area.code : undefined);
  const [on, setOn] = useState(today());
  const [number, setNumber] = useState('');
  return (
    <Page title={t('doc.title')} about={t('doc.about')}>
      <Section title={t('doc.village')}>
        <ProblemSummary error={start.error} />
        <div className="filters">
          <Segmented value={kind} aria-label={t('doc.kind')} onChange={setKind} options={documentKinds.map(value => ({ value, label: t(`doc.${value}`) }))} />
          <RegionSelect value={region} onChange={setRegion} />
          <label className="inline">{t('paper.on')} <DateInput value={on} onChange={setOn} /></label>
          <Button type="primary" disabled={!region || regionLevel(region) !== 'village'} loading={start.isPending} onClick={() => region && start.mutate({ kind, region, on })}>{t('doc.make')}</Button>
        </div>
        <Loaded query={batches} rows={3}>
          {items => (items.length === 0 ? <Empty title={t('doc.none')} hint={t('doc.none.hint')} /> : (
            <ul className="plain doc-batches">
              {items.map(batch => (
                <li key={batch.id}>
                  <span>{t(`doc.${batch.kind as DocumentKind}`)} · {batch.region_name} · {batch.on} · <span className="faint">{sayActor(t, batch.actor)} {instant(batch.at)}</span></span>
                  {batch.ready ? <Link className="button-link" to={`/documents/batches/${batch.id}`}>{t('doc.open', { n: batch.households })}</Link> : batch.job && <JobProgress id={batch.job} onEnd={() => void batches.refetch()} />}
                </li>
              ))}
            </ul>
          ))}
        </Loaded>
      </Section>
      <Section title={t('verify.title')}>
        <p className="faint">{t('verify.about')}</p>
        <form className="filters" onSubmit={event => event.preventDefault()}>
          <Input aria-label={t('verify.number')} placeholder={t('verify.number')} style={{ width: 240 }} inputMode="numeric" value={number} onChange={event => setNumber(event.target.value.replace(/\D/g, ''))} />
          <Link className="button-link" to={`/verify/${number}`} aria-disabled={number.length < 10}>{t('verify.do')}</Link>
        </form>
      </Section>
    </Page>
  );
}
