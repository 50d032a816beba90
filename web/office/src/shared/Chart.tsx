import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { still } from '../framework/motion';
import { useScheme } from '../framework/theme';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

const decals = [{ symbol: 'none' }, { color: 'rgba(255, 255, 255, 0.55)', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: Math.PI / 4 }, { symbol: 'circle', color: 'rgba(255, 255, 255, 0.7)', symbolSize: 0.6, dashArrayX: [6, 6], dashArrayY: [6, 6] }];

/** A chart that keeps its canvas while its figures change. The table beside it says the same to those who cannot see it. */
export function Chart({ option, label, height }: { option: EChartsCoreOption; label: string; height: number }) {
  const { scheme } = useScheme();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const drawn = useRef('');
  useEffect(() => {
    const made = init(place.current!, null, { renderer: 'canvas' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current!);
    return () => {
      drawn.current = '';
      watch.disconnect();
      made.dispose();
    };
  }, []);
  // Drawn again when what it shows is another, not whenever the page is.
  useEffect(() => {
    const figures = JSON.stringify([option, scheme]);
    if (drawn.current === figures) return;
    drawn.current = figures;
    const ink = scheme === 'dark' ? '#d5d9e0' : '#333a44';
    const line = scheme === 'dark' ? '#3a414c' : '#dfe3e8';
    chart.current?.setOption(
      {
        // Patterns tell bars apart on a black and white print.
        aria: { enabled: true, decal: { show: true, decals } },
        animationDuration: still ? 0 : 250,
        color: scheme === 'dark' ? ['#8a93a0', '#5a9be6', '#7bc98d'] : ['#8a93a0', '#1a5fa8', '#1e7a36'],
        textStyle: { color: ink },
        legend: { top: 0, textStyle: { color: ink } },
        ...option,
        xAxis: { axisLabel: { color: ink }, nameTextStyle: { color: ink }, splitLine: { lineStyle: { color: line } }, axisLine: { lineStyle: { color: line } }, ...(option['xAxis'] as object) },
        yAxis: { axisLabel: { color: ink }, nameTextStyle: { color: ink }, splitLine: { lineStyle: { color: line } }, axisLine: { lineStyle: { color: line } }, ...(option['yAxis'] as object) },
      },
      { notMerge: true },
    );
  });
  return <div ref={place} className="chart" style={{ height }} role="img" aria-label={label} />;
}
