import type { Statement } from '#platform/db/tx';

/** What a person can show beside or instead of a password. */
export type FactorsRow = { totp: boolean; passkeys: number; recovery_left: number; has_password: boolean };

/** What a person can show. One row always, also for nobody. */
export function selectFactors(userId: string): Statement {
  return {
    name: 'factors_of_user',
    text: `select exists (select 1 from user_totp where user_id = $1 and confirmed_at is not null) as totp,
                  (select count(*)::int from user_passkeys where user_id = $1) as passkeys,
                  (select count(*)::int from user_recovery_codes where user_id = $1 and used_at is null) as recovery_left,
                  exists (select 1 from user_credentials where user_id = $1 and password is not null) as has_password`,
    values: [userId],
  };
}

/** Which of these people have a second factor. */
export function selectProtected(userIds: readonly string[]): Statement {
  return {
    text: `select user_id from user_totp where user_id = any($1) and confirmed_at is not null
           union select user_id from user_passkeys where user_id = any($1)`,
    values: [userIds],
  };
}

/** Keeps two changes of one person's factors apart until the transaction ends. */
export function lockUser(userId: string): Statement {
  return { text: `select id, name, email, email_verified, language from users where id = $1 for update`, values: [userId] };
}

/** What the account says about its password. */
export type PasswordRow = { changed_at: Date; needs_second_factor: boolean };

/** Reads it; no row where none is set. */
export function selectPasswordFacts(userId: string): Statement {
  return {
    text: `select updated_at as changed_at, needs_second_factor from user_credentials
            where user_id = $1 and provider_id = 'credential' and password is not null`,
    values: [userId],
  };
}

/** Reads the stored form of a password; no row where none is set. */
export function selectPassword(userId: string): Statement {
  return {
    text: `select password from user_credentials where user_id = $1 and provider_id = 'credential' and password is not null`,
    values: [userId],
  };
}

/** Notes whether the password was accepted because a second factor stands beside it. */
export function updateNeedsFactor(userId: string, needsSecondFactor: boolean): Statement {
  return {
    text: `update user_credentials set needs_second_factor = $2 where user_id = $1 and provider_id = 'credential'`,
    values: [userId, needsSecondFactor],
  };
}

/** A seed as stored. */
export type TotpRow = { secret_sealed: Buffer; last_step: string | null; created_at: Date; confirmed_at: Date | null };

/** Reads the seed and keeps others from it until the transaction ends, so that one code cannot be taken twice at once. */
export function lockTotp(userId: string): Statement {
  return {
    text: `select secret_sealed, last_step, created_at, confirmed_at from user_totp where user_id = $1 for update`,
    values: [userId],
  };
}

/** Reads the seed. */
export function selectTotp(userId: string): Statement {
  return { text: `select secret_sealed, last_step, created_at, confirmed_at from user_totp where user_id = $1`, values: [userId] };
}

/** Puts a new seed that waits to be confirmed; one that counts already is left alone and gives no row. */
export function upsertTotp(userId: string, secretSealed: Buffer, at: Date): Statement {
  return {
    text: `insert into user_totp as t (user_id, secret_sealed, created_at) values ($1, $2, $3)
           on conflict (user_id) do update set secret_sealed = $2, created_at = $3, last_step = null where t.confirmed_at is null
           returning user_id`,
    values: [userId, secretSealed, at],
  };
}

/** Notes the step a code was taken for; `confirmedAt` makes the seed count. */
export function updateTotpStep(userId: string, step: number, confirmedAt: Date | null): Statement {
  return {
    text: `update user_totp set last_step = $2, confirmed_at = coalesce(confirmed_at, $3) where user_id = $1`,
    values: [userId, step, confirmedAt],
  };
}

/** Takes the seed away. Gives a row when it counted. */
export function deleteTotp(userId: string): Statement {
  return { text: `delete from user_totp where user_id = $1 returning confirmed_at`, values: [userId] };
}

/** A passkey as stored. */
export type PasskeyRow = {
  id: string;
  user_id: string;
  credential_id: string;
  /** base64url of the COSE key. */
  public_key: string;
  sign_count: string;
  transports: string[];
  is_synced: boolean;
  name: string;
  created_at: Date;
  last_used_at: Date | null;
};

const passkeyColumns = 'id, user_id, credential_id, public_key, sign_count, transports, is_synced, name, created_at, last_used_at';

/** The passkeys of a person, oldest first. */
export function selectPasskeys(userId: string): Statement {
  return { text: `select ${passkeyColumns} from user_passkeys where user_id = $1 order by created_at, id`, values: [userId] };
}

/** Finds a passkey by what the authenticator calls it, and keeps it from being used twice at once. */
export function lockPasskey(credentialId: string): Statement {
  return { text: `select ${passkeyColumns} from user_passkeys where credential_id = $1 for update`, values: [credentialId] };
}

/** Adds a passkey. Gives no row when that very credential is known already, whoever's it is. */
export function insertPasskey(row: Omit<PasskeyRow, 'last_used_at' | 'sign_count'> & { sign_count: number }): Statement {
  return {
    text: `insert into user_passkeys (id, user_id, credential_id, public_key, sign_count, transports, is_synced, name, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (credential_id) do nothing returning ${passkeyColumns}`,
    values: [
      row.id,
      row.user_id,
      row.credential_id,
      row.public_key,
      row.sign_count,
      row.transports,
      row.is_synced,
      row.name,
      row.created_at,
    ],
  };
}

/** Notes that a passkey was used. */
export function updatePasskeyUse(id: string, signCount: number, isSynced: boolean, at: Date): Statement {
  return {
    text: `update user_passkeys set sign_count = $2, is_synced = $3, last_used_at = $4 where id = $1`,
    values: [id, signCount, isSynced, at],
  };
}

/** Gives a passkey another name. */
export function updatePasskeyName(userId: string, id: string, name: string): Statement {
  return {
    text: `update user_passkeys set name = $3 where user_id = $1 and id = $2 returning ${passkeyColumns}`,
    values: [userId, id, name],
  };
}

/** Takes a passkey away. Gives it. */
export function deletePasskey(userId: string, id: string): Statement {
  return { text: `delete from user_passkeys where user_id = $1 and id = $2 returning name`, values: [userId, id] };
}

/** Replaces all recovery codes of a person. */
export function replaceRecoveryCodes(userId: string, hashes: readonly Buffer[], at: Date): Statement[] {
  return [
    { text: `delete from user_recovery_codes where user_id = $1`, values: [userId] },
    {
      text: `insert into user_recovery_codes (user_id, code_hash, created_at) select $1, hash, $3 from unnest($2::bytea[]) as t (hash)`,
      values: [userId, hashes, at],
    },
  ];
}

/** Uses a recovery code up. Gives how many are left, and no row when it is none or was used before. */
export function spendRecoveryCode(userId: string, hash: Buffer, at: Date): Statement {
  return {
    text: `update user_recovery_codes set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null returning user_id`,
    values: [userId, hash, at],
  };
}

/** How many codes there are and were. No row where there are none. */
export function selectRecoveryCodes(userId: string): Statement {
  return {
    text: `select count(*) filter (where used_at is null)::int as left, count(*)::int as of, min(created_at) as created_at
             from user_recovery_codes where user_id = $1 having count(*) > 0`,
    values: [userId],
  };
}

/** Takes all recovery codes away. */
export function deleteRecoveryCodes(userId: string): Statement {
  return { text: `delete from user_recovery_codes where user_id = $1`, values: [userId] };
}

/** Something half done, as stored. */
export type ChallengeRow = { user_id: string | null; session_id: string | null; challenge: string | null };
export type ChallengeKind = 'sign_in' | 'passkey_sign_in' | 'passkey_add' | 'step_up';

/** Writes down something half done; the same again begins it anew. */
export function upsertChallenge(
  row: { tokenHash: string; kind: ChallengeKind; userId: string | null; sessionId: string | null; challenge: string | null },
  expiresAt: Date,
): Statement {
  return {
    text: `insert into user_challenges (token_hash, kind, user_id, session_id, challenge, expires_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (token_hash) do update set challenge = $5, expires_at = $6, attempt_count = 0`,
    values: [row.tokenHash, row.kind, row.userId, row.sessionId, row.challenge, expiresAt],
  };
}

/** Counts one try and gives what it is tried on; no row when it is gone, out of time or tried too often. Committed by itself, so that a wrong try counts. */
export function takeAttempt(tokenHash: string, kind: ChallengeKind, maxAttempts: number, now: Date): Statement {
  return {
    text: `update user_challenges set attempt_count = attempt_count + 1
            where token_hash = $1 and kind = $2 and attempt_count < $3 and expires_at > $4 returning user_id, session_id, challenge, attempt_count`,
    values: [tokenHash, kind, maxAttempts, now],
  };
}

/** Puts a question to an authenticator into a sign-in that waits. Gives its person. */
export function updateChallenge(tokenHash: string, kind: ChallengeKind, challenge: string, now: Date): Statement {
  return {
    text: `update user_challenges set challenge = $3 where token_hash = $1 and kind = $2 and expires_at > $4 returning user_id`,
    values: [tokenHash, kind, challenge, now],
  };
}

/** Whom a sign-in that waits belongs to. */
export function selectChallenge(tokenHash: string, kind: ChallengeKind, now: Date): Statement {
  return {
    text: `select user_id, session_id, challenge from user_challenges where token_hash = $1 and kind = $2 and expires_at > $3`,
    values: [tokenHash, kind, now],
  };
}

/** Ends something half done, once: of two at the same time one gets the row. */
export function deleteChallenge(tokenHash: string): Statement {
  return { text: `delete from user_challenges where token_hash = $1 returning token_hash`, values: [tokenHash] };
}

/** Ends every sign-in of a person that waits for its second factor. */
export function deleteChallengesOf(userId: string): Statement {
  return { text: `delete from user_challenges where user_id = $1`, values: [userId] };
}

/** Removes what ran out of time. Relies on the index on `expires_at`. */
export function deleteExpiredChallenges(now: Date): Statement {
  return { text: `delete from user_challenges where expires_at <= $1`, values: [now] };
}

/** Takes every second factor away, and ends sessions and what is half done. */
export function forgetFactors(userId: string): Statement[] {
  const tables = ['user_totp', 'user_passkeys', 'user_recovery_codes', 'user_challenges', 'user_sessions'];
  return tables.map((table) => ({ text: `delete from ${table} where user_id = $1`, values: [userId] }));
}

/** Takes away a password that was good enough only beside a second factor. */
export function deleteShortPassword(userId: string): Statement {
  return {
    text: `delete from user_credentials where user_id = $1 and provider_id = 'credential' and needs_second_factor`,
    values: [userId],
  };
}

/** Takes away every way into an account that its holder set up: password, factors, sessions, remembered browsers. */
export function forgetOwnWays(userId: string): Statement[] {
  const tables = [
    'user_credentials',
    'user_sessions',
    'user_totp',
    'user_passkeys',
    'user_recovery_codes',
    'user_challenges',
    'user_devices',
  ];
  return tables.map((table) => ({ text: `delete from ${table} where user_id = $1`, values: [userId] }));
}
