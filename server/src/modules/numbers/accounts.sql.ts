import type { Statement } from '#platform/db/tx';

/** An account as use cases need it. */
export type AccountRow = {
  workspaceId: string;
  id: string;
  provider: 'cloud' | 'emulator';
  wabaId: string;
  webhookKey: string;
  appSecretSealed: Buffer | null;
  previousAppSecretSealed: Buffer | null;
  previousAppSecretUntil: Date | null;
  accessTokenSealed: Buffer | null;
  verifyTokenHash: Buffer;
  appId: string | null;
  appSecretHash: Buffer | null;
  disconnectedAt: Date | null;
};

const accountColumns = `
  account.workspace_id as "workspaceId", account.id, account.provider, account.waba_id as "wabaId", account.webhook_key as "webhookKey",
  account.app_secret_sealed as "appSecretSealed", account.previous_app_secret_sealed as "previousAppSecretSealed",
  account.previous_app_secret_until as "previousAppSecretUntil", account.access_token_sealed as "accessTokenSealed",
  account.verify_token_hash as "verifyTokenHash", account.app_id as "appId", account.app_secret_hash as "appSecretHash",
  account.disconnected_at as "disconnectedAt"`;

/** The account behind a webhook address with its numbers, for deliveries; by the unique key on webhook_key. */
export function selectAccountByWebhookKey(webhookKey: string): Statement {
  return {
    name: 'waba_account_by_webhook_key',
    text: `
      select ${accountColumns},
             coalesce((select jsonb_object_agg(number.phone_number_id, number.id) from numbers number
                        where number.workspace_id = account.workspace_id and number.waba_account_id = account.id), '{}') as "numbers"
        from waba_accounts account
       where account.webhook_key = $1`,
    values: [webhookKey],
  };
}

/** A connected number with the credentials of its account; primary keys. */
export function selectConnection(workspaceId: string, numberId: string): Statement {
  return {
    name: 'number_connection',
    text: `
      select ${accountColumns}, number.phone_number_id as "phoneNumberId"
        from numbers number
        join waba_accounts account on account.workspace_id = number.workspace_id and account.id = number.waba_account_id
       where number.workspace_id = $1 and number.id = $2 and number.disconnected_at is null and account.disconnected_at is null`,
    values: [workspaceId, numberId],
  };
}

/** One account, connected or not, locked against other changes. */
export function selectAccountForUpdate(workspaceId: string, provider: string, wabaId: string): Statement {
  return {
    text: `select ${accountColumns} from waba_accounts account
            where account.workspace_id = $1 and account.provider = $2 and account.waba_id = $3 for update`,
    values: [workspaceId, provider, wabaId],
  };
}

/** One account by its id; primary key. */
export function selectAccount(workspaceId: string, id: string): Statement {
  return {
    text: `select ${accountColumns} from waba_accounts account where account.workspace_id = $1 and account.id = $2`,
    values: [workspaceId, id],
  };
}

/** All connected accounts of all workspaces, in order of id behind `afterId`. */
export function selectConnectedAccounts(afterId: string | null, limit: number): Statement {
  return {
    text: `select ${accountColumns}, account.subscribed_url as "subscribedUrl" from waba_accounts account
            where account.disconnected_at is null and ($1::uuid is null or account.id > $1)
            order by account.id limit $2`,
    values: [afterId, limit],
  };
}

/** A new account; violates `waba_accounts_connected` (23505) when another workspace has it. */
export function insertAccount(row: {
  workspaceId: string;
  id: string;
  provider: string;
  wabaId: string;
  webhookKey: string;
  verifyTokenHash: Buffer;
  appSecretSealed: Buffer;
  accessTokenSealed: Buffer;
  at: Date;
}): Statement {
  return {
    text: `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, access_token_sealed, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      row.workspaceId,
      row.id,
      row.provider,
      row.wabaId,
      row.webhookKey,
      row.verifyTokenHash,
      row.appSecretSealed,
      row.accessTokenSealed,
      row.at,
    ],
  };
}

/** Puts a known account in use again, or changes what the coming handshake is checked against. */
export function updateAccountForHandshake(row: {
  workspaceId: string;
  id: string;
  verifyTokenHash: Buffer;
  isReopened: boolean;
}): Statement {
  return {
    // Of an account that stays connected the other column is not named: naming it is a change that has to be audited.
    text: `update waba_accounts set verify_token_hash = $3${row.isReopened ? ', disconnected_at = null' : ''} where workspace_id = $1 and id = $2`,
    values: [row.workspaceId, row.id, row.verifyTokenHash],
  };
}

/** Takes back the claim of an account that could not be connected. */
export function updateAccountDisconnected(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update waba_accounts set disconnected_at = $3, access_token_sealed = null, previous_app_secret_sealed = null, previous_app_secret_until = null, restriction = null
            where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, at],
  };
}

/** Facts and secrets after a successful connection. The old app secret, when it differs, stays valid until `previousUntil`. */
export function updateAccountConnected(row: {
  workspaceId: string;
  id: string;
  name: string | null;
  reviewStatus: string | null;
  appSecretSealed: Buffer;
  keepsPrevious: boolean;
  previousUntil: Date;
  accessTokenSealed: Buffer;
  tokenExpiresAt: Date | null;
  appId: string | null;
  appSecretHash: Buffer;
  subscribedUrl: string;
  at: Date;
}): Statement {
  return {
    text: `update waba_accounts
              set name = $3, review_status = $4,
                  previous_app_secret_sealed = case when $6 then app_secret_sealed else previous_app_secret_sealed end,
                  previous_app_secret_until = case when $6 then $7::timestamptz else previous_app_secret_until end,
                  app_secret_sealed = $5, access_token_sealed = $8, token_expires_at = $9, subscribed_url = $10, subscribed_at = $11,
                  templates_due_at = $11, app_id = $12, app_secret_hash = $13, disconnected_at = null
            where workspace_id = $1 and id = $2`,
    values: [
      row.workspaceId,
      row.id,
      row.name,
      row.reviewStatus,
      row.appSecretSealed,
      row.keepsPrevious,
      row.previousUntil,
      row.accessTokenSealed,
      row.tokenExpiresAt,
      row.subscribedUrl,
      row.at,
      row.appId,
      row.appSecretHash,
    ],
  };
}

/** New credentials. A null app secret keeps the present one; a new one leaves the old valid until `previousUntil`. */
export function updateAccountSecrets(row: {
  workspaceId: string;
  id: string;
  accessTokenSealed: Buffer;
  tokenExpiresAt: Date | null;
  appId: string | null;
  appSecretSealed: Buffer | null;
  appSecretHash: Buffer | null;
  previousUntil: Date;
}): Statement {
  return {
    text: `update waba_accounts
              set access_token_sealed = $3, token_expires_at = $4,
                  previous_app_secret_sealed = case when $5::bytea is null then previous_app_secret_sealed else app_secret_sealed end,
                  previous_app_secret_until = case when $5::bytea is null then previous_app_secret_until else $6::timestamptz end,
                  app_secret_sealed = coalesce($5::bytea, app_secret_sealed),
                  app_id = coalesce($7, app_id), app_secret_hash = coalesce($8::bytea, app_secret_hash)
            where workspace_id = $1 and id = $2`,
    values: [
      row.workspaceId,
      row.id,
      row.accessTokenSealed,
      row.tokenExpiresAt,
      row.appSecretSealed,
      row.previousUntil,
      row.appId,
      row.appSecretHash,
    ],
  };
}

/** A new handshake secret for an account whose address changed. */
export function updateAccountVerifyToken(workspaceId: string, id: string, verifyTokenHash: Buffer): Statement {
  return {
    text: `update waba_accounts set verify_token_hash = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, verifyTokenHash],
  };
}

/** Where WhatsApp now sends the account's webhooks. */
export function updateAccountSubscribed(workspaceId: string, id: string, subscribedUrl: string, at: Date): Statement {
  return {
    text: `update waba_accounts set subscribed_url = $3, subscribed_at = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, subscribedUrl, at],
  };
}

/** Facts of the account as WhatsApp tells them; a null keeps what is known. */
export function updateAccountFacts(
  workspaceId: string,
  id: string,
  facts: { name: string | null; reviewStatus: string | null },
): Statement {
  return {
    text: `update waba_accounts set name = coalesce($3, name), review_status = coalesce($4, review_status) where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, facts.name, facts.reviewStatus],
  };
}

/** An account whose secrets are to go, and why. */
export type SweptAccountRow = { workspaceId: string; id: string; wabaId: string; isGone: boolean };

/**
 * Accounts that never got a number, because the process died while connecting, and (`isGone`) such whose app secrets are kept although they were
 * disconnected long ago.
 */
export function selectAccountsToSweep(claimedBefore: Date, disconnectedBefore: Date, limit: number): Statement {
  return {
    text: `select account.workspace_id as "workspaceId", account.id, account.waba_id as "wabaId", account.disconnected_at is not null as "isGone"
             from waba_accounts account
            where (account.disconnected_at is null and account.created_at < $1
                   and not exists (select from numbers number where number.workspace_id = account.workspace_id
                                      and number.waba_account_id = account.id and number.disconnected_at is null))
               or (account.disconnected_at < $2 and account.app_secret_sealed is not null)
            order by account.workspace_id, account.id limit $3`,
    values: [claimedBefore, disconnectedBefore, limit],
  };
}

/** Ends a claim, or destroys the app secret of an account that is gone. Gives a row unless that no longer holds. */
export function sweepAccount(workspaceId: string, id: string, disconnectedBefore: Date, at: Date): Statement {
  return {
    text: `update waba_accounts account
              set disconnected_at = coalesce(account.disconnected_at, $4), access_token_sealed = null,
                  app_secret_sealed = case when account.disconnected_at < $3 then null else account.app_secret_sealed end
            where account.workspace_id = $1 and account.id = $2
              and ((account.disconnected_at < $3 and account.app_secret_sealed is not null)
                   or (account.disconnected_at is null
                       and not exists (select from numbers number where number.workspace_id = account.workspace_id
                                          and number.waba_account_id = account.id and number.disconnected_at is null)))
        returning id`,
    values: [workspaceId, id, disconnectedBefore, at],
  };
}

/** The longest connected number of an account. */
export function selectNumberOfAccount(workspaceId: string, wabaAccountId: string): Statement {
  return {
    text: `select id from numbers where workspace_id = $1 and waba_account_id = $2 and disconnected_at is null order by connected_at, id limit 1`,
    values: [workspaceId, wabaAccountId],
  };
}

/** Accounts whose templates are due to be read again, across workspaces; moves their next turn so that nobody else takes them now. */
export function claimAccountsForTemplates(now: Date, nextTryAt: Date, limit: number): Statement {
  return {
    text: `
      update waba_accounts account set templates_due_at = $2
        from (select workspace_id, id from waba_accounts where disconnected_at is null and templates_due_at <= $1
               order by templates_due_at limit $3 for update skip locked) due
       where account.workspace_id = due.workspace_id and account.id = due.id
      returning account.workspace_id as "workspaceId", account.id as "wabaAccountId"`,
    values: [now, nextTryAt, limit],
  };
}

/** Notes that templates were read at `at` and are due again at `dueAt`, unless news since asks for it sooner. */
export function updateTemplatesSynced(workspaceId: string, wabaAccountId: string, at: Date, dueAt: Date): Statement {
  return {
    text: `update waba_accounts set templates_synced_at = $3, templates_due_at = $4 where workspace_id = $1 and id = $2`,
    values: [workspaceId, wabaAccountId, at, dueAt],
  };
}

/** Asks for the templates of accounts to be read soon. */
export function updateTemplatesDue(workspaceId: string, wabaAccountIds: readonly string[], at: Date): Statement {
  return {
    text: `update waba_accounts set templates_due_at = least(coalesce(templates_due_at, $3), $3) where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, wabaAccountIds, at],
  };
}

/**
 * Accounts of other workspaces that belong to the same app as a connected account of this one, by the ids of accounts that a
 * delivery names. Deliveries of the app's own webhooks come to one address and speak of all its accounts; the shared secret
 * is what makes them believable for those, too.
 */
export function selectSiblingAccounts(workspaceId: string, wabaIds: readonly string[]): Statement {
  return {
    text: `select other.workspace_id as "workspaceId", other.waba_id as "wabaId" from waba_accounts other
            where other.waba_id = any($2::text[]) and other.workspace_id <> $1 and other.disconnected_at is null
              and exists (select from waba_accounts own
                           where own.workspace_id = $1 and own.app_secret_hash = other.app_secret_hash and own.provider = other.provider)`,
    values: [workspaceId, wabaIds],
  };
}

/** A connected account of the same app, of whatever workspace. */
export function selectAccountOfApp(provider: string, appId: string, appSecretHash: Buffer): Statement {
  return {
    text: `select ${accountColumns} from waba_accounts account
            where account.provider = $1 and account.app_id = $2 and account.app_secret_hash = $3 and account.disconnected_at is null
            order by account.created_at limit 1`,
    values: [provider, appId, appSecretHash],
  };
}

/** One account by its id, locked: taken before its numbers everywhere, so that nobody waits for each other. */
export function lockAccount(workspaceId: string, id: string): Statement {
  return {
    text: `select ${accountColumns} from waba_accounts account where account.workspace_id = $1 and account.id = $2 for update`,
    values: [workspaceId, id],
  };
}
