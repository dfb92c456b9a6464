import type { Statement } from '#platform/db/tx';

/** What a report covers. `bounds`: the beginnings of its days in instants, and the end of the last one. */
export type ReportScope = {
  workspaceId: string;
  bounds: readonly Date[];
  groupBy: 'day' | 'member' | 'team' | 'number';
  numberId: string | null;
  teamId: string | null;
};

/** Of every figure: the row it belongs to. `key`: a day's place from 1, or an id; null: nobody, none. */
export type Keyed<Figures> = Figures & { key: number | string | null };

export type CountRow = Keyed<{ count: number }>;
export type DurationRow = Keyed<{ count: number; quantiles: number[] | null; met: number; missed: number }>;
export type QuantilesRow = { quantiles: number[] | null };
export type MessagesRow = Keyed<{ in: number; out: number; automatic: number; isOld: boolean }>;
export type SatisfactionRow = Keyed<{ asked: number; good: number; okay: number; bad: number; comments: number }>;

type Source = { at: string; member: string; condition: string };

const opened: Source = { at: 'opened_at', member: 'assignee_id', condition: 'true' };
const replied: Source = {
  at: 'first_reply_at',
  member: 'first_reply_by',
  condition: 'first_reply_at is not null and first_reply_seconds is not null',
};
const unanswered: Source = {
  at: 'first_reply_due_at',
  member: 'assignee_id',
  condition: 'first_reply_at is null and first_reply_met = false',
};
const resolved: Source = { at: 'resolved_at', member: 'assignee_id', condition: 'resolved_at is not null' };
const asked: Source = { at: 'asked_at', member: 'assignee_id', condition: 'asked_at is not null' };

/** Turns of conversations that began. */
export function selectOpened(scope: ReportScope): Statement {
  return grouped(scope, opened, 'count(*)::int as count');
}

/** First replies, how long they took, and whether in time. */
export function selectReplied(scope: ReportScope): Statement {
  return grouped(scope, replied, 'count(*)::int as count', { seconds: 'first_reply_seconds', met: 'first_reply_met' });
}

/** First replies that were due and never came. */
export function selectUnanswered(scope: ReportScope): Statement {
  return grouped(scope, unanswered, 'count(*)::int as count');
}

/** Turns that ended, how long they took, and whether in time. */
export function selectResolved(scope: ReportScope): Statement {
  return grouped(scope, resolved, 'count(*)::int as count', { seconds: 'resolution_seconds', met: 'resolution_met' });
}

/** Questions and their answers, by when they were asked. */
export function selectSatisfactionCounts(scope: ReportScope): Statement {
  return grouped(
    scope,
    asked,
    `count(*)::int as asked, count(*) filter (where rating = 3)::int as good, count(*) filter (where rating = 2)::int as okay,
         count(*) filter (where rating = 1)::int as bad, count(*) filter (where comment_message_id is not null)::int as comments`,
  );
}

/** Median and 90th percentile of all first replies (`replied`) or all turns that ended (`resolved`); everything else of a total is a sum. */
export function selectTotalQuantiles(scope: ReportScope, of: 'replied' | 'resolved'): Statement {
  const [source, seconds] = of === 'replied' ? [replied, 'first_reply_seconds'] : [resolved, 'resolution_seconds'];
  return {
    text: `
      select ${quantilesOf(seconds)} as quantiles
        from episodes where ${within(source, '$2', '$3')}`,
    values: valuesOf(scope),
  };
}

/**
 * Messages, from sums by day. `from`: the first day as a date; `timeZone`: that of the workspace. A row that `isOld` was summed in a
 * time zone that the workspace just left: then only `selectQuarterCounts` is right.
 */
export function selectMessageCounts(scope: ReportScope, from: string, timeZone: string): Statement {
  const key = scope.groupBy === 'day' ? 'day - $2::date + 1' : columnOf(scope.groupBy, 'author_id');
  return {
    text: `
      select ${key} as key, ${messageSums}, bool_or(time_zone <> $6) as "isOld"
        from message_days
       where workspace_id = $1 and day >= $2::date and day < $2::date + $3::int and ${isLimited}
       group by 1`,
    values: [scope.workspaceId, from, scope.bounds.length - 1, scope.numberId, scope.teamId, timeZone],
  };
}

/** The same from quarters of an hour, which any time zone can be made of. */
export function selectQuarterCounts(scope: ReportScope): Statement {
  const key = scope.groupBy === 'day' ? 'width_bucket(since, $6::timestamptz[])' : columnOf(scope.groupBy, 'author_id');
  return {
    text: `
      select ${key} as key, ${messageSums}, false as "isOld"
        from message_counts
       where workspace_id = $1 and since >= $2 and since < $3 and ${isLimited}
       group by 1`,
    values: [...valuesOf(scope), ...(scope.groupBy === 'day' ? [scope.bounds] : [])],
  };
}

const messageSums = ['in', 'out', 'automatic']
  .map((kind) => `coalesce(sum(count) filter (where kind = '${kind}'), 0)::int as ${kind}`)
  .join(', ');
const isLimited = '($4::uuid is null or number_id = $4) and ($5::uuid is null or team_id = $5)';

/** What durations are worked out from: the seconds, and whether they met their target. */
type Durations = { seconds: string; met: string };

/**
 * Figures per row, read from the index that covers them. Days are read one after another along the index, so that nothing has to be
 * sorted by day. Elsewhere the durations of each row are gathered first: sorting them row by row costs half of sorting all of them by row.
 */
function grouped(scope: ReportScope, source: Source, figures: string, durations?: Durations): Statement {
  const met =
    durations === undefined
      ? ''
      : `, count(*) filter (where ${durations.met})::int as met, count(*) filter (where not ${durations.met})::int as missed`;
  if (scope.groupBy !== 'day') {
    const key = columnOf(scope.groupBy, source.member);
    const gathered = `select ${key} as key, ${figures}${met}${durations === undefined ? '' : `, array_agg(${durations.seconds}) as seconds`}
        from episodes where ${within(source, '$2', '$3')} group by 1`;
    return {
      text:
        durations === undefined
          ? gathered
          : `select key, count, met, missed, (select ${quantilesOf('one')} from unnest(seconds) as one) as quantiles from (${gathered}) as row`,
      values: valuesOf(scope),
    };
  }
  const quantiles = durations === undefined ? '' : `, ${quantilesOf(durations.seconds)} as quantiles`;
  return {
    text: `
      select day.key::int as key, figures.*
        from unnest($6::timestamptz[], $7::timestamptz[]) with ordinality as day (since, until, key)
       cross join lateral (select ${figures}${met}${quantiles} from episodes where ${within(source, 'day.since', 'day.until')}) as figures
       where $2::timestamptz < $3::timestamptz`,
    values: [...valuesOf(scope), scope.bounds.slice(0, -1), scope.bounds.slice(1)],
  };
}

/** Median and 90th percentile, each one of the values themselves. */
function quantilesOf(value: string): string {
  return `percentile_disc(array[0.5, 0.9]) within group (order by ${value})`;
}

function columnOf(groupBy: 'member' | 'team' | 'number', member: string): string {
  return { member, team: 'team_id', number: 'number_id' }[groupBy];
}

function within({ at, condition }: Source, since: string, until: string): string {
  return `workspace_id = $1 and ${at} >= ${since} and ${at} < ${until} and ${condition} and ${isLimited}`;
}

function valuesOf({ workspaceId, bounds, numberId, teamId }: ReportScope): unknown[] {
  return [workspaceId, bounds.at(0), bounds.at(-1), numberId, teamId];
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

/** A turn about which a customer wrote something. */
export type CommentRow = {
  id: string;
  messageId: string;
  conversationId: string;
  contactId: string;
  assigneeId: string | null;
  rating: 1 | 2 | 3 | null;
  askedAt: Date;
};

/** Turns with a comment, by when was asked, newest first. */
export function selectComments(scope: Omit<ReportScope, 'groupBy'>, before: { at: Date; id: string } | null, limit: number): Statement {
  return {
    text: `
      select e.id, e.comment_message_id as "messageId", e.conversation_id as "conversationId", v.contact_id as "contactId",
             e.assignee_id as "assigneeId", e.rating, e.asked_at as "askedAt"
        from episodes e join conversations v on v.workspace_id = e.workspace_id and v.id = e.conversation_id
       where e.workspace_id = $1 and e.asked_at >= $2 and e.asked_at < $3 and e.comment_message_id is not null
         and ($4::uuid is null or e.number_id = $4) and ($5::uuid is null or e.team_id = $5)
         and ($6::timestamptz is null or (date_trunc('milliseconds', e.asked_at), e.id) < ($6, $7::uuid))
       order by date_trunc('milliseconds', e.asked_at) desc, e.id desc limit $8`,
    values: [
      scope.workspaceId,
      scope.bounds.at(0),
      scope.bounds.at(-1),
      scope.numberId,
      scope.teamId,
      before?.at ?? null,
      before?.id ?? null,
      limit,
    ],
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
