import {
  ID_PREFIXES,
  type CreateSavedReplyRequest,
  type SavedReply,
  type SavedReplyScope,
  type UpdateSavedReplyRequest,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { openText } from '#platform/crypto/seal';
import { withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { getSavedReply, memberOf } from './list-saved-replies.ts';
import { sealReplyText } from './present-saved-reply.ts';
import { auditActorOf, type SavedRepliesContext } from './saved-replies-context.ts';
import { countOf, deleteReply, insertReply, lockOne, selectUploadedMedia, updateReply, type SavedReplyRow } from './saved-replies.sql.ts';

const maxShared = 1_000;
const maxOwn = 500;

/**
 * Makes a reply. Errors: `permission_denied` for a shared one without `inbox:configure`; `conflict` when the shortcut is taken, there
 * are too many, or an API key wants one of its own; `not_found` for a file that no member uploaded.
 */
export async function createSavedReply(
  ctx: SavedRepliesContext,
  actor: WorkspaceActor,
  request: CreateSavedReplyRequest,
): Promise<SavedReply> {
  const { workspaceId } = actor;
  const ownerId = ownerOf(actor, request.scope);
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  const id = ctx.ids.uuid();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await requireRoom(tx, ownerId);
    const mediaId = await findMedia(tx, request.media_id);
    const { name, shortcut, language } = request;
    const textSealed = sealReplyText(ring.primary, workspaceId, id, request.text);
    await tx.query(insertReply(workspaceId, { id, ownerId, name, shortcut, textSealed, language, mediaId }, ctx.clock.now()));
    await record(ctx, tx, actor, 'saved_reply.created', { id, isShared: ownerId === null });
  }).catch(refuseTaken);
  return getSavedReply(ctx, actor, toPublicId(ID_PREFIXES.savedReply, id));
}

/** Changes a reply; what is left out stays. Errors: those of `createSavedReply`; `not_found`, also for another member's own. */
export async function updateSavedReply(
  ctx: SavedRepliesContext,
  actor: WorkspaceActor,
  publicId: string,
  request: UpdateSavedReplyRequest,
): Promise<SavedReply> {
  const { workspaceId } = actor;
  const id = uuidOf(publicId);
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const row = await mustLock(tx, actor, id);
    const ownerId = request.scope === undefined ? row.ownerId : ownerOf(actor, request.scope);
    if (ownerId !== row.ownerId) await requireRoom(tx, ownerId);
    const text = request.text ?? openText(ring, [workspaceId, 'saved_replies', 'text_sealed', id], row.textSealed);
    const reply = {
      id,
      ownerId,
      name: request.name ?? row.name,
      shortcut: request.shortcut ?? row.shortcut,
      textSealed: sealReplyText(ring.primary, workspaceId, id, text),
      language: request.language === undefined ? row.language : request.language,
      mediaId: request.media_id === undefined ? row.mediaId : await findMedia(tx, request.media_id),
    };
    await tx.query(updateReply(workspaceId, reply, ctx.clock.now()));
    await record(ctx, tx, actor, 'saved_reply.changed', { id, isShared: row.ownerId === null || ownerId === null });
  }).catch(refuseTaken);
  return getSavedReply(ctx, actor, publicId);
}

/** Deletes a reply. Errors: `not_found`, also for another member's own; `permission_denied` for a shared one without `inbox:configure`. */
export async function deleteSavedReply(ctx: SavedRepliesContext, actor: WorkspaceActor, publicId: string): Promise<void> {
  const id = uuidOf(publicId);
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const row = await mustLock(tx, actor, id);
    await tx.query(deleteReply(actor.workspaceId, id));
    await record(ctx, tx, actor, 'saved_reply.deleted', { id, isShared: row.ownerId === null });
  });
}

/** Whose a reply of this scope would be. */
function ownerOf(actor: WorkspaceActor, scope: SavedReplyScope): string | null {
  if (scope === 'shared') {
    requireConfigure(actor);
    return null;
  }
  if (actor.kind !== 'user') throw new AppError('conflict');
  return actor.memberId;
}

function requireConfigure(actor: WorkspaceActor): void {
  const permission = 'inbox:configure';
  if (!actor.permissions.has(permission)) throw new AppError('permission_denied', { details: { permission } });
}

async function mustLock(tx: TenantTx, actor: WorkspaceActor, id: string): Promise<SavedReplyRow> {
  const [row] = await tx.query<SavedReplyRow>(lockOne(tx.workspaceId, memberOf(actor), id));
  if (row === undefined) throw new AppError('not_found');
  if (row.ownerId === null) requireConfigure(actor);
  return row;
}

async function requireRoom(tx: TenantTx, ownerId: string | null): Promise<void> {
  const [row] = await tx.query<{ count: number }>(countOf(tx.workspaceId, ownerId));
  if ((row?.count ?? 0) >= (ownerId === null ? maxShared : maxOwn)) throw new AppError('conflict');
}

async function findMedia(tx: TenantTx, publicId: string | null): Promise<string | null> {
  if (publicId === null) return null;
  const id = fromPublicId(ID_PREFIXES.media, publicId);
  const [row] = id === null ? [] : await tx.query(selectUploadedMedia(tx.workspaceId, id));
  if (id === null || row === undefined) throw new AppError('not_found');
  return id;
}

async function record(
  ctx: SavedRepliesContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  action: string,
  reply: { id: string; isShared: boolean },
): Promise<void> {
  const id = toPublicId(ID_PREFIXES.savedReply, reply.id);
  const { workspaceId } = tx;
  await appendEvents(tx, [{ workspaceId, type: 'saved_reply.updated', data: { saved_reply_id: id }, occurredAt: ctx.clock.now() }]);
  if (reply.isShared) await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target: { kind: 'saved_reply', id } });
}

function refuseTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw new AppError('conflict', { cause: error });
  throw error;
}

function uuidOf(publicId: string): string {
  const id = fromPublicId(ID_PREFIXES.savedReply, publicId);
  if (id === null) throw new AppError('not_found');
  return id;
}
