import { ID_PREFIXES, type CreateTagRequest, type Tag, type TagColor, type UpdateTagRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { tenantQuery, withTenant } from '#platform/db/tx';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { auditActorOf, doerOf } from './acting.ts';
import { recordContactEvents, tellUpdated } from './contact-events.ts';
import {
  copyContactTag,
  deleteContactTags,
  deleteTag,
  insertContactTags,
  insertTags,
  lockTags,
  selectTagNamed,
  selectTags,
  updateTag,
} from './tags.sql.ts';
import type { TagRow } from './tags.sql.ts';

/** All tags of a workspace by name. */
export async function listTags(ctx: Pick<ContactsContext, 'db'>, workspaceId: string): Promise<Tag[]> {
  return (await tenantQuery<TagRow>(ctx.db, workspaceId, selectTags(workspaceId))).map(presentTag);
}

/** Makes a tag. Errors: `conflict` for a name that is taken. */
export async function createTag(ctx: ContactsContext, actor: WorkspaceActor, request: CreateTagRequest): Promise<Tag> {
  const { workspaceId } = actor;
  const row = { id: ctx.ids.uuid(), name: request.name, color: request.color ?? 'gray' };
  const createdAt = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const inserted = await tx.query(insertTags(workspaceId, [row], createdAt));
    if (inserted.length === 0) throw new AppError('conflict');
    await tellTag(ctx, tx, row.id);
    await auditTag(ctx, tx, actor, 'tag.created', row.id, { name: row.name, color: row.color });
  });
  return presentTag({ ...row, createdAt, contactCount: 0, conversationCount: 0 });
}

/** Renames a tag or gives it another colour. Errors: `not_found`; `conflict` for a name that is taken: merge the two instead. */
export async function changeTag(ctx: ContactsContext, actor: WorkspaceActor, id: string, request: UpdateTagRequest): Promise<Tag> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [tag] = await tx.query<{ name: string; color: TagColor }>(lockTags(workspaceId, [id]));
    if (tag === undefined) throw new AppError('not_found');
    const after = { name: request.name ?? tag.name, color: request.color ?? tag.color };
    const taken = await tx.query(selectTagNamed(workspaceId, after.name, id));
    if (taken.length > 0) throw new AppError('conflict');
    await tx.query(updateTag(workspaceId, id, after.name, after.color));
    await tellTag(ctx, tx, id);
    await auditTag(ctx, tx, actor, 'tag.updated', id, after);
  });
  return oneTag(ctx, workspaceId, id);
}

/** Gives everything of one tag another and deletes the first. Errors: `not_found`; `conflict` for a tag with itself. */
export async function mergeTags(ctx: ContactsContext, actor: WorkspaceActor, id: string, intoId: string): Promise<Tag> {
  const { workspaceId } = actor;
  if (id === intoId) throw new AppError('conflict');
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const tags = await tx.query<{ id: string; name: string }>(lockTags(workspaceId, [id, intoId]));
    if (tags.length < 2) throw new AppError('not_found');
    await tx.query(copyContactTag(workspaceId, id, intoId));
    await ctx.merging.copyTag(tx, workspaceId, id, intoId);
    await tx.query(deleteTag(workspaceId, id));
    await tellTag(ctx, tx, id);
    await tellTag(ctx, tx, intoId);
    await auditTag(ctx, tx, actor, 'tag.merged', id, { into: toPublicId(ID_PREFIXES.tag, intoId) });
  });
  return oneTag(ctx, workspaceId, intoId);
}

/** Deletes a tag everywhere. Errors: `not_found`. */
export async function removeTag(ctx: ContactsContext, actor: WorkspaceActor, id: string): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const gone = await tx.query(deleteTag(workspaceId, id));
    if (gone.length === 0) throw new AppError('not_found');
    await tellTag(ctx, tx, id);
    await auditTag(ctx, tx, actor, 'tag.removed', id, {});
  });
}

/** Adds and removes tags of a contact, with its history. Errors: `not_found` for a tag that does not exist. */
export async function changeContactTags(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  contactId: string,
  change: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, (tx) => writeContactTags(ctx, tx, doerOf(actor), contactId, change));
}

/** Adds and removes tags of a contact in the caller's transaction. Errors: `not_found` for a tag that does not exist. */
export async function writeContactTags(
  ctx: Pick<ContactsContext, 'ids' | 'clock'>,
  tx: TenantTx,
  actor: ReturnType<typeof doerOf>,
  contactId: string,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  const { workspaceId } = tx;
  const at = ctx.clock.now();
  const wanted = [...new Set(add)];
  const named = [...new Set([...wanted, ...remove])];
  const known = await tx.query<{ id: string }>(lockTags(workspaceId, named));
  if (known.length < named.length) throw new AppError('not_found');
  const pairs = (ids: readonly string[]) => ids.map((tagId) => ({ contactId, tagId }));
  const added = await tx.query<{ tagId: string }>(insertContactTags(workspaceId, pairs(wanted), at));
  const removed = await tx.query<{ tagId: string }>(deleteContactTags(workspaceId, pairs(remove.filter((id) => !wanted.includes(id)))));
  const lines = [
    { kind: 'tagged' as const, rows: added },
    { kind: 'untagged' as const, rows: removed },
  ].filter((line) => line.rows.length > 0);
  if (lines.length === 0) return;
  await recordContactEvents(
    ctx.ids,
    tx,
    lines.map(({ kind, rows }) => ({
      workspaceId,
      contactId,
      kind,
      actor,
      data: { tag_ids: rows.map((row) => toPublicId(ID_PREFIXES.tag, row.tagId)) },
      at,
    })),
  );
  await tellUpdated(tx, workspaceId, [contactId], at);
}

async function oneTag(ctx: ContactsContext, workspaceId: string, id: string): Promise<Tag> {
  const row = (await tenantQuery<TagRow>(ctx.db, workspaceId, selectTags(workspaceId))).find((tag) => tag.id === id);
  if (row === undefined) throw new AppError('not_found');
  return presentTag(row);
}

function presentTag(row: TagRow): Tag {
  return {
    id: toPublicId(ID_PREFIXES.tag, row.id) as Tag['id'], // made with the prefix it is branded with
    name: row.name,
    color: row.color,
    contact_count: row.contactCount,
    conversation_count: row.conversationCount,
    created_at: row.createdAt.toISOString(),
  };
}

async function tellTag(ctx: ContactsContext, tx: TenantTx, id: string): Promise<void> {
  const data = { tag_id: toPublicId(ID_PREFIXES.tag, id) };
  await appendEvents(tx, [{ workspaceId: tx.workspaceId, type: 'tag.updated', data, occurredAt: ctx.clock.now() }]);
}

async function auditTag(
  ctx: ContactsContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  action: string,
  id: string,
  after: Record<string, string>,
): Promise<void> {
  const target = { kind: 'tag', id: toPublicId(ID_PREFIXES.tag, id) };
  await appendAudit(ctx.audit, tx, { actor: auditActorOf(actor), action, target, after });
}
