import type { BacklogHour } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { dayKey } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { heatOf } from '../fns/figure-words.ts';

const shares = [0, 22, 45, 70, 100] as const;
/** How many days are named below the strip; more would run into each other on a phone. */
const mostLabels = 5;
const colorOf = (heat: 0 | 1 | 2 | 3 | 4): string =>
  heat === 0 ? 'var(--surface-2)' : `color-mix(in oklch, var(--accent) ${shares[heat]}%, var(--surface-2))`;

/** Open conversations hour by hour: a column per day, a cell per hour, darker where more were waiting. */
export function BacklogStrip({ backlog, timeZone }: { backlog: readonly BacklogHour[]; timeZone: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const most = backlog.reduce((max, { open }) => Math.max(max, open), 0);
  const days = Map.groupBy(backlog, ({ hour }) => dayKey(hour, timeZone));
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(format.settings.locale, { day: 'numeric', month: 'short', timeZone });
  const mostText = format.number(most);
  return (
    <Card
      title={t`Waiting, hour by hour`}
      description={
        most === 0 ? t`Nobody was waiting at the end of an hour.` : t`Open conversations at the end of each hour; at most ${mostText}.`
      }
      action={
        <p className="flex items-center gap-1.5 text-12 text-weak">
          <Trans>fewer</Trans>
          {([0, 1, 2, 3, 4] as const).map((heat) => (
            <span key={heat} className="size-3 rounded-[2px]" style={{ background: colorOf(heat) }} />
          ))}
          <Trans>more</Trans>
        </p>
      }
    >
      <ChartFrame
        label={t`Open conversations at the end of each hour; at most ${mostText}.`}
        columns={[t`Hour`, t`Open`]}
        rows={backlog.map(({ hour, open }) => ({ key: hour, cells: [format.dateTime(hour), format.number(open)] }))}
      >
        <div className="flex h-full gap-2 text-12 text-weak tabular-nums">
          <div className="grid h-[calc(100%-1.25rem)] w-5 shrink-0 grid-rows-4">
            {['00', '06', '12', '18'].map((hour) => (
              <span key={hour} className="-mt-1">
                {hour}
              </span>
            ))}
          </div>
          <div className="grid min-w-0 flex-1 auto-cols-fr grid-flow-col gap-x-0.5">
            {[...days].map(([key, hours], place) => (
              <div key={key} className="flex min-w-0 flex-col">
                <div className="grid min-h-0 flex-1 grid-rows-24 gap-y-px">
                  {hours.map(({ hour, open }) => (
                    <span
                      key={hour}
                      title={`${format.dateTime(hour)}: ${format.number(open)}`}
                      className="rounded-[2px]"
                      style={{ background: colorOf(heatOf(open, most)), gridRowStart: Number(clock.format(new Date(hour))) + 1 }}
                    />
                  ))}
                </div>
                <span className="h-5 pt-1 whitespace-nowrap">
                  {place % Math.ceil(days.size / mostLabels) === 0 ? day.format(new Date(hours[0]?.hour ?? 0)) : null}
                </span>
              </div>
            ))}
          </div>
        </div>
      </ChartFrame>
    </Card>
  );
}
