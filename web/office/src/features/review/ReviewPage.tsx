import { Select, Tabs } from 'antd';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, money } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Download } from '../../shared/Download';
import { ListTable, type Column } from '../../shared/ListTable';
import { Figures, Page, Section } from '../../shared/Page';
import { Empty, Loaded } from '../../shared/State';
import { useRun } from '../runs/api';
import { Propose } from '../runs/Propose';
import { useDifferences, useReview, type Difference, type Review } from './api';
import { FactChanges } from './FactChanges';

const kinds = ['ended', 'changed', 'new'] as const;

/** What is no longer given, given otherwise or given anew since the last period, and why: looked through before payment is proposed. */
export function ReviewPage() {
  const { id = '' } = useParams();
  const { t } = useT();
  const run = useRun(id);
  const query = useReview(id);
  return (
    <Page
      title={t('review.heading', { period: query.data?.period ?? '' })}
      about={query.data && <>{query.data.earlier ? <>{t('review.against')} <Link to={`/runs/${query.data.earlier}`}>{query.data.earlier_period}</Link></> : t('review.first')} · <Link to={`/runs/${id}`}>{t('order.run')}</Link></>}
      actions={
        <>
          <Download href={`/api/runs/${id}/differences.xlsx`} name="differences.xlsx" label={t('review.workbook')} />
          <Download href={`/api/runs/${id}/differences.xlsx?kind=ended`} name="ended.xlsx" label={t('review.endedList')} />
        </>
      }
    >
      <Loaded query={query}>{review => <Content review={review} />}</Loaded>
      {run.data?.state === 'done' && <Propose run={run.data} />}
    </Page>
  );
}

function Content({ review }: { review: Review }) {
  const { t, text } = useT();
  const { values, set } = useFilters();
  const sum = (kind: (typeof kinds)[number]) => review[kind];
  const busiest = kinds.find(kind => sum(kind).count > 0) ?? 'new';
  const kind = values['kind'] ?? busiest;
  return (
    <>
      <Figures
        items={[
          { label: t('review.before'), value: money(review.before), unit: t('unit.yuan') },
          { label: t('review.now'), value: money(review.now), unit: t('unit.yuan') },
          { label: t('review.ended'), value: count(review.ended.count), unit: t('unit.awards'), hint: `−${money(review.ended.amount)}` },
          { label: t('review.changed'), value: count(review.changed.count), unit: t('unit.awards'), hint: money(review.changed.amount) },
          { label: t('review.new'), value: count(review.new.count), unit: t('unit.awards'), hint: `+${money(review.new.amount)}` },
        ]}
      />
      <Section title={t('run.byPolicy')}>
        <div className="table-scroll">
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('field.policy')}</th><th scope="col">{t('field.period')}</th><th scope="col" className="number">{t('review.before')}</th><th scope="col" className="number">{t('review.now')}</th>
                <th scope="col" className="number">{t('review.ended')}</th><th scope="col" className="number">{t('review.changed')}</th><th scope="col" className="number">{t('review.new')}</th>
              </tr>
            </thead>
            <tbody>
              {review.policies.map(row => (
                <tr key={row.policy}>
                  <th scope="row">{text(row.title) || row.policy}</th><td>{row.period}</td>
                  {[row.before, row.now, row.ended, row.changed, row.new].map((cell, index) => (
                    <td key={['before', 'now', 'ended', 'changed', 'new'][index]} className="number">{cell.count > 0 ? <>{count(cell.count)} <span className="faint">{money(cell.amount)}</span></> : '—'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Section
        title={t('review.rows')}
        extra={<Select allowClear aria-label={t('field.policy')} placeholder={t('run.allPolicies')} style={{ width: 220 }} value={values['policy']} options={review.policies.map(row => ({ value: row.policy, label: text(row.title) || row.policy }))} onChange={policy => set({ policy })} />}
      >
        <Tabs activeKey={kind} onChange={next => set({ kind: next })} items={kinds.map(one => ({ key: one, label: `${t(`review.${one}`)} (${count(sum(one).count)})`, children: one === kind ? <Rows review={review} kind={kind} /> : null }))} />
      </Section>
    </>
  );
}

function Rows({ review, kind }: { review: Review; kind: string }) {
  const { t, text } = useT();
  const { values } = useFilters();
  const query = useDifferences(review.run, { kind, policy: values['policy'], cursor: values['cursor'] });
  const why = (row: Difference) => <FactChanges facts={row.facts} none={review.earlier ? text(row.says) : t('review.firstWhy')} />;
  const columns: Column<Difference>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> },
    { key: 'village', title: t('region.village'), render: row => row.village.name },
    { key: 'subject', title: t('field.person'), render: row => row.subject_name },
    { key: 'policy', title: t('field.policy'), render: row => text(row.title) || row.policy },
    { key: 'before', title: t('review.before'), align: 'right', render: row => (Number(row.before) > 0 ? money(row.before) : '—') },
    { key: 'after', title: t('review.now'), align: 'right', render: row => (Number(row.after) > 0 ? money(row.after) : '—') },
    { key: 'why', title: t('review.why'), render: why },
  ];
  return (
    <Loaded query={query}>
      {page => (
        <ListTable
          id="differences" label={t('review.rows')} columns={columns} page={page} rowKey={row => row.award} loading={query.isPlaceholderData}
          card={row => (
            <>
              <div className="card-line"><Link to={`/households/${row.household}`}>{row.subject_name}</Link><span className="number">{money(row.before)} → {money(row.after)}</span></div>
              <div className="faint">{text(row.title) || row.policy}</div>
              {why(row)}
            </>
          )}
          empty={<Empty title={t('review.none')} />}
        />
      )}
    </Loaded>
  );
}
