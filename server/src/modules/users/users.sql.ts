import type { Statement } from '#platform/db/tx';
import { powerColumns, powerJoins } from './power/power.sql.ts';

/** A person as this module reads them. */
export type UserRow = { id: string; name: string; email: string; email_verified: boolean; language: string };

/** Finds a person by address (lower case). Relies on the unique index on `email`. */
export function selectUserByEmail(email: string): Statement {
  return { name: 'users_by_email', text: `select id, name, email, email_verified, language from users where email = $1`, values: [email] };
}

/** The same with the stored password, null where none is set. */
export function selectUserWithPassword(email: string): Statement {
  return {
    name: 'users_with_password_by_email',
    text: `select u.id, u.name, u.email, u.email_verified, u.language, c.password
             from users u left join user_credentials c on c.user_id = u.id and c.provider_id = 'credential' where u.email = $1`,
    values: [email],
  };
}

/** Reads the ways a person signs in. */
export function selectCredentials(userId: string): Statement {
  return { name: 'credentials_of_user', text: `select id from user_credentials where user_id = $1 limit 1`, values: [userId] };
}

/** Reads a person. */
export function selectUserById(id: string): Statement {
  return { name: 'users_by_id', text: `select id, name, email, email_verified, language from users where id = $1`, values: [id] };
}

/** Adds a person whose address is proved by other means (first start, invitation). */
export function insertUser(row: UserRow, at: Date): Statement {
  return {
    text: `insert into users (id, name, email, email_verified, language, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $6)`,
    values: [row.id, row.name, row.email, row.email_verified, row.language, at],
  };
}

/** Adds a password to a person. */
export function insertPassword(id: string, userId: string, password: string, at: Date): Statement {
  return {
    text: `insert into user_credentials (id, account_id, provider_id, user_id, password, created_at, updated_at)
           values ($1, $2::text, 'credential', $2::uuid, $3, $4, $4)`,
    values: [id, userId, password, at],
  };
}

/** Puts a password's newer form in place of the one it was just checked against. */
export function updatePassword(userId: string, password: string, at: Date): Statement {
  return {
    text: `update user_credentials set password = $2, updated_at = $3 where user_id = $1 and provider_id = 'credential'`,
    values: [userId, password, at],
  };
}

/** Changes what a person says about themselves. Null leaves a field as it is. */
export function updateUser(id: string, change: { name: string | null; language: string | null }, at: Date): Statement {
  return {
    text: `update users set name = coalesce($2, name), language = coalesce($3, language), updated_at = $4 where id = $1
           returning id, name, email, email_verified, language`,
    values: [id, change.name, change.language, at],
  };
}

/** Marks an address as confirmed. Gives a row when it was not before. */
export function updateEmailVerified(id: string, at: Date): Statement {
  return {
    text: `update users set email_verified = true, updated_at = $2 where id = $1 and not email_verified returning id`,
    values: [id, at],
  };
}

/** Writes what a reset link for nobody would be, so that an unknown address costs as much as a known one. No token fits it. */
export function insertEmptyVerification(id: string, identifier: string, at: Date, expiresAt: Date): Statement {
  return {
    text: `insert into user_verifications (id, identifier, value, expires_at, created_at, updated_at) values ($1, $2, '', $3, $4, $4)`,
    values: [id, identifier, expiresAt, at],
  };
}

/** Whom an open reset link belongs to. `identifier` is the stored form of the token. */
export function selectResetOwner(identifier: string, now: Date): Statement {
  return {
    text: `select u.id, u.name, u.email, u.email_verified, u.language
             from user_verifications v join users u on u.id::text = v.value
            where v.identifier = $1 and v.expires_at > $2`,
    values: [identifier, now],
  };
}

/** What one session check reads. */
export type SessionRow = {
  session_id: string;
  expires_at: Date;
  last_seen_at: Date;
  method: string;
  has_second_factor: boolean;
  proved_at: Date;
  single_sign_on_workspace_id: string | null;
  user_id: string;
  name: string;
  email: string;
  email_verified: boolean;
  workspace_id: string | null;
  member_id: string | null;
  role: string | null;
  role_permissions: string[] | null;
  role_sight: string | null;
  has_limits: boolean;
  is_closing: boolean | null;
  second_factor_from: Date | null;
  single_sign_on_only: boolean | null;
};

/**
 * The whole session check of a request: session, person and, where a workspace is named, membership in it with what it asks of sign-ins. One read by
 * unique keys only; nothing is cached, so a revoked session or a changed role counts from the next request on.
 */
export function selectSession(tokenHash: string, workspaceId: string | null, now: Date, idleSince: Date): Statement {
  return {
    name: 'session_check',
    text: `select s.id as session_id, s.expires_at, s.last_seen_at, s.method, s.has_second_factor, coalesce(s.proved_at, s.created_at) as proved_at,
                  s.single_sign_on_workspace_id, u.id as user_id, u.name, u.email, u.email_verified, m.workspace_id, m.id as member_id, ${powerColumns},
                  w.deletes_at is not null as is_closing, r.second_factor_from, r.single_sign_on_only
             from user_sessions s
             join users u on u.id = s.user_id
             left join workspace_members m on m.user_id = u.id and m.workspace_id = $2
             ${powerJoins}
             left join workspaces w on w.id = m.workspace_id
             left join workspace_sign_in_rules r on r.workspace_id = m.workspace_id
            where s.token = $1 and s.expires_at > $3 and s.last_seen_at > $4`,
    values: [tokenHash, workspaceId, now, idleSince],
  };
}

/** Notes that a session is in use. */
export function touchSession(id: string, now: Date): Statement {
  return {
    name: 'session_touch',
    text: `update user_sessions set last_seen_at = $2 where id = $1 and last_seen_at < $2`,
    values: [id, now],
  };
}

/** Ends a session. Gives a row when there was one. */
export function deleteSession(id: string): Statement {
  return { text: `delete from user_sessions where id = $1 returning user_id`, values: [id] };
}

/** Removes sessions and links that have run out. Relies on the indexes on `expires_at`. */
export function deleteExpired(now: Date, idleSince: Date): Statement[] {
  return [
    { text: `delete from user_sessions where expires_at <= $1 or last_seen_at <= $2`, values: [now, idleSince] },
    { text: `delete from user_verifications where expires_at <= $1`, values: [now] },
  ];
}

/** Notes that a new account's holder said they are of age. */
export function updateOfAge(id: string, at: Date): Statement {
  return { text: `update users set of_age_at = $2 where id = $1`, values: [id, at] };
}
