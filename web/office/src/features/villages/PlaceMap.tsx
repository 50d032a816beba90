import { useNavigate } from 'react-router';
import { count } from '../../framework/format';
import { useT } from '../../framework/i18n';
import { useCan, useUser } from '../../framework/session';
import { Section } from '../../shared/Page';
import { PointMap, type MapPoint } from '../../shared/PointMap';
import { regionLevel } from '../../shared/regions';
import type { AsOf, RecordFacts } from '../records/api';
import { useDwellings, usePlaces } from './api';

export const pointOf = (facts: RecordFacts): { latitude: number; longitude: number } | undefined =>
  typeof facts['latitude'] === 'number' && typeof facts['longitude'] === 'number' ? { latitude: facts['latitude'], longitude: facts['longitude'] } : undefined;

/** Where a village, a township or the county lies, with what is in it: the households of a village, the villages of a township, the townships of a county, by their size. */
export function PlaceMap({ code, kind, asOf }: { code: string; kind: 'village' | 'township' | 'county'; asOf: AsOf }) {
  const { t } = useT();
  const can = useCan();
  const navigate = useNavigate();
  // Who answers for one village alone sees none of its neighbours.
  const alone = regionLevel(useUser().area.code) === 'village';
  const around = usePlaces(kind === 'county' ? 'township' : 'village', kind === 'village' && !alone ? `${code.slice(0, 9)}000` : code, undefined, asOf);
  const dwellings = useDwellings(code, asOf, can('household.view'));
  const places: MapPoint[] = (around.data?.items ?? []).flatMap(place => {
    const point = pointOf(place.facts);
    return point ? [{ id: place.region.code, label: place.region.name, ...point, kind: place.region.code === code ? ('own' as const) : ('place' as const), ...(kind === 'village' ? {} : { weight: place.households }) }] : [];
  });
  const homes: MapPoint[] = (dwellings.data?.items ?? []).map(home => ({ id: home.household, label: home.head_name ?? home.number, latitude: home.latitude, longitude: home.longitude, kind: 'home' as const }));
  // A village is looked at from near by: its neighbours only when it has no households on the map.
  const points = kind === 'village' && homes.length > 0 ? [...places.filter(place => place.kind === 'own'), ...homes] : [...places, ...homes];
  const sums = dwellings.data?.counts ?? [];
  const [located, all] = [sums.reduce((sum, one) => sum + one.located, 0), sums.reduce((sum, one) => sum + one.households, 0)];
  if (points.length === 0) return null;
  return (
    <Section title={t('villages.map')}>
      <PointMap points={points} label={t('villages.map.label', { n: points.length })} onOpen={point => void navigate(point.kind === 'home' ? `/households/${point.id}` : `/villages/${point.id}`)} />
      {all > 0 && <p className="faint">{t('villages.map.located', { located: count(located), all: count(all) })}</p>}
    </Section>
  );
}
