import { useLingui } from '@lingui/react/macro';
import { useNow } from '#lib/clock.ts';
import { useFormat } from '#lib/use-format.ts';

const minuteMs = 60_000;

/** How much of a legal clock is left, in hours and minutes and never rounded up: three days is what people hear, 71 hours what they have. */
export function TimeLeft({ dueAt, className }: { dueAt: string; className?: string }) {
  const { t } = useLingui();
  const { settings } = useFormat();
  const now = useNow();
  const leftMs = new Date(dueAt).getTime() - now;
  const minutes = Math.floor(Math.abs(leftMs) / minuteMs);
  const unit = (value: number, name: 'hour' | 'minute'): string =>
    new Intl.NumberFormat(settings.locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const length = minutes >= 60 ? `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}` : unit(minutes, 'minute');
  return <span className={className}>{leftMs < 0 ? t`${length} late` : t`${length} left`}</span>;
}
