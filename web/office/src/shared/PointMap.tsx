import { MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type MouseEvent } from 'react';
import { useT } from '../framework/i18n';
import './point-map.css';

export interface MapPoint {
  id: string;
  label: string;
  latitude: number;
  longitude: number;
  /** What the page is about, another place, or a dwelling. */
  kind: 'own' | 'place' | 'home';
  /** Says how much is there, as an area. */
  weight?: number;
}

interface Props {
  points: MapPoint[];
  label: string;
  /** A click on the map gives the place clicked. */
  onPick?: (latitude: number, longitude: number) => void;
  onOpen?: (point: MapPoint) => void;
}

const size = 300;
const margin = 26;
const metresADegree = 111_320;

/** Points by their coordinates over a grid with a scale. Drawn here: no tiles, nothing leaves the office, nothing has to be fetched. */
export function PointMap({ points, label, onPick, onOpen }: Props) {
  const { t } = useT();
  const [zoom, setZoom] = useState(1);
  if (points.length === 0) return null;
  const own = points.find(point => point.kind === 'own');
  const narrower = Math.cos(((own ?? points[0]!).latitude * Math.PI) / 180);
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [west, east] = range(points.map(point => point.longitude));
  const [south, north] = range(points.map(point => point.latitude));
  // The middle is the page's own point once one looks closer.
  const middle = zoom > 1 && own ? own : { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  const span = Math.max((east - west) * narrower, north - south, 0.004) / zoom;
  const scale = (size - 2 * margin) / span;
  const x = (longitude: number) => size / 2 + (longitude - middle.longitude) * narrower * scale;
  const y = (latitude: number) => size / 2 - (latitude - middle.latitude) * scale;
  const pick = (event: MouseEvent<SVGSVGElement>) => {
    if (!onPick) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [across, down] = [((event.clientX - box.left) / box.width) * size, ((event.clientY - box.top) / box.height) * size];
    onPick(round(middle.latitude + (size / 2 - down) / scale), round(middle.longitude + (across - size / 2) / scale / narrower));
  };
  const metres = step((span * metresADegree) / 3);
  const bar = (metres / metresADegree) * scale;
  const lines = Array.from({ length: Math.ceil(size / bar) + 2 }, (_, n) => n * bar);
  const drawn = points.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const named = nameable(drawn.filter(point => point.kind !== 'home'), point => [x(point.longitude), y(point.latitude)]);
  return (
    <div className="point-map">
      {/* Who does not click types the coordinates beside the map; what can be opened stands in lists as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className={onPick ? 'picking' : undefined} onClick={pick}>
        <g className="map-grid" aria-hidden>{lines.map(at => <path key={at} d={`M${at} 0V${size}M0 ${at}H${size}`} />)}</g>
        {drawn.map(point => {
          const [left, top] = [x(point.longitude), y(point.latitude)];
          if (left < -20 || left > size + 20 || top < -20 || top > size + 20) return null;
          const side = named.get(point);
          return (
            <g key={`${point.kind}${point.id}`} className={`map-${point.kind}${onOpen && !onPick ? ' open' : ''}`} onClick={onOpen && !onPick ? () => onOpen(point) : undefined}>
              <title>{point.label}</title>
              <circle cx={left} cy={top} r={radius(point)} />
              {side && <text x={side === 'end' ? left - radius(point) - 3 : left + radius(point) + 3} y={top + 4} textAnchor={side}>{point.label}</text>}
            </g>
          );
        })}
        <g className="map-scale" aria-hidden>
          <path d={`M${size - 12 - bar} ${size - 10}h${bar}m0 -4v8M${size - 12 - bar} ${size - 14}v8`} />
          <text x={size - 12 - bar / 2} y={size - 15} textAnchor="middle">{metres >= 1000 ? t('map.km', { n: metres / 1000 }) : t('map.m', { n: metres })}</text>
          <path d={`M16 26V10m-4 6l4 -6l4 6`} />
          <text x={16} y={38} textAnchor="middle">{t('map.north')}</text>
        </g>
      </svg>
      <div className="map-zoom">
        <Button size="small" icon={<PlusOutlined />} aria-label={t('map.closer')} disabled={zoom >= 64} onClick={() => setZoom(zoom * 2)} />
        <Button size="small" icon={<MinusOutlined />} aria-label={t('map.farther')} disabled={zoom <= 0.25} onClick={() => setZoom(zoom / 2)} />
      </div>
    </div>
  );
}

const radius = (point: MapPoint) => (point.kind === 'own' ? 6 : point.kind === 'home' ? 2.6 : point.weight === undefined ? 3.5 : 3 + Math.sqrt(point.weight) / 2);

type Box = [west: number, north: number, east: number, south: number];
const meet = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Where the names that find room stand, beside their points: what the page is about first, then the largest. The others keep theirs as a title. */
function nameable(points: MapPoint[], at: (point: MapPoint) => [number, number]): Map<MapPoint, 'start' | 'end'> {
  const circles = points.map((point): [MapPoint, Box] => {
    const [left, top] = at(point);
    const r = radius(point);
    return [point, [left - r, top - r, left + r, top + r]];
  });
  const taken: Box[] = [];
  const named = new Map<MapPoint, 'start' | 'end'>();
  for (const [point, own] of circles.toSorted(([a], [b]) => Number(b.kind === 'own') - Number(a.kind === 'own') || (b.weight ?? 0) - (a.weight ?? 0))) {
    const width = Array.from(point.label).reduce((sum, sign) => sum + (sign > '\u2e80' ? 10 : 6), 0);
    const middle = (own[1] + own[3]) / 2;
    for (const side of ['start', 'end'] as const) {
      const from = side === 'start' ? own[2] + 3 : own[0] - 3 - width;
      const box: Box = [from, middle - 6, from + width, middle + 6];
      if (box[0] < 0 || box[2] > size || taken.some(other => meet(box, other)) || circles.some(([other, circle]) => other !== point && meet(box, circle))) continue;
      taken.push(box);
      named.set(point, side);
      break;
    }
  }
  return named;
}

const order = ['place', 'home', 'own'];
const round = (degrees: number) => Math.round(degrees * 1_000_000) / 1_000_000;

/** The round number below: 1, 2 or 5 with noughts. */
function step(metres: number) {
  const ten = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map(n => n * ten).find(n => n <= metres) ?? ten;
}
