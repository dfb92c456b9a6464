import { useNow } from '#lib/clock.ts';
import type { Instant } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';

/** Props of RelativeTime. `style` "list" is the shortest form for rows, "log" the clock to the second. */
export interface RelativeTimeProps {
  at: Instant;
  style?: 'relative' | 'list' | 'log' | undefined;
  className?: string | undefined;
}

/** How long ago, kept up to date; the exact instant with its zone is there on hover. */
export function RelativeTime({ at, style = 'relative', className }: RelativeTimeProps) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)} className={className}>
      {{ relative: format.relative, list: format.listTime, log: format.logTime }[style](at, now)}
    </time>
  );
}
