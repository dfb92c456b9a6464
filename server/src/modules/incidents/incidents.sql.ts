import type { BreachLaw, DataKind, IncidentEntry, IncidentRisk } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** The scope of an incident with database ids. */
export type StoredScope = { reach: 'stored' | 'passed'; data: DataKind[]; numberIds: string[]; apiKeyIds: string[]; memberIds: string[] };

/** Counts of an assessment. */
export type Assessment = {
  contacts: number;
  members: number;
  workspaces: number;
  byData: { data: DataKind; count: number }[];
  laws: BreachLaw[];
};

/** An incident as stored; `ownerId` is the workspace or the installation. */
export type IncidentRow = {
  ownerId: string;
  id: string;
  originId: string | null;
  status: 'open' | 'closed';
  risk: IncidentRisk | null;
  happenedFrom: Date;
  happenedUntil: Date | null;
  knownAt: Date;
  laws: BreachLaw[];
  scope: StoredScope;
  detailsSealed: Buffer;
  assessedAt: Date | null;
  assessment: Assessment | null;
  personsToldAt: Date | null;
  workspacesToldAt: Date | null;
  createdAt: Date;
  closedAt: Date | null;
};

const columns = `workspace_id as "ownerId", id, origin_id as "originId", status, risk, happened_from as "happenedFrom", happened_until as "happenedUntil",
      known_at as "knownAt", laws, scope, details_sealed as "detailsSealed", assessed_at as "assessedAt", assessment, persons_told_at as "personsToldAt",
      workspaces_told_at as "workspacesToldAt", created_at as "createdAt", closed_at as "closedAt"`;

/** Incidents of an owner, open ones first, newest first. */
export function selectIncidents(ownerId: string, limit: number): Statement {
  return {
    text: `select ${columns} from incidents where workspace_id = $1 order by status = 'closed', known_at desc, id desc limit $2`,
    values: [ownerId, limit],
  };
}

/** Open incidents of all owners, for reminders. */
export function selectOpenIncidents(limit: number): Statement {
  return { text: `select ${columns} from incidents where status = 'open' order by known_at limit $1`, values: [limit] };
}

/** One incident. */
export function selectIncident(ownerId: string, id: string): Statement {
  return { text: `select ${columns} from incidents where workspace_id = $1 and id = $2`, values: [ownerId, id] };
}

/** One incident, kept from being changed until the transaction ends. */
export function lockIncident(ownerId: string, id: string): Statement {
  return { text: `select ${columns} from incidents where workspace_id = $1 and id = $2 for update`, values: [ownerId, id] };
}

/** Records an incident; nothing happens when the operator's was told before. Gives the row that was made. */
export function insertIncident(row: IncidentRow, createdBy: string | null): Statement {
  return {
    text: `
      insert into incidents (workspace_id, id, origin_id, status, risk, happened_from, happened_until, known_at, laws, scope, details_sealed, created_by,
                             created_at, updated_at)
      values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
      on conflict (workspace_id, origin_id) where origin_id is not null do nothing returning id`,
    values: [
      row.ownerId,
      row.id,
      row.originId,
      row.risk,
      row.happenedFrom,
      row.happenedUntil,
      row.knownAt,
      row.laws,
      JSON.stringify(row.scope),
      row.detailsSealed,
      createdBy,
      row.createdAt,
    ],
  };
}

/** Writes what may change of an incident. */
export function updateIncident(row: IncidentRow, at: Date): Statement {
  return {
    text: `
      update incidents set status = $3, risk = $4, happened_from = $5, happened_until = $6, known_at = $7, laws = $8, scope = $9, details_sealed = $10,
             assessed_at = $11, assessment = $12, persons_told_at = $13, workspaces_told_at = $14, closed_at = $15, updated_at = $16
       where workspace_id = $1 and id = $2`,
    values: [
      row.ownerId,
      row.id,
      row.status,
      row.risk,
      row.happenedFrom,
      row.happenedUntil,
      row.knownAt,
      row.laws,
      JSON.stringify(row.scope),
      row.detailsSealed,
      row.assessedAt,
      row.assessment === null ? null : JSON.stringify(row.assessment),
      row.personsToldAt,
      row.workspacesToldAt,
      row.closedAt,
      at,
    ],
  };
}

/** What a clock came to. */
export type ClockRow = { incidentId: string; key: string; outcome: 'met' | 'dismissed'; at: Date; remarkSealed: Buffer };

/** Settled clocks of incidents. */
export function selectClocks(ownerId: string, incidentIds: readonly string[]): Statement {
  return {
    text: `
      select incident_id as "incidentId", key, outcome, at, remark_sealed as "remarkSealed" from incident_clocks
       where workspace_id = $1 and incident_id = any($2::uuid[])`,
    values: [ownerId, incidentIds],
  };
}

/** Settles a clock; a later word replaces an earlier one. */
export function upsertClock(ownerId: string, row: ClockRow): Statement {
  return {
    text: `
      insert into incident_clocks (workspace_id, incident_id, key, outcome, at, remark_sealed) values ($1, $2, $3, $4, $5, $6)
      on conflict (workspace_id, incident_id, key) do update set outcome = excluded.outcome, at = excluded.at, remark_sealed = excluded.remark_sealed`,
    values: [ownerId, row.incidentId, row.key, row.outcome, row.at, row.remarkSealed],
  };
}

/** Adds a line to the timeline. */
export function insertEntry(
  ownerId: string,
  entry: {
    incidentId: string;
    id: string;
    kind: IncidentEntry['kind'];
    userId: string | null;
    textSealed: Buffer | null;
    count: number | null;
    at: Date;
  },
): Statement {
  return {
    text: `insert into incident_entries (workspace_id, incident_id, id, kind, user_id, text_sealed, count, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [ownerId, entry.incidentId, entry.id, entry.kind, entry.userId, entry.textSealed, entry.count, entry.at],
  };
}

/** A line of the timeline. */
export type EntryRow = {
  id: string;
  kind: IncidentEntry['kind'];
  name: string | null;
  textSealed: Buffer | null;
  count: number | null;
  at: Date;
};

/** The timeline, oldest first. For engines, who may read names of people that left. */
export function selectEntries(ownerId: string, incidentId: string): Statement {
  return {
    text: `
      select e.id, e.kind, u.name, e.text_sealed as "textSealed", e.count, e.at
        from incident_entries e left join users u on u.id = e.user_id
       where e.workspace_id = $1 and e.incident_id = $2 order by e.at, e.id limit 1000`,
    values: [ownerId, incidentId],
  };
}

/** Forgets who was found, as long as nobody was told. */
export function deleteSubjects(ownerId: string, incidentId: string): Statement {
  return {
    text: `delete from incident_subjects where workspace_id = $1 and incident_id = $2 and outcome = 'not_told'`,
    values: [ownerId, incidentId],
  };
}

/**
 * Finds everybody concerned and writes them down: the one question of an incident, asked once over contacts and members of one workspace (`within`) or of all. A kind
 * of data counts for a person when something of it was kept before the end of the time, and, where only what passed is concerned, came or went within it.
 * Those who were found before keep what became of telling them.
 */
export function insertAffected(
  ownerId: string,
  incidentId: string,
  within: string | null,
  scope: StoredScope,
  time: { from: Date; until: Date },
): Statement {
  return {
    text: `
      with places as materialized (
        select w.id from workspaces w
         where ($3::uuid is null or w.id = $3)
           and (cardinality($8::uuid[]) = 0 or w.id in (select workspace_id from api_keys where id = any($8::uuid[])))
           and (cardinality($9::uuid[]) = 0 or w.id in (select workspace_id from workspace_members where id = any($9::uuid[])))
           and (cardinality($7::uuid[]) = 0 or w.id in (select workspace_id from numbers where id = any($7::uuid[])))
      ), found as (
        select 'contact' as kind, c.workspace_id, c.id, array_remove(array[
            case when 'contact_details' = any($6) and ($5 = 'stored' or c.created_at >= $4 or c.updated_at >= $4) then 'contact_details' end,
            case when 'message_content' = any($6) and sent.any_message then 'message_content' end,
            case when 'media' = any($6) and sent.any_media then 'media' end,
            case when 'webhook_payloads' = any($6) and sent.any_payload then 'webhook_payloads' end,
            case when 'notes' = any($6) and (
                exists (select from contact_notes n where n.workspace_id = c.workspace_id and n.contact_id = c.id
                           and n.created_at < $10 and ($5 = 'stored' or n.created_at >= $4))
                or exists (select from conversations v join conversation_entries e on e.workspace_id = v.workspace_id and e.conversation_id = v.id
                            where v.workspace_id = c.workspace_id and v.contact_id = c.id and e.kind = 'note' and e.deleted_at is null
                              and e.occurred_at < $10 and ($5 = 'stored' or e.occurred_at >= $4))) then 'notes' end,
            case when 'consent_records' = any($6) and exists (
                select from consent_records r where r.workspace_id = c.workspace_id and r.contact_id = c.id
                   and r.recorded_at < $10 and ($5 = 'stored' or r.recorded_at >= $4)) then 'consent_records' end,
            case when 'exports' = any($6) and exists (
                select from exports x where x.workspace_id = c.workspace_id and (x.contact_id = c.id or x.kind = 'contacts')
                   and x.created_at < $10 and coalesce(x.expires_at, x.created_at) >= $4) then 'exports' end
          ], null) as data
          from places p
          join contacts c on c.workspace_id = p.id and c.merged_into is null and c.erased_at is null and c.created_at < $10
          cross join lateral (
            select bool_or($5 = 'stored' or m.occurred_at >= $4) as any_message,
                   bool_or(m.media_id is not null and ($5 = 'stored' or m.occurred_at >= $4)) as any_media,
                   bool_or(m.occurred_at >= $4 - interval '30 days') as any_payload
              from conversations v join messages m on m.workspace_id = v.workspace_id and m.conversation_id = v.id
             where v.workspace_id = c.workspace_id and v.contact_id = c.id and m.occurred_at < $10
               and (cardinality($7::uuid[]) = 0 or v.number_id = any($7::uuid[]))
               and ($6 && array['message_content', 'media', 'webhook_payloads'])
          ) sent
         where cardinality($7::uuid[]) = 0
            or exists (select from conversations v where v.workspace_id = c.workspace_id and v.contact_id = c.id and v.number_id = any($7::uuid[]))
        union all
        select 'member', m.workspace_id, m.id, array_remove(array[
            case when 'member_accounts' = any($6) then 'member_accounts' end,
            case when 'sessions' = any($6) and exists (
                select from user_sessions s where s.user_id = m.user_id and s.created_at < $10 and s.expires_at > $4) then 'sessions' end,
            case when 'api_keys' = any($6) and exists (
                select from api_keys k where k.workspace_id = m.workspace_id and k.created_by = m.user_id and k.created_at < $10
                   and coalesce(k.revoked_at, $10) >= $4) then 'api_keys' end
          ], null)
          from places p
          join workspace_members m on m.workspace_id = p.id and m.joined_at < $10
         where $6 && array['member_accounts', 'sessions', 'api_keys']
           and (cardinality($9::uuid[]) = 0 or m.id = any($9::uuid[]))
      )
      insert into incident_subjects (workspace_id, incident_id, kind, subject_workspace_id, subject_id, data)
      select $1, $2, kind, workspace_id, id, data from found where cardinality(data) > 0
      on conflict (workspace_id, incident_id, kind, subject_id) do update set data = excluded.data`,
    values: [
      ownerId,
      incidentId,
      within,
      time.from,
      scope.reach,
      scope.data,
      scope.numberIds,
      scope.apiKeyIds,
      scope.memberIds,
      time.until,
    ],
  };
}

/** Counts of who was found. */
export function countSubjects(ownerId: string, incidentId: string): Statement {
  return {
    text: `
      select count(*) filter (where kind = 'contact')::int as contacts, count(*) filter (where kind = 'member')::int as members,
             count(distinct subject_workspace_id)::int as workspaces, count(*) filter (where outcome = 'told')::int as told,
             count(*) filter (where outcome = 'unreachable')::int as unreachable
        from incident_subjects where workspace_id = $1 and incident_id = $2`,
    values: [ownerId, incidentId],
  };
}

/** How many persons each kind of data concerns. */
export function countByData(ownerId: string, incidentId: string): Statement {
  return {
    text: `
      select data.kind as data, count(*)::int as count from incident_subjects s cross join lateral unnest(s.data) as data (kind)
       where s.workspace_id = $1 and s.incident_id = $2 group by data.kind order by 2 desc, 1`,
    values: [ownerId, incidentId],
  };
}

/** Countries of the contacts who were found. */
export function selectCountries(ownerId: string, incidentId: string): Statement {
  return {
    text: `
      select distinct c.country from incident_subjects s join contacts c on c.workspace_id = s.subject_workspace_id and c.id = s.subject_id
       where s.workspace_id = $1 and s.incident_id = $2 and s.kind = 'contact' and c.country is not null`,
    values: [ownerId, incidentId],
  };
}

/** Somebody concerned. */
export type SubjectRow = {
  kind: 'contact' | 'member';
  subjectWorkspaceId: string;
  subjectId: string;
  data: DataKind[];
  outcome: 'not_told' | 'told' | 'unreachable';
  channel: 'whatsapp' | 'mail' | 'elsewhere' | null;
  toldAt: Date | null;
  reason: string | null;
  messageStatus: string | null;
  messageReason: string | null;
};

/** A page of those concerned, with how their message stands. */
export function selectSubjects(
  ownerId: string,
  incidentId: string,
  outcome: string | null,
  after: { kind: string; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select s.kind, s.subject_workspace_id as "subjectWorkspaceId", s.subject_id as "subjectId", s.data, s.outcome, s.channel, s.told_at as "toldAt",
             s.reason, m.status as "messageStatus", m.reason_code as "messageReason"
        from incident_subjects s left join messages m on m.workspace_id = s.subject_workspace_id and m.id = s.message_id
       where s.workspace_id = $1 and s.incident_id = $2 and ($3::text is null or s.outcome = $3)
         and ($4::text is null or (s.kind, s.subject_id) > ($4, $5::uuid))
       order by s.kind, s.subject_id limit $6`,
    values: [ownerId, incidentId, outcome, after?.kind ?? null, after?.id ?? null, limit],
  };
}

/** Somebody who is still to be told, with the best way to them: the conversation whose service window is open longest, else the last one. */
export type UntoldRow = { kind: 'contact' | 'member'; subjectId: string; numberId: string | null; isOpen: boolean; email: string | null };

/** The next who were not told yet, or could not be reached before. */
export function selectUntold(
  ownerId: string,
  incidentId: string,
  now: Date,
  after: { kind: string; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select s.kind, s.subject_id as "subjectId", v.number_id as "numberId", coalesce(v.window_expires_at > $3::timestamptz + interval '5 minutes', false) as "isOpen",
             u.email
        from incident_subjects s
        left join lateral (
          select v.number_id, v.window_expires_at from conversations v
            join numbers n on n.workspace_id = v.workspace_id and n.id = v.number_id and n.status = 'connected'
           where s.kind = 'contact' and v.workspace_id = s.subject_workspace_id and v.contact_id = s.subject_id
           order by v.window_expires_at desc nulls last, v.last_activity_at desc limit 1) v on true
        left join workspace_members m on s.kind = 'member' and m.workspace_id = s.subject_workspace_id and m.id = s.subject_id
        left join users u on u.id = m.user_id
       where s.workspace_id = $1 and s.incident_id = $2 and s.outcome <> 'told' and ($4::text is null or (s.kind, s.subject_id) > ($4, $5::uuid))
       order by s.kind, s.subject_id limit $6`,
    values: [ownerId, incidentId, now, after?.kind ?? null, after?.id ?? null, limit],
  };
}

/** Writes down what became of telling somebody. */
export function updateSubject(
  ownerId: string,
  incidentId: string,
  subject: {
    kind: string;
    subjectId: string;
    outcome: 'told' | 'unreachable';
    channel: string | null;
    messageId: string | null;
    reason: string | null;
    at: Date | null;
  },
): Statement {
  return {
    text: `
      update incident_subjects set outcome = $5, channel = $6, message_id = $7, reason = $8, told_at = $9
       where workspace_id = $1 and incident_id = $2 and kind = $3 and subject_id = $4`,
    values: [
      ownerId,
      incidentId,
      subject.kind,
      subject.subjectId,
      subject.outcome,
      subject.channel,
      subject.messageId,
      subject.reason,
      subject.at,
    ],
  };
}

/** Counts, per workspace, of those concerned in an operator's incident. */
export function countByWorkspace(ownerId: string, incidentId: string): Statement {
  return {
    text: `
      select subject_workspace_id as "workspaceId", count(*) filter (where kind = 'contact')::int as contacts, count(*)::int as persons
        from incident_subjects where workspace_id = $1 and incident_id = $2 group by 1 order by 1`,
    values: [ownerId, incidentId],
  };
}

/** Copies those concerned of one workspace from the operator's incident into that workspace's own. */
export function copySubjects(fromOwnerId: string, fromId: string, workspaceId: string, incidentId: string): Statement {
  return {
    text: `
      insert into incident_subjects (workspace_id, incident_id, kind, subject_workspace_id, subject_id, data)
      select $3, $4, kind, subject_workspace_id, subject_id, data from incident_subjects
       where workspace_id = $1 and incident_id = $2 and subject_workspace_id = $3
      on conflict do nothing`,
    values: [fromOwnerId, fromId, workspaceId, incidentId],
  };
}

/** Who is told of incidents of a workspace: those who decide about privacy in it. */
export function selectGuardians(workspaceId: string): Statement {
  return {
    text: `
      select u.id as "userId", u.email, u.name, u.language, w.name as workspace, w.slug
        from workspace_members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
       where m.workspace_id = $1 and ${mayWhere('m', 'privacy:write')} order by u.id`,
    values: [workspaceId],
  };
}

/** Name of a workspace. */
export function selectWorkspaceName(workspaceId: string): Statement {
  return { text: `select name from workspaces where id = $1`, values: [workspaceId] };
}

/** Whether a template can be sent as a notice: approved, and of the category for notices. */
export function selectUtilityTemplate(workspaceId: string, name: string, language: string): Statement {
  return {
    text: `
      select waba_account_id as "wabaAccountId" from templates
       where workspace_id = $1 and name = $2 and language = $3 and status = 'approved' and category = 'utility' limit 1`,
    values: [workspaceId, name, language],
  };
}

/** How many of the named numbers, keys and members a workspace has. */
export function selectOwned(workspaceId: string, scope: StoredScope): Statement {
  return {
    text: `
      select ((select count(*) from numbers where workspace_id = $1 and id = any($2::uuid[]))
            + (select count(*) from api_keys where workspace_id = $1 and id = any($3::uuid[]))
            + (select count(*) from workspace_members where workspace_id = $1 and id = any($4::uuid[])))::int as count`,
    values: [workspaceId, scope.numberIds, scope.apiKeyIds, scope.memberIds],
  };
}
