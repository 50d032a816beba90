import { Button, Select, Tabs } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, instant } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { ListTable, type Column } from '../../shared/ListTable';
import { Badge, Page, Section } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { useQuestions, type Question, type QuestionFilter } from './api';
import { DecideDialog } from './DecideDialog';
import { Decided } from './Decided';

/** What rules leave to people: one row for a person and a benefit, one line for a number that the plan itself does not say. */
export function QueuePage() {
  const { t } = useT();
  const { values, set } = useFilters();
  const tab = values['tab'] ?? 'open';
  return (
    <Page title={t('queue.title')} about={t('queue.about')}>
      <Tabs activeKey={tab} onChange={next => set({ tab: next === 'open' ? null : next })} items={[{ key: 'open', label: t('queue.open'), children: tab === 'open' ? <Open /> : null }, { key: 'decided', label: t('queue.decided'), children: tab === 'decided' ? <Decided /> : null }]} />
    </Page>
  );
}

function Open() {
  const { t, text, code } = useT();
  const { values, set } = useFilters();
  const filter: QuestionFilter = { policy: values['policy'], kind: values['kind'], needs: values['needs'], region: values['region'], asked: values['asked'] ? values['asked'] === 'yes' : undefined };
  const query = useQuestions({ ...filter, cursor: values['cursor'] });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<{ questions?: Question[]; all?: number } | null>(null);
  const needs = (row: Question) => (row.kind === 'manual' ? t('queue.manual') : row.needs.map(need => text(need.label)).join('、'));
  const columns: Column<Question>[] = [
    { key: 'household', title: t('field.head'), render: row => <Link to={`/households/${row.household}`}>{row.head_name || row.household_number}</Link> },
    { key: 'village', title: t('region.village'), render: row => row.village.name },
    { key: 'subject', title: t('field.person'), render: row => row.subject_name },
    { key: 'policy', title: t('field.policy'), render: row => text(row.title) || row.policy || t('queue.unreadable') },
    { key: 'period', title: t('field.period'), render: row => row.period },
    { key: 'needs', title: t('queue.needs'), render: needs },
    { key: 'asked', title: t('queue.asked'), render: row => row.asked && <Badge tone="info">{t('queue.askedBy', { at: instant(row.asked), name: row.asked_by ?? '' })}</Badge> },
    {
      key: 'do', title: t('exports.do'),
      render: row => (
        <span className="row-actions">
          <Button size="small" onClick={() => setDeciding({ questions: [row] })}>{t('queue.decide')}<span className="hidden-text"> {row.subject_name} {text(row.title)}</span></Button>
          {row.kind !== 'manual' && <Link to={`/households/${row.household}/check?field=${encodeURIComponent(row.needs[0]?.path ?? '')}&person=${row.person ?? ''}`}>{t('queue.enter')}<span className="hidden-text"> {row.subject_name} {text(row.title)}</span></Link>}
        </span>
      ),
    },
  ];
  return (
    <Loaded query={query}>
      {page => (
        <>
          {page.parameters.length > 0 && (
            <Section title={t('queue.parameters')}>
              <p className="faint">{t('queue.parameters.about')}</p>
              <ul className="plain">
                {page.parameters.map(row => (
                  <li key={row.pack + row.parameter}><strong>{text(row.title)}</strong> · <Link to={`/packs/${row.pack}`}>{text(row.pack_title)}</Link> · {t('queue.parameters.count', { n: count(row.count) })} {row.quote && <q className="faint">{row.quote}</q>}</li>
                ))}
              </ul>
            </Section>
          )}
          <div className="filters">
            <Select allowClear aria-label={t('field.policy')} placeholder={t('run.allPolicies')} style={{ width: 240 }} value={values['policy']} options={page.by_policy.filter(row => row.policy).map(row => ({ value: row.policy, label: `${text(row.title) || row.policy} (${count(row.count)})` }))} onChange={policy => set({ policy })} />
            <Select allowClear aria-label={t('queue.needs')} placeholder={t('queue.needs')} style={{ width: 220 }} value={values['needs']} options={page.by_need.map(row => ({ value: row.path, label: `${text(row.label)} (${count(row.count)})` }))} onChange={need => set({ needs: need })} />
            <Select allowClear aria-label={t('queue.kind')} placeholder={t('queue.kind')} style={{ width: 150 }} value={values['kind']} options={['undetermined', 'manual'].map(value => ({ value, label: code('result_status', value) }))} onChange={kind => set({ kind })} />
            <Select allowClear aria-label={t('queue.asked')} placeholder={t('queue.asked')} style={{ width: 130 }} value={values['asked']} options={['yes', 'no'].map(value => ({ value, label: t(value === 'yes' ? 'queue.asked.yes' : 'queue.asked.no') }))} onChange={asked => set({ asked })} />
            <RegionSelect value={values['region']} onChange={region => set({ region })} />
          </div>
          <ListTable
            id="questions" label={t('queue.title')} columns={columns} page={page} rowKey={row => row.id} loading={query.isPlaceholderData}
            selection={{ chosen, choose: setChosen, name: row => `${row.subject_name ?? ''} ${text(row.title)}` }}
            tools={
              <>
                <Button type="primary" disabled={chosen.size === 0} onClick={() => setDeciding({ questions: page.items.filter(row => chosen.has(row.id)) })}>{t('queue.decideChosen', { n: count(chosen.size) })}</Button>
                <Button disabled={page.total === 0} onClick={() => setDeciding({ all: page.total })}>{t('queue.decideAll', { n: count(page.total) })}</Button>
              </>
            }
            card={row => (
              <>
                <div className="card-line"><Link to={`/households/${row.household}`}>{row.subject_name}</Link><Button size="small" onClick={() => setDeciding({ questions: [row] })}>{t('queue.decide')}</Button></div>
                <div className="faint">{text(row.title) || row.policy} · {needs(row)}</div>
              </>
            )}
            empty={<Empty title={t('queue.none')} hint={t('queue.none.hint')} />}
          />
          {deciding && <DecideDialog questions={deciding.questions} all={deciding.questions ? undefined : filter} close={() => { setDeciding(null); setChosen(new Set()); }} />}
        </>
      )}
    </Loaded>
  );
}
