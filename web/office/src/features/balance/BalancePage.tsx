import { address } from '@fuyao/shared';
import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, day as sayDay, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { DateInput } from '../../shared/DateInput';
import { Download } from '../../shared/Download';
import { Badge, Page, Section } from '../../shared/Page';
import { regionLevel } from '../../shared/regions';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';

type Balance = Schemas['PopulationBalance'];
type Line = Schemas['BalanceLine'];

/** A clerk comes to 1. see that opening + in − out = closing, 2. see why it changed, 3. go from a number to the people behind it. */
export function BalancePage() {
  const { t } = useT();
  const { values, set } = useFilters();
  const to = values['to'] ?? values['on'] ?? today();
  const from = values['from'] ?? `${Number(to.slice(0, 4)) - 1}-12-31`;
  const query = { region: values['region'], group: values['group'], from, to, known_at: values['known_at'] };
  const found = useQuery({ queryKey: ['balance', query], queryFn: () => read('/api/balance', { query }), placeholderData: keepPreviousData });
  return (
    <Page title={t('balance.title')} about={t('balance.about')} actions={<Download href={address('/api/balance/workbook', query)} name={`balance-${from}-${to}.xlsx`} label={t('balance.export')} />}>
      <div className="filters" role="group" aria-label={t('list.filters')}>
        <RegionSelect value={values['region']} onChange={region => set({ region, group: null })} />
        <GroupSelect region={values['region']} value={values['group']} onChange={group => set({ group: group ?? null })} />
        <label>{t('balance.from')} <DateInput keep value={from} max={to} onChange={typed => set({ from: typed })} /></label>
        <label>{t('balance.to')} <DateInput keep value={to} onChange={typed => set({ to: typed })} /></label>
      </div>
      <Loaded query={found} rows={12}>{balance => <Report balance={balance} from={from} to={to}>{values['of'] && <Movements query={query} />}</Report>}</Loaded>
    </Page>
  );
}

function Report({ balance, from, to, children }: { balance: Balance; from: string; to: string; children: ReactNode }) {
  const { t, text } = useT();
  const { values, set } = useFilters();
  const known = values['known_at'];
  const listed = (on: string, region?: string, group?: string | null) => `/households?${new URLSearchParams({ on, ...(region ? { region } : {}), ...(group ? { group } : {}), ...(known ? { known_at: known } : {}) }).toString()}`;
  // A group is chosen by its name here, by its id in the list.
  const [opening, closing] = values['group'] ? [] : [listed(from, values['region']), listed(to, values['region'])];
  const moved = (row: Balance['rows'][number], of: 'households' | 'persons', direction: 'in' | 'out') => row[of][direction] === 0 ? 0 : (
    <button type="button" className="link" onClick={() => set({ region: row.code, ...(row.group ? { group: row.group } : {}), of, direction, kind: null, cursor: null }, true)}>{count(row[of][direction])}</button>
  );
  const below = balance.rows.some(row => row.group !== null && row.group !== undefined);
  if (balance.households.opening + balance.households.closing + balance.persons.in === 0) return <Empty title={t('balance.empty')} hint={t('balance.empty.hint')} />;
  return (
    <>
      <Equation title={t('figure.households')} line={balance.households} of="households" opening={opening} closing={closing} />
      <Equation title={t('figure.persons')} line={balance.persons} of="persons" opening={opening} closing={closing} />
      {children}
      <Section title={t('balance.kinds')}>
        {balance.kinds.length === 0 ? <p className="faint">{t('balance.kinds.none')}</p> : (
          <div className="table-scroll"><table className="grid">
            <caption className="hidden-text">{t('balance.kinds')}</caption>
            <thead><tr><th scope="col">{t('balance.kind')}</th><th scope="col" className="number">{t('balance.householdsIn')}</th><th scope="col" className="number">{t('balance.householdsOut')}</th><th scope="col" className="number">{t('balance.personsIn')}</th><th scope="col" className="number">{t('balance.personsOut')}</th></tr></thead>
            <tbody>
              {balance.kinds.map(kind => (
                <tr key={kind.kind}>
                  <th scope="row">{text(kind.name)}</th>
                  {([['households', 'in', kind.households_in], ['households', 'out', kind.households_out], ['persons', 'in', kind.persons_in], ['persons', 'out', kind.persons_out]] as const).map(([of, direction, n]) => (
                    <td key={of + direction} className="number">{n === 0 ? '' : <button type="button" className="link" onClick={() => set({ of, direction, kind: kind.kind })}>{count(n)}</button>}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table></div>
        )}
      </Section>
      <Section title={t(below ? 'balance.byGroup' : 'balance.byPlace')}>
        <div className="table-scroll"><table className="grid">
          <caption className="hidden-text">{t('balance.byPlace')}</caption>
          <thead>
            <tr><th scope="col" rowSpan={2}>{t('balance.place')}</th><th scope="colgroup" colSpan={4}>{t('figure.households')}</th><th scope="colgroup" colSpan={4}>{t('figure.persons')}</th></tr>
            <tr>{['households', 'persons'].flatMap(of => (['balance.opening', 'balance.in', 'balance.out', 'balance.closing'] as const).map(key => <th key={of + key} scope="col" className="number">{t(key)}</th>))}</tr>
          </thead>
          <tbody>
            {balance.rows.map(row => (
              <tr key={`${row.code}/${row.group ?? ''}`}>
                <th scope="row"><button type="button" className="link" onClick={() => set(row.group === null || row.group === undefined ? { region: row.code } : { region: row.code, group: row.group })}>{row.name}</button>{row.group_id && <> <Link to={`/groups/${row.group_id}`} className="faint">{t('balance.group.page')}</Link></>}</th>
                <td className="number"><Link to={listed(from, row.code, row.group_id)}>{count(row.households.opening)}</Link></td>
                <td className="number">{moved(row, 'households', 'in')}</td>
                <td className="number">{moved(row, 'households', 'out')}</td>
                <td className="number"><Link to={listed(to, row.code, row.group_id)}>{count(row.households.closing)}</Link></td>
                <td className="number"><Link to={listed(from, row.code, row.group_id)}>{count(row.persons.opening)}</Link></td>
                <td className="number">{moved(row, 'persons', 'in')}</td>
                <td className="number">{moved(row, 'persons', 'out')}</td>
                <td className="number"><Link to={listed(to, row.code, row.group_id)}>{count(row.persons.closing)}</Link></td>
              </tr>
            ))}
          </tbody>
        </table></div>
      </Section>
    </>
  );
}

/** The groups of the chosen village; those of other areas are not asked for. */
function GroupSelect({ region, value, onChange }: { region?: string; value?: string; onChange: (group: string | undefined) => void }) {
  const { t } = useT();
  const village = !!region && regionLevel(region) === 'village';
  const groups = useQuery({ queryKey: ['groups', region], queryFn: async () => (await read('/api/groups', { query: { region } })).items, enabled: village });
  return (
    <Select
      allowClear
      style={{ width: 130 }}
      aria-label={t('field.group')}
      placeholder={t('field.group')}
      disabled={!village}
      value={village ? value : undefined}
      options={(groups.data ?? []).map(group => ({ value: group.name, label: group.name }))}
      onChange={onChange}
    />
  );
}

function Equation({ title, line, of, opening, closing }: { title: string; line: Line; of: 'households' | 'persons'; opening?: string | undefined; closing?: string | undefined }) {
  const { t } = useT();
  const { set } = useFilters();
  return (
    <p className="equation">
      <strong>{title}</strong>
      <span><span className="faint">{t('balance.opening')}</span> {opening ? <Link to={opening}>{count(line.opening)}</Link> : count(line.opening)}</span>
      <span>+ <span className="faint">{t('balance.in')}</span> <button type="button" className="link" onClick={() => set({ of, direction: 'in', kind: null })}>{count(line.in)}</button></span>
      <span>− <span className="faint">{t('balance.out')}</span> <button type="button" className="link" onClick={() => set({ of, direction: 'out', kind: null })}>{count(line.out)}</button></span>
      <span>= <span className="faint">{t('balance.closing')}</span> {closing ? <Link to={closing}>{count(line.closing)}</Link> : count(line.closing)}</span>
      <Badge tone={line.closes ? 'good' : 'bad'}>{t(line.closes ? 'balance.closes' : 'balance.open')}</Badge>
    </p>
  );
}

/** The people and households behind a number. */
function Movements({ query }: { query: Record<string, string | undefined> }) {
  const { t, text } = useT();
  const { values, set } = useFilters();
  const asked = { ...query, of: values['of'], direction: values['direction'], kind: values['kind'], cursor: values['cursor'], limit: 50 };
  const found = useQuery({ queryKey: ['balance', 'items', asked], queryFn: () => read('/api/balance/items', { query: asked }), placeholderData: keepPreviousData });
  return (
    <Section title={t('balance.items')} extra={<button type="button" className="link" onClick={() => set({ of: null, direction: null, kind: null })}>{t('action.close')}</button>}>
      <Loaded query={found} rows={4}>
        {page => (
          <>
            <p className="faint">{t('list.total', { n: count(page.total) })}</p>
            <div className="table-scroll"><table className="grid">
              <caption className="hidden-text">{t('balance.items')}</caption>
              <thead><tr><th scope="col">{t('event.on')}</th><th scope="col">{t('balance.kind')}</th><th scope="col">{t('field.name')}</th><th scope="col">{t('field.head')}</th><th scope="col">{t('balance.place')}</th></tr></thead>
              <tbody>
                {page.items.map(item => (
                  <tr key={`${item.household}${item.person}${item.on}${item.enters}`}>
                    <td>{sayDay(item.on)}</td>
                    <td>{text(item.name)} <Badge tone={item.enters ? 'good' : 'warn'}>{t(item.enters ? 'balance.in' : 'balance.out')}</Badge></td>
                    <td>{item.person_name ?? (item.person ? t('value.unknown') : '')}</td>
                    <td><Link to={`/households/${item.household}?on=${item.enters ? item.on : dayBefore(item.on)}`}>{item.head_name ?? t('value.unknown')} · {item.number}</Link></td>
                    <td>{[item.from?.name, item.to?.name].filter(Boolean).join(' → ')}</td>
                  </tr>
                ))}
              </tbody>
            </table></div>
            {page.next && <button type="button" className="link" onClick={() => set({ cursor: page.next }, true)}>{t('list.next')}</button>}
          </>
        )}
      </Loaded>
    </Section>
  );
}

/** Who left is shown on the last day that they were there. */
function dayBefore(day: string) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
