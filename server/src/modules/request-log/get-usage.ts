import { ID_PREFIXES, USAGE_MAX_DAYS, type GetUsageQuery, type Usage } from '@kabar/contract';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { RequestLogContext } from './request-log-context.ts';
import { selectGaps, selectKey, selectMessages, selectTimeZone, selectUsage, type UsageRow } from './request-log.sql.ts';

const hourMs = 3_600_000;
const defaultSpanMs = { hour: 24 * hourMs, day: 30 * 24 * hourMs };

/**
 * How the API was used: calls by hour or day, cut by key, route or class of status, and messages by day. The figures are those of the log; what
 * the log missed is told beside them. Groups beyond the twenty busiest are one, named `other`.
 *
 * Errors: `not_found` for a key that is none of the workspace's; `validation_failed` for a time that is too long or ends before it begins.
 */
export async function getUsage(ctx: RequestLogContext, workspaceId: string, query: GetUsageQuery): Promise<Usage> {
  const { step } = query;
  const until = query.until === undefined ? ctx.clock.now() : new Date(query.until);
  const from = query.from === undefined ? new Date(until.getTime() - defaultSpanMs[step]) : new Date(query.from);
  if (from >= until) throw refusal('must be before "until"');
  const longestDays = USAGE_MAX_DAYS[step];
  if (until.getTime() - from.getTime() > longestDays * 24 * hourMs) throw refusal(`must be at most ${longestDays} days before "until"`);
  const apiKeyId = query.api_key_id === undefined ? null : fromPublicId(ID_PREFIXES.apiKey, query.api_key_id);
  if (apiKeyId !== null && (await tenantQuery(ctx.db, workspaceId, selectKey(workspaceId, apiKeyId))).length === 0)
    throw new AppError('not_found');
  const [zone] = await tenantQuery<{ timeZone: string }>(ctx.db, workspaceId, selectTimeZone(workspaceId));
  const timeZone = zone?.timeZone ?? 'UTC';
  const [rows, messages, gaps] = await withTenant(ctx.db, workspaceId, (tx) =>
    Promise.all([
      tx.query<UsageRow>(
        selectUsage(workspaceId, {
          from,
          until,
          step,
          timeZone,
          groupBy: query.group_by,
          caller: query.caller ?? null,
          apiKeyId,
          route: query.route ?? null,
        }),
      ),
      tx.query<{ at: Date; received: number; sent: number; automatic: number }>(selectMessages(workspaceId, from, until, timeZone)),
      tx.query<{ count: number }>(selectGaps(workspaceId, from, until)),
    ]),
  );
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    step,
    series: seriesOf(rows, query.group_by),
    messages: messages.map(({ at, ...counts }) => ({ at: at.toISOString(), ...counts })),
    not_logged: gaps[0]?.count ?? 0,
  };
}

function refusal(message: string): AppError {
  return new AppError('validation_failed', { details: { issues: [{ path: 'query.from', message }] } });
}

/** One series per group, the busiest first. */
function seriesOf(rows: readonly UsageRow[], groupBy: GetUsageQuery['group_by']): Usage['series'] {
  const series = new Map<string, Usage['series'][number]>();
  for (const { at, group, label, ...counts } of rows) {
    const one = series.get(group) ?? { group: groupBy === 'api_key' ? publicKeyOf(group) : group, label, points: [] };
    one.points.push({ at: at.toISOString(), ...counts });
    series.set(group, one);
  }
  const total = ({ points }: Usage['series'][number]): number => points.reduce((sum, point) => sum + point.requests, 0);
  return [...series.values()].toSorted((a, b) => total(b) - total(a));
}

/** Keys by their public id; `member` and `other` as they are. */
function publicKeyOf(group: string): string {
  return group === 'member' || group === 'other' ? group : toPublicId(ID_PREFIXES.apiKey, group);
}
