import type { Statement } from '#platform/db/tx';

/** What a report covers. `bounds`: the beginnings of its days in instants, and the end of the last one. */
export type ReportScope = {
  workspaceId: string;
  bounds: readonly Date[];
  groupBy: 'day' | 'member' | 'team' | 'number';
  numberId: string | null;
  teamId: string | null;
};

/** Of every figure: the row it belongs to (`isTotal`: of all). `key`: a day's place from 1, or an id; null: nobody, none. */
export type Keyed<Figures> = Figures & { isTotal: boolean; key: string | null };

export type CountRow = Keyed<{ count: number }>;
export type DurationRow = Keyed<{ count: number; quantiles: number[] | null; met: number; missed: number }>;
export type MessagesRow = Keyed<{ in: number; out: number; automatic: number }>;
export type SatisfactionRow = Keyed<{ asked: number; good: number; okay: number; bad: number; comments: number }>;

type Columns = { at: string; member: string };

/** Turns of conversations that began. */
export function selectOpened(scope: ReportScope): Statement {
  return grouped(scope, { at: 'opened_at', member: 'assignee_id' }, 'episodes', 'count(*)::int as count');
}

/** First replies, how long they took, and whether in time. */
export function selectReplied(scope: ReportScope): Statement {
  return grouped(
    scope,
    { at: 'first_reply_at', member: 'first_reply_by' },
    'episodes',
    durations('first_reply_seconds', 'first_reply_met'),
    'first_reply_at is not null and first_reply_seconds is not null',
  );
}

/** First replies that were due and never came. */
export function selectUnanswered(scope: ReportScope): Statement {
  return grouped(
    scope,
    { at: 'first_reply_due_at', member: 'assignee_id' },
    'episodes',
    'count(*)::int as count',
    'first_reply_at is null and first_reply_met = false',
  );
}

/** Turns that ended, how long they took, and whether in time. */
export function selectResolved(scope: ReportScope): Statement {
  return grouped(
    scope,
    { at: 'resolved_at', member: 'assignee_id' },
    'episodes',
    durations('resolution_seconds', 'resolution_met'),
    'resolved_at is not null',
  );
}

/** Questions and their answers, by when they were asked. */
export function selectSatisfactionCounts(scope: ReportScope): Statement {
  return grouped(
    scope,
    { at: 'asked_at', member: 'assignee_id' },
    'episodes',
    `count(*)::int as asked, count(*) filter (where rating = 3)::int as good, count(*) filter (where rating = 2)::int as okay,
         count(*) filter (where rating = 1)::int as bad, count(*) filter (where comment_message_id is not null)::int as comments`,
    'asked_at is not null',
  );
}

/** Messages. */
export function selectMessageCounts(scope: ReportScope): Statement {
  return grouped(
    scope,
    { at: 'since', member: 'author_id' },
    'message_counts',
    `coalesce(sum(count) filter (where kind = 'in'), 0)::int as in, coalesce(sum(count) filter (where kind = 'out'), 0)::int as out,
         coalesce(sum(count) filter (where kind = 'automatic'), 0)::int as automatic`,
  );
}

function durations(seconds: string, met: string): string {
  return `count(*)::int as count, percentile_disc(array[0.5, 0.9]) within group (order by ${seconds}) as quantiles,
         count(*) filter (where ${met})::int as met, count(*) filter (where not ${met})::int as missed`;
}

/** One figure per row and one for all, read from the index that covers it. */
function grouped(scope: ReportScope, columns: Columns, table: string, figures: string, condition = 'true'): Statement {
  const { at, member } = columns;
  const key = {
    day: `width_bucket(${at}, $6::timestamptz[])::text`,
    member: `${member}::text`,
    team: 'team_id::text',
    number: 'number_id::text',
  }[scope.groupBy];
  const { workspaceId, bounds, numberId, teamId } = scope;
  return {
    text: `
      select grouping(key) = 1 as "isTotal", key, ${figures}
        from (select ${key} as key, * from ${table}
               where workspace_id = $1 and ${at} >= $2 and ${at} < $3 and ${condition}
                 and ($4::uuid is null or number_id = $4) and ($5::uuid is null or team_id = $5)) as item
       group by grouping sets ((key), ())`,
    values: [workspaceId, bounds.at(0), bounds.at(-1), numberId, teamId, ...(scope.groupBy === 'day' ? [bounds] : [])],
  };
}

/** What is open now, and what was opened and resolved per hour since `bounds[0]`; `hour` counts from 1, null is now. */
export type BacklogRow = { hour: number | null; delta: number };

/** Changes of the backlog per hour of `bounds`, behind the last of them in the hour that follows, and the backlog now (hour null). */
export function selectBacklog(scope: Omit<ReportScope, 'groupBy'>): Statement {
  return {
    text: `
      with opened as (
        select width_bucket(opened_at, $2::timestamptz[]) as hour, count(*)::int as count from episodes
         where workspace_id = $1 and opened_at >= $3 and ($4::uuid is null or number_id = $4) and ($5::uuid is null or team_id = $5) group by 1
      ), resolved as (
        select width_bucket(resolved_at, $2::timestamptz[]) as hour, count(*)::int as count from episodes
         where workspace_id = $1 and resolved_at is not null and resolved_at >= $3 and ($4::uuid is null or number_id = $4)
           and ($5::uuid is null or team_id = $5) group by 1
      )
      select hour, sum(count)::int as delta from (select hour, count from opened union all select hour, -count from resolved) as change group by hour
      union all
      select null, count(*)::int from episodes
       where workspace_id = $1 and resolved_at is null and ($4::uuid is null or number_id = $4) and ($5::uuid is null or team_id = $5)`,
    values: [scope.workspaceId, scope.bounds, scope.bounds.at(0), scope.numberId, scope.teamId],
  };
}

/** Time zone of the workspace, and whether what the report is limited to belongs to it. */
export function selectReportPlace(workspaceId: string, numberId: string | null, teamId: string | null): Statement {
  return {
    text: `
      select w.time_zone as "timeZone",
             ($2::uuid is null or exists (select from numbers n where n.workspace_id = w.id and n.id = $2))
             and ($3::uuid is null or exists (select from teams t where t.workspace_id = w.id and t.id = $3)) as "isKnown"
        from workspaces w where w.id = $1`,
    values: [workspaceId, numberId, teamId],
  };
}

/** Names of members, teams and numbers of a workspace, for a file that people read. */
export function selectNames(workspaceId: string): Statement {
  return {
    text: `
      select 'member' as kind, m.id, u.name from workspace_members m join users u on u.id = m.user_id where m.workspace_id = $1
      union all select 'team', id, name from teams where workspace_id = $1
      union all select 'number', id, display_phone_number from numbers where workspace_id = $1`,
    values: [workspaceId],
  };
}
