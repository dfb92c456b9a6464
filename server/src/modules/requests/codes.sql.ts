import type { Statement } from '#platform/db/tx';

/** A code as stored. */
export type CodeRow = { id: string; codeHash: Buffer; via: 'whatsapp' | 'mail'; attempts: number; expiresAt: Date };

/** Keeps a code. */
export function insertCode(row: CodeRow & { workspaceId: string; requestId: string; sentAt: Date }): Statement {
  return {
    text: `
      insert into privacy_request_codes (workspace_id, id, request_id, code_hash, via, sent_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [row.workspaceId, row.id, row.requestId, row.codeHash, row.via, row.sentAt, row.expiresAt],
  };
}

/** How many codes were sent for a request, or to the same person, since a moment. */
export function countCodes(workspaceId: string, requestId: string, contactId: string | null, since: Date): Statement {
  return {
    text: `
      select (count(*) filter (where c.request_id = $2))::int as own, count(*)::int as person
        from privacy_request_codes c join privacy_requests r on r.workspace_id = c.workspace_id and r.id = c.request_id
       where c.workspace_id = $1 and c.sent_at > $4 and (c.request_id = $2 or r.contact_id = $3)`,
    values: [workspaceId, requestId, contactId, since],
  };
}

/** Counts a try at the newest code of a request and gives it, before anything is compared, so that a thousand tries at once are a thousand. */
export function tryCode(workspaceId: string, requestId: string, now: Date): Statement {
  return {
    text: `
      update privacy_request_codes c set attempts = c.attempts + 1
       where c.workspace_id = $1 and c.id = (select n.id from privacy_request_codes n where n.workspace_id = $1 and n.request_id = $2
                                              order by n.sent_at desc, n.id desc limit 1)
         and c.used_at is null and c.expires_at > $3
      returning c.id, c.code_hash as "codeHash", c.via, c.attempts, c.expires_at as "expiresAt"`,
    values: [workspaceId, requestId, now],
  };
}

/** Marks a code as used; gives it unless somebody else was first. */
export function useCode(workspaceId: string, id: string, now: Date): Statement {
  return {
    text: 'update privacy_request_codes set used_at = $3 where workspace_id = $1 and id = $2 and used_at is null returning id',
    values: [workspaceId, id, now],
  };
}

/** Removes codes that ran out before a moment, of all workspaces. */
export function deleteOldCodes(before: Date, limit: number): Statement {
  return {
    text: `delete from privacy_request_codes where (workspace_id, id) in
             (select workspace_id, id from privacy_request_codes where expires_at < $1 limit $2) returning id`,
    values: [before, limit],
  };
}
