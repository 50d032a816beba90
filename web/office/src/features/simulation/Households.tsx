import { Button, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { count, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import { Scroll } from '../../shared/Scroll';
import { Empty, Loaded } from '../../shared/State';
import { useHouseholds, type ListKind, type Question } from './api';
import { change } from './Results';

const kinds: ListKind[] = ['winners', 'losers', 'missed', 'leaked'];

/** The households behind a figure: what each had, what it would have, by which policy; one click more opens the household. */
export function Households({ question, list, group, groupName, choose, close, known }: {
  question: Question; list: ListKind; group: { grouping: string; key: string } | null; groupName?: string;
  choose: (list: ListKind) => void; close: () => void; known: string | null | undefined;
}) {
  const { t, text, code } = useT();
  const [cursors, setCursors] = useState<string[]>([]);
  const place = useRef<HTMLDivElement>(null);
  const query = useHouseholds(question, list, group, cursors.at(-1), known);
  useEffect(() => {
    // What it gives back – a promise in newer browsers – is no clean-up.
    void place.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <div ref={place}>
      <Section title={`${t(`simulation.${list}`)}${groupName ? ` · ${groupName}` : ''}`} extra={<Button type="text" onClick={close}>{t('action.close')}</Button>}>
        <Segmented aria-label={t('simulation.list')} options={kinds.map(kind => ({ value: kind, label: t(`simulation.${kind}`) }))} value={list} onChange={value => choose(value)} />
        <Loaded query={query} rows={5}>
          {page => page.total === 0 ? <Empty title={t('simulation.nobody')} /> : (
            <>
              <p className="faint">{t('list.total', { n: count(page.total) })}</p>
              <Scroll label={t(`simulation.${list}`)}>
                <table className="grid" aria-busy={query.isPlaceholderData}>
                  <caption className="hidden-text">{t(`simulation.${list}`)}</caption>
                  <thead>
                    <tr><th scope="col">{t('field.head')}</th><th scope="col">{t('region.village')}</th><th scope="col" className="number">{t('figure.persons')}</th><th scope="col" className="number">{code('field', 'income_per_head')}</th><th scope="col" className="number">{t('simulation.baseline')}</th><th scope="col" className="number">{t('simulation.reform')}</th><th scope="col" className="number">{t('simulation.difference')}</th><th scope="col">{t('simulation.byWhat')}</th></tr>
                  </thead>
                  <tbody>
                    {page.items.map(row => (
                      <tr key={row.id}>
                        <th scope="row"><Link to={`/households/${row.id}?${new URLSearchParams({ on: question.on, ...(question.known_at ? { known_at: question.known_at } : {}) }).toString()}`}>{row.head_name || row.number}</Link> <span className="faint">{row.number} {code('status', row.status)}</span></th>
                        <td>{row.region.name}</td>
                        <td className="number">{count(row.members)}</td>
                        <td className="number">{row.income_per_head === null ? t('value.unknown') : money(row.income_per_head)}</td>
                        <td className="number">{money(row.before)}</td>
                        <td className="number">{money(row.after)}</td>
                        <td className="number">{change(row.change)}</td>
                        <td>{row.policies.filter(policy => policy.before !== policy.after || list === 'leaked').map(policy => `${text(policy.title)} ${money(policy.before)} → ${money(policy.after)}`).join(';')}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
              <div className="pager">
                <Button disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>{t('list.previous')}</Button>
                <Button disabled={!page.next} onClick={() => page.next && setCursors([...cursors, page.next])}>{t('list.next')}</Button>
              </div>
            </>
          )}
        </Loaded>
      </Section>
    </div>
  );
}
