import { EditOutlined, PrinterOutlined } from '@ant-design/icons';
import { address } from '@fuyao/shared';
import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count, money, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Download } from '../../shared/Download';
import { Badge, Page, Section } from '../../shared/Page';
import { FiguresOf } from '../../shared/PlaceFigures';
import { QrCode } from '../../shared/QrCode';
import { regionLevel } from '../../shared/regions';
import { Empty, Loaded } from '../../shared/State';
import { useRecord, type AsOf, type RecordView } from '../records/api';
import { RecordDrawer } from '../records/RecordDrawer';
import { RecordFactList, YearTable } from '../records/RecordFactList';
import { RecordTimeline } from '../records/RecordTimeline';
import { useOrganisations } from '../organisations/api';
import { useGroups, usePlaces } from './api';
import { CountyPage } from './CountyPage';
import { Poor } from './VillageList';
import { PlaceMap } from './PlaceMap';
import '../records/records.css';

/** 一村一册 and 一乡一簿 on the screen: who lives here, what is known of the place, each year's figures, what was changed by whom. */
export function VillagePage() {
  const { code = '' } = useParams();
  const { values } = useFilters();
  const asOf = { on: values['on'], known_at: values['known_at'] };
  const level = regionLevel(code.padEnd(12, '0'));
  return level === 'county' ? <CountyPage code={code.padEnd(12, '0')} asOf={asOf} /> : <PlacePage code={code} kind={level === 'township' ? 'township' : 'village'} asOf={asOf} />;
}

function PlacePage({ code, kind, asOf }: { code: string; kind: 'village' | 'township'; asOf: AsOf }) {
  const query = useRecord(kind, code, asOf);
  return <Loaded query={query} rows={14}>{record => <Content record={record} kind={kind} asOf={asOf} />}</Loaded>;
}

function Content({ record, kind, asOf }: { record: RecordView; kind: 'village' | 'township'; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  const past = !!(asOf.on || asOf.known_at);
  const code = record.key;
  const query = new URLSearchParams(Object.entries(asOf).filter((one): one is [string, string] => !!one[1])).toString();
  const lastYear = Number((asOf.on ?? today()).slice(0, 4)) - 1;
  return (
    <Page
      title={record.name ?? code}
      about={<>{[record.region.county, kind === 'village' ? record.region.township : null].filter(Boolean).join(' ')} · <span className="number">{code}</span> <Poor facts={record.facts} kind={kind} /></>}
      actions={
        <>
          <Link to={`/villages/${code}/book${query ? `?${query}` : ''}`} className="button-link"><PrinterOutlined aria-hidden /> {t(kind === 'village' ? 'villages.book' : 'townships.book')}</Link>
          <Download href={address(`/api/books/${code}/workbook`, { ...asOf })} name={`${code}.xlsx`} label={t('villages.workbook')} disabled={!can('household.export')} reason={t('state.noPermission')} />
          <Link to={`/villages/${code}/years/${lastYear}`} className="button-link">{t('villages.yearlyOf', { year: lastYear })}</Link>
          <Button type="primary" icon={<EditOutlined />} disabled={past || !can('record.change')} title={past ? t('household.pastFixed') : can('record.change') ? undefined : t('state.noPermission')} onClick={() => setChanging(true)}>{t('villages.change')}</Button>
        </>
      }
    >
      <FiguresOf code={code} asOf={asOf} />
      <div className="household">
        <div className="household-main">
          <Section title={t('records.years')} extra={<Link to={`/villages/${code}/years/${lastYear}`}>{t('villages.fillIn')}</Link>}>
            {record.years.length === 0 ? <Empty title={t('villages.noYears')} hint={t('villages.noYears.hint')} /> : <YearTable record={record} />}
          </Section>
          {kind === 'village' ? <Households code={code} asOf={asOf} /> : <Villages code={code} asOf={asOf} />}
          <Section title={t('household.timeline')} id="timeline"><RecordTimeline kind={kind} id={code} /></Section>
        </div>
        <aside className="household-side" aria-label={t('villages.facts')}>
          <Section title={t('villages.facts')}><RecordFactList record={record} /></Section>
          {kind === 'village' && <Groups code={code} asOf={asOf} />}
          <Organisations code={code} asOf={asOf} />
          <PlaceMap code={code} kind={kind} asOf={asOf} />
          <Section title={t('villages.qr')}><QrCode path={`/office/villages/${code}`} label={t('villages.qr.label', { name: record.name ?? code })} size={112} /></Section>
        </aside>
      </div>
      {changing && <RecordDrawer kind={kind} title={t('villages.changeOf', { name: record.name ?? '' })} record={record} close={() => setChanging(false)} />}
    </Page>
  );
}

function Households({ code, asOf }: { code: string; asOf: AsOf }) {
  const { t, code: say } = useT();
  const query = useQuery({ queryKey: ['households', { region: code, ...asOf, limit: 20, status: 'registered' }], queryFn: () => read('/api/households', { query: { region: code, ...asOf, limit: 20, status: 'registered,monitored' } as never }) });
  const all = `/households?region=${code}`;
  return (
    <Section title={t('villages.households')} extra={<Link to={all}>{t('home.toList')}</Link>}>
      <Loaded query={query} rows={5}>
        {page => page.items.length === 0 ? <Empty title={t('villages.noHouseholds')} /> : (
          <table className="grid">
            <caption className="hidden-text">{t('villages.households')}</caption>
            <thead><tr><th scope="col">{t('field.head')}</th><th scope="col">{t('field.group')}</th><th scope="col" className="number">{t('field.members')}</th><th scope="col">{t('field.status')}</th><th scope="col">{t('field.cause')}</th><th scope="col" className="number">{t('field.incomePerHead')}</th></tr></thead>
            <tbody>
              {page.items.map(row => (
                <tr key={row.id}>
                  <th scope="row"><Link to={`/households/${row.id}`}>{row.head_name || t('value.unknown')}</Link></th>
                  <td>{row.group}</td><td className="number">{row.members}</td><td>{say('status', row.status)}</td><td>{say('cause', row.main_cause)}</td><td className="number">{money(row.income_per_head)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      {query.data?.next && <p className="faint"><Link to={all}>{t('villages.more', { n: count(query.data.total) })}</Link></p>}
    </Section>
  );
}

function Villages({ code, asOf }: { code: string; asOf: AsOf }) {
  const { t } = useT();
  const query = usePlaces('village', code, undefined, asOf);
  return (
    <Section title={t('villages.title')} extra={<Link to={`/villages?region=${code}`}>{t('home.toList')}</Link>}>
      <Loaded query={query} rows={6}>
        {list => (
          <>
            <p className="faint">{t('villages.progress', { year: list.year, answered: list.progress.answered, total: list.progress.total })}</p>
            <table className="grid">
              <caption className="hidden-text">{t('villages.title')}</caption>
              <thead><tr><th scope="col">{t('region.village')}</th><th scope="col">{t('villages.poor')}</th><th scope="col" className="number">{t('figure.households')}</th><th scope="col" className="number">{t('figure.registered')}</th><th scope="col">{t('villages.answersOf', { year: list.year })}</th></tr></thead>
              <tbody>
                {list.items.map(row => (
                  <tr key={row.region.code}>
                    <th scope="row"><Link to={`/villages/${row.region.code}`}>{row.region.name}</Link></th>
                    <td><Poor facts={row.facts} /></td><td className="number">{count(row.households)}</td><td className="number">{count(row.registered)}</td>
                    <td>{t(`villages.state.${row.year_state as 'none' | 'draft' | 'answered'}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Groups({ code, asOf }: { code: string; asOf: AsOf }) {
  const { t } = useT();
  const query = useGroups(code, asOf);
  return (
    <Section title={t('villages.groups')}>
      <Loaded query={query} rows={2}>
        {list => list.items.length === 0 ? <p className="faint">{t('villages.noGroups')}</p> : (
          <ul className="plain pairs">
            {list.items.map(group => (
              <li key={group.id}>
                <Link to={`/groups/${group.id}`}>{group.name}</Link> <span className="faint">{t('villages.groupSize', { households: group.households, persons: group.persons })}</span>
                {group.names.length > 1 && <Badge>{t('villages.formerly', { names: group.names.filter(name => name !== group.name).join('、') })}</Badge>}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function Organisations({ code, asOf }: { code: string; asOf: AsOf }) {
  const { t } = useT();
  const query = useOrganisations({ linked_in: code, ...asOf });
  return (
    <Section title={t('villages.linked')} extra={<Link to={`/organisations?region=${code}`}>{t('organisations.title')}</Link>}>
      <Loaded query={query} rows={2}>
        {list => list.items.length === 0 ? <p className="faint">{t('villages.noLinked')}</p> : (
          <ul className="plain pairs">{list.items.map(one => <li key={one.id}><Link to={`/organisations/${one.id}`}>{one.name}</Link> <span className="faint">{t('organisations.linkedHouseholds', { n: one.linked })}</span></li>)}</ul>
        )}
      </Loaded>
    </Section>
  );
}
