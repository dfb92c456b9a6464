import type { SecondFactor, SignInMethod } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';
import type { Whereabouts } from '../whereabouts.ts';

/** A session as its owner sees it. */
export type OwnSessionRow = Whereabouts & {
  id: string;
  method: SignInMethod;
  has_second_factor: boolean;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
};

/** Begins a session. `tokenHash` is the stored form of the token. */
export function insertSession(
  row: {
    id: string;
    userId: string;
    tokenHash: string;
    method: SignInMethod;
    hasSecondFactor: boolean;
    singleSignOnWorkspaceId: string | null;
    clientIp: string;
    expiresAt: Date;
  },
  where: Whereabouts,
  at: Date,
): Statement {
  return {
    text: `insert into user_sessions (id, user_id, token, method, has_second_factor, single_sign_on_workspace_id, ip_address, expires_at,
                                      browser, system, network, time_zone, created_at, updated_at, last_seen_at, proved_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13, $13)`,
    values: [
      row.id,
      row.userId,
      row.tokenHash,
      row.method,
      row.hasSecondFactor,
      row.singleSignOnWorkspaceId,
      row.clientIp,
      row.expiresAt,
      where.browser,
      where.system,
      where.network,
      where.time_zone,
      at,
    ],
  };
}

/** The live sessions of a person, the newest use first. */
export function selectSessions(userId: string, now: Date, idleSince: Date): Statement {
  return {
    text: `select id, method, has_second_factor, browser, system, network, time_zone, created_at, last_seen_at, expires_at
             from user_sessions where user_id = $1 and expires_at > $2 and last_seen_at > $3 order by last_seen_at desc, id`,
    values: [userId, now, idleSince],
  };
}

/** Where a session began. */
export function selectWhereabouts(sessionId: string): Statement {
  return { text: `select browser, system, network, time_zone from user_sessions where id = $1`, values: [sessionId] };
}

/** Ends one session of a person. Gives a row when there was one. */
export function deleteOwnSession(userId: string, sessionId: string): Statement {
  return { text: `delete from user_sessions where user_id = $1 and id = $2 returning id`, values: [userId, sessionId] };
}

/** Ends every session of a person. Gives those that ended. */
export function deleteSessionsOf(userId: string): Statement {
  return { text: `delete from user_sessions where user_id = $1 returning id`, values: [userId] };
}

/** Ends every session of everybody. Gives whose they were, a row for each. */
export function deleteAllSessions(): Statement {
  return { text: `delete from user_sessions returning user_id`, values: [] };
}

/** Ends every session of a person but one. Gives those that ended. */
export function deleteOtherSessions(userId: string, keptId: string): Statement {
  return { text: `delete from user_sessions where user_id = $1 and id <> $2 returning id`, values: [userId, keptId] };
}

/** Gives a session another token; whoever holds the old one is out. `hasSecondFactor` null leaves that as it is. */
export function updateSessionToken(sessionId: string, tokenHash: string, hasSecondFactor: boolean | null, at: Date): Statement {
  return {
    text: `update user_sessions set token = $2, has_second_factor = coalesce($3, has_second_factor), updated_at = $4 where id = $1 returning id`,
    values: [sessionId, tokenHash, hasSecondFactor, at],
  };
}

/** Notes that a factor was shown in a session. */
export function updateProved(sessionId: string, userId: string, isSecondFactor: boolean, at: Date): Statement {
  return {
    text: `update user_sessions set proved_at = $4, has_second_factor = has_second_factor or $3 where id = $1 and user_id = $2 returning id`,
    values: [sessionId, userId, isSecondFactor, at],
  };
}

/** When a factor was last shown in a session. */
export function selectProved(sessionId: string): Statement {
  return { text: `select coalesce(proved_at, created_at) as proved_at, method from user_sessions where id = $1`, values: [sessionId] };
}

/** Whether a browser signed in to the account with this address before. Relies on `users_email` and the primary key. */
export function selectDevice(email: string, tokenHash: string): Statement {
  return {
    name: 'device_of_account',
    text: `select 1 from users u join user_devices d on d.user_id = u.id where u.email = $1 and d.token_hash = $2`,
    values: [email, tokenHash],
  };
}

/** Notes that a known browser signed in again. Gives no row when it is not known. */
export function touchDevice(userId: string, tokenHash: string, at: Date): Statement {
  return {
    text: `update user_devices set last_seen_at = $3 where user_id = $1 and token_hash = $2 returning user_id`,
    values: [userId, tokenHash, at],
  };
}

/** Remembers a browser. Gives how many the account had before. */
export function insertDevice(userId: string, tokenHash: string, where: Whereabouts, at: Date): Statement {
  return {
    text: `with earlier as (select count(*)::int as count from user_devices where user_id = $1),
                added as (insert into user_devices (user_id, token_hash, browser, system, first_seen_at, last_seen_at)
                          values ($1, $2, $3, $4, $5, $5))
           select count from earlier`,
    values: [userId, tokenHash, where.browser, where.system, at],
  };
}

/** Forgets every browser of an account. */
export function deleteDevices(userId: string): Statement {
  return { text: `delete from user_devices where user_id = $1`, values: [userId] };
}

/** A line of the history as stored. */
export type SignInRow = Whereabouts & {
  id: string;
  at: Date;
  outcome: 'signed_in' | 'wrong_password' | 'wrong_second_factor' | 'refused';
  method: SignInMethod;
  second_factor: SecondFactor | null;
  is_new_device: boolean;
};

/** Adds a line to the history of an account. An id that is nobody's adds none and costs as much. */
export function insertSignIn(userId: string, row: SignInRow): Statement {
  return {
    text: `insert into user_sign_ins (id, user_id, at, outcome, method, second_factor, is_new_device, browser, system, network, time_zone)
           select $1, id, $3, $4, $5, $6, $7, $8, $9, $10, $11 from users where id = $2`,
    values: [
      row.id,
      userId,
      row.at,
      row.outcome,
      row.method,
      row.second_factor,
      row.is_new_device,
      row.browser,
      row.system,
      row.network,
      row.time_zone,
    ],
  };
}

/** A page of the history, newest first. Walks the index on user and time. */
export function selectSignIns(userId: string, before: { at: Date; id: string } | null, limit: number): Statement {
  return {
    text: `select id, at, outcome, method, second_factor, is_new_device, browser, system, network, time_zone
             from user_sign_ins where user_id = $1 and ($2::timestamptz is null or (at, id) < ($2, $3::uuid))
            order by at desc, id desc limit $4`,
    values: [userId, before?.at ?? null, before?.id ?? null, limit],
  };
}

/** Removes what the history and the list of browsers keep no longer. Relies on the indexes on their times. */
export function deleteOldSignIns(signInsBefore: Date, devicesBefore: Date): Statement[] {
  return [
    { text: `delete from user_sign_ins where at < $1`, values: [signInsBefore] },
    { text: `delete from user_devices where last_seen_at < $1`, values: [devicesBefore] },
  ];
}
