import { PrinterOutlined } from '@ant-design/icons';
import { read } from '@fuyao/shared/api';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import { count } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { Page, Section } from '../../shared/Page';
import { FiguresOf } from '../../shared/PlaceFigures';
import { QrCode } from '../../shared/QrCode';
import { Loaded } from '../../shared/State';
import type { AsOf } from '../records/api';
import { DecreeList } from '../regions/RegionsPage';
import { usePlaces, type PlaceLine } from './api';
import { PlaceMap } from './PlaceMap';
import { Poor } from './VillageList';

/** The county as a whole: who lives in it, its townships with their sums, where they lie, what became of its divisions. */
export function CountyPage({ code, asOf }: { code: string; asOf: AsOf }) {
  const { t } = useT();
  const place = useQuery({ queryKey: ['region', code], queryFn: () => read('/api/regions/{code}', { path: { code } }), staleTime: 3_600_000 });
  const townships = usePlaces('township', code, undefined, asOf);
  const name = place.data?.name ?? code;
  return (
    <Page
      title={name}
      about={<>{place.data?.path.slice(0, -1).join(' ')} · <span className="number">{code}</span></>}
      actions={
        <>
          <Link to={`/balance?region=${code}`} className="button-link">{t('balance.title')}</Link>
          <Link to={`/villages?kind=township&region=${code}`} className="button-link">{t('townships.title')}</Link>
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => window.print()}>{t('household.print')}</Button>
        </>
      }
    >
      <FiguresOf code={code} asOf={asOf} />
      <div className="household">
        <div className="household-main">
          <Section title={t('townships.title')}>
            <Loaded query={townships} rows={8}>{list => <Townships items={list.items} />}</Loaded>
          </Section>
          <Section title={t('regions.title')} id="timeline"><DecreeList place={code} /></Section>
        </div>
        <aside className="household-side" aria-label={t('villages.facts')}>
          <PlaceMap code={code} kind="county" asOf={asOf} />
          <Section title={t('villages.qr')}><QrCode path={`/office/villages/${code}`} label={t('villages.qr.label', { name })} size={112} /></Section>
        </aside>
      </div>
    </Page>
  );
}

function Townships({ items }: { items: PlaceLine[] }) {
  const { t } = useT();
  const sum = (of: (row: PlaceLine) => number) => count(items.reduce((all, row) => all + of(row), 0));
  return (
    <table className="grid">
      <caption className="hidden-text">{t('townships.title')}</caption>
      <thead><tr><th scope="col">{t('region.township')}</th><th scope="col">{t('townships.poor')}</th><th scope="col" className="number">{t('figure.households')}</th><th scope="col" className="number">{t('figure.persons')}</th><th scope="col" className="number">{t('figure.registered')}</th><th scope="col" className="number">{t('figure.exited')}</th></tr></thead>
      <tbody>
        {items.map(row => (
          <tr key={row.region.code}>
            <th scope="row"><Link to={`/villages/${row.region.code}`}>{row.region.name}</Link></th>
            <td><Poor facts={row.facts} kind="township" /></td><td className="number">{count(row.households)}</td><td className="number">{count(row.persons)}</td><td className="number">{count(row.registered)}</td><td className="number">{count(row.exited)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot><tr><th scope="row">{t('value.total')}</th><td>&nbsp;</td><td className="number">{sum(row => row.households)}</td><td className="number">{sum(row => row.persons)}</td><td className="number">{sum(row => row.registered)}</td><td className="number">{sum(row => row.exited)}</td></tr></tfoot>
    </table>
  );
}
