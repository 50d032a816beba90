import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { day, today } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Page, Section } from '../../shared/Page';
import { PointMap, type MapPoint } from '../../shared/PointMap';
import { QrCode } from '../../shared/QrCode';
import { Empty, Loaded } from '../../shared/State';
import { useLinkages, useRecord, type AsOf, type RecordView } from '../records/api';
import { RecordDrawer } from '../records/RecordDrawer';
import { RecordFactList, useFields, YearTable } from '../records/RecordFactList';
import { RecordTimeline } from '../records/RecordTimeline';
import { useSay } from '../records/say';
import { usePlaces } from '../villages/api';
import { pointOf } from '../villages/PlaceMap';
import type { LinkageLine } from './api';
import { EndBond, NewBond } from './Bonds';
import '../records/records.css';

/** One organisation: what is known of it, which households are bound to it on what terms, each year's figures. */
export function OrganisationPage() {
  const { id = '' } = useParams();
  const { values } = useFilters();
  const query = useRecord('organisation', id, { on: values['on'], known_at: values['known_at'] });
  return <Loaded query={query} rows={12}>{record => <Content record={record} asOf={{ on: values['on'], known_at: values['known_at'] }} />}</Loaded>;
}

function Content({ record, asOf }: { record: RecordView; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  const [linking, setLinking] = useState(false);
  const past = !!(asOf.on ?? asOf.known_at);
  const lastYear = Number((asOf.on ?? today()).slice(0, 4)) - 1;
  const kind = useFields('organisation', false).find(field => field.id === 'kind');
  const say = useSay();
  const change = { disabled: past || !can('record.change'), title: past ? t('household.pastFixed') : can('record.change') ? undefined : t('state.noPermission') };
  return (
    <Page
      title={record.name ?? ''}
      about={<>{kind && say(kind, record.facts)} · {[record.region.county, record.region.township, record.region.name].filter((name, index, all) => name && all.indexOf(name) === index).join(' ')}{record.number && <> · <span className="number">{record.number}</span></>}</>}
      actions={
        <>
          <Link className="button-link" to={`/organisations/${record.key}/years/${lastYear}`}>{t('villages.yearlyOf', { year: lastYear })}</Link>
          <Button icon={<PlusOutlined />} {...change} onClick={() => setLinking(true)}>{t('organisations.link')}</Button>
          <Button type="primary" icon={<EditOutlined />} {...change} onClick={() => setChanging(true)}>{t('villages.change')}</Button>
        </>
      }
    >
      <div className="household">
        <div className="household-main">
          <Section title={t('organisations.households')}><Households organisation={record.key} asOf={asOf} /></Section>
          <Section title={t('records.years')}>{record.years.length === 0 ? <Empty title={t('villages.noYears')} /> : <YearTable record={record} />}</Section>
          <Section title={t('household.timeline')} id="timeline"><RecordTimeline kind="organisation" id={record.key} /></Section>
        </div>
        <aside className="household-side" aria-label={t('villages.facts')}>
          <Section title={t('villages.facts')}><RecordFactList record={record} /></Section>
          <Where record={record} />
          <Section title={t('villages.qr')}><QrCode path={`/office/organisations/${record.key}`} label={t('villages.qr.label', { name: record.name ?? '' })} size={112} /></Section>
        </aside>
      </div>
      {changing && <RecordDrawer kind="organisation" title={t('villages.changeOf', { name: record.name ?? '' })} record={record} named placed close={() => setChanging(false)} />}
      {linking && <NewBond organisation={{ id: record.key, name: record.name ?? '' }} close={() => setLinking(false)} />}
    </Page>
  );
}

function Households({ organisation, asOf }: { organisation: string; asOf: AsOf }) {
  const { t } = useT();
  const { values, set } = useFilters();
  const query = useLinkages({ organisation, ...asOf, cursor: values['cursor'] });
  const [ending, setEnding] = useState<LinkageLine | null>(null);
  const can = useCan();
  const say = useSay();
  const fields = useFields('linkage', false);
  const field = (id: string) => fields.find(one => one.id === id);
  return (
    <Loaded query={query} rows={5}>
      {page => page.items.length === 0 ? <Empty title={t('organisations.noHouseholds')} hint={t('organisations.noHouseholds.hint')} /> : (
        <>
          <table className="grid">
            <caption className="hidden-text">{t('organisations.households')}</caption>
            <thead><tr><th scope="col">{t('field.head')}</th><th scope="col">{t('region.village')}</th><th scope="col">{t('organisations.relation')}</th><th scope="col" className="number">{t('organisations.shares')}</th><th scope="col" className="number">{t('organisations.dividend')}</th><th scope="col">{t('organisations.since')}</th><th scope="col"><span className="hidden-text">{t('organisations.end')}</span></th></tr></thead>
            <tbody>
              {(page.items as unknown as LinkageLine[]).map(row => (
                <tr key={row.id}>
                  <th scope="row"><Link to={`/households/${row.household.id}`}>{row.household.head_name || t('value.unknown')}</Link></th>
                  <td>{row.household.region.township} {row.household.region.name}</td>
                  <td>{field('relation') && say(field('relation')!, row.facts)}</td>
                  <td className="number">{field('shares') && say(field('shares')!, row.facts, false)}</td>
                  <td className="number">{field('dividend') && say(field('dividend')!, row.facts, false)}</td>
                  <td>{day(row.valid_from)}{row.valid_to && ` – ${day(row.valid_to)}`}</td>
                  <td>{can('record.change') && !asOf.on && !asOf.known_at && <Button size="small" onClick={() => setEnding(row)}>{t('organisations.end')}<span className="hidden-text"> {row.household.head_name}</span></Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {page.next && <Button type="link" onClick={() => set({ cursor: page.next }, true)}>{t('list.next')}</Button>}
          {ending && <EndBond bond={ending} close={() => setEnding(null)} />}
        </>
      )}
    </Loaded>
  );
}

/** Its point among the villages around, if it is known. */
function Where({ record }: { record: RecordView }) {
  const { t } = useT();
  const own = pointOf(record.facts);
  const villages = usePlaces('village', own ? `${record.region.code.slice(0, 6)}000000` : undefined, undefined);
  if (!own) return null;
  const points: MapPoint[] = [
    ...(villages.data?.items ?? []).flatMap(place => {
      const point = pointOf(place.facts);
      return point && Math.hypot(point.latitude - own.latitude, point.longitude - own.longitude) < 0.12 ? [{ id: place.region.code, label: place.region.name, ...point, kind: 'place' as const }] : [];
    }),
    { id: record.key, label: record.name ?? '', ...own, kind: 'own' },
  ];
  return <Section title={t('villages.map')}><PointMap points={points} label={t('villages.map.label', { n: points.length })} /></Section>;
}
