import { ID_PREFIXES, type InboxReport, type InboxReportQuery, type ReportFigures, type ReportRow } from '@kabar/contract';
import { formatDay } from '#modules/working-hours';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { tenantQuery, type Statement } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { readReportPlace } from './read-report-place.ts';
import {
  selectBacklog,
  selectMessageCounts,
  selectOpened,
  selectQuarterCounts,
  selectReplied,
  selectResolved,
  selectSatisfactionCounts,
  selectTotalQuantiles,
  selectUnanswered,
  type BacklogRow,
  type CountRow,
  type DurationRow,
  type Keyed,
  type MessagesRow,
  type QuantilesRow,
  type ReportScope,
  type SatisfactionRow,
} from './report.sql.ts';

const maxBacklogDays = 31;
const hourMs = 3_600_000;

/**
 * The report about the inbox: days of the workspace's time zone, figures from covering indexes, side by side. Errors:
 * `validation_failed` for days out of order or more than 366; `not_found` for a number or team of another workspace.
 */
export async function makeReport(ctx: { db: Database; clock: Clock }, workspaceId: string, query: InboxReportQuery): Promise<InboxReport> {
  const { zone, first, last, bounds, numberId, teamId } = await readReportPlace(ctx, workspaceId, query);
  const ask = <Row>(statement: Statement): Promise<Row[]> => tenantQuery<Row>(ctx.db, workspaceId, statement);
  const scope: ReportScope = { workspaceId, bounds, groupBy: query.group_by, numberId, teamId };
  const hours = hoursOf(bounds, ctx.clock.now());
  const [replies, resolutions, opened, replied, unanswered, resolved, messages, satisfaction, backlog] = await Promise.all([
    ask<QuantilesRow>(selectTotalQuantiles(scope, 'replied')),
    ask<QuantilesRow>(selectTotalQuantiles(scope, 'resolved')),
    ask<CountRow>(selectOpened(scope)),
    ask<DurationRow>(selectReplied(scope)),
    ask<CountRow>(selectUnanswered(scope)),
    ask<DurationRow>(selectResolved(scope)),
    ask<MessagesRow>(selectMessageCounts(scope, query.from, zone)).then((rows) =>
      rows.some((row) => row.isOld) ? ask<MessagesRow>(selectQuarterCounts(scope)) : rows,
    ),
    ask<SatisfactionRow>(selectSatisfactionCounts(scope)),
    hours.length < 2 ? [] : ask<BacklogRow>(selectBacklog({ ...scope, bounds: hours })),
  ]);
  const tables: Tables = {
    opened: byKey(opened),
    replied: byKey(replied),
    unanswered: byKey(unanswered),
    resolved: byKey(resolved),
    messages: byKey(messages),
    satisfaction: byKey(satisfaction),
  };
  const keys =
    query.group_by === 'day'
      ? Array.from({ length: last - first + 1 }, (_, day) => String(day + 1))
      : [...new Set(Object.values(tables).flatMap((table) => [...table.keys()]))];
  const rows = keys.map((key): ReportRow => ({ key: presentKey(key, query.group_by, first), ...figuresOf(tables, key) }));
  return {
    from: query.from,
    until: query.until,
    time_zone: zone,
    group_by: query.group_by,
    total: totalOf(rows, replies[0]?.quantiles ?? null, resolutions[0]?.quantiles ?? null),
    rows: query.group_by === 'day' ? rows : rows.toSorted((a, b) => b.resolved - a.resolved || ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
    backlog: presentBacklog(hours, backlog),
  };
}

const nobody = 'nobody';

type Tables = {
  opened: Map<string, CountRow>;
  replied: Map<string, DurationRow>;
  unanswered: Map<string, CountRow>;
  resolved: Map<string, DurationRow>;
  messages: Map<string, MessagesRow>;
  satisfaction: Map<string, SatisfactionRow>;
};

function byKey<Row extends Keyed<object>>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.key === null ? nobody : String(row.key), row]));
}

function figuresOf(tables: Tables, key: string): ReportFigures {
  const replied = tables.replied.get(key);
  const resolved = tables.resolved.get(key);
  const messages = tables.messages.get(key);
  const asked = tables.satisfaction.get(key);
  const { good = 0, okay = 0, bad = 0 } = asked ?? {};
  const answered = good + okay + bad;
  return {
    opened: tables.opened.get(key)?.count ?? 0,
    resolved: resolved?.count ?? 0,
    messages_in: messages?.in ?? 0,
    messages_out: messages?.out ?? 0,
    messages_automatic: messages?.automatic ?? 0,
    first_reply: presentDuration(replied),
    resolution: presentDuration(resolved),
    first_reply_target: presentTarget(replied?.met ?? 0, (replied?.missed ?? 0) + (tables.unanswered.get(key)?.count ?? 0)),
    resolution_target: presentTarget(resolved?.met ?? 0, resolved?.missed ?? 0),
    satisfaction: {
      asked: asked?.asked ?? 0,
      answered,
      score_percent: percentOf(good, answered),
      good,
      okay,
      bad,
      comments: asked?.comments ?? 0,
    },
  };
}

/** Of all rows: every figure is their sum, but the quantiles. */
function totalOf(rows: readonly ReportFigures[], replies: number[] | null, resolutions: number[] | null): ReportFigures {
  const sum = (value: (row: ReportFigures) => number): number => rows.reduce((all, row) => all + value(row), 0);
  const target = (of: 'first_reply_target' | 'resolution_target'): ReportFigures['first_reply_target'] =>
    presentTarget(
      sum((row) => row[of].met),
      sum((row) => row[of].missed),
    );
  const answers = (of: 'asked' | 'answered' | 'good' | 'okay' | 'bad' | 'comments'): number => sum((row) => row.satisfaction[of]);
  return {
    opened: sum((row) => row.opened),
    resolved: sum((row) => row.resolved),
    messages_in: sum((row) => row.messages_in),
    messages_out: sum((row) => row.messages_out),
    messages_automatic: sum((row) => row.messages_automatic),
    first_reply: presentDuration({ count: sum((row) => row.first_reply.count), quantiles: replies }),
    resolution: presentDuration({ count: sum((row) => row.resolution.count), quantiles: resolutions }),
    first_reply_target: target('first_reply_target'),
    resolution_target: target('resolution_target'),
    satisfaction: {
      asked: answers('asked'),
      answered: answers('answered'),
      score_percent: percentOf(answers('good'), answers('answered')),
      good: answers('good'),
      okay: answers('okay'),
      bad: answers('bad'),
      comments: answers('comments'),
    },
  };
}

function presentDuration(row: Pick<DurationRow, 'count' | 'quantiles'> | undefined): ReportFigures['first_reply'] {
  return { count: row?.count ?? 0, median_seconds: row?.quantiles?.[0] ?? null, p90_seconds: row?.quantiles?.[1] ?? null };
}

function presentTarget(met: number, missed: number): ReportFigures['first_reply_target'] {
  return { met, missed, percent: percentOf(met, met + missed) };
}

/** To one place behind the point. */
function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
}

function presentKey(key: string, groupBy: ReportScope['groupBy'], first: number): string | null {
  if (key === nobody) return null;
  return groupBy === 'day' ? formatDay(first + Number(key) - 1) : toPublicId(ID_PREFIXES[groupBy], key);
}

/** Full hours of the report up to now, with the end of the last; empty when the report is too long for them. */
function hoursOf(bounds: readonly Date[], now: Date): Date[] {
  const [from, until] = [bounds.at(0)?.getTime() ?? 0, Math.min(bounds.at(-1)?.getTime() ?? 0, now.getTime())];
  if (bounds.length - 1 > maxBacklogDays || until <= from) return [];
  return Array.from({ length: Math.floor((until - from) / hourMs) + 1 }, (_, hour) => new Date(from + hour * hourMs));
}

/** Walks back from what is open now, so that no history before the report is read. */
function presentBacklog(hours: readonly Date[], rows: readonly BacklogRow[]): InboxReport['backlog'] {
  const deltas = new Map(rows.map((row) => [row.hour, row.delta]));
  let open = deltas.get(null) ?? 0;
  const backlog: InboxReport['backlog'] = [];
  for (let hour = hours.length; hour >= 2; hour -= 1) {
    open -= deltas.get(hour) ?? 0;
    backlog.push({ hour: (hours[hour - 2] ?? new Date(0)).toISOString(), open: Math.max(0, open) });
  }
  return backlog.toReversed();
}
