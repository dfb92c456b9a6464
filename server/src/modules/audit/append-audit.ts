import type { Clock } from '#platform/clock';
import { canonicalJson } from '#platform/crypto/canonical-json';
import { seal } from '#platform/crypto/seal';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { requestOrigin } from '#platform/http/request-origin';
import type { Ids } from '#platform/ids';
import { ACCOUNT_CHAIN, GENESIS_HASH, hashEvent, personal } from './audit-entry.ts';
import type { AuditEntryInput, ChainedEvent } from './audit-entry.ts';
import { auditKeys, type AuditKeySource } from './audit-keys.ts';
import { insertEvent, insertHead, lockHead, updateHead } from './audit.sql.ts';
import { commitFields } from './personal-values.ts';

/** What the audit log needs. */
export type AuditContext = { clock: Clock; ids: Ids; keyring: AuditKeySource };

/**
 * Records one act in the chain of the transaction's workspace. It commits or vanishes together with the change it
 * tells of. Writers of one workspace wait for each other here until their transactions end, so call it last.
 */
export async function appendAudit(ctx: AuditContext, tx: TenantTx, entry: AuditEntryInput): Promise<void> {
  await appendTo(ctx, tx, tx.workspaceId, entry);
}

/** Records one act that belongs to no workspace (sign-in, password reset) in the chain of accounts. Otherwise like `appendAudit`. */
export async function appendAccountAudit(ctx: AuditContext, tx: EngineTx, entry: AuditEntryInput): Promise<void> {
  await appendTo(ctx, tx, ACCOUNT_CHAIN, entry);
}

/** The same for any chain. Of this module alone. */
export async function appendTo(ctx: AuditContext, tx: TenantTx | EngineTx, chainId: string, entry: AuditEntryInput): Promise<void> {
  const keys = await auditKeys(ctx.keyring, chainId, tx);
  const id = ctx.ids.uuid();
  const before = commitFields(keys.commitment, id, 'before', entry.before);
  const after = commitFields(keys.commitment, id, 'after', entry.after);
  const from = requestOrigin();
  const origin = commitFields(
    keys.commitment,
    id,
    'origin',
    from === null
      ? undefined
      : { request_id: from.requestId, way: from.way, ...(from.network === '' ? {} : { network: personal(from.network) }) },
  );
  const hasPersonal = before.personal !== null || after.personal !== null || origin.personal !== null;
  const apart = { before: before.personal ?? {}, after: after.personal ?? {}, origin: origin.personal ?? {} };
  await insertHead(tx, chainId, GENESIS_HASH);
  const head = await lockHead(tx, chainId);
  if (head === undefined) throw new Error('the audit chain has no head');
  const event: ChainedEvent = {
    workspace_id: chainId,
    seq: head.seq + 1,
    id,
    at: ctx.clock.now(),
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id,
    action: entry.action,
    target_kind: entry.target?.kind ?? null,
    target_id: entry.target?.id ?? null,
    before: before.fields,
    after: after.fields,
    origin: origin.fields,
    prev_hash: head.hash,
  };
  const hash = hashEvent(event);
  await updateHead(tx, chainId, event.seq, hash);
  await insertEvent(tx, {
    ...event,
    hash,
    personal: hasPersonal ? seal(keys.ring.primary, sealPlace(chainId, id), canonicalJson(apart)) : null,
  });
}

/** What the sealed personal values of an event are bound to. */
export function sealPlace(chainId: string, eventId: string): readonly string[] {
  return [chainId, 'audit_events', 'personal', eventId];
}
