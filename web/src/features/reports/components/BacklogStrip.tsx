import type { BacklogHour } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { dayKey } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';
import { Card } from '#ui/Card.tsx';
import { ChartFrame } from '#ui/ChartFrame.tsx';
import { heatOf } from '../fns/figure-words.ts';

const shares = [0, 22, 45, 70, 100] as const;
const colorOf = (heat: 0 | 1 | 2 | 3 | 4): string =>
  heat === 0 ? 'var(--surface-2)' : `color-mix(in oklch, var(--accent) ${shares[heat]}%, var(--surface-2))`;

/** Open conversations hour by hour: a row per day, a cell per hour, darker where more were waiting. */
export function BacklogStrip({ backlog, timeZone }: { backlog: readonly BacklogHour[]; timeZone: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const most = backlog.reduce((max, { open }) => Math.max(max, open), 0);
  const days = Map.groupBy(backlog, ({ hour }) => dayKey(hour, timeZone));
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(format.settings.locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone });
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
        <div className="flex h-full flex-col overflow-y-auto">
          <div aria-hidden className="sticky top-0 flex gap-2 bg-surface-1 pb-1 text-12 text-weak tabular-nums">
            <span className="w-22 shrink-0" />
            <span className="grid flex-1 grid-cols-4">
              {['00', '06', '12', '18'].map((hour) => (
                <span key={hour}>{hour}</span>
              ))}
            </span>
          </div>
          <div className="flex flex-col gap-0.5">
            {[...days].map(([key, hours]) => (
              <div key={key} className="flex items-center gap-2">
                <span className="w-22 shrink-0 truncate text-12 text-weak tabular-nums">{day.format(new Date(hours[0]?.hour ?? 0))}</span>
                <div className="grid flex-1 grid-cols-24 gap-px">
                  {hours.map(({ hour, open }) => (
                    <span
                      key={hour}
                      title={`${format.dateTime(hour)}: ${format.number(open)}`}
                      className="h-3.5 rounded-[2px]"
                      style={{ background: colorOf(heatOf(open, most)), gridColumnStart: Number(clock.format(new Date(hour))) + 1 }}
                    />
                  ))}
                </div>
              </div>
            ))}
          </div>
        </div>
      </ChartFrame>
    </Card>
  );
}
