import { ID_PREFIXES } from '@kabar/contract';
import { countUse, hashDoorToken, networkOf, type Caller } from '#modules/users';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { addressAt, loadProvider } from './load-provider.ts';
import { ProviderError } from './provider-client.ts';
import type { SingleSignOnContext } from './single-sign-on-context.ts';
import { insertVisit, selectProviderOfDomain } from './single-sign-on.sql.ts';
import { callbackUrl, newVisitToken, visitMs, visitOf } from './visit.ts';

/** A visit that may begin: where to, and the secret for the browser's cookie. */
export type BegunVisit = { url: string; visitToken: string };

/** Visits from one network. Each costs a request to the provider. */
const perNetwork = { maxCount: 120, windowMs: 10 * 60 * 1_000 };

/**
 * Begins a sign-in at the provider that speaks for the address's domain; null when none does. Looks at the domain alone, so it tells nothing about any account.
 *
 * Errors: `provider_unusable`, `rate_limited`.
 */
export async function beginSingleSignOn(
  ctx: SingleSignOnContext,
  input: { email: string; next: string | null },
  caller: Caller,
): Promise<BegunVisit | null> {
  await countUse(ctx.users, 'single_sign_on.network', networkOf(caller.clientIp), perNetwork);
  const domain = input.email.toLowerCase().split('@').at(-1) ?? '';
  const [found] = await engineQuery<{ workspace_id: string }>(ctx.db, selectProviderOfDomain(domain));
  if (found === undefined) return null;
  return begin(ctx, found.workspace_id, { sessionId: null, next: input.next, timeZone: caller.timeZone ?? null, email: input.email });
}

/** Sends the person of a session to their company's provider once more, to confirm a dangerous act. Errors: `second_factor_required` in another session. */
export async function beginStepUp(
  ctx: SingleSignOnContext,
  person: Pick<UserActor, 'sessionId' | 'email' | 'singleSignOnWorkspaceId'>,
  next: string,
): Promise<BegunVisit> {
  if (person.singleSignOnWorkspaceId === null) throw new AppError('second_factor_required');
  return begin(ctx, person.singleSignOnWorkspaceId, { sessionId: person.sessionId, next, timeZone: null, email: person.email });
}

async function begin(
  ctx: SingleSignOnContext,
  workspaceId: string,
  input: { sessionId: string | null; next: string | null; timeZone: string | null; email: string },
): Promise<BegunVisit> {
  const provider = await loadProvider(ctx, workspaceId);
  if (provider === null || !provider.row.is_on) throw new AppError('provider_unusable', { details: { reason: 'off' } });
  const visitToken = newVisitToken();
  const redirectUri = callbackUrl(ctx.users.config.publicUrl, toPublicId(ID_PREFIXES.workspace, workspaceId));
  const visit = visitOf(visitToken, { redirectUri, mustProveAnew: input.sessionId !== null });
  try {
    const url = await addressAt(ctx, provider, visit, input.email);
    const row = { workspace_id: workspaceId, session_id: input.sessionId, next: input.next, time_zone: input.timeZone };
    await tenantQuery(ctx.db, workspaceId, insertVisit(hashDoorToken(visitToken), row, new Date(ctx.clock.now().getTime() + visitMs)));
    return { url, visitToken };
  } catch (error) {
    if (error instanceof ProviderError) throw new AppError('provider_unusable', { details: { reason: error.reason }, cause: error });
    throw error;
  }
}
