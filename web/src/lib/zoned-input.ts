function offsetMs(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(atMs));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wallMs = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wallMs - Math.floor(atMs / 1000) * 1000;
}

/** An instant as the text a date-and-time box holds ("2026-11-21T10:00") on the clocks of a time zone. */
export function toZonedInput(instant: string, timeZone: string): string {
  const atMs = Date.parse(instant);
  return new Date(atMs + offsetMs(atMs, timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant a date-and-time box means on the clocks of a time zone, as ISO 8601 in UTC. A clock time that a change to
 * summer time skips is read as the same distance after the change.
 */
export function fromZonedInput(text: string, timeZone: string): string {
  const wallMs = Date.parse(`${text}:00Z`);
  const guessMs = wallMs - offsetMs(wallMs, timeZone);
  return new Date(wallMs - offsetMs(guessMs, timeZone)).toISOString();
}
