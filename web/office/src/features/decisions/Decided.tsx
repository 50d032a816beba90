import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { instant, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { sayActor } from '../../shared/actor';
import { useDecisions, type Decision } from './api';
import { ChangeDialog } from './ChangeDialog';

const tones = { award: 'good', refuse: 'bad', ask: 'info', withdraw: 'plain' } as const;

/** Decisions taken, the latest first; the one that stands can be changed or taken back. */
export function Decided({ household }: { household?: string }) {
  const { t, text } = useT();
  const can = useCan();
  const { values } = useFilters();
  const query = useDecisions({ household, cursor: household ? undefined : values['cursor'] });
  const [changing, setChanging] = useState<Decision | null>(null);
  const columns: Column<Decision>[] = [
    ...(household ? [] : [{ key: 'household', title: t('field.head'), render: (row: Decision) => <Link to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> }]),
    { key: 'subject', title: t('field.person'), render: row => row.subject_name },
    { key: 'policy', title: t('field.policy'), render: row => text(row.title) || row.policy },
    { key: 'outcome', title: t('queue.decision'), render: row => <Badge tone={tones[row.outcome as keyof typeof tones]}>{t(`queue.outcome.${row.outcome as keyof typeof tones}`)}</Badge> },
    { key: 'amount', title: t('field.amount'), align: 'right', render: row => money(row.amount) },
    { key: 'reason', title: t('queue.reason'), render: row => row.reason },
    { key: 'by', title: t('queue.by'), render: row => `${sayActor(t, row.by)} ${instant(row.at)}` },
    { key: 'do', title: t('exports.do'), render: row => row.standing && can('benefit.decide') && (
      <Button size="small" onClick={() => setChanging(row)}>{t('queue.change')}<span className="hidden-text"> {row.subject_name} {text(row.title)}</span></Button>
    ) },
  ];
  return (
    <Loaded query={query} rows={3}>
      {page => (
        <>
          {household && page.items.length > 0 && <h3>{t('queue.decided')}</h3>}
          {household && page.items.length === 0 ? null : (
            <ListTable
              id="decisions" label={t('queue.decided')} columns={columns} page={household ? { ...page, next: null } : page} rowKey={row => row.id}
              card={row => (<><div className="card-line"><strong>{row.subject_name}</strong><Badge tone={tones[row.outcome as keyof typeof tones]}>{t(`queue.outcome.${row.outcome as keyof typeof tones}`)}</Badge></div><div className="faint">{text(row.title)} {row.reason}</div></>)}
              empty={<Empty title={t('queue.noneDecided')} />}
            />
          )}
          {changing && <ChangeDialog row={changing} close={() => setChanging(null)} />}
        </>
      )}
    </Loaded>
  );
}
