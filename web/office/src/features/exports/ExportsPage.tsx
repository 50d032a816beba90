import { read, write, type Schemas } from '@fuyao/shared/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { sayActor } from '../../shared/actor';
import { Download } from '../../shared/Download';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';

type Wish = Schemas['ExportView'];

const tones = { requested: 'warn', approved: 'good', refused: 'bad', expired: 'plain', done: 'plain' } as const;

/** Large exports of personal data: one's own, and for approvers those that wait for them. */
export function ExportsPage() {
  const { t, code } = useT();
  const { values, set } = useFilters();
  const state = values['state'] ?? '';
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['exports', state, values['cursor']], queryFn: () => read('/api/exports', { query: { state: state || undefined, cursor: values['cursor'] } }) });
  const [refusing, setRefusing] = useState<Wish | null>(null);
  const approve = useMutation({
    mutationFn: (id: string) => write('post', '/api/exports/{id}/approve', undefined, { path: { id } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exports'] }),
  });
  const columns: Column<Wish>[] = [
    { key: 'at', title: t('exports.at'), render: row => instant(row.requested_at ?? row.created_at) },
    { key: 'who', title: t('exports.who'), render: row => `${row.requester} · ${code('role', row.role)}` },
    { key: 'what', title: t('exports.what'), render: row => code('action', row.kind) },
    { key: 'persons', title: t('exports.persons'), align: 'right', render: row => count(row.persons) },
    { key: 'purpose', title: t('exports.purpose'), render: row => row.purpose || <span className="faint">{t('exports.daily')}</span> },
    { key: 'state', title: t('users.state'), render: row => <><Badge tone={tones[row.state as keyof typeof tones] ?? 'plain'}>{code('export_state', row.state)}</Badge> <span className="faint">{sayActor(t, row.decided_by)} {row.decision}</span></> },
    {
      key: 'do', title: t('exports.do'),
      render: row => row.may_decide ? (
        <span className="row-actions">
          <Button size="small" type="primary" loading={approve.isPending && approve.variables === row.id} onClick={() => approve.mutate(row.id)}>{t('exports.approve')}</Button>
          <Button size="small" danger onClick={() => setRefusing(row)}>{t('exports.refuse')}</Button>
        </span>
      ) : row.mine && row.state === 'approved' ? <Download href={`${row.address}${row.address.includes('?') ? '&' : '?'}approval=${row.id}`} name="export.xlsx" label={t('exports.download')} /> : false,
    },
    { key: 'address', title: t('exports.address'), optional: true, render: row => <code>{row.address}</code> },
  ];
  return (
    <Page title={t('exports.title')} about={t('exports.about')}>
      <ProblemSummary error={approve.error} />
      <div className="filters">
        <Radio.Group optionType="button" aria-label={t('users.state')} value={state} options={['', 'requested', 'approved', 'refused', 'done'].map(value => ({ value, label: value ? code('export_state', value) : t('exports.all') }))} onChange={event => set({ state: event.target.value as string })} />
      </div>
      <Loaded query={query} rows={8}>
        {page => (
          <ListTable
            id="exports" label={t('exports.title')} columns={columns} page={page} rowKey={row => row.id}
            card={row => (
              <>
                <div className="card-line"><strong>{row.requester}</strong><Badge tone={tones[row.state as keyof typeof tones] ?? 'plain'}>{code('export_state', row.state)}</Badge></div>
                <div>{code('action', row.kind)} {count(row.persons)}</div>
                <div className="faint">{row.purpose}</div>
                {columns.find(column => column.key === 'do')!.render!(row)}
              </>
            )}
            empty={<Empty title={t('exports.none')} hint={t('exports.none.hint')} />}
          />
        )}
      </Loaded>
      {refusing && <Refuse wish={refusing} close={() => setRefusing(null)} />}
    </Page>
  );
}

function Refuse({ wish, close }: { wish: Wish; close: () => void }) {
  const { t } = useT();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const refuse = useMutation({
    mutationFn: () => write('post', '/api/exports/{id}/refuse', { reason: reason.trim() }, { path: { id: wish.id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['exports'] });
      close();
    },
  });
  return (
    <Modal open title={t('exports.refuse')} onCancel={close} footer={null} destroyOnHidden closable={{ 'aria-label': t('action.close') }}>
      <ProblemSummary error={refuse.error} />
      <form onSubmit={event => { event.preventDefault(); refuse.mutate(); }}>
        <label className="form-row" htmlFor="refusal">{t('loans.reason')}</label>
        <Input id="refusal" autoFocus maxLength={300} value={reason} onChange={event => setReason(event.target.value)} />
        <Button danger htmlType="submit" className="signin-do" disabled={reason.trim().length < 4} loading={refuse.isPending}>{t('exports.refuse')}</Button>
      </form>
    </Modal>
  );
}
