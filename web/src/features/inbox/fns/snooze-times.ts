import { fromZonedInput, toZonedInput } from '#lib/zoned-input.ts';

/** A ready-made time for a snooze. */
export interface SnoozeTime {
  key: 'later' | 'tomorrow' | 'weekend' | 'next_week';
  /** Instant as ISO 8601 in UTC. */
  at: string;
}

const morning = '09:00';
const laterMs = 3 * 3_600_000;

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * When a conversation can come back, in the workspace's time zone: in three hours, tomorrow at nine, Saturday at nine (on working days),
 * Monday at nine. Earliest first, no time twice.
 */
export function snoozeTimes(nowMs: number, timeZone: string): SnoozeTime[] {
  const today = toZonedInput(new Date(nowMs).toISOString(), timeZone).slice(0, 10);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay(); // 0 is Sunday
  const at = (days: number): string | undefined => fromZonedInput(`${dayAfter(today, days)}T${morning}`, timeZone);
  const wanted: { key: SnoozeTime['key']; at: string | undefined }[] = [
    { key: 'later', at: new Date(Math.ceil((nowMs + laterMs) / 900_000) * 900_000).toISOString() },
    { key: 'tomorrow', at: at(1) },
    ...(weekday >= 1 && weekday <= 4 ? [{ key: 'weekend' as const, at: at(6 - weekday) }] : []),
    { key: 'next_week', at: at((8 - weekday) % 7 || 7) },
  ];
  const times: SnoozeTime[] = [];
  for (const { key, at: instant } of wanted) {
    if (instant === undefined || times.some((time) => time.at === instant)) continue;
    times.push({ key, at: instant });
  }
  return times;
}
