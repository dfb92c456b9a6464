import { createHash } from 'node:crypto';
import { ID_PREFIXES, type JoinRole, type SingleSignOnFailure } from '@kabar/contract';
import {
  enterThroughProvider,
  findOrMakePerson,
  hashDoorToken,
  noteProved,
  refuseAtProvider,
  selectUserById,
  type Caller,
  type SignedIn,
  type UserRow,
} from '#modules/users';
import { isInvited, isMember, joinByProvider } from '#modules/workspaces';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { joinRoleOf, loadProvider, type OpenedProvider } from './load-provider.ts';
import { findProvider, ProviderError, readClaims, type Claims } from './provider-client.ts';
import type { SingleSignOnContext } from './single-sign-on-context.ts';
import {
  selectDomains,
  selectIdentity,
  takeVisit,
  updateProved,
  upsertIdentity,
  type DomainRow,
  type VisitRow,
} from './single-sign-on.sql.ts';
import { callbackUrl, visitOf } from './visit.ts';

/** What came of a visit to a provider. `next`: where the browser goes on to, a path of the dashboard. */
export type VisitOutcome =
  | { kind: 'signed_in'; signedIn: SignedIn; next: string }
  | { kind: 'proved'; next: string }
  | { kind: 'failed'; reason: SingleSignOnFailure; next: string };

/**
 * Ends a visit to a workspace's provider: signs the person in, makes them a member where the workspace allows that, or notes that they proved themselves once
 * more. The provider is believed about addresses of the workspace's own domains and about nothing else. Never throws for what a provider or a browser
 * sends.
 */
export async function finishSingleSignOn(
  ctx: SingleSignOnContext,
  input: { workspaceId: string; visitToken: string | null; query: Readonly<Record<string, unknown>> },
  caller: Caller,
): Promise<VisitOutcome> {
  const visit = await endVisit(ctx, input.visitToken, input.workspaceId);
  if (visit === null || input.visitToken === null) return { kind: 'failed', reason: 'expired', next: '/' };
  const next = visit.next ?? '/';
  const fail = (reason: SingleSignOnFailure): VisitOutcome => ({ kind: 'failed', reason, next });
  const provider = await loadProvider(ctx, input.workspaceId);
  if (provider === null || !provider.row.is_on) return fail('unreachable');
  let claims: Claims;
  try {
    const config = await findProvider(ctx.client, provider.settings);
    const redirectUri = callbackUrl(ctx.users.config.publicUrl, toPublicId(ID_PREFIXES.workspace, input.workspaceId));
    claims = await readClaims(config, visitOf(input.visitToken, { redirectUri, mustProveAnew: visit.session_id !== null }), input.query);
  } catch (error) {
    if (error instanceof ProviderError) return fail(error.reason);
    throw error;
  }
  const subjectHash = createHash('sha256').update(claims.subject).digest('base64url');
  if (visit.session_id !== null)
    return (await proveAnew(ctx, visit, subjectHash, caller)) ? { kind: 'proved', next } : fail('other_person');
  const admitted = await admit(ctx, provider, claims, subjectHash, caller);
  if ('reason' in admitted) return fail(admitted.reason);
  await engineQuery(ctx.db, updateProved(input.workspaceId, provider.row.updated_at, ctx.clock.now()));
  const signedIn = await enterThroughProvider(ctx.users, admitted.person, input.workspaceId, {
    ...caller,
    timeZone: visit.time_zone,
  });
  return { kind: 'signed_in', signedIn, next };
}

async function endVisit(ctx: SingleSignOnContext, visitToken: string | null, workspaceId: string): Promise<VisitRow | null> {
  if (visitToken === null) return null;
  const [visit] = await tenantQuery<VisitRow>(ctx.db, workspaceId, takeVisit(workspaceId, hashDoorToken(visitToken), ctx.clock.now()));
  return visit ?? null;
}

/** Whether the one who came back is the person of the session that asked. */
async function proveAnew(ctx: SingleSignOnContext, visit: VisitRow, subjectHash: string, caller: Caller): Promise<boolean> {
  const [known] = await tenantQuery<{ user_id: string }>(ctx.db, visit.workspace_id, selectIdentity(visit.workspace_id, subjectHash));
  if (known === undefined || visit.session_id === null) return false;
  return noteProved(ctx.users, { userId: known.user_id, sessionId: visit.session_id }, caller);
}

/**
 * Finds whom the provider vouches for, and lets them in: as the member they are, by an invitation that waits for them, or because the workspace takes in
 * everybody its provider knows. Somebody who came before and was removed stays out until invited anew.
 */
async function admit(
  ctx: SingleSignOnContext,
  { row }: OpenedProvider,
  claims: Claims,
  subjectHash: string,
  caller: Caller,
): Promise<{ person: UserRow } | { reason: SingleSignOnFailure }> {
  const workspaceId = row.workspace_id;
  const [identity] = await tenantQuery<{ user_id: string }>(ctx.db, workspaceId, selectIdentity(workspaceId, subjectHash));
  if (identity !== undefined) {
    const [person] = await engineQuery<UserRow>(ctx.db, selectUserById(identity.user_id));
    if (person === undefined) return { reason: 'not_admitted' };
    const isIn = (await isMember(ctx.workspaces, workspaceId, person.id)) || (await join(ctx, workspaceId, person, null));
    if (!isIn) return refuse(ctx, person, caller);
    await engineQuery(ctx.db, upsertIdentity(workspaceId, subjectHash, person.id, ctx.clock.now()));
    return { person };
  }
  const { email } = claims;
  if (email === null || claims.isEmailDenied || !(await speaksFor(ctx, workspaceId, email))) return { reason: 'other_domain' };
  const joinRole = row.may_join ? joinRoleOf(row) : null;
  const person = await findOrMakePerson(ctx.users, { email, name: claims.name }, (found) =>
    joinRole !== null ? Promise.resolve(true) : mayCome(ctx, workspaceId, email, found),
  );
  if (person === null) return { reason: 'not_admitted' };
  const isIn = (await isMember(ctx.workspaces, workspaceId, person.id)) || (await join(ctx, workspaceId, person, joinRole));
  if (!isIn) return refuse(ctx, person, caller);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(upsertIdentity(workspaceId, subjectHash, person.id, ctx.clock.now()));
  });
  return { person };
}

/** Whether somebody whom the workspace does not take in unasked has a place there all the same. */
async function mayCome(ctx: SingleSignOnContext, workspaceId: string, email: string, person: UserRow | null): Promise<boolean> {
  if (person !== null && (await isMember(ctx.workspaces, workspaceId, person.id))) return true;
  return isInvited(ctx.workspaces, workspaceId, email);
}

function join(ctx: SingleSignOnContext, workspaceId: string, person: UserRow, role: JoinRole | null): Promise<boolean> {
  return joinByProvider(ctx.workspaces, workspaceId, { userId: person.id, email: person.email }, role);
}

async function refuse(ctx: SingleSignOnContext, person: UserRow, caller: Caller): Promise<{ reason: SingleSignOnFailure }> {
  await refuseAtProvider(ctx.users, person.id, caller);
  return { reason: 'not_admitted' };
}

async function speaksFor(ctx: SingleSignOnContext, workspaceId: string, email: string): Promise<boolean> {
  const domains = await tenantQuery<DomainRow>(ctx.db, workspaceId, selectDomains(workspaceId));
  const domain = email.split('@').at(-1);
  return domains.some((row) => row.verified_at !== null && row.domain === domain);
}
