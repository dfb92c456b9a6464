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
};

const numberColumns = `
  number.id, number.waba_account_id as "wabaAccountId", account.waba_id as "wabaId", number.phone_number_id as "phoneNumberId",
  number.display_phone_number as "displayPhoneNumber", number.verified_name as "verifiedName", number.meta_status as "metaStatus",
  number.quality, number.limit_tier as "limitTier", number.throughput_per_second as "throughputPerSecond", number.name_status as "nameStatus",
  number.is_on_business_app as "isOnBusinessApp", case when account.provider = 'cloud' then 'LIVE' else 'SANDBOX' end as "accountMode"`;

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
