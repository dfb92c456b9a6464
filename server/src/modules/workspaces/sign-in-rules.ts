import type { SignInRules } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { listFactors, readActing, whoHasSecondFactor } from '#modules/users';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { selectAllMembers, type MemberRow } from './members.sql.ts';
import { publicId } from './present-workspace.ts';
import { selectSignInRules, upsertSignInRules, type SignInRulesRow } from './sign-in-rules.sql.ts';
import { readRecipients, tellMembers } from './tell-members.ts';
import type { WorkspacesContext } from './workspaces-context.ts';
import { lockWorkspace } from './workspaces.sql.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const shownMissing = 100;

/** What a workspace asks of sign-ins; nothing until somebody decides. */
export type Rules = { secondFactorFrom: Date | null; singleSignOnOnly: boolean };

/** Reads the rules. */
export async function getSignInRules(ctx: Pick<WorkspacesContext, 'db'>, workspaceId: string, tx?: TenantTx): Promise<Rules> {
  const statement = selectSignInRules(workspaceId);
  const [row] =
    tx === undefined ? await tenantQuery<SignInRulesRow>(ctx.db, workspaceId, statement) : await tx.query<SignInRulesRow>(statement);
  return { secondFactorFrom: row?.second_factor_from ?? null, singleSignOnOnly: row?.single_sign_on_only ?? false };
}

/** The rules with who does not meet them yet. */
export async function presentSignInRules(ctx: WorkspacesContext, workspaceId: string): Promise<SignInRules> {
  const [rules, missing] = await Promise.all([getSignInRules(ctx, workspaceId), membersWithout(ctx, workspaceId)]);
  return {
    second_factor: {
      is_required: rules.secondFactorFrom !== null,
      from: rules.secondFactorFrom?.toISOString() ?? null,
      missing: missing
        .slice(0, shownMissing)
        .map((member) => ({ member_id: publicId('member', member.id), name: member.name, email: member.email })),
      missing_count: missing.length,
    },
    single_sign_on_only: rules.singleSignOnOnly,
  };
}

async function membersWithout(ctx: WorkspacesContext, workspaceId: string): Promise<MemberRow[]> {
  const members = await tenantQuery<MemberRow>(ctx.db, workspaceId, selectAllMembers(workspaceId));
  const isProtected = await whoHasSecondFactor(
    ctx.users,
    members.map((member) => member.user_id),
  );
  return members.filter((member) => !isProtected.has(member.user_id));
}

/**
 * Asks every member for a second factor from `graceDays` from now on, or no more. Whoever asks others for it must have one, or they would lock themselves
 * out. Members who have none are told by mail.
 *
 * Errors: `second_factor_required`.
 */
export async function requireSecondFactor(
  ctx: WorkspacesContext,
  actor: WorkspaceActor & { kind: 'user' },
  input: { isRequired: boolean; graceDays: number },
): Promise<SignInRules> {
  if (input.isRequired && (await listFactors(ctx.users, actor.userId)).length === 0) throw new AppError('second_factor_required');
  const from = input.isRequired ? new Date(ctx.clock.now().getTime() + input.graceDays * dayMs) : null;
  const by = await readActing(ctx.users, actor);
  const missing = from === null ? [] : await membersWithout(ctx, actor.workspaceId);
  await changeSignInRules(ctx, actor, { secondFactorFrom: from }, async (tx) => {
    if (from === null) return;
    const ids = missing.map((member) => member.id);
    await tellMembers(ctx, tx, by, await readRecipients(tx, ids), { kind: 'second_factor_required', from });
  });
  return presentSignInRules(ctx, actor.workspaceId);
}

/** Changes the rules, with `alongside` in the same transaction. They count from the next request on, and open streams of the workspace are asked again. */
export async function changeSignInRules(
  ctx: WorkspacesContext,
  actor: { workspaceId: string; userId: string },
  change: Partial<Rules>,
  alongside: (tx: TenantTx) => Promise<void> = async () => {},
): Promise<void> {
  const { workspaceId } = actor;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(lockWorkspace(workspaceId));
    const before = await getSignInRules(ctx, workspaceId, tx);
    const after = { ...before, ...change };
    await tx.query(upsertSignInRules(workspaceId, after, ctx.clock.now()));
    await announceAuthorizationChange(tx, [`workspace:${workspaceId}`]);
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'workspace.sign_in_rules_changed',
      target: { kind: 'workspace', id: publicId('workspace', workspaceId) },
      before: facts(before),
      after: facts(after),
    });
    await alongside(tx);
  });
}

function facts(rules: Rules): { second_factor_from: string | null; single_sign_on_only: boolean } {
  return { second_factor_from: rules.secondFactorFrom?.toISOString() ?? null, single_sign_on_only: rules.singleSignOnOnly };
}
