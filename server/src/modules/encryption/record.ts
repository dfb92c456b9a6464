import { ID_PREFIXES } from '@kabar/contract';
import { appendAccountAudit, appendAudit } from '#modules/audit';
import type { AuditEntryInput } from '#modules/audit';
import { installationId } from '#modules/keyring';
import { withEngine, withTenant } from '#platform/db/tx';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { EncryptionContext } from './encryption-context.ts';

/** Runs something in a transaction that can write to the chain of a workspace, or to that of accounts for the installation. */
export function inChainOf<T>(
  ctx: Pick<EncryptionContext, 'db'>,
  workspaceId: string,
  work: (tx: TenantTx | EngineTx) => Promise<T>,
): Promise<T> {
  return workspaceId === installationId
    ? withEngine(ctx.db, 'changes keys of the installation', work)
    : withTenant(ctx.db, workspaceId, work);
}

/** Writes to the chain of the workspace, or to that of accounts for what concerns the installation. Call it last. */
export async function record(ctx: EncryptionContext, tx: TenantTx | EngineTx, workspaceId: string, entry: AuditEntryInput): Promise<void> {
  const target =
    workspaceId === installationId ? {} : { target: { kind: 'workspace', id: toPublicId(ID_PREFIXES.workspace, workspaceId) } };
  if ('workspaceId' in tx) await appendAudit(ctx.audit, tx, { ...target, ...entry });
  else await appendAccountAudit(ctx.audit, tx, { ...target, ...entry });
}

/** Writes down that something was done to a workspace's keys, in a transaction of its own. */
export function recordAlone(ctx: EncryptionContext, workspaceId: string, entry: AuditEntryInput): Promise<void> {
  return inChainOf(ctx, workspaceId, (tx) => record(ctx, tx, workspaceId, entry));
}
