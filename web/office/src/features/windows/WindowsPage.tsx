import { read, type Schemas } from '@fuyao/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Badge, Page, Section } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';

type Window = Schemas['PaymentWindow'];

export const windowTone = (state: string) => (({ done: 'good', soon: 'warn', overdue: 'bad', open: 'info' }) as const)[state] ?? 'plain';

/** The year's times of payment, month by month: what is due when, whose turn it is, what is late. */
export function WindowsPage() {
  const { t, text } = useT();
  const { values, set } = useFilters();
  const year = Number(values['year'] ?? today().slice(0, 4));
  const query = useQuery({ queryKey: ['windows', year], queryFn: () => read('/api/payment-windows', { query: { from: `${year}-01-01`, to: `${year}-12-31` } }), placeholderData: keepPreviousData });
  return (
    <Page title={t('windows.title')} about={t('windows.about')}>
      <nav className="filters" aria-label={t('windows.year')}>
        <Button onClick={() => set({ year: String(year - 1) })}>{year - 1}</Button>
        <strong aria-current="true">{year}</strong>
        <Button onClick={() => set({ year: String(year + 1) })}>{year + 1}</Button>
      </nav>
      <Loaded query={query}>
        {list => list.items.length === 0 ? <Empty title={t('windows.none', { year })} hint={t('windows.none.hint')} action={<Link to="/packs">{t('packs.title')}</Link>} /> : (
          <>
            <Late items={list.items.filter(item => item.state === 'overdue')} />
            <Section title={t('windows.calendar')}>
              <div className="table-scroll">
                <table className="grid">
                  <thead><tr><th scope="col">{t('windows.due')}</th><th scope="col">{t('runs.pack')}</th><th scope="col">{t('windows.what')}</th><th scope="col">{t('imports.state')}</th><th scope="col">{t('windows.next')}</th></tr></thead>
                  <tbody>
                    {list.items.map(item => (
                      <tr key={`${item.pack}/${item.due}/${item.month}/${item.stated}`}>
                        <th scope="row" className="nowrap">{day(item.due)} {!item.stated && <span className="faint">{t('windows.unstated')}</span>}</th>
                        <td>{text(item.pack_title)}</td>
                        <td>{item.policies.map(policy => text(policy.title)).join('、')}{item.policies[0]?.quote && item.stated && <details><summary>{t('windows.quote')}</summary><q>{item.policies[0].quote}</q></details>}</td>
                        <td><Badge tone={windowTone(item.state)}>{t(`windows.state.${item.state as 'done'}`)}</Badge></td>
                        <td><Next item={item} /></td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Late({ items }: { items: Window[] }) {
  const { t, text } = useT();
  if (items.length === 0) return null;
  return (
    <Section title={t('windows.late', { n: items.length })}>
      <ul className="plain">
        {items.map(item => <li key={`${item.pack}/${item.due}/${item.month}`}><Badge tone="bad">{day(item.due)}</Badge> {text(item.pack_title)} · {item.month} · <Next item={item} /></li>)}
      </ul>
    </Section>
  );
}

/** What comes next, by whom, and the way there. */
export function Next({ item }: { item: Window }) {
  const { t, code } = useT();
  if (item.state === 'earlier') return null;
  if (!item.step) return item.order ? <Link to={`/orders/${item.order}`}>{item.order_number}</Link> : null;
  const to = item.order ? `/orders/${item.order}` : item.run ? `/runs/${item.run}/review` : `/runs?new=${item.pack}`;
  return <><Link to={to}>{t(`windows.step.${item.step as 'run'}`)} {item.month}</Link> <span className="faint">{item.owner && code('role', item.owner)}</span></>;
}
