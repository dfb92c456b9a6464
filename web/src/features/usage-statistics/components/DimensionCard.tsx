import type { UsageStatistics } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { useDimensionWords } from './use-dimension-words.ts';

type Dimension = UsageStatistics['dimensions'][number];

/** One list of figures as bars with their names beside them, most first. */
export function DimensionCard({ figures, minimum }: { figures: Dimension; minimum: number }) {
  const { t } = useLingui();
  const format = useFormat();
  const words = useDimensionWords();
  const title = words.title(figures.dimension);
  const most = Math.max(...figures.rows.map(({ browsers }) => browsers), 1);
  return (
    <Card title={title}>
      {figures.rows.length === 0 ? (
        <p className="text-14 text-weak">
          {figures.is_cut ? (
            <Trans>Everything here was used in fewer than {minimum} browsers, so nothing is shown.</Trans>
          ) : (
            <Trans>Nothing was counted in this month.</Trans>
          )}
        </p>
      ) : (
        <>
          <ChartFrame
            label={title}
            columns={[t`What`, t`Browsers`]}
            rows={figures.rows.map(({ value, browsers }) => ({
              key: value,
              cells: [words.value(figures.dimension, value), format.number(browsers)],
            }))}
          >
            <ul className="flex h-full flex-col gap-1.5 overflow-y-auto">
              {figures.rows.map(({ value, browsers }) => (
                <li key={value} className="grid grid-cols-[minmax(0,1fr)_3rem] items-center gap-x-3 text-13">
                  <span className="relative overflow-hidden rounded-[4px]">
                    <span className="absolute inset-y-0 left-0 bg-accent-soft" style={{ width: `${(browsers / most) * 100}%` }} />
                    <span className="relative block truncate px-2 py-1 text-strong">{words.value(figures.dimension, value)}</span>
                  </span>
                  <span className="text-right text-strong tabular-nums">{format.number(browsers)}</span>
                </li>
              ))}
            </ul>
          </ChartFrame>
          {figures.is_cut ? (
            <p className="mt-2 text-13 text-weak">
              <Trans>What was used in fewer than {minimum} browsers is left out.</Trans>
            </p>
          ) : null}
        </>
      )}
    </Card>
  );
}
