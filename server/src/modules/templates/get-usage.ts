import { REASONS, type ReasonCode, type TemplateUsage, type TemplateUsageQuery } from '@kabar/contract';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { loadTemplate } from './list-templates.ts';
import type { TemplatesContext } from './templates-context.ts';
import { countUsageDays, selectActiveTemplates, type ActiveTemplate, selectTimeZone, selectUsageDays, type UsageDay } from './usage.sql.ts';

const dayMs = 86_400_000;
const maxDays = 400;
/** Statuses come for as long as WhatsApp keeps a message. */
const lateDays = 31;

/**
 * What became of a template's messages, day by day. Days are counted once and kept: the last three are counted again after a
 * minute when somebody asks, those of the last month every day by a job (people read late), older ones never.
 *
 * Errors: `not_found`; `validation_failed` for days the wrong way round or too many.
 */
export async function getTemplateUsage(
  ctx: Pick<TemplatesContext, 'db' | 'clock'>,
  workspaceId: string,
  id: string,
  query: TemplateUsageQuery,
): Promise<TemplateUsage> {
  const template = await loadTemplate(ctx, workspaceId, id);
  const [zone] = await tenantQuery<{ timeZone: string }>(ctx.db, workspaceId, selectTimeZone(workspaceId));
  const timeZone = zone?.timeZone ?? 'UTC';
  const now = ctx.clock.now();
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const until = query.until ?? today;
  const from = query.from ?? shift(until, -29);
  const days = daysBetween(from, until);
  const known = await tenantQuery<UsageDay>(ctx.db, workspaceId, selectUsageDays(workspaceId, id, timeZone, from, until));
  const countedAt = new Map(known.map((row) => [row.day, row.countedAt]));
  const due = days.filter((day) => day <= today && isDue(day, today, countedAt.get(day), now));
  if (due.length > 0) await tenantQuery(ctx.db, workspaceId, countUsageDays(workspaceId, template, timeZone, due, now));
  const rows =
    due.length === 0 ? known : await tenantQuery<UsageDay>(ctx.db, workspaceId, selectUsageDays(workspaceId, id, timeZone, from, until));
  return present(rows, from, until, now);
}

function isDue(day: string, today: string, countedAt: Date | undefined, now: Date): boolean {
  if (countedAt === undefined) return true;
  // A day that was counted before it was over, or soon after, has news of its own.
  return ageOf(day, today) <= 2 && now.getTime() - countedAt.getTime() >= 60_000;
}

function ageOf(day: string, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(day)) / dayMs);
}

/** Days that one statement of the job counts, so that none takes long. */
const daysAtOnce = 3;

/**
 * Counts what changed late, for all workspaces: the days of the last month that were not counted for a day, of templates that
 * were sent in that month. Whoever asks then finds them counted. Gives how many days were counted.
 */
export async function countLateUsage(ctx: Pick<TemplatesContext, 'db' | 'clock'>, signal: AbortSignal): Promise<number> {
  const now = ctx.clock.now();
  let count = 0;
  for (const template of await engineQuery<ActiveTemplate>(ctx.db, selectActiveTemplates(new Date(now.getTime() - lateDays * dayMs)))) {
    const { workspaceId, id, timeZone } = template;
    const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
    const from = shift(today, -lateDays);
    const known = await tenantQuery<UsageDay>(ctx.db, workspaceId, selectUsageDays(workspaceId, id, timeZone, from, today));
    const countedAt = new Map(known.map((row) => [row.day, row.countedAt.getTime()]));
    const due = daysBetween(from, shift(today, -1)).filter((day) => (countedAt.get(day) ?? 0) < now.getTime() - dayMs);
    for (let at = 0; at < due.length && !signal.aborted; at += daysAtOnce) {
      const days = due.slice(at, at + daysAtOnce);
      await tenantQuery(ctx.db, workspaceId, countUsageDays(workspaceId, template, timeZone, days, now));
      count += days.length;
    }
    if (signal.aborted) break;
  }
  return count;
}

function daysBetween(from: string, until: string): string[] {
  const count = Math.round((Date.parse(until) - Date.parse(from)) / dayMs) + 1;
  if (count < 1) throw invalid('query.from', 'must not be after until');
  if (count > maxDays) throw invalid('query.from', `at most ${maxDays} days`);
  return Array.from({ length: count }, (_, index) => shift(from, index));
}

function shift(day: string, by: number): string {
  return new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);
}

function invalid(path: string, message: string): AppError<'validation_failed'> {
  return new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}

function present(rows: readonly UsageDay[], from: string, until: string, now: Date): TemplateUsage {
  const sum = (pick: (row: UsageDay) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  const failures = new Map<string, number>();
  for (const row of rows) for (const [code, count] of Object.entries(row.failures)) failures.set(code, (failures.get(code) ?? 0) + count);
  return {
    from,
    until,
    accepted: sum((row) => row.accepted),
    sent: sum((row) => row.sent),
    delivered: sum((row) => row.delivered),
    read: sum((row) => row.read),
    failed: sum((row) => row.failed),
    cancelled: sum((row) => row.cancelled),
    replied: sum((row) => row.replied),
    failures: [...failures]
      .map(([code, count]) => ({ reason_code: code, message: wordsOf(code), count }))
      .toSorted((a, b) => b.count - a.count),
    days: rows.map(({ day, accepted, sent, delivered, read, failed, cancelled }) => ({
      day,
      accepted,
      sent,
      delivered,
      read,
      failed,
      cancelled,
    })),
    counted_at: rows.reduce((earliest, row) => (row.countedAt < earliest ? row.countedAt : earliest), now).toISOString(),
  };
}

function wordsOf(code: string): string {
  return isReason(code) ? REASONS[code].title : 'WhatsApp gave no reason.';
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code);
}
