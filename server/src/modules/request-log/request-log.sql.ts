import type { StatusClass } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** One line to write. */
export type NewLine = {
  workspaceId: string;
  at: Date;
  id: string;
  method: string;
  route: string;
  pathId: string | null;
  objectId: string | null;
  status: number;
  durationMs: number;
  ip: string;
  apiKeyId: string | null;
  userId: string | null;
  idempotencyKey: string | null;
  isReplay: boolean;
  errorCode: string | null;
};

/**
 * Writes lines and counts them, in one statement: what was written before (an answer of the database that got lost) is neither written nor
 * counted again. Counters are locked in one order, so that servers that write at once wait for each other and do not deadlock. For engines.
 */
export function insertLines(lines: readonly NewLine[]): Statement {
  return {
    name: 'request_log_add',
    text: `with added as (
             insert into request_log (workspace_id, at, id, method, route, path_id, object_id, status, duration_ms, ip, api_key_id, user_id,
                                      idempotency_key, is_replay, error_code)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::smallint[],
                                  $9::integer[], $10::text[], $11::uuid[], $12::uuid[], $13::text[], $14::boolean[], $15::text[])
             on conflict do nothing
             returning workspace_id, at, api_key_id, method, route, status, duration_ms
           )
           insert into request_counts as c (workspace_id, since, api_key_id, method, route, status, request_count, duration_ms, slowest_ms)
           select workspace_id, date_bin('15 minutes', at, 'epoch'), api_key_id, method, route, status,
                  count(*), sum(duration_ms), max(duration_ms)
             from added group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
           on conflict (workspace_id, since, api_key_id, method, route, status) do update
             set request_count = c.request_count + excluded.request_count, duration_ms = c.duration_ms + excluded.duration_ms,
                 slowest_ms = greatest(c.slowest_ms, excluded.slowest_ms)`,
    values: [
      lines.map((line) => line.workspaceId),
      lines.map((line) => line.at),
      lines.map((line) => line.id),
      lines.map((line) => line.method),
      lines.map((line) => line.route),
      lines.map((line) => line.pathId),
      lines.map((line) => line.objectId),
      lines.map((line) => line.status),
      lines.map((line) => line.durationMs),
      lines.map((line) => line.ip),
      lines.map((line) => line.apiKeyId),
      lines.map((line) => line.userId),
      lines.map((line) => line.idempotencyKey),
      lines.map((line) => line.isReplay),
      lines.map((line) => line.errorCode),
    ],
  };
}

/** Notes how many requests were never written. For engines. */
export function addGaps(gaps: readonly { workspaceId: string; since: Date; count: number }[]): Statement {
  return {
    name: 'request_log_gaps_add',
    text: `insert into request_log_gaps as g (workspace_id, since, request_count)
           select * from unnest($1::uuid[], $2::timestamptz[], $3::integer[]) order by 1, 2
           on conflict (workspace_id, since) do update set request_count = g.request_count + excluded.request_count`,
    values: [gaps.map((gap) => gap.workspaceId), gaps.map((gap) => gap.since), gaps.map((gap) => gap.count)],
  };
}

/** A line as people see it. */
export type LineRow = {
  id: string;
  at: Date;
  method: string;
  route: string;
  path_id: string | null;
  object_id: string | null;
  status: number;
  duration_ms: number;
  ip: string | null;
  api_key_id: string | null;
  user_id: string | null;
  caller_name: string | null;
  idempotency_key: string | null;
  is_replay: boolean;
  error_code: string | null;
};

/** What a list of lines is narrowed to; null: not. */
export type LineFilter = {
  statusClass: StatusClass | null;
  method: string | null;
  route: string | null;
  apiKeyId: string | null;
  caller: 'api_key' | 'member' | null;
  errorCode: string | null;
  requestId: string | null;
  objectId: string | null;
  from: Date | null;
  until: Date | null;
};

/** A line with its moment, which is inside its id. */
export type LinePosition = { id: string; at: Date };

/** Lines, newest first, after a position. Conditions that are not asked for are not part of the text, so that the right index is taken. */
export function selectLines(
  workspaceId: string,
  filter: LineFilter,
  after: LinePosition | null,
  limit: number,
  asked: LinePosition | null,
): Statement {
  const values: unknown[] = [workspaceId];
  const add = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['r.workspace_id = $1'];
  if (asked !== null) conditions.push(`r.at = ${add(asked.at)} and r.id = ${add(asked.id)}`);
  if (filter.statusClass !== null) {
    const least = Number(filter.statusClass.charAt(0)) * 100;
    conditions.push(`r.status >= ${least} and r.status < ${least + 100}`);
  }
  if (filter.method !== null) conditions.push(`r.method = ${add(filter.method)}`);
  if (filter.route !== null) conditions.push(`r.route = ${add(filter.route)}`);
  if (filter.apiKeyId !== null) conditions.push(`r.api_key_id = ${add(filter.apiKeyId)}`);
  if (filter.caller !== null) conditions.push(filter.caller === 'api_key' ? 'r.api_key_id is not null' : 'r.api_key_id is null');
  if (filter.errorCode !== null) conditions.push(`r.status >= 400 and r.error_code = ${add(filter.errorCode)}`);
  if (filter.objectId !== null) {
    const id = add(filter.objectId);
    conditions.push(`(r.object_id = ${id} or r.path_id = ${id})`);
  }
  if (filter.from !== null) conditions.push(`r.at >= ${add(filter.from)}`);
  if (filter.until !== null) conditions.push(`r.at < ${add(filter.until)}`);
  if (after !== null) conditions.push(`(r.at, r.id) < (${add(after.at)}::timestamptz, ${add(after.id)}::uuid)`);
  return {
    text: `select r.id, r.at, r.method, r.route, r.path_id, r.object_id, r.status, r.duration_ms, r.ip, r.api_key_id, r.user_id,
                  coalesce(k.name, u.name) as caller_name, r.idempotency_key, r.is_replay, r.error_code
             from (select r.* from request_log r where ${conditions.join(' and ')} order by r.at desc, r.id desc limit ${add(limit)}) r
             left join api_keys k on k.workspace_id = $1 and k.id = r.api_key_id
             left join users u on u.id = r.user_id
            order by r.at desc, r.id desc`,
    values,
  };
}

/** One step of one group. */
export type UsageRow = {
  at: Date;
  group: string;
  label: string;
  requests: number;
  errors: number;
  server_errors: number;
  rate_limited: number;
  average_ms: number;
  slowest_ms: number;
};

const groupings = {
  none: { of: `''`, label: `''` },
  api_key: { of: `coalesce(c.api_key_id::text, 'member')`, label: `coalesce(max(k.name), '')` },
  route: { of: `c.method || ' ' || c.route`, label: `c.method || ' ' || c.route` },
  status_class: { of: `(c.status / 100)::text || 'xx'`, label: `(c.status / 100)::text || 'xx'` },
} as const;

/** Groups beyond this many are counted together, so that an answer stays small. */
const groupLimit = 20;

/** Calls by step and group, the busiest groups by themselves and the rest as `other`. */
export function selectUsage(
  workspaceId: string,
  query: {
    from: Date;
    until: Date;
    step: 'hour' | 'day';
    timeZone: string;
    groupBy: keyof typeof groupings;
    caller: LineFilter['caller'];
    apiKeyId: string | null;
    route: string | null;
  },
): Statement {
  const { of, label } = groupings[query.groupBy];
  return {
    text: `with counted as (
             select date_trunc($4, c.since, $5) as at, ${of} as "group", ${label} as label, sum(c.request_count)::bigint as requests,
                    coalesce(sum(c.request_count) filter (where c.status >= 400), 0)::bigint as errors,
                    coalesce(sum(c.request_count) filter (where c.status >= 500), 0)::bigint as server_errors,
                    coalesce(sum(c.request_count) filter (where c.status = 429), 0)::bigint as rate_limited,
                    sum(c.duration_ms)::bigint as duration_ms, max(c.slowest_ms) as slowest_ms
               from request_counts c left join api_keys k on k.workspace_id = $1 and k.id = c.api_key_id
              where c.workspace_id = $1 and c.since >= $2 and c.since < $3
                and ($6::uuid is null or c.api_key_id = $6) and ($7::text is null or c.route = $7)
                and ($8::text is null or (c.api_key_id is not null) = ($8 = 'api_key'))
              group by 1, 2${query.groupBy === 'route' ? ', c.method, c.route' : query.groupBy === 'status_class' ? ', c.status / 100' : ''}
           ), busiest as (
             select "group" from counted group by "group" order by sum(requests) desc, "group" limit ${groupLimit}
           )
           select at, coalesce(b."group", 'other') as "group", case when b."group" is null then '' else max(label) end as label,
                  sum(requests)::int as requests, sum(errors)::int as errors, sum(server_errors)::int as server_errors,
                  sum(rate_limited)::int as rate_limited, round(sum(duration_ms) / sum(requests))::int as average_ms, max(slowest_ms) as slowest_ms
             from counted left join busiest b using ("group")
            group by at, b."group" order by at, 2`,
    values: [workspaceId, query.from, query.until, query.step, query.timeZone, query.apiKeyId, query.route, query.caller],
  };
}

/** How many requests of a time are in no line. */
export function selectGaps(workspaceId: string, from: Date, until: Date): Statement {
  return {
    text: `select coalesce(sum(request_count), 0)::int as count from request_log_gaps where workspace_id = $1 and since >= $2 and since < $3`,
    values: [workspaceId, from, until],
  };
}

/** Messages by day of the workspace. */
export function selectMessages(workspaceId: string, from: Date, until: Date, timeZone: string): Statement {
  return {
    text: `select d.day::timestamp at time zone $4 as at, coalesce(sum(d.count) filter (where d.kind = 'in'), 0)::int as received,
                  coalesce(sum(d.count) filter (where d.kind = 'out'), 0)::int as sent,
                  coalesce(sum(d.count) filter (where d.kind = 'automatic'), 0)::int as automatic
             from message_days d
            where d.workspace_id = $1 and d.day >= ($2::timestamptz at time zone $4)::date
              and d.day <= (($3::timestamptz - interval '1 microsecond') at time zone $4)::date
            group by d.day order by d.day`,
    values: [workspaceId, from, until, timeZone],
  };
}

/** Whether the workspace has this key. */
export function selectKey(workspaceId: string, id: string): Statement {
  return { text: `select 1 from api_keys where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** The time zone in which a workspace counts days. */
export function selectTimeZone(workspaceId: string): Statement {
  return { text: `select time_zone as "timeZone" from workspaces where id = $1`, values: [workspaceId] };
}

/** Makes the coming days of the log. */
export function prepareDays(at: Date, aheadDays: number): Statement {
  return { text: `select kabar_prepare_request_log($1, $2)`, values: [at, aheadDays] };
}

/** Drops whole days that ended by then; gives their tables. */
export function dropDays(endedBefore: Date): Statement {
  return { text: `select partition_name as "partitionName" from kabar_drop_request_log($1)`, values: [endedBefore] };
}

/** Removes lines. */
export function deleteLines(workspaceId: string, ids: readonly string[], moments: readonly Date[]): Statement {
  return {
    text: `delete from request_log r using unnest($2::uuid[], $3::timestamptz[]) as d (id, at)
            where r.workspace_id = $1 and r.at = d.at and r.id = d.id`,
    values: [workspaceId, ids, moments],
  };
}

/** Removes counts from before that time, of all workspaces. For engines. */
export function deleteCountsBefore(before: Date): Statement[] {
  return [
    { text: `delete from request_counts where since < $1`, values: [before] },
    { text: `delete from request_log_gaps where since < $1`, values: [before] },
  ];
}
