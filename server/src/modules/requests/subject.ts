import type { PrivacySubject } from '@kabar/contract';
import { normalisePhone } from '#modules/contacts';
import { keyedHash } from '#platform/crypto/keyed-hash';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { RequestsContext } from './requests-context.ts';
import type { RequestRow } from './requests.sql.ts';

type Column = 'subject_sealed' | 'extension_sealed' | 'identity_sealed' | 'denial_sealed' | 'answer_sealed' | 'reply_sealed';

/** Seals a text of a request under the key of its workspace. */
export function sealText(
  ctx: Pick<RequestsContext, 'keyring'>,
  tx: TenantTx | EngineTx,
  place: { workspaceId: string; id: string; column: Column },
  text: string,
): Promise<Buffer> {
  const { workspaceId, id, column } = place;
  return ctx.keyring.sealSecret({ workspaceId, table: 'privacy_requests', column, rowId: id }, text, transactionOf(workspaceId, tx));
}

/** Opens a text of a request; null where there is none. */
export async function openText(
  ctx: Pick<RequestsContext, 'keyring'>,
  place: { workspaceId: string; id: string; column: Column },
  sealed: Buffer | null,
): Promise<string | null> {
  const { workspaceId, id, column } = place;
  return sealed === null ? null : ctx.keyring.openSecret({ workspaceId, table: 'privacy_requests', column, rowId: id }, sealed);
}

/** Who asks; null once it was forgotten. */
export async function openSubject(
  ctx: Pick<RequestsContext, 'keyring'>,
  row: Pick<RequestRow, 'workspaceId' | 'id' | 'subjectSealed'>,
): Promise<PrivacySubject | null> {
  const text = await openText(ctx, { workspaceId: row.workspaceId, id: row.id, column: 'subject_sealed' }, row.subjectSealed);
  // Written by `openRequest` and authenticated by its seal, so the shape is ours.
  return text === null ? null : (JSON.parse(text) as PrivacySubject);
}

/** The keyed hash by which a second request of the same person is found; null where nothing tells who asks. */
export async function subjectHash(
  ctx: Pick<RequestsContext, 'keyring'>,
  workspaceId: string,
  subject: PrivacySubject,
): Promise<Buffer | null> {
  const digits = subject.phone === null ? null : normalisePhone(subject.phone);
  const value = digits ?? subject.email?.toLowerCase() ?? null;
  if (value === null) return null;
  return keyedHash(await ctx.keyring.indexKey(workspaceId, 'privacy_requests'), digits === null ? 'email' : 'phone', value);
}

/** The keys of the installation are made apart from transactions; those of a workspace may have been made in this one. */
function transactionOf(workspaceId: string, tx: TenantTx | EngineTx): TenantTx | EngineTx | undefined {
  return 'workspaceId' in tx && tx.workspaceId === workspaceId ? tx : undefined;
}
