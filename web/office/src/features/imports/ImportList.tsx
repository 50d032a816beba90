import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useImports, type ImportRecord } from './api';
import { NewImport } from './NewImport';

export const importTone = (state: string) => (({ applied: 'good', checked: 'info', refused: 'bad', running: 'info' }) as const)[state] ?? 'plain';

export function ImportList() {
  const { t, code, text } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const { values } = useFilters();
  const query = useImports(values['cursor']);
  const [adding, setAdding] = useState(values['new'] === '1');
  const start = <Button type="primary" disabled={!can('import.run')} title={can('import.run') ? undefined : t('state.noPermission')} onClick={() => setAdding(true)}>{t('imports.start')}</Button>;
  const columns = useMemo<Column<ImportRecord>[]>(
    () => [
      { key: 'file', title: t('imports.file'), render: row => <Link to={`/imports/${row.id}`} tabIndex={-1}>{row.file_name}</Link> },
      { key: 'state', title: t('imports.state'), render: row => <Badge tone={importTone(row.state)}>{code('import_state', row.state)}</Badge> },
      { key: 'table', title: t('imports.kind'), render: row => text(row.table_name) },
      { key: 'region', title: t('imports.region'), render: row => row.region_name },
      { key: 'accepted', title: t('imports.accepted'), align: 'right', render: row => count(row.counts.accepted) },
      { key: 'unchanged', title: t('imports.unchanged'), align: 'right', render: row => count(row.counts.unchanged) },
      { key: 'refused', title: t('imports.refused'), align: 'right', render: row => count(row.counts.refused) },
      { key: 'by', title: t('imports.by'), dataIndex: 'actor_name' },
      { key: 'at', title: t('imports.at'), render: row => instant(row.created_at) },
    ],
    [t, code, text],
  );
  return (
    <Page title={t('imports.title')} about={t('imports.about')} actions={adding ? null : start}>
      {adding && <NewImport close={() => setAdding(false)} />}
      <h2 className="list-title">{t('imports.earlier')}</h2>
      <Loaded query={query}>
        {page => (
          <ListTable
            id="imports"
            label={t('imports.earlier')}
            columns={columns}
            page={page}
            rowKey={row => row.id}
            open={row => void navigate(`/imports/${row.id}`)}
            card={row => (
              <>
                <div className="card-line"><Link to={`/imports/${row.id}`}>{row.file_name}</Link><Badge tone={importTone(row.state)}>{code('import_state', row.state)}</Badge></div>
                <div className="faint">{row.region_name} · {instant(row.created_at)}</div>
              </>
            )}
            empty={<Empty title={t('imports.none')} hint={t('imports.none.hint')} action={adding ? undefined : start} />}
          />
        )}
      </Loaded>
    </Page>
  );
}
