import { get } from '@fuyao/shared';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column, type Page as PageOf } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';

interface AuditRecord {
  id: string;
  at: string;
  actor?: string | null;
  role?: string | null;
  action: string;
  subject_kind?: string | null;
  subject_id?: string | null;
  channel?: string | null;
  outcome?: string | null;
}

interface Verdict {
  ok: boolean;
  records: number;
  first_broken?: string | number | null;
}

export function AuditPage() {
  const { t, code } = useT();
  const { values } = useFilters();
  const query = useQuery({ queryKey: ['audit', values['cursor']], queryFn: () => get<PageOf<AuditRecord>>('/api/audit', { limit: 50, cursor: values['cursor'] }), placeholderData: keepPreviousData });
  const verdict = useQuery({ queryKey: ['audit', 'verify'], queryFn: () => get<Verdict>('/api/audit/verify'), enabled: false, staleTime: 0 });
  const columns: Column<AuditRecord>[] = [
    { key: 'at', title: t('audit.at'), render: row => instant(row.at) },
    { key: 'actor', title: t('source.who'), dataIndex: 'actor' },
    { key: 'role', title: t('audit.role'), render: row => code('role', row.role) },
    { key: 'action', title: t('audit.action'), render: row => code('action', row.action) },
    {
      key: 'subject', title: t('audit.subject'),
      render: row => row.subject_kind === 'household' && row.subject_id
        ? <Link to={`/households/${row.subject_id}`}>{code('subject', row.subject_kind)}</Link>
        : <span>{row.subject_kind ? code('subject', row.subject_kind) : ''}</span>,
    },
    { key: 'channel', title: t('source.how'), render: row => code('channel', row.channel) },
    { key: 'outcome', title: t('audit.outcome'), render: row => row.outcome && <Badge tone={row.outcome === 'refused' ? 'bad' : 'plain'}>{code('outcome', row.outcome)}</Badge> },
  ];
  return (
    <Page title={t('audit.title')} about={t('audit.about')} actions={<Button type="primary" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>{t('audit.verify')}</Button>}>
      <ProblemSummary error={verdict.error} />
      {verdict.data && (
        <Alert
          type={verdict.data.ok ? 'success' : 'error'}
          showIcon
          className="gap-below"
          title={verdict.data.ok ? t('audit.whole', { n: count(verdict.data.records) }) : t('audit.broken', { at: String(verdict.data.first_broken ?? '') })}
          description={verdict.data.ok ? undefined : t('audit.broken.hint')}
        />
      )}
      <Loaded query={query} rows={12}>
        {page => (
          <ListTable
            id="audit"
            label={t('audit.title')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            loading={query.isPlaceholderData}
            card={row => (
              <>
                <div className="card-line"><strong>{code('action', row.action)}</strong><span className="faint">{instant(row.at)}</span></div>
                <div>{row.actor} {row.subject_kind && code('subject', row.subject_kind)}</div>
              </>
            )}
            empty={<Empty title={t('audit.none')} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
