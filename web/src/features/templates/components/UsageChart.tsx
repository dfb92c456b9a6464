import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { usageColors } from '../fns/usage-colors.ts';

/** One day of the chart. `label` is the day as it is written. */
export interface UsageDay {
  label: string;
  read: number;
  delivered: number;
  rest: number;
}

/** Props of UsageChart. The three names stand in the tooltip. */
export interface UsageChartProps {
  days: readonly UsageDay[];
  names: { read: string; delivered: string; rest: string };
}

/** Bars per day: read, delivered and not read, neither. Loaded only where it is shown. */
export function UsageChart({ days, names }: UsageChartProps) {
  const axis = { fontSize: 12, fill: 'var(--text-weak)' } as const;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart data={[...days]} margin={{ top: 8, right: 4, bottom: 0, left: -12 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={axis} tickLine={false} axisLine={false} minTickGap={24} />
        <YAxis allowDecimals={false} tick={axis} tickLine={false} axisLine={false} width={48} />
        <Tooltip
          cursor={{ fill: 'var(--surface-2)' }}
          contentStyle={{
            background: 'var(--popup)',
            border: '1px solid var(--line)',
            borderRadius: 6,
            color: 'var(--text-strong)',
            fontSize: 13,
          }}
          itemStyle={{ color: 'var(--text-normal)' }}
        />
        <Bar dataKey="read" name={names.read} stackId="day" fill={usageColors.read} isAnimationActive={false} />
        <Bar dataKey="delivered" name={names.delivered} stackId="day" fill={usageColors.delivered} isAnimationActive={false} />
        <Bar dataKey="rest" name={names.rest} stackId="day" fill={usageColors.rest} radius={[3, 3, 0, 0]} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
