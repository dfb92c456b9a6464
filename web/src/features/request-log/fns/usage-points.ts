import { STATUS_CLASSES, type StatusClass, type Usage } from '@kabar/contract';

/** Calls of one hour or day by how they ended. */
export interface UsageRow {
  at: string;
  counts: Record<StatusClass, number>;
}

const hourMs = 3_600_000;

/**
 * Every step from the first to the last with its calls; steps without any are zero. Days begin where the server says they do; those without calls are
 * put 24 hours apart, which is a day but for the two a year on which clocks change.
 */
export function usageRows(usage: Usage): UsageRow[] {
  const stepMs = usage.step === 'hour' ? hourMs : 24 * hourMs;
  const rows = new Map<number, UsageRow>();
  for (const { group, points } of usage.series) {
    const statusClass = STATUS_CLASSES.find((one) => one === group);
    if (statusClass === undefined) continue;
    for (const { at, requests } of points) {
      const row = rows.get(Date.parse(at)) ?? emptyRow(at);
      row.counts[statusClass] += requests;
      rows.set(Date.parse(at), row);
    }
  }
  const known = [...rows.keys()].toSorted((a, b) => a - b);
  const from = Date.parse(usage.from);
  const until = Date.parse(usage.until);
  const anchor = known[0] ?? (usage.step === 'hour' ? Math.ceil(from / hourMs) * hourMs : from);
  const first = anchor - Math.floor((anchor - from) / stepMs) * stepMs;
  for (let at = first; at < until; at += stepMs) {
    const isKnown = known.some((one) => Math.abs(one - at) < stepMs / 2);
    if (!isKnown) rows.set(at, emptyRow(new Date(at).toISOString()));
  }
  return [...rows].toSorted(([a], [b]) => a - b).map(([, row]) => row);
}

function emptyRow(at: string): UsageRow {
  return { at, counts: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0 } };
}

/** All calls of all rows by how they ended. */
export function usageTotal(rows: readonly UsageRow[]): Record<StatusClass, number> {
  const total = emptyRow('').counts;
  for (const { counts } of rows) for (const one of STATUS_CLASSES) total[one] += counts[one];
  return total;
}
