import { AuditOutlined, EditOutlined, EyeOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../framework/i18n';
import { useFilters } from '../../framework/filters';
import { useCan } from '../../framework/session';
import { EventAction } from '../events/EventAction';
import { ChangeDrawer } from './ChangeDrawer';
import type { HouseholdRecord } from './types';

/** What can be done with a household, most frequent last; what cannot be done is shown with its reason. A new deed is one line here. */
export function HouseholdActions({ record, on }: { record: HouseholdRecord; on?: string }) {
  // What is shown may be neither today's nor what is known now: it is looked at, not changed.
  const { values } = useFilters();
  const past = !!on || !!values['known_at'];
  return (
    <>
      <RecordAction record={record} />
      <PrintAction record={record} on={on} />
      <CheckAction record={record} past={past} />
      <EventAction record={record} past={past} />
      <ChangeAction record={record} past={past} />
    </>
  );
}

function RecordAction({ record }: { record: HouseholdRecord }) {
  const { t } = useT();
  const can = useCan();
  return can('audit.record') ? <Link to={`/households/${record.id}/access-record`} className="button-link"><EyeOutlined aria-hidden /> {t('record.open')}</Link> : null;
}

function PrintAction({ record, on }: { record: HouseholdRecord; on?: string }) {
  const { t } = useT();
  return <Link to={`/households/${record.id}/print${on ? `?on=${on}` : ''}`} className="button-link"><PrinterOutlined aria-hidden /> {t('household.print')}</Link>;
}

function CheckAction({ record, past }: { record: HouseholdRecord; past: boolean }) {
  const { t } = useT();
  const can = useCan();
  if (past || !can('household.change')) return null;
  return <Link to={`/households/${record.id}/check`} className="button-link"><AuditOutlined aria-hidden /> {t('form.checkAction')}</Link>;
}

function ChangeAction({ record, past }: { record: HouseholdRecord; past: boolean }) {
  const { t } = useT();
  const can = useCan();
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Button type="primary" icon={<EditOutlined />} disabled={past || !can('household.change')} title={past ? t('household.pastFixed') : can('household.change') ? undefined : t('state.noPermission')} onClick={() => setChanging(true)}>
        {t('household.change')}
      </Button>
      {changing && <ChangeDrawer record={record} close={() => setChanging(false)} />}
    </>
  );
}
