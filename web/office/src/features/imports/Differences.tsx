import { Button, Radio, Segmented } from 'antd';
import { count } from '../../framework/format';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { Download } from '../../shared/Download';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Empty, Loaded } from '../../shared/State';
import { useDecide, useDifferences, type CellDifference, type ImportRecord, type RowDifference } from './api';

const outcomes = ['new', 'changed', 'conflict', 'unchanged', 'refused'] as const;
const tones = { new: 'good', changed: 'info', conflict: 'warn', unchanged: 'plain', refused: 'bad' } as const;

/** What becomes of each row, cell by cell, and whose word counts where the two differ. */
export function Differences({ record }: { record: ImportRecord }) {
  const { t, code } = useT();
  const { values, set } = useFilters();
  const outcome = values['outcome'];
  const query = useDifferences(record.id, outcome, values['at']);
  const decide = useDecide(record.id);
  const rows = record.rows;
  if (!rows) return null;
  const numbers = { new: rows.new, changed: rows.changed, unchanged: rows.unchanged, conflict: rows.conflicts, refused: rows.refused };
  const deciding = record.state === 'checked';
  // What was decided for all stays; this cell is an exception to it.
  const one = deciding ? (key: string, file: boolean) => decide.mutate({ for_all: query.data?.for_all ?? null, cells: { [key]: file } }) : undefined;
  const columns: Column<RowDifference>[] = [
    { key: 'row', title: t('imports.row'), align: 'right', render: row => <>{row.sheet && <span className="faint">{row.sheet} </span>}{row.row}</> },
    { key: 'outcome', title: t('imports.diff.outcome'), render: row => <Badge tone={tones[row.outcome]}>{code('row_outcome', row.outcome)}</Badge> },
    { key: 'subject', title: t('imports.diff.subject'), render: row => <>{row.subject} <span className="faint">{row.number}</span></> },
    {
      key: 'cells',
      title: t('imports.diff.cells'),
      render: row => <Cells row={row} decide={one} />,
    },
  ];
  return (
    <Section
      title={t('imports.diff.title')}
      extra={<Download href={`/api/imports/${record.id}/differences/export`} name={`${t('imports.diff.title')}-${record.file_name}.xlsx`} label={t('imports.diff.excel')} />}
    >
      <p className="faint">{t(deciding ? 'imports.diff.about' : 'imports.diff.done')}</p>
      <ProblemSummary error={decide.error} />
      <div className="filters">
        <Segmented
          aria-label={t('imports.diff.outcome')}
          value={outcome ?? 'all'}
          onChange={value => set({ outcome: value === 'all' ? null : String(value), at: null })}
          options={[
            { value: 'all', label: `${t('imports.diff.all')} ${count(outcomes.reduce((sum, one) => sum + numbers[one], 0))}` },
            ...outcomes.map(one => ({ value: one, label: `${code('row_outcome', one)} ${count(numbers[one])}` })),
          ]}
        />
        {deciding && numbers.conflict > 0 && (
          <>
            <span>{t('imports.diff.forAll')}</span>
            <Button type={query.data?.for_all === true ? 'primary' : 'default'} aria-pressed={query.data?.for_all === true} onClick={() => decide.mutate({ for_all: true, cells: {} })} loading={decide.isPending}>{t('imports.diff.takeFile')}</Button>
            <Button type={query.data?.for_all === false ? 'primary' : 'default'} aria-pressed={query.data?.for_all === false} onClick={() => decide.mutate({ for_all: false, cells: {} })} loading={decide.isPending}>{t('imports.diff.keepRegister')}</Button>
          </>
        )}
      </div>
      <Loaded query={query}>
        {page => (
          <>
            {deciding && page.undecided > 0 && <p role="status">{t('imports.diff.undecided', { n: count(page.undecided) })}</p>}
            <ListTable
              id="import-differences"
              label={t('imports.diff.title')}
              columns={columns}
              page={{ items: page.items, next: null, total: page.total }}
              rowKey={row => `${row.sheet}/${row.row}`}
              card={row => (
                <>
                  <div className="card-line"><strong>{row.row} {row.subject}</strong><Badge tone={tones[row.outcome]}>{code('row_outcome', row.outcome)}</Badge></div>
                  <Cells row={row} decide={one} />
                </>
              )}
              empty={<Empty title={t('imports.diff.none')} />}
            />
            <div className="filters">
              {values['at'] && <Button onClick={() => set({ at: null }, true)}>{t('imports.diff.first')}</Button>}
              {page.next && <Button onClick={() => set({ at: page.next }, true)}>{t('imports.diff.next')}</Button>}
            </div>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Cells({ row, decide }: { row: RowDifference; decide?: (key: string, file: boolean) => void }) {
  const { t, code } = useT();
  const cells: CellDifference[] = row.cells;
  if (cells.length === 0) return <span className="faint">—</span>;
  return (
    <ul className="plain cell-differences">
      {cells.map(cell => (
        <li key={cell.key}>
          <strong>{cell.column}</strong>{cell.column !== cell.field && <span className="faint"> {cell.field}</span>}: <del>{cell.before ?? t('imports.diff.nothing')}</del> → <ins>{cell.after ?? t('imports.diff.nothing')}</ins>
          {cell.exported !== null && cell.exported !== undefined && <span className="faint"> ({t('imports.diff.exported')}: {cell.exported || t('imports.diff.nothing')})</span>}{' '}
          {decide && cell.asked ? (
            <Radio.Group
              size="small"
              aria-label={`${row.subject ?? row.number ?? row.row} ${cell.column}`}
              value={cell.outcome}
              onChange={event => decide(cell.key, event.target.value === 'write')}
              options={[{ value: 'write', label: t('imports.diff.file') }, { value: 'keep', label: t('imports.diff.register') }]}
              optionType="button"
            />
          ) : (
            cell.outcome !== 'write' && <Badge tone={cell.outcome === 'ask' ? 'warn' : 'plain'}>{code('cell_outcome', cell.outcome)}</Badge>
          )}
        </li>
      ))}
    </ul>
  );
}
