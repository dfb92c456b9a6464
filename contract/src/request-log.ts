import { z } from 'zod';
import { idSchema } from './ids.ts';
import { PageQuery, Timestamp } from './pagination.ts';

const HTTP_METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'] as const;

/** The first digit of a status code: how a request ended. */
export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx'] as const;
export type StatusClass = (typeof STATUS_CLASSES)[number];

const ObjectId = z
  .string()
  .max(40)
  .regex(/^[a-z]{3}_[0-9a-z]{26}$/, 'must be an id such as msg_01jd8z3t5kf6v9b2m4n7p0q1rs');

/** Who calls: a program with an API key, or a person in the dashboard. */
const Caller = z.enum(['api_key', 'member']);

export const LoggedRequest = z.object({
  id: idSchema('request').describe('The `Request-Id` of the answer'),
  at: Timestamp.describe('When it arrived'),
  method: z.enum(HTTP_METHODS),
  route: z.string().describe('Declared path with `:name` for what varies; never the query'),
  path_id: z.string().nullable().describe('The first id in the path'),
  object_id: z.string().nullable().describe('What it led to: the message it made, the thing it changed'),
  status: z.number().int(),
  duration_ms: z.number().int(),
  ip: z.string().nullable().describe('Address it came from; null after the account of the person who made it was erased'),
  api_key_id: idSchema('apiKey').nullable(),
  user_id: idSchema('user').nullable().describe('Who made it in the dashboard; null for programs and for people who were erased'),
  caller_name: z.string().nullable().describe('Name of the key or of the member, as it is now'),
  idempotency_key: z.string().nullable(),
  is_replay: z.boolean().describe('The answer was that of an earlier call with the same idempotency key; nothing was done again'),
  error_code: z.string().nullable().describe('Code of the error catalogue'),
});
export type LoggedRequest = z.infer<typeof LoggedRequest>;

export const ListRequestLogQuery = PageQuery.extend({
  status_class: z.enum(STATUS_CLASSES).optional(),
  method: z.enum(HTTP_METHODS).optional(),
  route: z.string().max(200).optional().describe('Declared path, such as /v1/messages/:id'),
  api_key_id: idSchema('apiKey').optional(),
  caller: Caller.optional().describe('Only calls of programs, or only those of people in the dashboard'),
  error_code: z.string().max(60).optional(),
  request_id: idSchema('request').optional(),
  object_id: ObjectId.optional().describe('Only calls on this thing or that led to it, such as a message'),
  from: Timestamp.optional().describe('At this moment or later'),
  until: Timestamp.optional().describe('Before this moment'),
});
export type ListRequestLogQuery = z.infer<typeof ListRequestLogQuery>;

/** How usage can be cut. */
export const USAGE_GROUPS = ['none', 'api_key', 'route', 'status_class'] as const;

/** The longest time that one question about usage can span, in days, by step. */
export const USAGE_MAX_DAYS = { hour: 31, day: 400 } as const;

export const GetUsageQuery = z.object({
  from: Timestamp.optional().describe('Default: 24 steps (hours) or 30 steps (days) before `until`'),
  until: Timestamp.optional().describe('Default: now'),
  step: z.enum(['hour', 'day']).default('day').describe('Days are those of the workspace’s time zone'),
  group_by: z.enum(USAGE_GROUPS).default('none'),
  caller: Caller.optional().describe('Only calls of programs, or only those of people in the dashboard'),
  api_key_id: idSchema('apiKey').optional(),
  route: z.string().max(200).optional(),
});
export type GetUsageQuery = z.infer<typeof GetUsageQuery>;

export const UsagePoint = z.object({
  at: Timestamp.describe('Start of the hour or day'),
  requests: z.number().int(),
  errors: z.number().int().describe('Answers from 400 on'),
  server_errors: z.number().int().describe('Answers from 500 on'),
  rate_limited: z.number().int().describe('Answers 429'),
  average_ms: z.number().int().describe('Mean time to answer'),
  slowest_ms: z.number().int(),
});

export const Usage = z.object({
  from: Timestamp,
  until: Timestamp,
  step: z.enum(['hour', 'day']),
  series: z.array(
    z.object({
      group: z.string().describe('Id of the key (`member` for people), `METHOD route` or class of status; empty without a group'),
      label: z.string().describe('The same for people: the name of the key'),
      points: z.array(UsagePoint).describe('Steps with requests only, oldest first'),
    }),
  ),
  messages: z
    .array(
      z.object({
        at: Timestamp,
        received: z.number().int(),
        sent: z.number().int().describe('By people and programs'),
        automatic: z.number().int(),
      }),
    )
    .describe('Messages by day, whatever the step'),
  not_logged: z
    .number()
    .int()
    .describe('Requests of this time that are in no line of the log and in no figure here, because the server had too much to do'),
});
export type Usage = z.infer<typeof Usage>;
