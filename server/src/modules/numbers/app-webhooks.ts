import { createHash } from 'node:crypto';
import { engineQuery, withTenant } from '#platform/db/tx';
import type { AppConnection } from '#whatsapp/provider';
import { selectAccountOfApp, updateAccountVerifyToken, type AccountRow } from './accounts.sql.ts';
import { addressOf } from './connections.ts';
import { newVerifyToken } from './credentials.ts';
import type { NumbersContext, ProviderName } from './numbers-context.ts';
import { webhookKeyOf, webhookUrlOf } from './present-number.ts';

/** The app behind an account, and the account's own webhook address with its present verify token. */
export type AppTarget = { provider: ProviderName; appId: string | null; appSecret: string; callbackUrl: string; verifyToken: string };

/**
 * Where the app's own webhooks go after the try. `elsewhere`: to a system that is not this one, which is left alone; what they
 * would tell is then learned by reading numbers every half hour and templates every hour.
 */
export type AppCallback = { kind: 'here' } | { kind: 'elsewhere'; host: string } | { kind: 'unknown' };

/**
 * Sees to it that events about accounts, templates and limits reach us: they follow no override of an account but go to the
 * app's own address. An address of somebody else's is never taken over; one of ours that is alive is left as it is, because
 * its deliveries are shared out by account. Never throws for anything that WhatsApp does.
 */
export async function ensureAppCallback(ctx: NumbersContext, target: AppTarget): Promise<AppCallback> {
  const app = appConnectionOf(ctx, target);
  if (app === null) return { kind: 'unknown' };
  const current = await ctx.provider.getAppCallback(app);
  if (!current.ok) return { kind: 'unknown' };
  const { callbackUrl } = current.value;
  if (callbackUrl !== null && URL.canParse(callbackUrl)) {
    const key = webhookKeyOf(callbackUrl);
    const account = key === null ? null : await ctx.connections.webhookAccountByKey(key, true);
    if (account === null && !isOldAddress(ctx, callbackUrl, key)) return { kind: 'elsewhere', host: new URL(callbackUrl).host };
    const isSameOrigin = new URL(callbackUrl).origin === new URL(target.callbackUrl).origin;
    if (account !== null && !account.isDisconnected && isSameOrigin && callbackUrl !== target.callbackUrl) return { kind: 'here' };
  }
  const outcome = await ctx.provider.subscribeApp(app, { callbackUrl: target.callbackUrl, verifyToken: target.verifyToken });
  return outcome.ok ? { kind: 'here' } : { kind: 'unknown' };
}

/**
 * Before an account goes: when the app's own webhooks come to its address, hands them to another connected account of the app,
 * or ends them when there is none. Never throws for anything that WhatsApp does.
 */
export async function handOverAppCallback(ctx: NumbersContext, leaving: Omit<AppTarget, 'verifyToken'>): Promise<void> {
  const app = appConnectionOf(ctx, leaving);
  if (app === null || leaving.appId === null) return;
  const current = await ctx.provider.getAppCallback(app);
  if (!current.ok || current.value.callbackUrl !== leaving.callbackUrl) return;
  const statement = selectAccountOfApp(leaving.provider, leaving.appId, hashAppSecret(leaving.appSecret));
  const [heir] = await engineQuery<AccountRow>(ctx.db, statement);
  if (heir === undefined) {
    await ctx.provider.unsubscribeApp(app);
    return;
  }
  const verify = newVerifyToken();
  await withTenant(ctx.db, heir.workspaceId, (tx) => tx.query(updateAccountVerifyToken(heir.workspaceId, heir.id, verify.hash)));
  const callbackUrl = webhookUrlOf(ctx.endpoints().publicUrl, heir.webhookKey);
  await ctx.provider.subscribeApp(app, { callbackUrl, verifyToken: verify.token });
}

/** SHA-256 of an app secret; equal for accounts of one app. The secret is random, so the hash gives nothing away. */
export function hashAppSecret(appSecret: string): Buffer {
  return createHash('sha256').update('kabar app secret').update(appSecret, 'utf8').digest();
}

function appConnectionOf(ctx: NumbersContext, target: Pick<AppTarget, 'provider' | 'appId' | 'appSecret'>): AppConnection | null {
  const address = addressOf(ctx.endpoints(), target.provider);
  return address === null || target.appId === null ? null : { ...address, appId: target.appId, appSecret: target.appSecret };
}

/** An address of our form on our own host whose account is gone. */
function isOldAddress(ctx: NumbersContext, callbackUrl: string, key: string | null): boolean {
  return key !== null && new URL(callbackUrl).hostname === new URL(ctx.endpoints().publicUrl).hostname;
}
