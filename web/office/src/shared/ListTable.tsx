import { Button, Checkbox, Popover } from 'antd';
import type { ReactNode } from 'react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { count } from '../framework/format';
import { useFilters } from '../framework/filters';
import { useT } from '../framework/i18n';
import { useNarrow } from './narrow';

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number | null;
}

export interface Column<T> {
  key: string;
  title: string;
  /** The member shown, when nothing has to be made of it. */
  dataIndex?: keyof T & string;
  render?: (row: T) => ReactNode;
  align?: 'right';
  /** Numbers that are read as one and deeds do not break over lines. */
  nowrap?: boolean;
  /** Hidden until chosen. */
  optional?: boolean;
}

interface Props<T> {
  id: string;
  label: string;
  columns: Column<T>[];
  page: Page<T>;
  rowKey: (row: T) => string;
  loading?: boolean;
  open?: (row: T) => void;
  /** One row as a card, for a phone. */
  card?: (row: T) => ReactNode;
  /** The totals row: one cell a column key. */
  totals?: Record<string, ReactNode>;
  empty: ReactNode;
  tools?: ReactNode;
  /** Which columns are shown, and in what order, is chosen elsewhere. */
  ordered?: boolean;
  /** Rows can be selected: by their box, x on the row, or a range with Shift. */
  selection?: { chosen: ReadonlySet<string>; choose: (keys: ReadonlySet<string>) => void; name: (row: T) => string };
}

/** The one table of the office: cursor paging in the URL, sticky head, chosen columns, totals, arrows (or j and k) and Enter, cards on a phone. */
export function ListTable<T extends object>({ id, label, columns, page, rowKey, loading, open, card, totals, empty, tools, ordered, selection }: Props<T>) {
  const { t } = useT();
  const narrow = useNarrow();
  const body = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useHiddenColumns(id, columns);
  const shown = ordered ? columns : columns.filter(column => !hidden.includes(column.key));

  const last = useRef(-1);
  const toggle = (index: number, range: boolean) => {
    if (!selection) return;
    const keys = new Set(selection.chosen);
    const on = !keys.has(rowKey(page.items[index]!));
    const from = range && last.current >= 0 ? Math.min(last.current, index) : index;
    const to = range && last.current >= 0 ? Math.max(last.current, index) : index;
    for (let at = from; at <= to; at++) {
      if (on) keys.add(rowKey(page.items[at]!));
      else keys.delete(rowKey(page.items[at]!));
    }
    last.current = index;
    selection.choose(keys);
  };
  const all = selection !== undefined && page.items.length > 0 && page.items.every(row => selection.chosen.has(rowKey(row)));
  const togglePage = () => {
    const keys = new Set(selection!.chosen);
    for (const row of page.items) {
      if (all) keys.delete(rowKey(row));
      else keys.add(rowKey(row));
    }
    selection!.choose(keys);
  };
  const rows = () => Array.from(body.current?.querySelectorAll<HTMLElement>('[data-row-key]') ?? []);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const lines = rows();
    const at = lines.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    if (event.key === 'x' && selection) toggle(at, event.shiftKey);
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    lines[Math.max(0, Math.min(to, lines.length - 1))]?.focus();
  };
  const rowProps = (row: T, index: number) => ({
    tabIndex: index === 0 ? 0 : -1,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) open?.(row);
    },
    onClick: (event: React.MouseEvent<HTMLElement>) => {
      if (!(event.target as HTMLElement).closest('a,button,input,label')) open?.(row);
    },
    className: open ? 'row-link' : '',
  });

  return (
    <div className="list" ref={body} onKeyDown={onKeyDown}>
      <div className="list-bar">
        <span className="list-count" aria-live="polite">{page.total === null || page.total === undefined ? '' : t('list.total', { n: count(page.total) })}</span>
        <span className="list-tools">
          {tools}
          {!narrow && !ordered && columns.length > 4 && <ColumnChoice columns={columns} hidden={hidden} setHidden={setHidden} />}
        </span>
      </div>
      {page.items.length === 0 && !loading ? (
        empty
      ) : narrow && card ? (
        <ul className="cards" aria-label={label} aria-busy={loading}>
          {page.items.map((row, index) => (
            <li key={rowKey(row)} data-row-key={rowKey(row)} {...rowProps(row, index)}>{card(row)}</li>
          ))}
        </ul>
      ) : (
        <table className="list-table" aria-label={label} aria-busy={loading}>
          <thead>
            <tr>{selection && <th scope="col"><input type="checkbox" checked={all} aria-label={t('list.selectAll')} onChange={togglePage} /></th>}{shown.map(column => <th key={column.key} scope="col" className={column.align}>{column.title}</th>)}</tr>
          </thead>
          <tbody>
            {page.items.map((row, index) => (
              <tr key={rowKey(row)} data-row-key={rowKey(row)} {...rowProps(row, index)}>
                {selection && <td><input type="checkbox" checked={selection.chosen.has(rowKey(row))} aria-label={t('list.select', { name: selection.name(row) })} onClick={event => toggle(index, event.shiftKey)} onChange={() => undefined} /></td>}
                {shown.map(column => <td key={column.key} className={[column.align, column.nowrap && 'nowrap'].filter(Boolean).join(' ') || undefined}>{cell(column, row)}</td>)}
              </tr>
            ))}
          </tbody>
          {totals && <tfoot><tr className="totals">{selection && <td aria-label={t('list.selectHead')} />}{shown.map(column => <td key={column.key} className={column.align}>{totals[column.key]}</td>)}</tr></tfoot>}
        </table>
      )}
      <Pager next={page.next} />
    </div>
  );
}

function cell<T>(column: Column<T>, row: T): ReactNode {
  const shown = column.render ? column.render(row) : column.dataIndex ? (row[column.dataIndex] as ReactNode) : false;
  // What is not known is said; `false` leaves a place for deeds empty.
  return shown === null || shown === undefined || shown === '' ? <span className="faint">—</span> : shown;
}

function ColumnChoice<T>({ columns, hidden, setHidden }: { columns: Column<T>[]; hidden: string[]; setHidden: (keys: string[]) => void }) {
  const { t } = useT();
  const content = (
    <div className="column-choice" role="group" aria-label={t('list.columns')}>
      {columns.map((column, index) => (
        <Checkbox
          key={column.key}
          disabled={index === 0}
          checked={!hidden.includes(column.key)}
          onChange={event => setHidden(event.target.checked ? hidden.filter(key => key !== column.key) : [...hidden, column.key])}
        >
          {column.title}
        </Checkbox>
      ))}
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button>{t('list.columns')}</Button>
    </Popover>
  );
}

function useHiddenColumns<T>(id: string, columns: Column<T>[]): [string[], (keys: string[]) => void] {
  const key = `fuyao.columns.${id}`;
  const [hidden, setHidden] = useState<string[]>(() => {
    const stored = localStorage.getItem(key);
    return stored ? (JSON.parse(stored) as string[]) : columns.filter(column => column.optional).map(column => column.key);
  });
  return [
    hidden,
    keys => {
      localStorage.setItem(key, JSON.stringify(keys));
      setHidden(keys);
    },
  ];
}

/** Cursors only lead forward; the way back is the browser's own history, which the button uses. */
function Pager({ next }: { next: string | null }) {
  const { t } = useT();
  const { values, set } = useFilters();
  const page = Number(values['page'] ?? '1');
  if (page <= 1 && !next) return null;
  return (
    <nav className="pager" aria-label={t('list.pages')}>
      <Button disabled={page <= 1} onClick={() => history.back()}>{t('list.previous')}</Button>
      <span>{t('list.page', { n: page })}</span>
      <Button disabled={!next} onClick={() => set({ cursor: next, page: String(page + 1) }, true)}>{t('list.next')}</Button>
    </nav>
  );
}
