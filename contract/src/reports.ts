import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

/** What a report has a row for. Days are days in the time zone of the workspace. */
export const REPORT_GROUPS = ['day', 'member', 'team', 'number'] as const;
export type ReportGroup = (typeof REPORT_GROUPS)[number];

/** Query of `GET /v1/reports/inbox` and its CSV. Both days are included; at most 366 of them. */
export const InboxReportQuery = z.object({
  from: z.iso.date().describe('First day, in the time zone of the workspace'),
  until: z.iso.date().describe('Last day'),
  group_by: z.enum(REPORT_GROUPS).default('day'),
  number_id: idSchema('number').optional(),
  team_id: idSchema('team').optional(),
});
export type InboxReportQuery = z.infer<typeof InboxReportQuery>;

const count = z.number().int().min(0);

/** Durations in whole seconds, by the clock of the targets that held. */
export const ReportDuration = z.object({ count, median_seconds: count.nullable(), p90_seconds: count.nullable() });
export type ReportDuration = z.infer<typeof ReportDuration>;

/** How many of those with a target met it. `percent` null when there were none. */
export const ReportTarget = z.object({ met: count, missed: count, percent: z.number().min(0).max(100).nullable() });
export type ReportTarget = z.infer<typeof ReportTarget>;

/** The numbers of one row. Conversations count by when they were opened and resolved; times by when they ended. */
export const ReportFigures = z.object({
  opened: count,
  resolved: count,
  messages_in: count,
  messages_out: count.describe('Without automatic ones'),
  messages_automatic: count,
  first_reply: ReportDuration,
  resolution: ReportDuration,
  first_reply_target: ReportTarget,
  resolution_target: ReportTarget,
  satisfaction: z.object({
    asked: count,
    answered: count,
    score_percent: z.number().min(0).max(100).nullable().describe('Share of good answers'),
    good: count,
    okay: count,
    bad: count,
    comments: count,
  }),
});
export type ReportFigures = z.infer<typeof ReportFigures>;

/** A row. `key` is a date, or a public id; null: nobody, no team, or (for members) the API and the phone of the number. */
export const ReportRow = ReportFigures.extend({ key: z.string().nullable() });
export type ReportRow = z.infer<typeof ReportRow>;

/** Open conversations of customers at the end of an hour. */
export const BacklogHour = z.object({ hour: Timestamp, open: count });
export type BacklogHour = z.infer<typeof BacklogHour>;

/** Answer of `GET /v1/reports/inbox`. */
export const InboxReport = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  time_zone: z.string(),
  group_by: z.enum(REPORT_GROUPS),
  total: ReportFigures,
  rows: z.array(ReportRow).describe('Days in order, with empty ones; others by conversations resolved'),
  backlog: z.array(BacklogHour).describe('Hour by hour, up to now; empty for more than 31 days'),
});
export type InboxReport = z.infer<typeof InboxReport>;

/** Query of `GET /v1/reports/inbox/comments`: the same days and limits as the report's. */
export const ListReportCommentsQuery = PageQuery.extend({
  from: z.iso.date().describe('First day, in the time zone of the workspace'),
  until: z.iso.date().describe('Last day'),
  number_id: idSchema('number').optional(),
  team_id: idSchema('team').optional(),
});
export type ListReportCommentsQuery = z.infer<typeof ListReportCommentsQuery>;

/** What a customer wrote after their answer to the satisfaction question. Counts on the day on which they were asked. */
export const ReportComment = z.object({
  message_id: idSchema('message'),
  conversation_id: idSchema('conversation'),
  contact_id: idSchema('contact'),
  member_id: idSchema('member').nullable().describe('Who the conversation was assigned to last'),
  rating: z.enum(['good', 'okay', 'bad']).nullable(),
  text: z.string().nullable().describe('Null when it can no longer be read'),
  asked_at: Timestamp,
});
export type ReportComment = z.infer<typeof ReportComment>;
