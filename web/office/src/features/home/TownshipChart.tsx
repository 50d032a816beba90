import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../../framework/i18n';
import { still } from '../../framework/motion';
import { useScheme } from '../../framework/theme';
import type { TownshipRow } from './types';

use([BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

/** Households by township, or by village within one, most first; a bar leads to its list. The table beside it says the same to those who cannot see it. */
export function TownshipChart({ rows, label }: { rows: TownshipRow[]; label: string }) {
  const { t } = useT();
  const { scheme } = useScheme();
  const navigate = useNavigate();
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current!;
    const chart: ECharts = init(element, null, { renderer: 'canvas' });
    const sorted = rows.toSorted((a, b) => a.households - b.households);
    const ink = scheme === 'dark' ? '#d5d9e0' : '#333a44';
    chart.setOption({
      aria: { enabled: true },
      animation: !still,
      grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
      tooltip: { trigger: 'item' },
      xAxis: { type: 'value', show: false },
      yAxis: { type: 'category', data: sorted.map(row => row.name), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: ink } },
      series: [
        {
          type: 'bar',
          name: t('figure.households'),
          data: sorted.map(row => row.households),
          barMaxWidth: 22,
          itemStyle: { color: scheme === 'dark' ? '#5a9be6' : '#1a5fa8', borderRadius: [0, 4, 4, 0] },
          label: { show: true, position: 'right', color: ink },
        },
      ],
    });
    chart.on('click', event => {
      const row = sorted[event.dataIndex];
      if (row) void navigate(`/households?region=${row.code}`);
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [rows, scheme, t, navigate]);

  return <div ref={place} className="chart" style={{ height: Math.max(80, rows.length * 34) }} role="img" aria-label={label} />;
}
