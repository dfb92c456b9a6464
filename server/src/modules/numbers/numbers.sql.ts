import type { Statement } from '#platform/db/tx';

/** `{ title, until, scope }` as stored; `until` is ISO text. */
export type StoredRestriction = { title: string; until: string | null; scope: 'all' | 'business_initiated' };

/** `{ canSend, problems }` of WhatsApp's own health check as stored. */
export type StoredHealth = { canSend: string; problems: { entity: string; code: number | null; title: string; nextStep: string | null }[] };

/** A number with what its presentation needs of the account. */
export type NumberRow = {
  workspaceId: string;
  id: string;
  wabaAccountId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string | null;
  status: 'connected' | 'needs_attention' | 'disconnected';
  quality: 'green' | 'yellow' | 'red' | 'unknown';
  limitTier: string | null;
  throughputPerSecond: number;
  metaStatus: string | null;
  nameStatus: string | null;
  isOnBusinessApp: boolean;
  health: StoredHealth | null;
  restriction: StoredRestriction | null;
  holdReason: string | null;
  lastWebhookAt: Date | null;
  refreshedAt: Date | null;
  factsAt: Date | null;
  connectedAt: Date;
  disconnectedAt: Date | null;
  provider: 'cloud' | 'emulator';
  wabaId: string;
  webhookKey: string;
  accountRestriction: StoredRestriction | null;
  reviewStatus: string | null;
  tokenExpiresAt: Date | null;
};

const numberColumns = `
  number.workspace_id as "workspaceId", number.id, number.waba_account_id as "wabaAccountId", number.phone_number_id as "phoneNumberId",
  number.display_phone_number as "displayPhoneNumber", number.verified_name as "verifiedName", number.status, number.quality,
  number.limit_tier as "limitTier", number.throughput_per_second as "throughputPerSecond", number.meta_status as "metaStatus",
  number.name_status as "nameStatus", number.is_on_business_app as "isOnBusinessApp", number.health, number.restriction,
  number.hold_reason as "holdReason", number.last_webhook_at as "lastWebhookAt", number.refreshed_at as "refreshedAt",
  number.facts_at as "factsAt", number.connected_at as "connectedAt", number.disconnected_at as "disconnectedAt",
  account.provider, account.waba_id as "wabaId", account.webhook_key as "webhookKey", account.restriction as "accountRestriction",
  account.review_status as "reviewStatus", account.token_expires_at as "tokenExpiresAt"`;

const fromNumbers = `
  from numbers number join waba_accounts account on account.workspace_id = number.workspace_id and account.id = number.waba_account_id`;

/** One number; primary key. `isLocked` keeps others from changing it until the transaction ends. */
export function selectNumber(workspaceId: string, id: string, isLocked = false): Statement {
  return {
    text: `select ${numberColumns} ${fromNumbers} where number.workspace_id = $1 and number.id = $2 ${isLocked ? 'for update of number' : ''}`,
    values: [workspaceId, id],
  };
}

/** Connected numbers first, then by time of connection; few per workspace, so no index is needed beyond the primary key. */
export function selectNumbersPage(
  workspaceId: string,
  after: { isDisconnected: boolean; connectedAt: Date; id: string } | null,
  limit: number,
): Statement {
  return {
    text: `
      select ${numberColumns} ${fromNumbers}
       where number.workspace_id = $1
         and ($2::boolean is null
              or (number.disconnected_at is not null, number.connected_at, number.id) > ($2, $3::timestamptz, $4::uuid))
       order by number.disconnected_at is not null, number.connected_at, number.id
       limit $5`,
    values: [workspaceId, after?.isDisconnected ?? null, after?.connectedAt ?? null, after?.id ?? null, limit],
  };
}

/** The number with this id of Meta's in the workspace, connected or not, locked. */
export function selectNumberByPhoneNumberId(workspaceId: string, phoneNumberId: string): Statement {
  return {
    text: `select ${numberColumns} ${fromNumbers} where number.workspace_id = $1 and number.phone_number_id = $2 for update of number`,
    values: [workspaceId, phoneNumberId],
  };
}

/** All connected numbers of accounts, locked in one order. */
export function selectNumbersOfAccounts(workspaceId: string, wabaAccountIds: readonly string[]): Statement {
  return {
    text: `select ${numberColumns} ${fromNumbers}
            where number.workspace_id = $1 and number.waba_account_id = any($2::uuid[]) and number.disconnected_at is null
            order by number.id for update of number`,
    values: [workspaceId, wabaAccountIds],
  };
}

/** Whether anybody at all has this number connected. For engines only: it looks across workspaces. */
export function selectIsNumberTaken(phoneNumberId: string, provider: string, wabaId: string, exceptWorkspaceId: string): Statement {
  return {
    text: `select exists (select from numbers where phone_number_id = $1 and disconnected_at is null and workspace_id <> $4)
               or exists (select from waba_accounts where provider = $2 and waba_id = $3 and disconnected_at is null and workspace_id <> $4) as "isTaken"`,
    values: [phoneNumberId, provider, wabaId, exceptWorkspaceId],
  };
}

/** Which of these ids of Meta's anybody has connected. For engines only: it looks across workspaces. */
export function selectConnectedPhoneNumberIds(phoneNumberIds: readonly string[]): Statement {
  return {
    text: `select phone_number_id as id from numbers where phone_number_id = any($1::text[]) and disconnected_at is null`,
    values: [phoneNumberIds],
  };
}

/** A number that connects for the first time or again; violates `numbers_connected` (23505) when it is in use elsewhere. */
export function upsertNumber(row: {
  workspaceId: string;
  id: string;
  wabaAccountId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
  at: Date;
}): Statement {
  return {
    text: `
      insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, connected_at, refresh_due_at)
      values ($1, $2, $3, $4, $5, 'connected', $6, $6)
      on conflict (workspace_id, phone_number_id) do update
         set waba_account_id = excluded.waba_account_id, display_phone_number = excluded.display_phone_number, status = 'connected',
             connected_at = excluded.connected_at, disconnected_at = null, hold_reason = null, restriction = null, last_webhook_at = null, facts_at = null
      returning id`,
    values: [row.workspaceId, row.id, row.wabaAccountId, row.phoneNumberId, row.displayPhoneNumber, row.at],
  };
}

/** Everything that may change about a connected number; written as a whole under its row lock. */
export type NumberState = Pick<
  NumberRow,
  | 'displayPhoneNumber'
  | 'verifiedName'
  | 'status'
  | 'quality'
  | 'limitTier'
  | 'throughputPerSecond'
  | 'metaStatus'
  | 'nameStatus'
  | 'isOnBusinessApp'
  | 'health'
  | 'restriction'
  | 'holdReason'
  | 'refreshedAt'
  | 'factsAt'
>;

/** Writes the state of a number; `refreshDueAt` null leaves the next refresh where it is. */
export function updateNumberState(workspaceId: string, id: string, state: NumberState, refreshDueAt: Date | null): Statement {
  return {
    text: `
      update numbers
         set display_phone_number = $3, verified_name = $4, status = $5, quality = $6, limit_tier = $7, throughput_per_second = $8,
             meta_status = $9, name_status = $10, is_on_business_app = $11, health = $12, restriction = $13, hold_reason = $14,
             refreshed_at = $15, facts_at = $16, refresh_due_at = coalesce($17, refresh_due_at)
       where workspace_id = $1 and id = $2`,
    values: [
      workspaceId,
      id,
      state.displayPhoneNumber,
      state.verifiedName,
      state.status,
      state.quality,
      state.limitTier,
      state.throughputPerSecond,
      state.metaStatus,
      state.nameStatus,
      state.isOnBusinessApp,
      state.health === null ? null : JSON.stringify(state.health),
      state.restriction === null ? null : JSON.stringify(state.restriction),
      state.holdReason,
      state.refreshedAt,
      state.factsAt,
      refreshDueAt,
    ],
  };
}

/** Ends the connection of a number; its history and messages stay. */
export function updateNumberDisconnected(workspaceId: string, id: string, at: Date): Statement {
  return {
    text: `update numbers set status = 'disconnected', disconnected_at = $3, hold_reason = 'number_disconnected', refresh_due_at = null
            where workspace_id = $1 and id = $2 and disconnected_at is null returning id`,
    values: [workspaceId, id, at],
  };
}

/** Numbers whose refresh is due, across workspaces, and moves their next turn so that no second process takes them now. */
export function claimNumbersToRefresh(now: Date, nextTryAt: Date, limit: number): Statement {
  return {
    text: `
      update numbers number set refresh_due_at = $2
        from (select workspace_id, id from numbers where disconnected_at is null and refresh_due_at <= $1
               order by refresh_due_at limit $3 for update skip locked) due
       where number.workspace_id = due.workspace_id and number.id = due.id
      returning number.workspace_id as "workspaceId", number.id`,
    values: [now, nextTryAt, limit],
  };
}

/** A restriction of a whole account as of `at`; null lifts it. Gives nothing when later news is already stored. */
export function updateAccountRestriction(
  workspaceId: string,
  wabaAccountId: string,
  restriction: StoredRestriction | null,
  at: Date,
): Statement {
  return {
    text: `update waba_accounts set restriction = $3, restriction_at = $4
            where workspace_id = $1 and id = $2 and (restriction_at is null or restriction_at <= $4) returning id`,
    values: [workspaceId, wabaAccountId, restriction === null ? null : JSON.stringify(restriction), at],
  };
}

/** The review of an account, as an event tells it. */
export function updateAccountReview(workspaceId: string, wabaAccountId: string, reviewStatus: string): Statement {
  return {
    text: `update waba_accounts set review_status = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, wabaAccountId, reviewStatus],
  };
}

/**
 * Remembers when the last webhook of each number came, at most every ten seconds per number, so that a busy number's row is
 * not rewritten per delivery. Gives the numbers for which it was the first one ever.
 */
export function updateLastWebhook(workspaceIds: readonly string[], numberIds: readonly string[], at: Date): Statement {
  return {
    name: 'numbers_last_webhook',
    text: `
      with seen as (
        select number.workspace_id, number.id, number.last_webhook_at
          from numbers number
          join (select distinct * from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)) item using (workspace_id, id)
         where number.last_webhook_at is null or number.last_webhook_at < $3::timestamptz - interval '10 seconds'
         order by number.workspace_id, number.id
           for update of number skip locked)
      update numbers number set last_webhook_at = $3
        from seen where number.workspace_id = seen.workspace_id and number.id = seen.id
      returning number.workspace_id as "workspaceId", number.id, seen.last_webhook_at is null as "isFirst"`,
    values: [workspaceIds, numberIds, at],
  };
}

/** Accounts and numbers of a workspace by the ids that webhooks carry; a handful of rows. */
export function selectWebhookTargets(workspaceId: string): Statement {
  return {
    text: `select account.id as "wabaAccountId", account.waba_id as "wabaId", number.id as "numberId", number.phone_number_id as "phoneNumberId",
                  regexp_replace(number.display_phone_number, '\\D', '', 'g') as digits
             from waba_accounts account
             left join numbers number on number.workspace_id = account.workspace_id and number.waba_account_id = account.id
            where account.workspace_id = $1`,
    values: [workspaceId],
  };
}

/** Numbers of a workspace that are connected. */
export function selectConnectedIds(workspaceId: string): Statement {
  return { text: 'select id from numbers where workspace_id = $1 and disconnected_at is null order by id', values: [workspaceId] };
}
