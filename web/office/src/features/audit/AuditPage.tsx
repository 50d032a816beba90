import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Radio } from 'antd';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { DateInput } from '../../shared/DateInput';
import { Download } from '../../shared/Download';
import { ListTable, type Column } from '../../shared/ListTable';
import { Page, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';

type AuditRecord = Schemas['AuditItem'];
/** One deed, and the further persons or households that it touched. */
type Deed = AuditRecord & { further: AuditRecord[] };

/** Reading a list of fifty households leaves fifty records: they are one deed, and are shown as one. */
function deeds(records: AuditRecord[]): Deed[] {
  const found: Deed[] = [];
  for (const record of records) {
    const last = found.at(-1);
    const same = last && last.action === record.action && last.actor.name === record.actor.name && last.subject?.kind === record.subject?.kind && last.at.slice(0, 19) === record.at.slice(0, 19);
    if (same) last.further.push(record);
    else found.push({ ...record, further: [] });
  }
  return found;
}

const filterNames = ['actor', 'action', 'subject_kind', 'subject_id', 'from', 'to'] as const;

export function AuditPage() {
  const { t, code } = useT();
  const { values, set, clear } = useFilters();
  const chain = values['chain'] ?? 'audit';
  const filters = Object.fromEntries(filterNames.map(name => [name, values[name]]));
  const query = useQuery({
    queryKey: ['audit', chain, filters, values['cursor']],
    queryFn: () => read('/api/audit', { query: { chain, ...filters, limit: 200, cursor: values['cursor'] } }),
    placeholderData: keepPreviousData,
  });
  const verdict = useQuery({ queryKey: ['audit', 'verify'], queryFn: () => read('/api/audit/verify'), enabled: false, staleTime: 0 });
  const columns: Column<Deed>[] = [
    { key: 'at', title: t('audit.at'), render: row => instant(row.at) },
    { key: 'actor', title: t('source.who'), render: row => row.actor.name && <Button type="link" size="small" title={t('audit.ofActor', { name: sayActor(t, row.actor.name) })} onClick={() => set({ actor: row.actor.name })}>{sayActor(t, row.actor.name)}</Button> },
    { key: 'role', title: t('audit.role'), render: row => code('role', row.actor.role) },
    { key: 'action', title: t('audit.action'), render: row => code('action', row.action) },
    {
      key: 'subject', title: t('audit.subject'),
      render: row => row.subject && (row.further.length > 0 ? (
        <details>
          <summary>{t('audit.many', { kind: code('subject', row.subject.kind), n: row.further.length + 1 })}</summary>
          {[row, ...row.further].map((one, at) => <div key={`${one.county}/${one.seq}`}>{at + 1}. {one.subject?.kind === 'household' ? <Link to={`/households/${one.subject.id}`}>{code('subject', one.subject.kind)}</Link> : code('subject', one.subject?.kind)}</div>)}
        </details>
      ) : (
        <>
          {row.subject.kind === 'household' ? <Link to={`/households/${row.subject.id}`}>{code('subject', row.subject.kind)}</Link> : code('subject', row.subject.kind)}{' '}
          {(row.subject.kind === 'household' || row.subject.kind === 'person') && (
            <Button type="link" size="small" onClick={() => set({ chain: 'access_log', subject_kind: row.subject!.kind, subject_id: row.subject!.id, actor: null })}>{t('audit.whoSaw')}</Button>
          )}
        </>
      )),
    },
    { key: 'channel', title: t('source.how'), render: row => code('channel', row.channel) },
    { key: 'detail', title: t('audit.detail'), optional: true, render: row => <code>{row.detail ? JSON.stringify(row.detail) : ''}</code> },
  ];
  const address = new URLSearchParams(Object.entries({ chain, ...filters }).filter((pair): pair is [string, string] => !!pair[1]));
  return (
    <Page
      title={t('audit.title')}
      about={t('audit.about')}
      actions={
        <>
          <Download href={`/api/audit/export?${address}`} name="audit.xlsx" label={t('audit.export')} />
          <Button type="primary" loading={verdict.isFetching} onClick={() => void verdict.refetch()}>{t('audit.verify')}</Button>
        </>
      }
    >
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
        <Input key={`actor ${values['actor'] ?? ''}`} allowClear style={{ width: 150 }} aria-label={t('source.who')} placeholder={t('source.who')} defaultValue={values['actor']} onPressEnter={event => set({ actor: event.currentTarget.value })} onBlur={event => event.currentTarget.value !== (values['actor'] ?? '') && set({ actor: event.currentTarget.value })} />
        <label className="inline">{t('loans.from')} <DateInput keep value={values['from'] ?? ''} onChange={typed => set({ from: typed })} /></label>
        <label className="inline">{t('loans.until')} <DateInput keep value={values['to'] ?? ''} onChange={typed => set({ to: typed })} /></label>
        {values['action'] && <Button onClick={() => set({ action: null })}>{code('action', values['action'])} ×</Button>}
        {values['subject_id'] && <Button onClick={() => set({ subject_kind: null, subject_id: null })}>{t('audit.oneSubject', { kind: code('subject', values['subject_kind']) })} ×</Button>}
        {filterNames.some(name => values[name]) && <Button type="link" onClick={clear}>{t('list.clear')}</Button>}
      </div>
      <Loaded query={query} rows={12}>
        {page => (
          <ListTable
            id="audit"
            label={t('audit.title')}
            columns={columns}
            page={{ ...page, items: deeds(page.items) }}
            rowKey={row => `${row.chain}/${row.county}/${row.seq}`}
            loading={query.isPlaceholderData}
            card={row => (
              <>
                <div className="card-line"><strong>{code('action', row.action)}</strong><span className="faint">{instant(row.at)}</span></div>
                <div>{sayActor(t, row.actor.name)} {row.further.length > 0 ? t('audit.many', { kind: code('subject', row.subject?.kind), n: row.further.length + 1 }) : code('subject', row.subject?.kind)}</div>
              </>
            )}
            empty={<Empty title={t('audit.none')} />}
          />
        )}
      </Loaded>
      <Figures />
    </Page>
  );
}

/** Who saw full numbers or took files, day by day: whoever stands out is seen at once. */
function Figures() {
  const { t, code } = useT();
  const query = useQuery({ queryKey: ['audit', 'figures'], queryFn: () => read('/api/audit/figures') });
  return (
    <Section title={t('audit.figures')}>
      <Loaded query={query} rows={3}>
        {found => found.items.length === 0 ? <p className="faint">{t('audit.figures.none')}</p> : (
          <table className="list-table" aria-label={t('audit.figures')}>
            <thead><tr><th scope="col">{t('audit.day')}</th><th scope="col">{t('source.who')}</th><th scope="col">{t('audit.what')}</th><th scope="col" className="right">{t('audit.count')}</th></tr></thead>
            <tbody>
              {found.items.slice(0, 50).map(figure => (
                <tr key={`${figure.day}/${figure.actor_id}/${figure.kind}`}><td>{figure.day}</td><td>{sayActor(t, figure.actor)}</td><td>{code('usage', figure.kind)}</td><td className="right">{count(figure.count)}</td></tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </Section>
  );
}
