import { withoutWide, type Permission } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import type { TenantTx } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import type { ApiKeysContext } from './api-keys-context.ts';
import { lockKeysOf, updatePower } from './api-keys.sql.ts';
import { publicApiKeyId } from './present-api-key.ts';

/** Somebody who may have made keys, with what they may do now. */
export type KeyMaker = { memberId: string; userId: string; permissions: ReadonlySet<Permission>; isLimited: boolean };

/**
 * Takes from the keys of a member what the member may no longer do, in the transaction in which that changed, and gives them the sight that the member
 * has. A scope that was taken does not come back by itself when the member may do more again: somebody has to add it. Sight does come back. A key without
 * a scope left stays, and is refused everywhere.
 */
export async function fitKeys(
  ctx: Pick<ApiKeysContext, 'audit' | 'clock'>,
  tx: TenantTx,
  actor: WorkspaceActor,
  maker: KeyMaker,
): Promise<void> {
  const { workspaceId } = tx;
  type Row = { id: string; name: string; scopes: string[]; sight_member_id: string | null };
  const keys = await tx.query<Row>(lockKeysOf(workspaceId, maker.userId));
  const allowed: ReadonlySet<string> = new Set(maker.isLimited ? withoutWide([...maker.permissions]) : maker.permissions);
  const occurredAt = ctx.clock.now();
  for (const key of keys) {
    const scopes = key.scopes.filter((scope) => allowed.has(scope));
    // The sight of somebody else, whose key was replaced by one of this member, stays.
    const isOwnSight = key.sight_member_id === null || key.sight_member_id === maker.memberId;
    const sightMemberId = isOwnSight ? (maker.isLimited ? maker.memberId : null) : key.sight_member_id;
    if (scopes.length === key.scopes.length && sightMemberId === key.sight_member_id) continue;
    await tx.query(updatePower(workspaceId, key.id, { scopes, sightMemberId }));
    await appendEvents(tx, [{ workspaceId, type: 'api_key.updated', data: { api_key_id: publicApiKeyId(key.id) }, occurredAt }]);
    await announceAuthorizationChange(tx, [`api_key:${key.id}`]);
    await appendAudit(ctx.audit, tx, {
      actor: actor.kind === 'user' ? { kind: 'user', id: actor.userId } : { kind: 'api_key', id: actor.apiKeyId },
      action: 'api_key.fitted',
      target: { kind: 'api_key', id: publicApiKeyId(key.id) },
      before: { name: key.name, scopes: key.scopes.toSorted(), sees_as_maker: key.sight_member_id !== null },
      after: { name: key.name, scopes: scopes.toSorted(), sees_as_maker: sightMemberId !== null },
    });
  }
}
