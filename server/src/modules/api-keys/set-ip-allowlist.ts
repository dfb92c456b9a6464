import type { IpAllowlist, SetIpAllowlistRequest } from '@kabar/contract';
import { ID_PREFIXES } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import { ipInRanges, parseRange } from '#platform/http/client-ip';
import { toPublicId } from '#platform/ids';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectNetworksInUse } from './api-keys.sql.ts';
import type { KeyCreator } from './create-api-key.ts';
import { readIpAllowlist } from './ip-allowlist.ts';
import { deleteIpAllowlist, selectIpAllowlist, upsertIpAllowlist, type IpAllowlistRow } from './ip-allowlists.sql.ts';
import { overlaps } from './networks.ts';
import { inUseMs } from './update-api-key.ts';

/** The addresses from which a workspace may be used. */
export async function getIpAllowlist(ctx: Pick<ApiKeysContext, 'db'>, workspaceId: string, clientIp: string): Promise<IpAllowlist> {
  const [row] = await tenantQuery<IpAllowlistRow>(ctx.db, workspaceId, selectIpAllowlist(workspaceId));
  return present(row, clientIp);
}

/**
 * Sets the addresses from which a workspace may be used: by programs, or by people, too. A key with a list of its own is held to both. An empty
 * list lifts it.
 *
 * Errors: `validation_failed`; `lockout_unconfirmed` when it leaves out the caller's own address (where it covers people) or networks from which
 * keys were used in the last seven days, and the caller has not said that this is meant.
 */
export async function setIpAllowlist(
  ctx: ApiKeysContext,
  actor: Pick<KeyCreator, 'workspaceId' | 'userId'>,
  clientIp: string,
  input: SetIpAllowlistRequest,
): Promise<IpAllowlist> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const ranges = readIpAllowlist(input.ranges, 'body.ranges');
  const coversMembers = input.applies_to === 'api_keys_and_members';
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    if (ranges.length > 0 && !input.confirm_lockout) await refuseLockout(tx, { ranges, coversMembers, clientIp, now });
    const [before] = await tx.query<IpAllowlistRow>(selectIpAllowlist(workspaceId));
    const after = ranges.length === 0 ? undefined : { ranges, covers_members: coversMembers, changed_at: now };
    if (JSON.stringify(partsOf(before)) === JSON.stringify(partsOf(after))) return before;
    await tx.query(after === undefined ? deleteIpAllowlist(workspaceId) : upsertIpAllowlist(workspaceId, after));
    const id = toPublicId(ID_PREFIXES.workspace, workspaceId);
    await appendEvents(tx, [{ workspaceId, type: 'workspace.updated', data: { workspace_id: id }, occurredAt: now }]);
    await announceAuthorizationChange(tx, [`workspace:${workspaceId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'workspace.ip_allowlist_changed',
      target: { kind: 'workspace', id },
      before: partsOf(before),
      after: partsOf(after),
    });
    return after;
  });
  ctx.prover.forgetWorkspace(workspaceId);
  ctx.gate.forget(workspaceId);
  return present(row, clientIp);
}

/** Lets a workspace be used from anywhere again. For whoever runs the installation, when everybody was shut out. */
export async function liftIpAllowlist(ctx: ApiKeysContext, actor: Pick<KeyCreator, 'workspaceId' | 'userId'>): Promise<void> {
  await setIpAllowlist(ctx, actor, '', { ranges: [], applies_to: 'api_keys', confirm_lockout: true });
}

async function refuseLockout(
  tx: TenantTx,
  { ranges, coversMembers, clientIp, now }: { ranges: readonly string[]; coversMembers: boolean; clientIp: string; now: Date },
): Promise<void> {
  const used = await tx.query<{ network: string }>(selectNetworksInUse(tx.workspaceId, new Date(now.getTime() - inUseMs), now));
  const addresses = used.map(({ network }) => network).filter((network) => !overlaps(network, ranges));
  if (coversMembers && !ipInRanges(clientIp, ranges.map(parseRange))) addresses.unshift(clientIp);
  if (addresses.length > 0) throw new AppError('lockout_unconfirmed', { details: { addresses } });
}

function partsOf(row: IpAllowlistRow | undefined): { ip_allowlist: string[]; applies_to: IpAllowlist['applies_to'] } {
  return { ip_allowlist: row?.ranges ?? [], applies_to: row?.covers_members === true ? 'api_keys_and_members' : 'api_keys' };
}

function present(row: IpAllowlistRow | undefined, clientIp: string): IpAllowlist {
  const { ip_allowlist: ranges, applies_to: appliesTo } = partsOf(row);
  return { ranges, applies_to: appliesTo, your_address: clientIp, changed_at: row?.changed_at.toISOString() ?? null };
}
