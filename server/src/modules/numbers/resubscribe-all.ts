import { engineQuery, withTenant } from '#platform/db/tx';
import { selectConnectedAccounts, updateAccountSubscribed, updateAccountVerifyToken, type AccountRow } from './accounts.sql.ts';
import { ensureAppCallback } from './app-webhooks.ts';
import { addressOf } from './connections.ts';
import { newVerifyToken } from './credentials.ts';
import type { NumbersContext } from './numbers-context.ts';
import { webhookUrlOf } from './present-number.ts';

/**
 * Points the webhooks of every connected account to `publicUrl`, for example after the port of a machine changed. Accounts
 * that already point there are left alone. The process must already answer handshakes. One account's failure is logged and
 * does not stop the others. Gives how many were changed and how many could not be.
 */
export async function resubscribeAll(ctx: NumbersContext, publicUrl: string): Promise<{ changedCount: number; failedCount: number }> {
  const result = { changedCount: 0, failedCount: 0 };
  const batch = 100;
  let afterId: string | null = null;
  for (;;) {
    const accounts: (AccountRow & { subscribedUrl: string | null })[] = await engineQuery(ctx.db, selectConnectedAccounts(afterId, batch));
    for (const account of accounts) {
      const callbackUrl = webhookUrlOf(publicUrl, account.webhookKey);
      if (account.subscribedUrl === callbackUrl) continue;
      if (await resubscribe(ctx, account, callbackUrl)) result.changedCount += 1;
      else result.failedCount += 1;
    }
    afterId = accounts.at(-1)?.id ?? null;
    if (accounts.length < batch) return result;
  }
}

async function resubscribe(ctx: NumbersContext, account: AccountRow, callbackUrl: string): Promise<boolean> {
  const { workspaceId, id } = account;
  const address = addressOf(ctx.endpoints(), account.provider);
  if (address === null || account.accessTokenSealed === null) return false;
  const place = { workspaceId, table: 'waba_accounts', column: 'access_token', rowId: id };
  const accessToken = await ctx.keyring.openSecret(place, account.accessTokenSealed);
  const verify = newVerifyToken();
  // Committed first: WhatsApp asks the address with this token before it answers.
  await withTenant(ctx.db, workspaceId, (tx) => tx.query(updateAccountVerifyToken(workspaceId, id, verify.hash)));
  const outcome = await ctx.provider.subscribe(
    { ...address, wabaId: account.wabaId, phoneNumberId: '', accessToken },
    { callbackUrl, verifyToken: verify.token },
  );
  if (!outcome.ok) {
    ctx.log.warn('the webhooks of an account could not be pointed to the new address', {
      workspaceId,
      metaCode: outcome.error.code,
      httpStatus: outcome.error.httpStatus,
    });
    return false;
  }
  if (account.appSecretSealed !== null) {
    const appSecret = await ctx.keyring.openSecret({ ...place, column: 'app_secret' }, account.appSecretSealed);
    await ensureAppCallback(ctx, { provider: account.provider, appId: account.appId, appSecret, callbackUrl, verifyToken: verify.token });
  }
  await withTenant(ctx.db, workspaceId, (tx) => tx.query(updateAccountSubscribed(workspaceId, id, callbackUrl, ctx.clock.now())));
  return true;
}
