import { Button, Input } from 'antd';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { Badge, Section } from '../../shared/Page';
import { sayCell, sayInput } from '../../shared/rule';
import { Scroll } from '../../shared/Scroll';
import { Quotation } from '../../shared/Why';
import type { Cell, Levers as PackLevers, Parameter, TableLever } from './api';

interface Supposed {
  set: Record<string, string>;
  cells: Cell[];
  change: (id: string, value: string | null) => void;
  changeCell: (cell: Cell, text: string | null) => void;
}

/** Every parameter that decides amounts, with its plan's sentence, then the tables; what is changed says from what. */
export function Levers({ levers, titles, problems, ...supposed }: Supposed & { levers: PackLevers; titles: Record<string, string>; problems: (path: string) => string[] }) {
  const { t } = useT();
  return (
    <>
      <Section title={t('simulation.parameters')} extra={<span className="faint">{t('simulation.parameters.hint')}</span>}>
        <ul className="levers">
          {levers.parameters.map(parameter => <ParameterRow key={parameter.id} parameter={parameter} titles={titles} wrong={problems(`set/${parameter.id}`)} {...supposed} />)}
        </ul>
      </Section>
      {levers.tables.map(table => <TableEditor key={table.policy} lever={table} levers={levers} problems={problems} {...supposed} />)}
    </>
  );
}

function ParameterRow({ parameter, titles, wrong, set, change }: Supposed & { parameter: Parameter; titles: Record<string, string>; wrong: string[] }) {
  const { t, text } = useT();
  const now = parameter.value ?? null;
  const value = set[parameter.id];
  const title = text(parameter.title);
  const changed = value !== undefined;
  const shown = value ?? now ?? '';
  return (
    <li className={changed ? 'lever lever-changed' : 'lever'}>
      <div className="lever-head">
        <label htmlFor={`lever-${parameter.id}`}>{title}</label>
        {changed && <Badge tone="info">{t('simulation.was', { value: now ?? t('simulation.unknown') })}</Badge>}
        {now === null && !changed && <Badge tone="warn">{t('simulation.lost')}</Badge>}
      </div>
      <div className="lever-input">
        {parameter.type === 'number' && parameter.most !== null && parameter.most !== undefined && (
          <input type="range" aria-label={t('simulation.slide', { title })} min={parameter.least ?? 0} max={Math.max(parameter.most, Number(shown) || 0)} step={parameter.step ?? 1} value={Number(shown) || 0} onChange={event => change(parameter.id, same(event.target.value, now))} />
        )}
        {parameter.type === 'boolean' ? (
          <select id={`lever-${parameter.id}`} value={shown} onChange={event => change(parameter.id, same(event.target.value, now))}>
            {now === null && <option value="">{t('simulation.unknown')}</option>}
            <option value="true">{t('value.yes')}</option>
            <option value="false">{t('value.no')}</option>
          </select>
        ) : parameter.type === 'date' ? (
          <DateInput id={`lever-${parameter.id}`} wrong={wrong.length > 0} value={shown} onChange={typed => change(parameter.id, same(typed, now))} />
        ) : (
          <Input
            id={`lever-${parameter.id}`}
            className="lever-number"
            inputMode={parameter.type === 'number' ? 'decimal' : 'text'}
            status={wrong.length > 0 ? 'error' : ''}
            value={shown}
            placeholder={t('simulation.unknown')}
            onChange={event => change(parameter.id, same(event.target.value, now))}
          />
        )}
        <span className="lever-unit">{sayUnit(t, parameter.unit)}</span>
        {changed && <Button size="small" type="text" aria-label={t('simulation.resetOf', { title })} onClick={() => change(parameter.id, null)}>{t('simulation.reset')}</Button>}
      </div>
      {wrong.map(line => <p key={line} className="error-text" role="alert">{line}</p>)}
      <details>
        <summary>{parameter.policies.map(id => titles[id] ?? id).join(t('simulation.comma'))}</summary>
        <Quotation source={parameter.source} />
      </details>
    </li>
  );
}

/** The table as the plan has it; a cell is a FEEL text. */
function TableEditor({ lever, levers, cells, changeCell, problems }: Supposed & { lever: TableLever; levers: PackLevers; problems: (path: string) => string[] }) {
  const i18n = useT();
  const { t, text } = i18n;
  const named = Object.fromEntries(levers.parameters.map(p => [p.id, p]));
  const found = (row: number, column: number) => cells.find(cell => cell.policy === lever.policy && cell.row === row && cell.column === column);
  const changed = cells.some(cell => cell.policy === lever.policy);
  const wrong = [...problems(`cells/${lever.policy}`), ...cells.filter(cell => cell.policy === lever.policy).flatMap(cell => problems(`cells/${cell.policy}/${cell.row}/${cell.column}`))];
  const entry = (row: number, column: number, before: string, heading: string) => {
    const cell = found(row, column);
    const parameter = named[before];
    return (
      <td key={column} className={cell ? 'matched' : undefined}>
        <Input
          size="small"
          aria-label={t('simulation.cell', { row, heading })}
          status={problems(`cells/${lever.policy}/${row}/${column}`).length > 0 ? 'error' : ''}
          value={cell?.text ?? before}
          onChange={event => changeCell({ policy: lever.policy, row, column, text: event.target.value }, event.target.value === before ? null : event.target.value)}
        />
        {!cell && parameter && <span className="faint">{text(parameter.title)}</span>}
        {!cell && !parameter && column > 0 && sayCell(i18n, heading, before) !== before && <span className="faint">{sayCell(i18n, lever.table.inputs[column - 1] ?? '', before)}</span>}
        {cell && <span className="faint">{t('simulation.was', { value: before })}</span>}
      </td>
    );
  };
  return (
    <Section title={t('simulation.table', { policy: text(lever.title) })} extra={changed ? <Button size="small" type="text" onClick={() => cells.filter(cell => cell.policy === lever.policy).forEach(cell => changeCell(cell, null))}>{t('simulation.reset')}</Button> : undefined}>
      <details open={changed}>
        <summary>{t('simulation.table.edit')}</summary>
        <Quotation source={lever.source} />
        <Scroll label={t('simulation.table', { policy: text(lever.title) })}>
          <table className="grid">
            <thead><tr>{lever.table.inputs.map(input => <th key={input} scope="col">{sayInput(i18n, input)}</th>)}<th scope="col">{t('field.amount')}</th></tr></thead>
            <tbody>
              {lever.table.rows.map((row, at) => (
                <tr key={`${row.conditions.join('|')}=${row.output}`}>
                  {row.conditions.map((condition, column) => entry(at + 1, column + 1, condition, sayInput(i18n, lever.table.inputs[column] ?? '')))}
                  {entry(at + 1, 0, row.output, t('field.amount'))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {wrong.map(line => <p key={line} className="error-text" role="alert">{line}</p>)}
      </details>
    </Section>
  );
}

/** What is in force again is no change. */
const same = (value: string, now: string | null | undefined) => (value === (now ?? '') ? null : value);

/** `yuan/person/month` → 元/人/月. */
function sayUnit(t: ReturnType<typeof useT>['t'], unit: string | null | undefined): string {
  const words: Record<string, string> = {
    yuan: t('unit.yuan'), person: t('simulation.person'), household: t('simulation.household'), month: t('simulation.month'), year: t('simulation.year'), term: t('simulation.term'), ratio: t('simulation.ratio'), percent: '%', day: t('simulation.day'),
  };
  return (unit ?? '').split('/').map(part => words[part] ?? part).join('/');
}
