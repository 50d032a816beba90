import { Alert, AutoComplete, Button, Checkbox, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useT } from '../../framework/i18n';
import { Badge, Section } from '../../shared/Page';
import { ProblemSummary } from '../../shared/Problems';
import { Loaded } from '../../shared/State';
import './imports.css';
import { useImportTables, useMapping, usePreviewMapping, useSetMapping, type ColumnMap, type ImportMapping, type ImportRecord, type ImportTable, type MappingProposal, type ProposedColumn } from './api';

const left = '';

/** A mapping with the members that the server may leave out. */
type Whole = ImportMapping & Required<Pick<ImportMapping, 'columns' | 'constants'>>;
const whole = (mapping: ImportMapping): Whole => ({ ...mapping, columns: mapping.columns ?? [], constants: mapping.constants ?? {} });

/** What each column of the file means: proposed with values beside it, corrected by the clerk, remembered for the next file of the kind. */
export function MappingStep({ record }: { record: ImportRecord }) {
  const tables = useImportTables();
  const [table, setTable] = useState<string>();
  const proposal = useMapping(record.id, table);
  return (
    <Loaded query={tables}>
      {known => <Loaded query={proposal}>{found => <Form key={found.table} record={record} tables={known} proposal={found} choose={setTable} />}</Loaded>}
    </Loaded>
  );
}

function Form({ record, tables, proposal, choose }: { record: ImportRecord; tables: ImportTable[]; proposal: MappingProposal; choose: (table: string) => void }) {
  const { t, text } = useT();
  const set = useSetMapping(record.id);
  const preview = usePreviewMapping(record.id);
  const [mapping, setMapping] = useState(() => whole(proposal.mapping));
  const [remember, setRemember] = useState(true);
  const table = tables.find(one => one.id === proposal.table)!;
  const shown = preview.data?.table === proposal.table ? preview.data : proposal;
  const columns = shown.columns;
  const used = new Set(mapping.columns.map(column => column.field));
  const open = columns.filter(column => !mapOf(mapping, column) && !column.ignored);

  const change = (next: Whole) => {
    setMapping(next);
    preview.mutate({ table: proposal.table, mapping: next, remember: false });
  };
  const say = (column: ProposedColumn, part: Partial<ColumnMap>) => {
    const before = mapOf(mapping, column) ?? { header: column.header, field: column.field };
    change({ ...mapping, columns: [...mapping.columns.filter(one => one.header !== column.header), { ...before, ...part }] });
  };
  const fields = useMemo(
    () => [{ value: left, label: t('imports.map.leave') }, ...table.fields.map(field => ({ value: field.header, label: field.header, title: text(field.meaning) }))],
    [table, t, text],
  );
  const constants = Object.entries(mapping.constants);
  return (
    <>
      <ProblemSummary error={set.error} title={t('imports.map.notYet')} />
      <Section title={t('imports.map.title')}>
        <p className="faint">{t('imports.map.about', { n: columns.length })}</p>
        <div className="filters">
          <label className="inline" htmlFor="import-table">{t('imports.map.table')}</label>
          <Select id="import-table" style={{ width: 260 }} value={proposal.table} onChange={choose} options={tables.map(one => ({ value: one.id, label: text(one.name), title: text(one.about) }))} />
          <span className="faint">{text(table.about)}</span>
        </div>
        {shown.missing.length > 0 && <Alert type="warning" showIcon className="gap-below" title={t('imports.map.missing')} description={shown.missing.join('、')} />}
        {open.length > 0 && <Alert type="info" showIcon className="gap-below" title={t('imports.map.open', { n: open.length })} description={open.map(column => column.header).join('、')} />}
        <div className="mapping-scroll">
          <table className="list-table mapping-table" aria-label={t('imports.map.title')}>
            <thead>
              <tr>
                <th scope="col">{t('imports.map.column')}</th>
                <th scope="col">{t('imports.map.field')}</th>
                <th scope="col">{t('imports.map.samples')}</th>
                <th scope="col">{t('imports.map.differs')}</th>
              </tr>
            </thead>
            <tbody>
              {columns.map(column => (
                <Row key={`${column.sheet}/${column.index}`} column={column} map={mapOf(mapping, column)} fields={fields} used={used} table={table} sheets={shown.sheets.length} say={part => say(column, part)} />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Section title={t('imports.map.more')}>
        <p className="faint">{t('imports.map.constants.hint')}</p>
        {constants.map(([field, value]) => (
          <div className="filters" key={field}>
            <span>{field} =</span>
            <AutoComplete
              style={{ width: 180 }}
              aria-label={field}
              value={value}
              options={(table.fields.find(one => one.header === field)?.codes ?? []).concat(table.fields.find(one => one.header === field)?.kind === 'yes_no' ? ['是', '否'] : []).map(code => ({ value: code }))}
              onChange={entered => setMapping({ ...mapping, constants: { ...mapping.constants, [field]: entered } })}
            />
            <Button type="text" onClick={() => change({ ...mapping, constants: Object.fromEntries(constants.filter(([one]) => one !== field)) })}>{t('imports.map.remove')}</Button>
          </div>
        ))}
        <div className="filters">
          <Select
            showSearch
            style={{ width: 260 }}
            placeholder={t('imports.map.constants.add')}
            aria-label={t('imports.map.constants.add')}
            value={null}
            options={table.fields.filter(field => !used.has(field.header) && !(field.header in mapping.constants)).map(field => ({ value: field.header, label: field.header }))}
            onChange={(field: string | null) => field && setMapping({ ...mapping, constants: { ...mapping.constants, [field]: table.fields.find(one => one.header === field)?.kind === 'yes_no' ? '是' : '' } })}
          />
        </div>
        <Checkbox checked={mapping.blank === 'erase'} onChange={event => setMapping({ ...mapping, blank: event.target.checked ? 'erase' : 'keep' })}>{t('imports.map.erase')}</Checkbox>
      </Section>
      <div className="page-actions">
        <Checkbox checked={remember} onChange={event => setRemember(event.target.checked)}>{t('imports.map.remember')}</Checkbox>
        <Button type="primary" size="large" loading={set.isPending} onClick={() => set.mutate({ table: proposal.table, mapping: withAll(mapping, columns), remember })}>{t('imports.map.go')}</Button>
      </div>
    </>
  );
}

interface RowProps {
  column: ProposedColumn;
  map: ColumnMap | undefined;
  fields: { value: string; label: string }[];
  used: Set<string | null>;
  table: ImportTable;
  sheets: number;
  say: (part: Partial<ColumnMap>) => void;
}

function Row({ column, map, fields, used, table, sheets, say }: RowProps) {
  const { t, code, text } = useT();
  const field = map ? map.field : column.field;
  const known = table.fields.find(one => one.header === field);
  const certain = column.by === 'said' || column.confidence >= 0.95;
  return (
    <tr>
      <th scope="row">
        {column.header}
        {sheets > 1 && <div className="faint">{column.sheet}</div>}
        <div className="faint">{t('imports.map.filled', { n: column.filled })}</div>
      </th>
      <td>
        <Select
          showSearch
          style={{ width: 200 }}
          aria-label={t('imports.map.fieldOf', { column: column.header })}
          value={field ?? left}
          options={fields.filter(one => one.value === left || one.value === field || !used.has(one.value))}
          onChange={value => say({ field: value === left ? null : value, unit: null, codes: null })}
        />
        <div className="gap-above">
          <Badge tone={field ? (certain ? 'good' : 'warn') : column.ignored || map ? 'plain' : 'warn'}>
            {field ? code('mapped_by', column.by) : column.ignored || map ? t('imports.map.ignored') : t('imports.map.unknown')}
          </Badge>{' '}
          {field && !certain && <span className="faint">{Math.round(column.confidence * 100)}%</span>}
        </div>
        {column.units.length > 0 && (
          <label className="inline gap-above">{t('imports.map.unit')}
            <Select size="small" style={{ width: 100 }} value={map?.unit ?? column.unit ?? undefined} options={column.units.map(unit => ({ value: unit, label: unit }))} onChange={unit => say({ unit })} />
          </label>
        )}
      </td>
      <td>
        <ul className="plain samples">
          {column.samples.slice(0, 5).map(sample => (
            <li key={`${sample.text}/${sample.read}`}>
              <code>{sample.text}</code>
              {field && <> → {sample.problem ? <span className="error-text">{text(sample.problem)}</span> : (sample.read ?? '—')}</>}
            </li>
          ))}
        </ul>
        {known && column.unknown_codes.length > 0 && (
          <div className="gap-above">
            <div className="faint">{t('imports.map.codes')}</div>
            {column.unknown_codes.map(local => (
              <div className="filters" key={local}>
                <code>{local}</code> →
                <Select
                  showSearch
                  size="small"
                  style={{ width: 180 }}
                  aria-label={local}
                  value={map?.codes?.[local] ?? null}
                  placeholder={t('imports.map.codes.choose')}
                  options={(known.codes.length > 0 ? known.codes : ['是', '否', '不详']).map(label => ({ value: label, label }))}
                  onChange={(label: string | null) => label && say({ codes: { ...map?.codes, [local]: label } })}
                />
              </div>
            ))}
          </div>
        )}
      </td>
      <td>
        {field && (
          <Select
            size="small"
            style={{ width: 130 }}
            aria-label={t('imports.map.differsOf', { column: column.header })}
            value={map?.on_conflict ?? column.on_conflict}
            options={(['replace', 'keep', 'ask'] as const).map(value => ({ value, label: code('on_conflict', value) }))}
            onChange={value => say({ on_conflict: value })}
          />
        )}
      </td>
    </tr>
  );
}

const mapOf = (mapping: Whole, column: ProposedColumn) => mapping.columns.find(one => one.header === column.header);

/** Columns that stay out are said to: nothing is lost in silence, and the next file asks no more. */
function withAll(mapping: Whole, columns: ProposedColumn[]): ImportMapping {
  const said = new Set(mapping.columns.map(column => column.header));
  const others = columns.filter(column => !said.has(column.header)).map(column => ({ header: column.header, field: column.field }));
  return { ...mapping, columns: [...mapping.columns, ...others.filter((one, at) => others.findIndex(other => other.header === one.header) === at)] };
}
