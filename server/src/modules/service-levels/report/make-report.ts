import { ID_PREFIXES, type InboxReport, type InboxReportQuery, type ReportFigures, type ReportRow } from '@kabar/contract';
import { formatDay, instantOf, parseDay } from '#modules/working-hours';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { tenantQuery, type Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import {
  selectBacklog,
  selectMessageCounts,
  selectOpened,
  selectReplied,
  selectReportPlace,
  selectResolved,
  selectSatisfactionCounts,
  selectUnanswered,
  type BacklogRow,
  type CountRow,
  type DurationRow,
  type Keyed,
  type MessagesRow,
  type ReportScope,
  type SatisfactionRow,
} from './report.sql.ts';

const maxDays = 366;
const maxBacklogDays = 31;
const hourMs = 3_600_000;

/**
 * The report about the inbox: days of the workspace's time zone, figures from covering indexes, side by side. Errors:
 * `validation_failed` for days out of order or more than 366; `not_found` for a number or team of another workspace.
 */
export async function makeReport(ctx: { db: Database; clock: Clock }, workspaceId: string, query: InboxReportQuery): Promise<InboxReport> {
  const [first, last] = [parseDay(query.from), parseDay(query.until)];
  if (last < first || last - first >= maxDays) {
    const message = last < first ? 'must not be before the first day' : `must be at most ${maxDays - 1} days after the first`;
    throw new AppError('validation_failed', { details: { issues: [{ path: 'query.until', message }] } });
  }
  const numberId = optionalUuid(ID_PREFIXES.number, query.number_id);
  const teamId = optionalUuid(ID_PREFIXES.team, query.team_id);
  const ask = <Row>(statement: Statement): Promise<Row[]> => tenantQuery<Row>(ctx.db, workspaceId, statement);
  const [place] = await ask<{ timeZone: string; isKnown: boolean }>(selectReportPlace(workspaceId, numberId, teamId));
  if (place?.isKnown !== true) throw new AppError('not_found');
  const zone = place.timeZone;
  const bounds = Array.from({ length: last - first + 2 }, (_, day) => new Date(instantOf(zone, first + day, 0)));
  const scope: ReportScope = { workspaceId, bounds, groupBy: query.group_by, numberId, teamId };
  const hours = hoursOf(bounds, ctx.clock.now());
  const [opened, replied, unanswered, resolved, messages, satisfaction, backlog] = await Promise.all([
    ask<CountRow>(selectOpened(scope)),
    ask<DurationRow>(selectReplied(scope)),
    ask<CountRow>(selectUnanswered(scope)),
    ask<DurationRow>(selectResolved(scope)),
    ask<MessagesRow>(selectMessageCounts(scope)),
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
      : [...new Set(Object.values(tables).flatMap((table) => [...table.keys()]))].filter((key) => key !== total);
  const rows = keys.map((key): ReportRow => ({ key: presentKey(key, query.group_by, first), ...figuresOf(tables, key) }));
  return {
    from: query.from,
    until: query.until,
    time_zone: zone,
    group_by: query.group_by,
    total: figuresOf(tables, total),
    rows: query.group_by === 'day' ? rows : rows.toSorted((a, b) => b.resolved - a.resolved || ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
    backlog: presentBacklog(hours, backlog),
  };
}

const total = 'total';
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
  return new Map(rows.map((row) => [row.isTotal ? total : (row.key ?? nobody), row]));
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

function presentDuration(row: DurationRow | undefined): ReportFigures['first_reply'] {
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

function optionalUuid(prefix: string, publicId: string | undefined): string | null {
  if (publicId === undefined) return null;
  const id = fromPublicId(prefix, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
