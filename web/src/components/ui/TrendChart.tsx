import { Bar, BarChart, CartesianGrid, LabelList, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { TrendPoint, TrendSeries } from './trend.ts';

/** Props of TrendChart. `format` writes a value for the axis and the tooltip. */
export interface TrendChartProps {
  kind: 'line' | 'bar';
  points: readonly TrendPoint[];
  series: readonly TrendSeries[];
  format: (value: number) => string;
  /** A shorter form for the axis. */
  axisFormat: (value: number) => string;
  /** Many narrow bars: labels where there is room for them, none on the bars. */
  dense?: boolean | undefined;
}

const axis = { fontSize: 12, fill: 'var(--text-weak)' } as const;
const tooltip = {
  contentStyle: { background: 'var(--popup)', border: '1px solid var(--line)', borderRadius: 6, color: 'var(--text-strong)', fontSize: 13 },
  itemStyle: { color: 'var(--text-normal)' },
} as const;

/** A name short enough to stand beside the others on a phone; the whole is in the tooltip and the table. */
function cut(label: string, count: number): string {
  const most = Math.max(3, Math.floor(36 / count));
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

/** One or two figures per row: lines over days, bars elsewhere; both begin at zero. Loaded only where it is shown. */
export function TrendChart({ kind, points, series, format, axisFormat, dense = false }: TrendChartProps) {
  const data = points.map(({ label, values }) => ({ label, ...values }));
  const margin = { top: kind === 'bar' ? 36 : 12, right: 20, bottom: 0, left: 0 };
  const shared = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tick={axis}
        tickLine={false}
        axisLine={false}
        minTickGap={24}
        interval={kind === 'bar' && !dense ? 0 : 'preserveStartEnd'}
        {...(kind === 'bar' && !dense ? { tickFormatter: (label: string) => cut(label, data.length) } : {})}
      />
      <YAxis
        domain={[0, 'auto']}
        tick={axis}
        tickLine={false}
        axisLine={false}
        width={60}
        tickFormatter={axisFormat}
        allowDecimals={false}
      />
    </>
  );
  return (
    <ResponsiveContainer width="100%" height="100%">
      {kind === 'line' ? (
        <LineChart data={data} margin={margin} accessibilityLayer={false}>
          {shared}
          <Tooltip {...tooltip} formatter={(value) => format(Number(value))} />
          {series.map(({ id, name, color, dash }) => (
            <Line
              key={id}
              dataKey={id}
              name={name}
              stroke={color}
              strokeWidth={2}
              {...(dash ? { strokeDasharray: '5 4' } : {})}
              dot={data.length === 1}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      ) : (
        <BarChart data={data} margin={margin} accessibilityLayer={false}>
          {shared}
          <Tooltip {...tooltip} cursor={{ fill: 'var(--surface-2)' }} formatter={(value) => format(Number(value))} />
          {series.map(({ id, name, color }) => (
            <Bar key={id} dataKey={id} name={name} fill={color} radius={[3, 3, 0, 0]} maxBarSize={44} isAnimationActive={false}>
              {data.length <= 8 && !dense ? (
                <LabelList
                  dataKey={id}
                  position="top"
                  fontSize={12}
                  fill="var(--text-normal)"
                  formatter={(value) => format(Number(value))}
                />
              ) : null}
            </Bar>
          ))}
        </BarChart>
      )}
    </ResponsiveContainer>
  );
}
