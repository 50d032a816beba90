import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useFilters } from '../../framework/filters';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Page, Section } from '../../shared/Page';
import { Loaded } from '../../shared/State';
import { useRecord } from '../records/api';
import { RecordDrawer } from '../records/RecordDrawer';
import { RecordFactList } from '../records/RecordFactList';
import { RecordTimeline } from '../records/RecordTimeline';
import { useGroups } from './api';

/** One group of a village: its names over time and how many households use them. */
export function GroupPage() {
  const { t } = useT();
  const { id = '' } = useParams();
  const { values } = useFilters();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  const asOf = { on: values['on'], known_at: values['known_at'] };
  const query = useRecord('group', id, asOf);
  const village = query.data?.region.code ?? '';
  const line = useGroups(village, asOf).data?.items.find(group => group.id === id);
  return (
    <Loaded query={query} rows={8}>
      {record => (
        <Page
          title={record.name ?? ''}
          about={<><Link to={`/villages/${village}`}>{record.region.township} {record.region.name}</Link>{line && ` · ${t('villages.groupSize', { households: line.households, persons: line.persons })}`}{line && line.names.length > 1 && ` · ${t('villages.formerly', { names: line.names.filter(name => name !== line.name).join('、') })}`}</>}
          actions={<><Link className="button-link" to={`/households?group=${id}`}>{t('home.toList')}</Link><Button type="primary" icon={<EditOutlined />} disabled={!!(asOf.on ?? asOf.known_at) || !can('record.change')} title={asOf.on ?? asOf.known_at ? t('household.pastFixed') : can('record.change') ? undefined : t('state.noPermission')} onClick={() => setChanging(true)}>{t('villages.change')}</Button></>}
        >
          <Section title={t('villages.facts')}><RecordFactList record={record} /></Section>
          <Section title={t('household.timeline')}><RecordTimeline kind="group" id={id} /></Section>
          {changing && <RecordDrawer kind="group" title={t('villages.changeOf', { name: record.name ?? '' })} record={record} named close={() => setChanging(false)} />}
        </Page>
      )}
    </Loaded>
  );
}
