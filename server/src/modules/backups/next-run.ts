/** Names of days and months are not needed: settings are written in figures. */
const bounds: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
const minuteMs = 60_000;
const farthestMs = 400 * 86_400_000;

/**
 * When a schedule of five cron fields (figures, `*`, lists, ranges, steps) runs next after `now`, in UTC. Null for one that never runs or is written in another
 * way. As in cron, a day counts when either of day of month and day of week fits, unless one of them is `*`.
 */
export function nextRun(cron: string, now: Date): Date | null {
  const texts = cron.split(' ');
  const fields = texts.map((text, index) => readField(text, bounds[index] ?? [0, 0]));
  const [minutes, hours, days, months, weekdays] = fields;
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  const eitherDay = texts[2] !== '*' && texts[4] !== '*';
  const start = Math.floor(now.getTime() / minuteMs) * minuteMs + minuteMs;
  for (let at = start; at < start + farthestMs;) {
    const time = new Date(at);
    const isDay = days.has(time.getUTCDate());
    const isWeekday = weekdays.has(time.getUTCDay()) || (time.getUTCDay() === 0 && weekdays.has(7));
    const fitsDay = months.has(time.getUTCMonth() + 1) && (eitherDay ? isDay || isWeekday : isDay && isWeekday);
    if (!fitsDay) at = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() + 1);
    else if (!hours.has(time.getUTCHours())) at = (Math.floor(at / 3_600_000) + 1) * 3_600_000;
    else if (!minutes.has(time.getUTCMinutes())) at += minuteMs;
    else return time;
  }
  return null;
}

function readField(text: string, [low, high]: readonly [number, number]): Set<number> | null {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return null;
    const [, first, last, step] = match;
    const from = first === undefined ? low : Number(first);
    const to = last === undefined ? (first === undefined || step !== undefined ? high : from) : Number(last);
    if (from < low || to > high || Number(step ?? 1) === 0) return null;
    for (let value = from; value <= to; value += Number(step ?? 1)) values.add(value);
  }
  return values;
}
