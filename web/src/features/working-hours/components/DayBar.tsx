import type { HoursRange } from '@kabar/contract';
import { minutesOf } from '../fns/schedule.ts';

const share = (minutes: number): string => `${(minutes / 1440) * 100}%`;

/** A day from midnight to midnight with its open hours, as a picture. The boxes beside it say the same. */
export function DayBar({ ranges }: { ranges: readonly HoursRange[] }) {
  return (
    <div aria-hidden className="relative h-2 w-full overflow-hidden rounded-full bg-surface-3">
      {ranges
        .filter(({ from, until }) => minutesOf(until) > minutesOf(from))
        .map(({ from, until }) => (
          <span
            key={`${from}-${until}`}
            className="absolute inset-y-0 rounded-full bg-accent"
            style={{ left: share(minutesOf(from)), width: share(minutesOf(until) - minutesOf(from)) }}
          />
        ))}
      {[6, 12, 18].map((hour) => (
        <span key={hour} className="absolute inset-y-0 w-px bg-surface-1/70" style={{ left: share(hour * 60) }} />
      ))}
    </div>
  );
}
