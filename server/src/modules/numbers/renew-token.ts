import type { RenewTokenRequest, WhatsAppNumber } from '@kabar/contract';
import { appendAudit, type AuditActor } from '#modules/audit';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { selectAccount, updateAccountSecrets, type AccountRow } from './accounts.sql.ts';
import { hashAppSecret } from './app-webhooks.ts';
import { stateOf, withFacts, writeNumbers } from './change-number.ts';
import { refreshEveryMs, secretOverlapMs, wholeSeconds } from './connect-number.ts';
import { addressOf } from './connections.ts';
import { checkCredentials } from './credentials.ts';
import type { NumbersContext } from './numbers-context.ts';
import { selectNumber, selectNumbersOfAccounts, type NumberRow } from './numbers.sql.ts';
import { numberPublicId, presentNumber } from './present-number.ts';

/** Whose token is replaced by what. */
export type RenewInput = RenewTokenRequest & { workspaceId: string; numberId: string; actor: AuditActor; signal?: AbortSignal };

/**
 * Replaces the access token of a number's account, and the app secret when one is given, after WhatsApp accepted them. All
 * numbers of the account use the new token at once; a replaced app secret stays good for deliveries for a day.
 *
 * Errors: `not_found`, `number_not_connected`, `number_credentials_refused`, `upstream_unavailable`.
 */
export async function renewToken(ctx: NumbersContext, input: RenewInput): Promise<WhatsAppNumber> {
  const { workspaceId, numberId } = input;
  const { number, account } = await load(ctx, workspaceId, numberId);
  const address = addressOf(ctx.endpoints(), account.provider);
  if (address === null) throw new AppError('emulator_unavailable');
  const connection = { ...address, phoneNumberId: number.phoneNumberId, wabaId: number.wabaId, accessToken: input.access_token };
  const checked = await checkCredentials(ctx, connection, input.app_secret ?? null, input.signal);
  const now = ctx.clock.now();
  const row = await withTenant(ctx.db, workspaceId, async (tx) => {
    const place = (column: string) => ({ workspaceId, table: 'waba_accounts', column, rowId: account.id });
    await tx.query(
      updateAccountSecrets({
        workspaceId,
        id: account.id,
        accessTokenSealed: await ctx.keyring.sealSecret(place('access_token'), input.access_token, tx),
        tokenExpiresAt: checked.token?.expiresAt ?? null,
        appId: checked.token?.appId ?? null,
        appSecretHash: input.app_secret === undefined ? null : hashAppSecret(input.app_secret),
        appSecretSealed: input.app_secret === undefined ? null : await ctx.keyring.sealSecret(place('app_secret'), input.app_secret, tx),
        previousUntil: new Date(now.getTime() + secretOverlapMs),
      }),
    );
    const siblings = await tx.query<NumberRow>(selectNumbersOfAccounts(workspaceId, [account.id]));
    const refreshDueAt = new Date(now.getTime() + refreshEveryMs);
    const updates = siblings.map((before) => {
      const lines = [{ kind: 'token_renewed', text: 'The access token was renewed' }];
      const isAsked = before.id === numberId;
      const state = isAsked
        ? { ...withFacts(stateOf(before), checked.number), refreshedAt: now, factsAt: wholeSeconds(now) }
        : stateOf(before);
      return { before, state: { ...state, holdReason: null }, at: now, lines, refreshDueAt: isAsked ? refreshDueAt : now };
    });
    await writeNumbers(ctx, tx, updates);
    const [fresh] = await tx.query<NumberRow>(selectNumber(workspaceId, numberId));
    if (fresh === undefined || fresh.disconnectedAt !== null) throw new AppError('number_not_connected');
    await appendAudit(ctx.audit, tx, {
      actor: input.actor,
      action: 'number.token_renewed',
      target: { kind: 'number', id: numberPublicId(numberId) },
      after: { app_secret_replaced: input.app_secret !== undefined },
    });
    return fresh;
  });
  return presentNumber(row, ctx.endpoints().publicUrl, now);
}

async function load(ctx: NumbersContext, workspaceId: string, numberId: string): Promise<{ number: NumberRow; account: AccountRow }> {
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [number] = await tx.query<NumberRow>(selectNumber(workspaceId, numberId));
    if (number === undefined) throw new AppError('not_found');
    if (number.disconnectedAt !== null) throw new AppError('number_not_connected');
    const [account] = await tx.query<AccountRow>(selectAccount(workspaceId, number.wabaAccountId));
    if (account === undefined) throw new AppError('not_found');
    return { number, account };
  });
}
