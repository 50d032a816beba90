import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useFilters } from '../../framework/filters';
import { count } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { Filters } from '../../shared/Filters';
import { ListTable, type Column } from '../../shared/ListTable';
import { Page } from '../../shared/Page';
import { RegionSelect } from '../../shared/RegionSelect';
import { Empty, Loaded } from '../../shared/State';
import { useDictionary } from '../records/api';
import { RecordDrawer } from '../records/RecordDrawer';
import { useSay } from '../records/say';
import { useOrganisations, type OrganisationLine } from './api';

/** Cooperatives, enterprises, schools and banks, and how many households are bound to each. */
export function OrganisationList() {
  const { t, text } = useT();
  const can = useCan();
  const say = useSay();
  const navigate = useNavigate();
  const { values, set } = useFilters();
  const [making, setMaking] = useState(false);
  const kind = useDictionary().data?.fields.find(field => field.id === 'kind' && field.kinds.includes('organisation'));
  const query = useOrganisations({ region: values['region'], q: values['q'], kind: values['kind'], scope: values['scope'], on: values['on'], cursor: values['cursor'] });
  const columns: Column<OrganisationLine>[] = [
    { key: 'name', title: t('records.name'), render: row => <Link to={`/organisations/${row.id}`}>{row.name}</Link> },
    { key: 'kind', title: t('organisations.kind'), render: row => kind && say(kind, row.facts) },
    { key: 'code', title: t('organisations.code'), render: row => <span className="number">{row.credit_code}</span> },
    { key: 'place', title: t('records.place'), render: row => [row.region.township, row.region.name].filter(Boolean).join(' ') },
    { key: 'linked', title: t('organisations.linked'), align: 'right', render: row => count(row.linked) },
  ];
  return (
    <Page
      title={t('organisations.title')}
      about={t('organisations.about')}
      actions={<Button type="primary" icon={<PlusOutlined />} disabled={!can('record.change')} title={can('record.change') ? undefined : t('state.noPermission')} onClick={() => setMaking(true)}>{t('organisations.new')}</Button>}
    >
      <Filters active={[values['kind'], values['region']].filter(Boolean).length}>
        <Input.Search aria-label={t('organisations.search')} placeholder={t('organisations.search')} defaultValue={values['q']} allowClear style={{ width: 240 }} onSearch={q => set({ q })} />
        <Select
          aria-label={t('organisations.kind')} allowClear placeholder={t('organisations.kind')} style={{ width: 150 }} value={values['kind']} onChange={next => set({ kind: next })}
          options={kind?.codes?.map(code => ({ value: code.code, label: text(code.label) })) ?? []}
        />
        <RegionSelect value={values['region']} onChange={region => set({ region })} />
      </Filters>
      <Loaded query={query} rows={10}>
        {page => (
          <ListTable
            id="organisations" label={t('organisations.title')} columns={columns} page={page} rowKey={row => row.id} loading={query.isPlaceholderData}
            open={row => void navigate(`/organisations/${row.id}`)}
            card={row => <><div className="card-line"><Link to={`/organisations/${row.id}`}>{row.name}</Link><span>{t('organisations.linkedHouseholds', { n: row.linked })}</span></div><div className="faint">{kind && say(kind, row.facts)} · {row.region.name}</div></>}
            empty={<Empty title={t('organisations.none')} hint={t('organisations.none.hint')} />}
          />
        )}
      </Loaded>
      {making && <RecordDrawer kind="organisation" title={t('organisations.new')} record={null} named placed close={made => { setMaking(false); if (made) void navigate(`/organisations/${made.key}`); }} />}
    </Page>
  );
}
