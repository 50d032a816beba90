import { useNavigate } from 'react-router';
import { useT } from '../../framework/i18n';
import { Section } from '../../shared/Page';
import type { RecordView } from '../records/api';
import { usePlaces } from './api';

const size = 260;
const margin = 24;

interface Point {
  code: string;
  name: string;
  latitude: number;
  longitude: number;
}

/** Where the place lies among its neighbours, as far as their points are known. No map tiles: nothing leaves the office. */
export function PlaceMap({ code, kind, record }: { code: string; kind: 'village' | 'township'; record: RecordView }) {
  const { t } = useT();
  const navigate = useNavigate();
  const around = usePlaces('village', kind === 'village' ? `${code.slice(0, 9)}000` : code, undefined);
  const points: Point[] = (around.data?.items ?? [])
    .map(place => ({ code: place.region.code, name: place.region.name, latitude: place.facts['latitude'] as number, longitude: place.facts['longitude'] as number }))
    .filter(point => typeof point.latitude === 'number' && typeof point.longitude === 'number');
  const own = record.facts['latitude'];
  if (typeof own === 'number' && !points.some(point => point.code === code)) {
    points.push({ code, name: record.name ?? code, latitude: own, longitude: record.facts['longitude'] as number });
  }
  if (points.length === 0 || (kind === 'village' && typeof own !== 'number')) return null;
  const box = (pick: (point: Point) => number) => [Math.min(...points.map(pick)), Math.max(...points.map(pick))] as const;
  const [west, east] = box(point => point.longitude * Math.cos((point.latitude * Math.PI) / 180));
  const [south, north] = box(point => point.latitude);
  const scale = (size - 2 * margin) / Math.max(east - west, north - south, 0.01);
  const at = (point: Point) => ({
    x: margin + (point.longitude * Math.cos((point.latitude * Math.PI) / 180) - west) * scale,
    y: size - margin - (point.latitude - south) * scale,
  });
  return (
    <Section title={t('villages.map')}>
      <svg className="place-map" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('villages.map.label', { n: points.length })}>
        {points.map(point => {
          const { x, y } = at(point);
          return (
            <g key={point.code} className={point.code === code ? 'own' : undefined} onClick={() => void navigate(`/villages/${point.code}`)}>
              <circle cx={x} cy={y} r={point.code === code ? 6 : 4} />
              <text x={x > size / 2 ? x - 8 : x + 8} y={y + 4} textAnchor={x > size / 2 ? 'end' : 'start'}>{point.name}</text>
            </g>
          );
        })}
      </svg>
    </Section>
  );
}
