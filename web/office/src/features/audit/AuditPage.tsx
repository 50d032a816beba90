import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Radio } from 'antd';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column } from '../../shared/ListTable';
import { Page } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';

type AuditRecord = Schemas['AuditItem'];

export function AuditPage() {
  const { t, code } = useT();
  const { values, set } = useFilters();
  const chain = values['chain'] ?? 'audit';
  const query = useQuery({
    queryKey: ['audit', chain, values['cursor']],
    queryFn: () => read('/api/audit', { query: { chain, limit: 50, cursor: values['cursor'] } }),
    placeholderData: keepPreviousData,
  });
  const verdict = useQuery({ queryKey: ['audit', 'verify'], queryFn: () => read('/api/audit/verify'), enabled: false, staleTime: 0 });
  const columns: Column<AuditRecord>[] = [
    { key: 'at', title: t('audit.at'), render: row => instant(row.at) },
    { key: 'actor', title: t('source.who'), render: row => row.actor.name },
    { key: 'role', title: t('audit.role'), render: row => code('role', row.actor.role) },
    { key: 'action', title: t('audit.action'), render: row => code('action', row.action) },
    {
      key: 'subject', title: t('audit.subject'),
      render: row => row.subject?.kind === 'household'
        ? <Link to={`/households/${row.subject.id}`}>{code('subject', row.subject.kind)}</Link>
        : code('subject', row.subject?.kind),
    },
    { key: 'channel', title: t('source.how'), render: row => code('channel', row.channel) },
    { key: 'detail', title: t('audit.detail'), optional: true, render: row => <code>{row.detail ? JSON.stringify(row.detail) : ''}</code> },
  ];
  return (
    <Page title={t('audit.title')} about={t('audit.about')} actions={<Button type="primary" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>{t('audit.verify')}</Button>}>
      <ProblemSummary error={verdict.error} />
      {verdict.data && (
        <Alert
          type={verdict.data.ok ? 'success' : 'error'}
          showIcon
          className="gap-below"
          title={verdict.data.ok ? t('audit.whole', { n: count(verdict.data.records) }) : t('audit.broken', { at: `${verdict.data.first_broken?.county ?? ''}/${verdict.data.first_broken?.seq ?? ''}` })}
          description={verdict.data.ok ? undefined : t('audit.broken.hint')}
        />
      )}
      <div className="filters">
        <Radio.Group optionType="button" aria-label={t('audit.chain')} value={chain} options={['audit', 'access_log'].map(value => ({ value, label: code('chain', value) }))} onChange={event => set({ chain: event.target.value as string })} />
      </div>
      <Loaded query={query} rows={12}>
        {page => (
          <ListTable
            id="audit"
            label={t('audit.title')}
            columns={columns}
            page={page}
            rowKey={row => `${row.chain}/${row.county}/${row.seq}`}
            loading={query.isPlaceholderData}
            card={row => (
              <>
                <div className="card-line"><strong>{code('action', row.action)}</strong><span className="faint">{instant(row.at)}</span></div>
                <div>{row.actor.name} {code('subject', row.subject?.kind)}</div>
              </>
            )}
            empty={<Empty title={t('audit.none')} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
