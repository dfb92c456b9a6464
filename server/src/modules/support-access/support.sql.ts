import type { SupportLevel, SupportState } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** Somebody in a row of this module; null where they have no account any more. */
export type PersonRow = { id: string; name: string; email: string };

/** An access as stored, with the people in it. */
export type GrantRow = {
  workspaceId: string;
  id: string;
  status: SupportState;
  level: SupportLevel;
  hours: number;
  operatorId: string | null;
  operator: PersonRow | null;
  askedBecause: string | null;
  askedAt: Date | null;
  grantedBecause: string | null;
  grantedBy: PersonRow | null;
  grantedAt: Date | null;
  endsAt: Date | null;
  endedAt: Date | null;
  endedHow: 'expired' | 'workspace' | 'operator' | null;
  endedBy: PersonRow | null;
  entered: PersonRow[];
};

/** The same with the workspace, as the operator gets it. */
export type OperatorGrantRow = GrantRow & { workspaceName: string; workspaceSlug: string; isInside: boolean };

const person = (column: string): string =>
  `(select jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) from users p where p.id = ${column})`;

const columns = `g.workspace_id as "workspaceId", g.id, g.status, g.level, g.hours, g.operator_id as "operatorId", ${person('g.operator_id')} as operator,
  g.asked_because as "askedBecause", g.asked_at as "askedAt", g.granted_because as "grantedBecause", ${person('g.granted_by')} as "grantedBy",
  g.granted_at as "grantedAt", g.ends_at as "endsAt", g.ended_at as "endedAt", g.ended_how as "endedHow", ${person('g.ended_by')} as "endedBy",
  coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email) order by p.id)
              from users p
             where p.id in (select e.user_id from support_entries e where e.workspace_id = g.workspace_id and e.grant_id = g.id)), '[]') as entered`;

/** One access of a workspace. */
export function selectGrant(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from support_grants g where g.workspace_id = $1 and g.id = $2`, values: [workspaceId, id] };
}

/** Takes an access for the rest of the transaction. */
export function lockGrant(workspaceId: string, id: string): Statement {
  return { text: `select id from support_grants where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

/** What goes on, and what operators asked for and nobody answered. */
export function selectOpenGrants(workspaceId: string): Statement {
  return {
    text: `select ${columns} from support_grants g where g.workspace_id = $1 and g.status in ('active', 'asked') order by g.id desc limit 50`,
    values: [workspaceId],
  };
}

/** A page of all there ever were, newest first. */
export function selectGrants(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from support_grants g
            where g.workspace_id = $1 and ($2::uuid is null or g.id < $2) order by g.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** What an operator asked for, and every access that is open to them; newest first. */
export function selectForOperator(operatorId: string, sessionId: string, limit: number): Statement {
  return {
    text: `select ${columns}, w.name as "workspaceName", w.slug as "workspaceSlug",
                  g.status = 'active' and exists (select from support_entries e where e.session_id = $2 and e.workspace_id = g.workspace_id
                                                     and e.grant_id = g.id and e.left_at is null) as "isInside"
             from support_grants g join workspaces w on w.id = g.workspace_id
            where g.operator_id = $1 or (g.operator_id is null and g.status = 'active')
               or (g.operator_id is null and exists (select from support_entries e where e.workspace_id = g.workspace_id and e.grant_id = g.id and e.user_id = $1))
            order by g.id desc limit $3`,
    values: [operatorId, sessionId, limit],
  };
}

/** Where a workspace is, by its id or its name in the address. */
export function selectWorkspace(id: string | null, slug: string): Statement {
  return { text: `select id, name, slug from workspaces where id = $1 or ($1::uuid is null and slug = $2)`, values: [id, slug] };
}

/** The workspace of an access that is open to an operator; null when there is none for them. */
export function selectPlace(id: string, operatorId: string): Statement {
  return {
    text: `select workspace_id as "workspaceId", status from support_grants where id = $1 and (operator_id is null or operator_id = $2)`,
    values: [id, operatorId],
  };
}

/** Whether somebody belongs to a workspace. */
export function selectIsMember(workspaceId: string, userId: string): Statement {
  return { text: `select 1 from workspace_members where workspace_id = $1 and user_id = $2`, values: [workspaceId, userId] };
}

/** An operator asks. Gives no row when they ask already. */
export function insertAsked(row: {
  workspaceId: string;
  id: string;
  level: string;
  hours: number;
  operatorId: string;
  because: string;
  at: Date;
}): Statement {
  return {
    text: `insert into support_grants (workspace_id, id, status, level, hours, operator_id, asked_because, asked_at)
           values ($1, $2, 'asked', $3, $4, $5, $6, $7)
           on conflict (workspace_id, operator_id) where status = 'asked' do nothing returning id`,
    values: [row.workspaceId, row.id, row.level, row.hours, row.operatorId, row.because, row.at],
  };
}

/** What a workspace decides when it lets operators in. */
export type Granted = { level: string; hours: number; because: string; by: string; at: Date; endsAt: Date };

/** Lets any operator in. Gives no row while an access goes on. */
export function insertGranted(workspaceId: string, id: string, row: Granted): Statement {
  return {
    text: `insert into support_grants (workspace_id, id, status, level, hours, granted_because, granted_by, granted_at, ends_at)
           values ($1, $2, 'active', $3, $4, $5, $6, $7, $8)
           on conflict (workspace_id) where status = 'active' do nothing returning id`,
    values: [workspaceId, id, row.level, row.hours, row.because, row.by, row.at, row.endsAt],
  };
}

/** Answers a request with yes. Gives no row when it waits no longer, or an access goes on. */
export function updateGranted(workspaceId: string, id: string, row: Granted): Statement {
  return {
    text: `update support_grants set status = 'active', level = $3, hours = $4, granted_because = $5, granted_by = $6, granted_at = $7, ends_at = $8
            where workspace_id = $1 and id = $2 and status = 'asked'
              and not exists (select from support_grants o where o.workspace_id = $1 and o.status = 'active')
            returning id`,
    values: [workspaceId, id, row.level, row.hours, row.because, row.by, row.at, row.endsAt],
  };
}

/** Ends what waits for an answer. Gives a row when it still did. */
export function updateAnswered(
  workspaceId: string,
  id: string,
  status: 'declined' | 'withdrawn' | 'lapsed',
  by: string | null,
  at: Date,
): Statement {
  return {
    text: `update support_grants set status = $3, ended_at = $5, ended_by = $4 where workspace_id = $1 and id = $2 and status = 'asked' returning id`,
    values: [workspaceId, id, status, by, at],
  };
}

/** Ends an access. Gives a row when it went on. */
export function updateEnded(
  workspaceId: string,
  id: string,
  how: 'expired' | 'workspace' | 'operator',
  by: string | null,
  at: Date,
): Statement {
  return {
    text: `update support_grants set status = 'ended', ended_at = $5, ended_how = $3, ended_by = $4
            where workspace_id = $1 and id = $2 and status = 'active' returning id`,
    values: [workspaceId, id, how, by, at],
  };
}

/** Accesses whose time is over and nobody said so yet, and requests that nobody answered since `askedBefore`. */
export function selectDue(now: Date, askedBefore: Date, limit: number): Statement {
  return {
    text: `select workspace_id as "workspaceId", id, status from support_grants where status = 'active' and ends_at <= $1
           union all
           select workspace_id, id, status from support_grants where status = 'asked' and asked_at < $2
            limit $3`,
    values: [now, askedBefore, limit],
  };
}

/** An operator comes in with one session. Gives no row when it is inside already. */
export function insertEntry(row: {
  workspaceId: string;
  id: string;
  grantId: string;
  userId: string;
  sessionId: string;
  at: Date;
}): Statement {
  return {
    text: `insert into support_entries (workspace_id, id, grant_id, user_id, session_id, entered_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (session_id, workspace_id, grant_id) where left_at is null do nothing returning id`,
    values: [row.workspaceId, row.id, row.grantId, row.userId, row.sessionId, row.at],
  };
}

/** Ends the stay of one session, or of all where none is named. Gives a row for each. */
export function updateLeft(workspaceId: string, grantId: string, sessionId: string | null, at: Date): Statement {
  return {
    text: `update support_entries set left_at = $4 where workspace_id = $1 and grant_id = $2 and ($3::uuid is null or session_id = $3) and left_at is null returning id`,
    values: [workspaceId, grantId, sessionId, at],
  };
}

/** The stay of a session in a workspace. By the index on sessions that are inside. */
export function selectStay(sessionId: string, workspaceId: string, userId: string, now: Date): Statement {
  return {
    name: 'support_stay',
    text: `select e.id as "entryId", g.id as "grantId", g.level, g.ends_at as "endsAt", w.deletes_at is not null as "isClosing"
             from support_entries e
             join support_grants g on g.workspace_id = e.workspace_id and g.id = e.grant_id
             join workspaces w on w.id = e.workspace_id
            where e.session_id = $1 and e.workspace_id = $2 and e.left_at is null and g.status = 'active' and g.ends_at > $4
              and (g.operator_id is null or g.operator_id = $3)
              and not exists (select from workspace_members m where m.workspace_id = e.workspace_id and m.user_id = $3)`,
    values: [sessionId, workspaceId, userId, now],
  };
}

/** The rule of a workspace; no row until somebody decides. */
export function selectSettings(workspaceId: string): Statement {
  return { text: `select only_when_asked as "onlyWhenAsked" from support_settings where workspace_id = $1`, values: [workspaceId] };
}

/** Keeps the rule. */
export function upsertSettings(workspaceId: string, onlyWhenAsked: boolean, at: Date): Statement {
  return {
    text: `insert into support_settings (workspace_id, only_when_asked, updated_at) values ($1, $2, $3)
           on conflict (workspace_id) do update set only_when_asked = excluded.only_when_asked, updated_at = excluded.updated_at`,
    values: [workspaceId, onlyWhenAsked, at],
  };
}

/** Whom the mails go to. */
export function selectOwners(workspaceId: string): Statement {
  return {
    text: `select u.id, u.name, u.email, u.language, w.name as "workspaceName", w.slug as "workspaceSlug"
             from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
            where m.workspace_id = $1 and m.role = 'owner' order by u.id`,
    values: [workspaceId],
  };
}

/** An operator who asked, for the mail with the answer. */
export function selectPerson(id: string): Statement {
  return { text: `select id, name, email, language from users where id = $1`, values: [id] };
}
