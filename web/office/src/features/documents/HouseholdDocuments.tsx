import { Button, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { Link, useParams, useSearchParams } from 'react-router';
import { today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import { useBenefits, useHousehold, useIncome } from '../households/api';
import { documentKinds, useIssue, type DocumentKind } from './api';
import { DocumentPaper } from './papers';

/** The papers of one household: seen as they will be printed; printing gives the number by which they can be verified. */
export function HouseholdDocuments() {
  const { t } = useT();
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const asked = params.get('doc') as DocumentKind | null;
  const kind: DocumentKind = asked && documentKinds.includes(asked) ? asked : 'form';
  const on = params.get('on') ?? undefined;
  const day = on ?? today();
  const record = useHousehold(id, { on });
  const income = useIncome(id, on);
  const benefits = useBenefits(id, day);
  const issue = useIssue();
  const [numbers, setNumbers] = useState<Partial<Record<DocumentKind, string>>>({});
  const ready = record.data && !income.isPending && !benefits.isPending;
  useEffect(() => {
    document.title = `${t(`doc.${kind}`)} ${record.data?.number ?? ''}`;
  }, [kind, record.data?.number, t]);
  const print = () =>
    issue.mutate({ kind, household: id, on: day }, {
      onSuccess: async issued => {
        flushSync(() => setNumbers(now => ({ ...now, [kind]: issued.number })));
        // The code has changed with the number: it is drawn before the page goes to paper.
        await Promise.all(Array.from(document.images, image => image.decode().catch(() => undefined)));
        window.print();
      },
    });
  return (
    <main className="paper-place">
      <div className="paper-bar">
        <Link to={`/households/${id}${on ? `?on=${on}` : ''}`}>{t('paper.back')}</Link>
        <Segmented value={kind} aria-label={t('doc.kind')} onChange={value => setParams(now => { now.set('doc', value); return now; }, { replace: true })} options={documentKinds.map(value => ({ value, label: t(`doc.${value}`) }))} />
        <Button type="primary" disabled={!ready} loading={issue.isPending} onClick={print}>{t('household.print')}</Button>
      </div>
      <ProblemSummary error={issue.error} />
      <Loaded query={record}>{found => <DocumentPaper kind={kind} on={day} content={{ number: numbers[kind], household: found, income: income.data, benefits: benefits.data }} />}</Loaded>
    </main>
  );
}
