import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, type PublicId, type PutSingleSignOnProviderRequest, type SignInDomain, type SingleSignOn } from '@kabar/contract';
import pg from 'pg';
import { appendAudit } from '#modules/audit';
import { listFactors } from '#modules/users';
import { changeSignInRules, getSignInRules, lockMembers, requireWithin, resolveRole } from '#modules/workspaces';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { joinRoleOf, loadProvider, secretPlace } from './load-provider.ts';
import { findProvider, ProviderError } from './provider-client.ts';
import type { SingleSignOnContext } from './single-sign-on-context.ts';
import {
  deleteDomain,
  deleteProvider,
  insertDomain,
  lockProvider,
  selectDomains,
  selectProvider,
  updateVerified,
  upsertProvider,
  type DomainRow,
  type ProviderRow,
} from './single-sign-on.sql.ts';
import { callbackUrl } from './visit.ts';

/** The person who changes it, in their workspace. */
type Owner = { workspaceId: string; userId: string };

/** Most domains that a workspace may have. */
const mostDomains = 20;

/** How members sign in at the company's provider. The secret is never given. */
export async function getSingleSignOn(ctx: SingleSignOnContext, workspaceId: string): Promise<SingleSignOn> {
  const [[row], domains] = await Promise.all([
    tenantQuery<ProviderRow>(ctx.db, workspaceId, selectProvider(workspaceId)),
    tenantQuery<DomainRow>(ctx.db, workspaceId, selectDomains(workspaceId)),
  ]);
  return {
    provider:
      row === undefined
        ? null
        : {
            issuer: row.issuer,
            client_id: row.client_id,
            has_secret: row.client_secret_sealed !== null,
            may_join: row.may_join,
            join_role: joinRoleOf(row),
            is_on: row.is_on,
            proved_at: row.proved_at?.toISOString() ?? null,
          },
    callback_url: callbackUrl(ctx.users.config.publicUrl, toPublicId(ID_PREFIXES.workspace, workspaceId)),
    domains: domains.map(presentDomain),
  };
}

/**
 * Sets the provider. It is asked what it is first, so that a mistyped address is found here and not by the first person who wants to sign in. Other settings of
 * the provider have to be proved anew before it can be the only way in.
 *
 * Nobody can have people join with more than they may do themselves.
 *
 * Errors: `provider_unusable` with the reason, `conflict` when it is the only way in and would be switched off, `role_too_high`, `not_found` for a role that
 * does not exist.
 */
export async function putProvider(
  ctx: SingleSignOnContext,
  actor: WorkspaceActor & Owner,
  input: PutSingleSignOnProviderRequest,
): Promise<SingleSignOn> {
  const { workspaceId } = actor;
  const known = await loadProvider(ctx, workspaceId);
  const clientSecret = input.client_secret === undefined ? (known?.settings.clientSecret ?? null) : input.client_secret;
  const issuer = input.issuer.replace(/\/$/, '');
  await ask(ctx, { issuer, clientId: input.client_id, clientSecret });
  const sealed = clientSecret === null ? null : await ctx.keyring.sealSecret(secretPlace(workspaceId), clientSecret);
  const isSame =
    known !== null &&
    known.row.issuer === issuer &&
    known.row.client_id === input.client_id &&
    known.settings.clientSecret === clientSecret;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const { own } = await lockMembers(tx, actor, []);
    const role = await resolveRole(tx, input.join_role);
    if (input.may_join) requireWithin(own, role.power);
    const [before] = await tx.query<ProviderRow>(lockProvider(workspaceId));
    if ((!input.is_on || !isSame) && (await isOnlyWay(ctx, workspaceId, tx))) throw new AppError('conflict');
    await tx.query(
      upsertProvider({
        workspace_id: workspaceId,
        issuer,
        client_id: input.client_id,
        client_secret_sealed: sealed,
        may_join: input.may_join,
        join_role: role.role,
        join_role_id: role.roleId,
        is_on: input.is_on,
        proved_at: isSame ? (before?.proved_at ?? null) : null,
        updated_at: ctx.clock.now(),
      }),
    );
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: actor.userId },
      action: 'single_sign_on.provider_set',
      ...(before === undefined ? {} : { before: { ...facts(before), join_role: joinRoleOf(before) } }),
      after: {
        ...facts({ issuer, client_id: input.client_id, may_join: input.may_join, is_on: input.is_on }),
        join_role: input.join_role,
        ...(role.name === null ? {} : { join_role_name: role.name }),
      },
    });
  });
  return getSingleSignOn(ctx, workspaceId);
}

/** Takes the provider away. Sessions that began at it stay until they end. Errors: `not_found`, `conflict` while it is the only way in. */
export async function removeProvider(ctx: SingleSignOnContext, owner: Owner): Promise<void> {
  await withTenant(ctx.db, owner.workspaceId, async (tx) => {
    if (await isOnlyWay(ctx, owner.workspaceId, tx)) throw new AppError('conflict');
    const [removed] = await tx.query<{ issuer: string }>(deleteProvider(owner.workspaceId));
    if (removed === undefined) throw new AppError('not_found');
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: owner.userId },
      action: 'single_sign_on.provider_removed',
      before: { issuer: removed.issuer },
    });
  });
}

/** Adds a domain that is to be shown to be the workspace's. Errors: `conflict` when it is there already, or beyond 20. */
export async function addDomain(ctx: SingleSignOnContext, owner: Owner, domain: string): Promise<SignInDomain> {
  const row: DomainRow = {
    id: ctx.ids.uuid(),
    domain,
    token: randomBytes(20).toString('base64url'),
    created_at: ctx.clock.now(),
    verified_at: null,
  };
  await withTenant(ctx.db, owner.workspaceId, async (tx) => {
    const domains = await tx.query<DomainRow>(selectDomains(owner.workspaceId));
    if (domains.length >= mostDomains) throw new AppError('conflict');
    if ((await tx.query(insertDomain(owner.workspaceId, row))).length === 0) throw new AppError('conflict');
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: owner.userId },
      action: 'single_sign_on.domain_added',
      target: { kind: 'sign_in_domain', id: domainId(row.id) },
      after: { domain },
    });
  });
  return presentDomain(row);
}

/**
 * Asks DNS whether the domain carries the workspace's word. Errors: `not_found`; `domain_not_proved` with what was found there; `domain_taken` when another
 * workspace of this installation proved it before.
 */
export async function verifyDomain(ctx: SingleSignOnContext, owner: Owner, id: string): Promise<SignInDomain> {
  const domains = await tenantQuery<DomainRow>(ctx.db, owner.workspaceId, selectDomains(owner.workspaceId));
  const row = domains.find((domain) => domain.id === id);
  if (row === undefined) throw new AppError('not_found');
  const { record } = presentDomain(row);
  const found = await ctx.resolveTxt(record.name).catch(() => null);
  if (found === null || !found.some((text) => text.trim() === record.value))
    throw new AppError('domain_not_proved', {
      details: { found: found === null ? 'no_answer' : found.length === 0 ? 'nothing' : 'other' },
    });
  try {
    return await withTenant(ctx.db, owner.workspaceId, async (tx) => {
      const [verified] = await tx.query<DomainRow>(updateVerified(owner.workspaceId, id, ctx.clock.now()));
      if (verified === undefined) throw new AppError('not_found');
      if (row.verified_at === null)
        await appendAudit(ctx.audit, tx, {
          actor: { kind: 'user', id: owner.userId },
          action: 'single_sign_on.domain_verified',
          target: { kind: 'sign_in_domain', id: domainId(id) },
          after: { domain: row.domain },
        });
      return presentDomain(verified);
    });
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '23505') throw new AppError('domain_taken', { cause: error });
    throw error;
  }
}

/** Takes a domain away; its addresses lead to the provider no more. Errors: `not_found`. */
export async function removeDomain(ctx: SingleSignOnContext, owner: Owner, id: string): Promise<void> {
  await withTenant(ctx.db, owner.workspaceId, async (tx) => {
    const [removed] = await tx.query<{ domain: string }>(deleteDomain(owner.workspaceId, id));
    if (removed === undefined) throw new AppError('not_found');
    await appendAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: owner.userId },
      action: 'single_sign_on.domain_removed',
      target: { kind: 'sign_in_domain', id: domainId(id) },
      before: { domain: removed.domain },
    });
  });
}

/**
 * Makes the provider the only way in, or one of several again. Owners can always come with their own second factor, so whoever switches it on must have one.
 *
 * Errors: `provider_unusable` unless somebody came in with exactly the present settings; `second_factor_required`.
 */
export async function setSingleSignOnOnly(ctx: SingleSignOnContext, owner: Owner, isOn: boolean): Promise<void> {
  if (isOn) {
    const [row] = await tenantQuery<ProviderRow>(ctx.db, owner.workspaceId, selectProvider(owner.workspaceId));
    if (row === undefined || !row.is_on) throw new AppError('provider_unusable', { details: { reason: 'off' } });
    if (row.proved_at === null) throw new AppError('provider_unusable', { details: { reason: 'not_proved' } });
    if ((await listFactors(ctx.users, owner.userId)).length === 0) throw new AppError('second_factor_required');
  }
  await changeSignInRules(ctx.workspaces, owner, { singleSignOnOnly: isOn });
}

async function ask(ctx: SingleSignOnContext, settings: Parameters<typeof findProvider>[1]): Promise<void> {
  try {
    await findProvider(ctx.client, settings);
  } catch (error) {
    if (error instanceof ProviderError) throw new AppError('provider_unusable', { details: { reason: error.reason }, cause: error });
    throw error;
  }
}

async function isOnlyWay(ctx: SingleSignOnContext, workspaceId: string, tx: TenantTx): Promise<boolean> {
  return (await getSignInRules(ctx.workspaces, workspaceId, tx)).singleSignOnOnly;
}

function facts(row: Pick<ProviderRow, 'issuer' | 'client_id' | 'may_join' | 'is_on'>) {
  return { issuer: row.issuer, client_id: row.client_id, may_join: row.may_join, is_on: row.is_on };
}

function domainId(id: string): PublicId<'signInDomain'> {
  return toPublicId(ID_PREFIXES.signInDomain, id) as PublicId<'signInDomain'>; // toPublicId joins exactly this prefix and 26 characters
}

function presentDomain(row: DomainRow): SignInDomain {
  return {
    id: domainId(row.id),
    domain: row.domain,
    record: { type: 'TXT', name: `_kabar-sign-in.${row.domain}`, value: `kabar-sign-in=${row.token}` },
    verified_at: row.verified_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
