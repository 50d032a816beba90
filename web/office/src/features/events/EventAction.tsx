import { CalendarOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import type { HouseholdRecord } from '../households/types';

const EventDrawer = lazy(async () => ({ default: (await import('./EventDrawer')).EventDrawer }));

/** Something happened to this household. The form is fetched when it is first opened. */
export function EventAction({ record, past }: { record: HouseholdRecord; past: boolean }) {
  const { t } = useT();
  const can = useCan();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<CalendarOutlined />} disabled={past || !can('household.change')} title={past ? t('household.pastFixed') : can('household.change') ? undefined : t('state.noPermission')} onClick={() => setOpen(true)}>
        {t('event.record')}
      </Button>
      {open && <Suspense><EventDrawer record={record} close={() => setOpen(false)} /></Suspense>}
    </>
  );
}
