import type { CreateWorkspaceRequest, Workspace } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { engineQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { insertMember } from './members.sql.ts';
import { presentWorkspace, publicId } from './present-workspace.ts';
import { isReservedSlug, slugCandidates, slugFromName } from './slug.ts';
import { readTimeZone } from './time-zone.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { insertWorkspace, selectTakenSlugs, type WorkspaceRow } from './workspaces.sql.ts';

/**
 * Makes a workspace with its keys and the person as its owner, all or nothing. Without a slug, one is made from the name
 * and numbered where it is taken.
 *
 * Errors: `slug_taken` (only for a slug that was asked for), `validation_failed` for the time zone.
 */
export async function createWorkspace(
  ctx: WorkspacesContext,
  actor: { userId: string },
  input: CreateWorkspaceRequest,
): Promise<{ workspaceId: string; memberId: string; workspace: Workspace }> {
  const workspaceId = ctx.ids.uuid();
  const memberId = ctx.ids.uuid();
  const timeZone = readTimeZone(input.time_zone ?? 'UTC', 'body.time_zone');
  const slugs = await openSlugs(ctx, input);
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const now = ctx.clock.now();
    const stored = await insertUnderFreeSlug(
      tx,
      { id: workspaceId, name: input.name, time_zone: timeZone, unknown_rule: 'hold', deletes_at: null, created_at: now },
      slugs,
    );
    await ctx.keyring.createWorkspaceKeys(tx, workspaceId);
    await tx.query(insertMember({ workspaceId, id: memberId, userId: actor.userId, role: 'owner', roleId: null, joinedAt: now }));
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'workspace.created',
      target: { kind: 'workspace', id: publicId('workspace', workspaceId) },
      after: { name: stored.name, slug: stored.slug, time_zone: stored.time_zone },
    });
    return stored;
  });
  return { workspaceId, memberId, workspace: presentWorkspace(row) };
}

/** Slugs to try, best first. */
async function openSlugs(ctx: WorkspacesContext, input: CreateWorkspaceRequest): Promise<string[]> {
  if (input.slug !== undefined) {
    if (isReservedSlug(input.slug)) throw new AppError('slug_taken');
    return [input.slug];
  }
  const candidates = slugCandidates(slugFromName(input.name));
  const taken = new Set((await engineQuery<{ slug: string }>(ctx.db, selectTakenSlugs(candidates))).map(({ slug }) => slug));
  const random = `${candidates[0]?.slice(0, 27) ?? 'workspace'}-${ctx.ids.uuid().slice(-12)}`;
  return [...candidates.filter((slug) => !taken.has(slug)).slice(0, 5), random];
}

/** Somebody else may take a slug between looking and inserting, so the next one is tried. */
async function insertUnderFreeSlug(tx: TenantTx, row: Omit<WorkspaceRow, 'slug'>, slugs: readonly string[]): Promise<WorkspaceRow> {
  for (const slug of slugs) {
    const [stored] = await tx.query<WorkspaceRow>(insertWorkspace({ ...row, slug }));
    if (stored !== undefined) return stored;
  }
  throw new AppError('slug_taken');
}
