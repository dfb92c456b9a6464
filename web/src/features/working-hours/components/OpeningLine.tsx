import type { Schedule } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { DoorClosed, DoorOpen } from 'lucide-react';
import { useWorkspace } from '#features/session';
import { useNow } from '#lib/clock.ts';
import { dayKey, formatTimeZone } from '#lib/format.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { openingOf } from '../fns/opening.ts';

/** What the hours mean at this moment: open until when, or closed until when; and by whose clock. */
export function OpeningLine({ schedule }: { schedule: Schedule }) {
  const { i18n } = useLingui();
  const { workspace } = useWorkspace();
  const { settings } = useFormat();
  const now = useNow();
  const zone = schedule.time_zone ?? workspace.time_zone;
  const { isOpen, opensAt, closesAt } = openingOf(schedule, workspace.time_zone, now);
  const inZone = (at: number): string => {
    const isToday = dayKey(at, zone) === dayKey(now, zone);
    const isNear = at - now < 6 * 86_400_000;
    return new Intl.DateTimeFormat(settings.locale, {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      ...(isToday ? {} : isNear ? { weekday: 'long' } : { weekday: 'long', day: 'numeric', month: 'long' }),
    }).format(at);
  };
  const until = closesAt === null ? null : inZone(closesAt);
  const opening = opensAt === null ? null : inZone(opensAt);
  const zoneName = formatTimeZone(zone, now, i18n.locale);
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-13 text-weak">
      <Badge tone={isOpen ? 'good' : 'warn'} icon={isOpen ? <DoorOpen aria-hidden /> : <DoorClosed aria-hidden />}>
        {isOpen ? <Trans>Open right now</Trans> : <Trans>Closed right now</Trans>}
      </Badge>
      <span>
        {until !== null ? (
          <Trans>closes {until}</Trans>
        ) : opening !== null ? (
          <Trans>opens {opening}</Trans>
        ) : isOpen ? (
          <Trans>at any time</Trans>
        ) : (
          <Trans>does not open within a year</Trans>
        )}
      </span>
      <span>
        <Trans>Time in {zoneName}</Trans>
      </span>
    </p>
  );
}
