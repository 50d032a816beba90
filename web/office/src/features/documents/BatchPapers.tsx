import { Button } from 'antd';
import { Link, useParams } from 'react-router';
import { useT } from '../../framework/i18n';
import { Loaded } from '../../shared/State';
import { useBatch, useBatchContent, type DocumentKind } from './api';
import { DocumentPaper } from './papers';

/** The papers of a village, one after the other, each beginning on a page of its own. */
export function BatchPapers() {
  const { t } = useT();
  const { id = '' } = useParams();
  const batch = useBatch(id);
  const content = useBatchContent(id, batch.data?.ready ?? false);
  return (
    <main className="paper-place">
      <div className="paper-bar">
        <Link to="/documents">{t('paper.back')}</Link>
        <span>{batch.data && t('doc.batch.of', { name: batch.data.region_name ?? batch.data.region, n: batch.data.households })}</span>
        <Button type="primary" disabled={!content.data} onClick={() => window.print()}>{t('household.print')}</Button>
      </div>
      <Loaded query={batch}>
        {found => found.ready
          ? <Loaded query={content}>{papers => papers.map(paper => <DocumentPaper batch key={paper.number} kind={found.kind as DocumentKind} on={found.on} content={{ ...paper.content, number: paper.number }} />)}</Loaded>
          : <p className="paper-wait">{t('doc.batch.waiting')}</p>}
      </Loaded>
    </main>
  );
}
