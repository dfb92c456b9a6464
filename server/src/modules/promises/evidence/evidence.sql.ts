import type { EvidenceKind } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** A record as stored. Days are `YYYY-MM-DD`. */
export type EvidenceRow = {
  workspaceId: string;
  id: string;
  kind: EvidenceKind;
  title: string;
  owner: string;
  link: string | null;
  reference: string | null;
  issuedOn: string;
  expiresOn: string;
  remindDays: number;
  createdAt: Date;
  updatedAt: Date;
};

const columns = `workspace_id as "workspaceId", id, kind, title, owner, link, reference, issued_on::text as "issuedOn",
       expires_on::text as "expiresOn", remind_days as "remindDays", created_at as "createdAt", updated_at as "updatedAt"`;

/** Records of these workspaces, those that run out first at the top. */
export function selectEvidence(workspaceIds: readonly string[]): Statement {
  return {
    text: `select ${columns} from evidence where workspace_id = any($1::uuid[]) order by expires_on, id limit 1000`,
    values: [workspaceIds],
  };
}

/** The record of each kind that lasts longest. */
export type NewestEvidence = Pick<EvidenceRow, 'kind' | 'expiresOn' | 'updatedAt'>;

/** What counts of each kind for these workspaces. */
export function selectNewestEvidence(workspaceIds: readonly string[]): Statement {
  return {
    name: 'evidence_newest',
    text: `select distinct on (kind) kind, expires_on::text as "expiresOn", updated_at as "updatedAt"
             from evidence where workspace_id = any($1::uuid[]) order by kind, expires_on desc`,
    values: [workspaceIds],
  };
}

/** Locks one record. */
export function lockEvidence(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from evidence where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

type Written = Omit<EvidenceRow, 'createdAt' | 'updatedAt'>;

/** Adds a record. */
export function insertEvidence(row: Written, at: Date): Statement {
  return {
    text: `
      insert into evidence (workspace_id, id, kind, title, owner, link, reference, issued_on, expires_on, remind_days, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    values: [
      row.workspaceId,
      row.id,
      row.kind,
      row.title,
      row.owner,
      row.link,
      row.reference,
      row.issuedOn,
      row.expiresOn,
      row.remindDays,
      at,
    ],
  };
}

/** Changes a record. */
export function updateEvidence(row: Written, at: Date): Statement {
  return {
    text: `
      update evidence set title = $3, owner = $4, link = $5, reference = $6, issued_on = $7, expires_on = $8, remind_days = $9, updated_at = $10
       where workspace_id = $1 and id = $2`,
    values: [row.workspaceId, row.id, row.title, row.owner, row.link, row.reference, row.issuedOn, row.expiresOn, row.remindDays, at],
  };
}

/** Removes a record. */
export function deleteEvidence(workspaceId: string, id: string): Statement {
  return { text: 'delete from evidence where workspace_id = $1 and id = $2', values: [workspaceId, id] };
}

/** Records whose reminder is due on a day (`YYYY-MM-DD`): those that run out soon, and those that ran out in the last week. */
export function selectDueEvidence(day: string): Statement {
  return {
    text: `select ${columns} from evidence where expires_on - remind_days <= $1::date and expires_on >= $1::date - 7 order by workspace_id, id`,
    values: [day],
  };
}

/** Somebody to tell: members for the bell, addresses for mail. */
export type Keeper = { memberId: string | null; name: string; email: string; language: string };

/** Who decides about privacy in a workspace. */
export function selectKeepers(workspaceId: string): Statement {
  return {
    text: `select m.id as "memberId", u.name, u.email, u.language
             from workspace_members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and ${mayWhere('m', 'privacy:write')} order by m.id`,
    values: [workspaceId],
  };
}

/** People with these addresses, for what concerns the installation. */
export function selectPeople(emails: readonly string[]): Statement {
  return { text: `select null as "memberId", name, email, language from users where email = any($1::text[])`, values: [emails] };
}
