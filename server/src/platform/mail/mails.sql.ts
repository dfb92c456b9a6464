import type { Statement } from '../db/tx.ts';

/** Channel that wakes senders. */
export const mailsChannel = 'kabar_mails';

export type NewMail = { id: string; workspaceId: string | null; template: string; dedupeKey: string; sealed: Buffer; at: Date };

/** Adds a mail unless one with the same dedupe key was ever added, and wakes senders at commit. */
export function insertMail(mail: NewMail): Statement {
  return {
    name: 'insert_mail',
    text: `with added as (
        insert into mails (id, workspace_id, template, dedupe_key, sealed, next_attempt_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $6)
        on conflict do nothing
      )
      select pg_notify('${mailsChannel}', '')`,
    values: [mail.id, mail.workspaceId, mail.template, mail.dedupeKey, mail.sealed, mail.at],
  };
}

export type ClaimedMail = { id: string; template: string; sealed: Buffer; attemptCount: number; createdAt: Date };

/**
 * Takes mails that are due, oldest first, and keeps others off them until `until`. Steps over what another process takes.
 * Relies on the index mails_due.
 */
export function claimMails(limit: number, at: Date, until: Date): Statement {
  return {
    name: 'claim_mails',
    text: `update mails set next_attempt_at = $3, attempt_count = attempt_count + 1
            where id in (select id from mails where status = 'waiting' and next_attempt_at <= $2
                          order by next_attempt_at limit $1 for update skip locked)
           returning id, template, sealed, attempt_count as "attemptCount", created_at as "createdAt"`,
    values: [limit, at, until],
  };
}

/** Ends a mail and empties it. */
export function updateMailSettled(id: string, status: 'sent' | 'failed', reason: string | null, at: Date): Statement {
  return {
    text: `update mails set status = $2, reason = $3, settled_at = $4, sealed = '' where id = $1 and status = 'waiting'`,
    values: [id, status, reason, at],
  };
}

/** Lets a mail be tried again at `next`. */
export function updateMailDelayed(id: string, reason: string, next: Date): Statement {
  return {
    text: `update mails set reason = $2, next_attempt_at = $3 where id = $1 and status = 'waiting'`,
    values: [id, reason, next],
  };
}

/** Removes the traces of mails settled before `before`; at most `limit` at once. */
export function deleteSettledMails(before: Date, limit: number): Statement {
  return {
    text: `delete from mails where id in (select id from mails where settled_at < $1 limit $2) returning id`,
    values: [before, limit],
  };
}

/**
 * Gives up the mails that waited when a backup was made that is now restored: most of them left long ago, and what they say is old.
 */
export function updateMailsRestored(at: Date): Statement {
  return {
    text: `update mails set status = 'failed', reason = 'a backup was restored', settled_at = $1, sealed = '' where status = 'waiting'`,
    values: [at],
  };
}
