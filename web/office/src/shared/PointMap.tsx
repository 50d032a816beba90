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
  const named = points.length <= 24 || zoom > 2;
  return (
    <div className="point-map">
      {/* Who does not click types the coordinates beside the map; what can be opened stands in lists as well. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className={onPick ? 'picking' : undefined} onClick={pick}>
        <g className="map-grid" aria-hidden>{lines.map(at => <path key={at} d={`M${at} 0V${size}M0 ${at}H${size}`} />)}</g>
        {points.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).map(point => {
          const [left, top] = [x(point.longitude), y(point.latitude)];
          if (left < -20 || left > size + 20 || top < -20 || top > size + 20) return null;
          const right = left > size * 0.62;
          return (
            <g key={`${point.kind}${point.id}`} className={`map-${point.kind}${onOpen && !onPick ? ' open' : ''}`} onClick={onOpen && !onPick ? () => onOpen(point) : undefined}>
              <title>{point.label}</title>
              <circle cx={left} cy={top} r={point.kind === 'own' ? 6 : point.kind === 'home' ? 2.6 : point.weight === undefined ? 3.5 : 3 + Math.sqrt(point.weight) / 2} />
              {point.kind !== 'home' && (named || point.kind === 'own') && <text x={right ? left - 8 : left + 8} y={top + 4} textAnchor={right ? 'end' : 'start'}>{point.label}</text>}
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

const order = ['place', 'home', 'own'];
const round = (degrees: number) => Math.round(degrees * 1_000_000) / 1_000_000;

/** The round number below: 1, 2 or 5 with noughts. */
function step(metres: number) {
  const ten = 10 ** Math.floor(Math.log10(metres));
  return [5, 2, 1].map(n => n * ten).find(n => n <= metres) ?? ten;
}
