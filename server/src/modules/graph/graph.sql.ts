import type { Statement } from '#platform/db/tx';

/** A number by Meta's id, with what reads and sends need. */
export type GraphNumberRow = {
  id: string;
  wabaAccountId: string;
  wabaId: string;
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string | null;
  metaStatus: string | null;
  quality: string;
  limitTier: string | null;
  throughputPerSecond: number;
  nameStatus: string | null;
  isOnBusinessApp: boolean;
  accountMode: 'LIVE' | 'SANDBOX';
  /** WhatsApp's own health check as stored. */
  health: { canSend: string; problems: { entity: string; code: number | null; title: string; nextStep: string | null }[] } | null;
};

const numberColumns = `
  number.id, number.waba_account_id as "wabaAccountId", account.waba_id as "wabaId", number.phone_number_id as "phoneNumberId",
  number.display_phone_number as "displayPhoneNumber", number.verified_name as "verifiedName", number.meta_status as "metaStatus",
  number.quality, number.limit_tier as "limitTier", number.throughput_per_second as "throughputPerSecond", number.name_status as "nameStatus",
  number.is_on_business_app as "isOnBusinessApp", case when account.provider = 'cloud' then 'LIVE' else 'SANDBOX' end as "accountMode", number.health`;

const fromNumbers = `
  from numbers number join waba_accounts account on account.workspace_id = number.workspace_id and account.id = number.waba_account_id`;

/** A number of the workspace by Meta's id, disconnected ones too: what they sent can still be asked about. */
export function selectNumberByMetaId(workspaceId: string, phoneNumberId: string): Statement {
  return {
    name: 'graph_number',
    text: `select ${numberColumns} ${fromNumbers} where number.workspace_id = $1 and number.phone_number_id = $2`,
    values: [workspaceId, phoneNumberId],
  };
}

/** Connected numbers of an account by id of Meta's, behind or before a place; with `only`, those of them. */
export function selectNumbersOfWaba(
  workspaceId: string,
  wabaAccountId: string,
  page: { place: string | null; isBackward: boolean; limit: number; only: readonly string[] | null },
): Statement {
  const [sign, order] = page.isBackward ? ['<', 'desc'] : ['>', 'asc'];
  return {
    text: `select ${numberColumns} ${fromNumbers}
            where number.workspace_id = $1 and number.waba_account_id = $2 and number.disconnected_at is null
              and ($3::text is null or number.phone_number_id ${sign} $3) and ($5::uuid[] is null or number.id = any($5))
            order by number.phone_number_id ${order} limit $4`,
    values: [workspaceId, wabaAccountId, page.place, page.limit, page.only],
  };
}

/** An account of the workspace. */
export type GraphAccountRow = { id: string; wabaId: string; name: string | null; reviewStatus: string | null };

/** A connected account of the workspace by Meta's id. */
export function selectAccountByMetaId(workspaceId: string, wabaId: string): Statement {
  return {
    text: `select id, waba_id as "wabaId", name, review_status as "reviewStatus" from waba_accounts
            where workspace_id = $1 and waba_id = $2 and disconnected_at is null`,
    values: [workspaceId, wabaId],
  };
}

/** All connected accounts of the workspace. */
export function selectAccounts(workspaceId: string): Statement {
  return {
    text: `select id, waba_id as "wabaId", name, review_status as "reviewStatus" from waba_accounts
            where workspace_id = $1 and disconnected_at is null order by waba_id`,
    values: [workspaceId],
  };
}

/** When an API key was made and when it ends. */
export function selectKeyTimes(workspaceId: string, apiKeyId: string): Statement {
  return {
    text: 'select created_at as "createdAt", expires_at as "expiresAt" from api_keys where workspace_id = $1 and id = $2',
    values: [workspaceId, apiKeyId],
  };
}

/** All numbers of the workspace, few of them. */
export function selectNumbers(workspaceId: string): Statement {
  return { text: `select ${numberColumns} ${fromNumbers} where number.workspace_id = $1`, values: [workspaceId] };
}

/** What WhatsApp told about an account, in its own fields. */
export type AccountEventRow = {
  id: string;
  wabaId: string | null;
  field: string;
  event: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/** Account events by id. */
export function selectAccountEvents(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `select id, waba_id as "wabaId", field, event, data, at from account_events where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, ids],
  };
}
