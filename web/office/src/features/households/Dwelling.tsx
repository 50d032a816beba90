import { AimOutlined } from '@ant-design/icons';
import { newId } from '@fuyao/shared';
import { read } from '@fuyao/shared/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../../framework/i18n';
import { useCan } from '../../framework/session';
import { PointMap, type MapPoint } from '../../shared/PointMap';
import { ProblemSummary } from '../../shared/Problems';
import { useChangeRecord, useCreateRecord, useRecord, type AsOf } from '../records/api';
import { pointOf } from '../villages/PlaceMap';
import type { HouseholdRecord } from './types';

type Point = { latitude: number; longitude: number };

/** Where the family lives, among its neighbours; taken by a click on the map, from the phone's position, or typed. */
export function Dwelling({ record, asOf }: { record: HouseholdRecord; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const village = record.region.code;
  const query = useQuery({
    queryKey: ['record', 'dwelling', record.id, asOf],
    queryFn: () => read('/api/households/{id}/dwelling', { path: { id: record.id }, query: asOf }),
  });
  const place = useRecord('village', village, asOf);
  const around = useQuery({ queryKey: ['dwellings', village, asOf], queryFn: () => read('/api/dwellings', { query: { region: village, ...asOf } }) });
  const [taking, setTaking] = useState<Point | 'typed'>();
  // A point of the village that the family has left says nothing any more.
  const known = query.data;
  const own = known && known.village === village && known.latitude !== null && known.longitude !== null ? { latitude: known.latitude, longitude: known.longitude } : undefined;
  const shown = taking && taking !== 'typed' ? taking : own;
  const office = place.data ? pointOf(place.data.facts) : undefined;
  const points: MapPoint[] = [
    ...(office ? [{ id: village, label: record.region.name, ...office, kind: 'place' as const }] : []),
    ...(around.data?.items ?? []).filter(home => home.household !== record.id).map(home => ({ id: home.household, label: home.head_name ?? home.number, latitude: home.latitude, longitude: home.longitude, kind: 'home' as const })),
    ...(shown ? [{ id: record.id, label: record.head_name ?? record.number, ...shown, kind: 'own' as const }] : []),
  ];
  const fixed = !!(asOf.on || asOf.known_at) || !can('record.change');
  return (
    <>
      {points.length > 0 && (
        <PointMap
          points={points}
          label={t('dwelling.map', { name: record.head_name ?? record.number })}
          {...(taking ? { onPick: (latitude: number, longitude: number) => setTaking({ latitude, longitude }) } : {})}
          onOpen={point => point.kind === 'home' && void navigate(`/households/${point.id}`)}
        />
      )}
      {!taking && <p>{own ? <span className="number">{t('dwelling.at', own)}</span> : <span className="faint">{t(known?.village && !own ? 'dwelling.left' : 'dwelling.none')}</span>}</p>}
      {!fixed && !taking && <Button size="small" icon={<AimOutlined />} onClick={() => setTaking(own ?? 'typed')}>{t(own ? 'dwelling.mend' : 'dwelling.take')}</Button>}
      {taking && <Take key={record.id} household={record.id} before={known?.version ?? null} point={taking === 'typed' ? undefined : taking} onPoint={setTaking} close={() => setTaking(undefined)} onMap={points.length > 0} />}
    </>
  );
}

function Take({ household, before, point, onPoint, close, onMap }: { household: string; before: string | null; point: Point | undefined; onPoint: (point: Point) => void; close: () => void; onMap: boolean }) {
  const { t } = useT();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const create = useCreateRecord('dwelling');
  const change = useChangeRecord('dwelling', household);
  const [key] = useState(newId);
  const [typed, setTyped] = useState<{ latitude?: string; longitude?: string }>({});
  const [wrong, setWrong] = useState(false);
  const value = (axis: keyof Point) => typed[axis] ?? (point ? String(point[axis]) : '');
  const numbers = { latitude: Number(value('latitude')), longitude: Number(value('longitude')) };
  const complete = numbers.latitude >= 3 && numbers.latitude <= 54 && numbers.longitude >= 73 && numbers.longitude <= 136;
  const type = (axis: keyof Point, text: string) => {
    const next = { ...typed, [axis]: text };
    setTyped(next);
    const both = { latitude: Number(next.latitude ?? value('latitude')), longitude: Number(next.longitude ?? value('longitude')) };
    if (both.latitude > 0 && both.longitude > 0) onPoint(both);
  };
  const locate = () => navigator.geolocation.getCurrentPosition(
    found => {
      setTyped({});
      setWrong(false);
      onPoint({ latitude: Math.round(found.coords.latitude * 1e6) / 1e6, longitude: Math.round(found.coords.longitude * 1e6) / 1e6 });
    },
    () => setWrong(true),
    { enableHighAccuracy: true, timeout: 15_000 },
  );
  const save = () => {
    const done = () => {
      void message.success(t('records.saved'));
      void queries.invalidateQueries({ queryKey: ['record', 'dwelling', household] });
      void queries.invalidateQueries({ queryKey: ['dwellings'] });
      close();
    };
    if (before) change.mutate({ version: before, idempotencyKey: key, change: { reason: t('dwelling.reason'), changes: numbers } }, { onSuccess: done });
    else create.mutate({ idempotencyKey: key, body: { reason: t('dwelling.reason'), household, facts: numbers } }, { onSuccess: done });
  };
  return (
    <div className="dwelling-take">
      <ProblemSummary error={create.error ?? change.error} title={t('records.notSaved')} />
      <p className="faint">{t(onMap ? 'dwelling.how' : 'dwelling.how.noMap')}</p>
      <Button size="small" icon={<AimOutlined />} onClick={locate}>{t('dwelling.here')}</Button>
      {wrong && <p className="error-text" role="alert">{t('dwelling.noPosition')}</p>}
      <div className="form-grid">
        <label>{t('dwelling.latitude')}<Input inputMode="decimal" value={value('latitude')} onChange={event => { type('latitude', event.target.value.trim()); }} /></label>
        <label>{t('dwelling.longitude')}<Input inputMode="decimal" value={value('longitude')} onChange={event => { type('longitude', event.target.value.trim()); }} /></label>
      </div>
      <div className="drawer-foot">
        <Button size="small" onClick={close}>{t('change.discard')}</Button>
        <Button size="small" type="primary" disabled={!complete} loading={create.isPending || change.isPending} onClick={save}>{t('records.save')}</Button>
      </div>
    </div>
  );
}
