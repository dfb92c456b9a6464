import type { Statement } from '#platform/db/tx';

/** Results of one template on one day. `failures`: count by reason code. */
export type UsageDay = {
  day: string;
  accepted: number;
  sent: number;
  delivered: number;
  read: number;
  failed: number;
  cancelled: number;
  replied: number;
  failures: Record<string, number>;
  countedAt: Date;
};

/** The workspace's time zone. */
export function selectTimeZone(workspaceId: string): Statement {
  return { text: `select time_zone as "timeZone" from workspaces where id = $1`, values: [workspaceId] };
}

/** A template that is being sent. */
export type ActiveTemplate = { workspaceId: string; id: string; wabaAccountId: string; name: string; language: string; timeZone: string };

/** Templates that were sent since `since`, of all workspaces; one look into index messages_template for each. */
export function selectActiveTemplates(since: Date): Statement {
  return {
    text: `select template.workspace_id as "workspaceId", template.id, template.waba_account_id as "wabaAccountId", template.name, template.language,
                  workspace.time_zone as "timeZone"
             from templates template join workspaces workspace on workspace.id = template.workspace_id
            where exists (select from messages m where m.workspace_id = template.workspace_id and m.template_name = template.name
                             and m.template_language = template.language and m.created_at >= $1)`,
    values: [since],
  };
}

/** Days that were counted. */
export function selectUsageDays(workspaceId: string, templateId: string, timeZone: string, from: string, until: string): Statement {
  return {
    text: `select day::text, accepted, sent, delivered, read, failed, cancelled, replied, failures, counted_at as "countedAt" from template_usage_days
            where workspace_id = $1 and template_id = $2 and time_zone = $3 and day between $4::date and $5::date order by day`,
    values: [workspaceId, templateId, timeZone, from, until],
  };
}

/**
 * Counts days of a template anew, from its messages (index messages_template) and the taps on their buttons (index
 * messages_button_reply), and keeps the result; days without messages get a row, too.
 */
export function countUsageDays(
  workspaceId: string,
  template: { id: string; wabaAccountId: string; name: string; language: string },
  timeZone: string,
  days: readonly string[],
  now: Date,
): Statement {
  return {
    text: `
      with wanted as (
        select day, day::timestamp at time zone $6 as begins, (day + 1)::timestamp at time zone $6 as ends from unnest($7::date[]) as day),
      sent as materialized (
        select wanted.day, m.id, m.status, m.sent_at, m.delivered_at, m.read_at, m.reason_code
          from wanted
          join messages m on m.workspace_id = $1 and m.template_name = $4 and m.template_language = $5
                         and m.created_at >= wanted.begins and m.created_at < wanted.ends and m.direction = 'out'
         where m.number_id in (select id from numbers where workspace_id = $1 and waba_account_id = $3)),
      reasons as (
        select day, jsonb_object_agg(reason, count) as failures
          from (select day, coalesce(reason_code, 'unknown') as reason, count(*) from sent where status in ('failed', 'skipped') group by day, reason) one
         group by day),
      taps as (
        select sent.day, count(*) as replied
          from sent join messages reply on reply.workspace_id = $1 and reply.reply_to_id = sent.id and reply.type = 'button'
         group by sent.day),
      totals as (
        select day, count(*) as accepted,
               count(*) filter (where sent_at is not null or delivered_at is not null or read_at is not null) as sent,
               count(*) filter (where delivered_at is not null or read_at is not null) as delivered,
               count(*) filter (where read_at is not null) as read,
               count(*) filter (where status in ('failed', 'skipped')) as failed, count(*) filter (where status = 'cancelled') as cancelled
          from sent group by day)
      insert into template_usage_days (workspace_id, template_id, time_zone, day, accepted, sent, delivered, read, failed, cancelled, replied, failures, counted_at)
      select $1, $2, $6, wanted.day, coalesce(totals.accepted, 0), coalesce(totals.sent, 0), coalesce(totals.delivered, 0), coalesce(totals.read, 0),
             coalesce(totals.failed, 0), coalesce(totals.cancelled, 0), coalesce(taps.replied, 0), coalesce(reasons.failures, '{}'), $8
        from wanted left join totals using (day) left join taps using (day) left join reasons using (day)
      on conflict (workspace_id, template_id, time_zone, day) do update
         set accepted = excluded.accepted, sent = excluded.sent, delivered = excluded.delivered, read = excluded.read, failed = excluded.failed,
             cancelled = excluded.cancelled, replied = excluded.replied, failures = excluded.failures, counted_at = excluded.counted_at`,
    values: [workspaceId, template.id, template.wabaAccountId, template.name, template.language, timeZone, days, now],
  };
}
