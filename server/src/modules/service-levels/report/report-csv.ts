import { ID_PREFIXES, type InboxReport, type ReportFigures } from '@kabar/contract';
import { toPublicId } from '#platform/ids';

/** A name of a member, team or number; `id` is a database id. */
export type NameRow = { kind: 'member' | 'team' | 'number'; id: string; name: string };

const columns: readonly [string, (row: ReportFigures) => number | null][] = [
  ['opened', (row) => row.opened],
  ['resolved', (row) => row.resolved],
  ['messages_in', (row) => row.messages_in],
  ['messages_out', (row) => row.messages_out],
  ['messages_automatic', (row) => row.messages_automatic],
  ['first_reply_count', (row) => row.first_reply.count],
  ['first_reply_median_seconds', (row) => row.first_reply.median_seconds],
  ['first_reply_p90_seconds', (row) => row.first_reply.p90_seconds],
  ['first_reply_target_met', (row) => row.first_reply_target.met],
  ['first_reply_target_missed', (row) => row.first_reply_target.missed],
  ['first_reply_target_percent', (row) => row.first_reply_target.percent],
  ['resolution_count', (row) => row.resolution.count],
  ['resolution_median_seconds', (row) => row.resolution.median_seconds],
  ['resolution_p90_seconds', (row) => row.resolution.p90_seconds],
  ['resolution_target_met', (row) => row.resolution_target.met],
  ['resolution_target_missed', (row) => row.resolution_target.missed],
  ['resolution_target_percent', (row) => row.resolution_target.percent],
  ['satisfaction_asked', (row) => row.satisfaction.asked],
  ['satisfaction_answered', (row) => row.satisfaction.answered],
  ['satisfaction_score_percent', (row) => row.satisfaction.score_percent],
  ['satisfaction_good', (row) => row.satisfaction.good],
  ['satisfaction_okay', (row) => row.satisfaction.okay],
  ['satisfaction_bad', (row) => row.satisfaction.bad],
  ['satisfaction_comments', (row) => row.satisfaction.comments],
];

/** The report as a CSV file (RFC 4180) with a row for the total at the end. Names cannot become formulas. */
export function reportCsv(report: InboxReport, names: readonly NameRow[]): string {
  const { group_by: groupBy } = report;
  const nameOf = new Map(names.map((row) => [toPublicId(ID_PREFIXES[row.kind], row.id), row.name]));
  const hasNames = groupBy !== 'day';
  const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`;
  const figures = (row: ReportFigures): (number | null)[] => columns.map(([, value]) => value(row));
  return [
    line([groupBy, ...(hasNames ? ['name'] : []), ...columns.map(([title]) => title)]),
    ...report.rows.map((row) => line([row.key ?? '', ...(hasNames ? [nameOf.get(row.key ?? '') ?? ''] : []), ...figures(row)])),
    line(['total', ...(hasNames ? [''] : []), ...figures(report.total)]),
  ].join('');
}

/** A text that a spreadsheet would run is made plain with an apostrophe; one with separators is quoted. */
function cellOf(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const plain = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
