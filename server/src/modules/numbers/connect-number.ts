import type { ConnectNumberRequest, ConnectNumberResponse } from '@kabar/contract';
import { appendAudit, type AuditActor } from '#modules/audit';
import { engineQuery, withEngine, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { Connection, NumberFacts, TokenFacts } from '#whatsapp/provider';
import {
  insertAccount,
  selectAccountForUpdate,
  updateAccountConnected,
  updateAccountDisconnected,
  updateAccountForHandshake,
  type AccountRow,
} from './accounts.sql.ts';
import { ensureAppCallback, hashAppSecret, type AppTarget } from './app-webhooks.ts';
import { stateOf, withFacts, writeNumbers } from './change-number.ts';
import { addressOf } from './connections.ts';
import { checkCredentials, newVerifyToken, newWebhookKey, orRefuse, refusal, type CheckedCredentials } from './credentials.ts';
import { insertNumberEvents } from './number-events.sql.ts';
import type { NumbersContext, ProviderName } from './numbers-context.ts';
import { selectIsNumberTaken, selectNumber, selectNumberByPhoneNumberId, upsertNumber, type NumberRow } from './numbers.sql.ts';
import { numberPublicId, presentNumber, webhookUrlOf } from './present-number.ts';

/** Who connects what. */
export type ConnectInput = ConnectNumberRequest & { workspaceId: string; actor: AuditActor; provider: ProviderName; signal?: AbortSignal };

/** How long deliveries signed with a replaced app secret are still taken. */
export const secretOverlapMs = 24 * 3_600_000;
export const refreshEveryMs = 30 * 60_000;

/**
 * Connects a number: checks the credentials with WhatsApp, claims the account, points its webhooks to us, registers the
 * number where a PIN is given and needed, and stores all of it sealed. A number that was disconnected in this workspace comes
 * back with its conversations.
 *
 * The claim of the account is committed before the subscription, because WhatsApp asks our address with the verify token
 * before it answers; when the rest fails the claim is taken back.
 *
 * Errors: `number_credentials_refused`, `number_taken`, `upstream_unavailable`.
 */
export async function connectNumber(ctx: NumbersContext, input: ConnectInput): Promise<ConnectNumberResponse> {
  const address = addressOf(ctx.endpoints(), input.provider);
  if (address === null) throw new AppError('emulator_unavailable');
  const connection: Connection = {
    ...address,
    phoneNumberId: input.phone_number_id,
    wabaId: input.waba_id,
    accessToken: input.access_token,
  };
  const checked = await checkCredentials(ctx, connection, input.app_secret, input.signal);
  await refuseTaken(ctx, input);
  const number = await registerIfNeeded(ctx, connection, checked.number, input.pin);

  const verify = newVerifyToken();
  const claim = await claimAccount(ctx, input, verify.hash);
  const webhookUrl = webhookUrlOf(ctx.endpoints().publicUrl, claim.webhookKey);
  try {
    orRefuse(await ctx.provider.subscribe(connection, { callbackUrl: webhookUrl, verifyToken: verify.token }), 'webhooks to this address');
    checked.token = await withAppId(ctx, connection, checked.token, webhookUrl);
    const row = await storeConnection(ctx, input, claim, { ...checked, number }, webhookUrl);
    await afterConnect(ctx, row, {
      provider: input.provider,
      appId: checked.token?.appId ?? null,
      appSecret: input.app_secret,
      callbackUrl: webhookUrl,
      verifyToken: verify.token,
    });
    return { number: presentNumber(row, ctx.endpoints().publicUrl, ctx.clock.now()), webhook_url: webhookUrl, verify_token: verify.token };
  } catch (error) {
    if (claim.isNew)
      await withTenant(ctx.db, input.workspaceId, async (tx) => {
        await tx.query(updateAccountDisconnected(input.workspaceId, claim.id, ctx.clock.now()));
        await tellAccount(ctx, tx, input, 'whatsapp_account.connection_given_up');
      });
    throw error;
  }
}

/** Not every token may look at itself; the subscription just made then tells which app it belongs to. */
async function withAppId(
  ctx: NumbersContext,
  connection: Connection,
  token: TokenFacts | null,
  webhookUrl: string,
): Promise<TokenFacts | null> {
  if (token !== null && token.appId !== null) return token;
  const found = await ctx.provider.findAppId(connection, webhookUrl);
  if (!found.ok || found.value.appId === null) return token;
  return { isValid: true, scopes: [], wabaIds: null, expiresAt: null, ...token, appId: found.value.appId };
}

/** Only after the credentials proved good, so that nobody learns of others' numbers by trying. */
async function refuseTaken(ctx: NumbersContext, input: ConnectInput): Promise<void> {
  const [row] = await engineQuery<{ isTaken: boolean }>(
    ctx.db,
    selectIsNumberTaken(input.phone_number_id, input.provider, input.waba_id, input.workspaceId),
  );
  if (row?.isTaken === true) throw new AppError('number_taken');
  const mine = await withEngine(ctx.db, 'a number is connected once', (tx) =>
    tx.query<NumberRow>(selectNumberByPhoneNumberId(input.workspaceId, input.phone_number_id)),
  );
  if (mine[0] !== undefined && mine[0].disconnectedAt === null) throw new AppError('number_taken');
}

async function registerIfNeeded(
  ctx: NumbersContext,
  connection: Connection,
  facts: NumberFacts,
  pin: string | undefined,
): Promise<NumberFacts> {
  if (facts.isRegistered) return facts;
  if (pin === undefined)
    throw refusal('The number is not registered for the Cloud API yet. Give its six-digit two-step PIN; if it has none, choose one.');
  orRefuse(await ctx.provider.register(connection, pin), 'registering the number');
  const again = await ctx.provider.getPhoneNumber(connection);
  return again.ok ? again.value : facts;
}

type Claim = { id: string; webhookKey: string; isNew: boolean; account: AccountRow | null };

/** Makes the account ours and ready for the handshake. A known and connected account keeps its secrets until all is well. */
async function claimAccount(ctx: NumbersContext, input: ConnectInput, verifyTokenHash: Buffer): Promise<Claim> {
  const { workspaceId, provider, waba_id: wabaId } = input;
  return translateTaken(() =>
    withTenant(ctx.db, workspaceId, async (tx) => {
      const [known] = await tx.query<AccountRow>(selectAccountForUpdate(workspaceId, provider, wabaId));
      if (known !== undefined) {
        const isReopened = known.disconnectedAt !== null;
        await tx.query(updateAccountForHandshake({ workspaceId, id: known.id, verifyTokenHash, isReopened }));
        if (isReopened) await tellAccount(ctx, tx, input, 'whatsapp_account.connection_begun');
        return { id: known.id, webhookKey: known.webhookKey, isNew: isReopened, account: known };
      }
      const id = ctx.ids.uuid();
      const webhookKey = newWebhookKey();
      const sealed = await sealSecrets(ctx, tx, id, input);
      await tx.query(insertAccount({ workspaceId, id, provider, wabaId, webhookKey, verifyTokenHash, ...sealed, at: ctx.clock.now() }));
      await tellAccount(ctx, tx, input, 'whatsapp_account.connection_begun');
      return { id, webhookKey, isNew: true, account: null };
    }),
  );
}

/** From here on the account's secrets are stored, whether or not a number comes of it. */
async function tellAccount(
  ctx: NumbersContext,
  tx: TenantTx,
  { actor, waba_id }: ConnectInput,
  action: 'whatsapp_account.connection_begun' | 'whatsapp_account.connection_given_up',
): Promise<void> {
  await appendAudit(ctx.audit, tx, { actor, action, after: { waba_id } });
}

async function storeConnection(
  ctx: NumbersContext,
  input: ConnectInput,
  claim: Claim,
  checked: CheckedCredentials,
  webhookUrl: string,
): Promise<NumberRow> {
  const { workspaceId } = input;
  const now = ctx.clock.now();
  return translateTaken(() =>
    withTenant(ctx.db, workspaceId, async (tx) => {
      const sealed = await sealSecrets(ctx, tx, claim.id, input);
      await tx.query(
        updateAccountConnected({
          workspaceId,
          id: claim.id,
          name: checked.waba.name,
          reviewStatus: checked.waba.reviewStatus,
          ...sealed,
          keepsPrevious: await isOtherSecret(ctx, tx, claim, input.app_secret),
          previousUntil: new Date(now.getTime() + secretOverlapMs),
          tokenExpiresAt: checked.token?.expiresAt ?? null,
          appId: checked.token?.appId ?? null,
          appSecretHash: hashAppSecret(input.app_secret),
          subscribedUrl: webhookUrl,
          at: now,
        }),
      );
      const displayPhoneNumber = checked.number.displayPhoneNumber;
      const [stored] = await tx.query<{ id: string }>(
        upsertNumber({
          workspaceId,
          id: ctx.ids.uuid(),
          wabaAccountId: claim.id,
          phoneNumberId: input.phone_number_id,
          displayPhoneNumber,
          at: now,
        }),
      );
      if (stored === undefined) throw new Error('the number was not stored');
      const [before] = await tx.query<NumberRow>(selectNumber(workspaceId, stored.id, true));
      if (before === undefined) throw new Error('the number was not stored');
      const state = { ...withFacts(stateOf(before), checked.number), refreshedAt: now, factsAt: wholeSeconds(now) };
      const lines = [
        { kind: 'connected', text: input.provider === 'emulator' ? 'Connected to the emulator' : 'Connected to the Cloud API' },
      ];
      const refreshDueAt = new Date(now.getTime() + refreshEveryMs);
      const [written] = await writeNumbers(ctx, tx, [{ before: { ...before, refreshedAt: null }, state, at: now, lines, refreshDueAt }]);
      await appendAudit(ctx.audit, tx, {
        actor: input.actor,
        action: 'number.connected',
        target: { kind: 'number', id: numberPublicId(before.id) },
        after: {
          provider: input.provider,
          waba_id: input.waba_id,
          phone_number_id: input.phone_number_id,
          display_phone_number: displayPhoneNumber,
        },
      });
      return { ...before, ...written };
    }),
  );
}

async function sealSecrets(
  ctx: NumbersContext,
  tx: TenantTx,
  accountId: string,
  input: Pick<ConnectInput, 'workspaceId' | 'app_secret' | 'access_token'>,
): Promise<{ appSecretSealed: Buffer; accessTokenSealed: Buffer }> {
  const place = (column: string) => ({ workspaceId: input.workspaceId, table: 'waba_accounts', column, rowId: accountId });
  return {
    appSecretSealed: await ctx.keyring.sealSecret(place('app_secret'), input.app_secret, tx),
    accessTokenSealed: await ctx.keyring.sealSecret(place('access_token'), input.access_token, tx),
  };
}

/** Whether a connected account had another app secret until now, which deliveries under way are still signed with. */
async function isOtherSecret(ctx: NumbersContext, tx: TenantTx, claim: Claim, appSecret: string): Promise<boolean> {
  const { account } = claim;
  if (account === null || account.appSecretSealed === null || claim.isNew) return false;
  const place = { workspaceId: account.workspaceId, table: 'waba_accounts', column: 'app_secret', rowId: account.id };
  return (await ctx.keyring.openSecret(place, account.appSecretSealed, tx)) !== appSecret;
}

/** What helps but must not fail the connection: the app's own webhooks, templates. */
async function afterConnect(ctx: NumbersContext, row: NumberRow, target: AppTarget): Promise<void> {
  const { workspaceId, id, wabaAccountId } = row;
  try {
    const callback = await ensureAppCallback(ctx, target);
    if (callback.kind === 'elsewhere') {
      const text = `Events about templates and limits go to ${callback.host}; they are read from time to time instead`;
      const line = { workspaceId, id: ctx.ids.uuid(), numberId: id, at: ctx.clock.now(), kind: 'account_event', text };
      await withTenant(ctx.db, workspaceId, (tx) => tx.query(insertNumberEvents([line])));
    }
    await ctx.onAccountConnected({ workspaceId, wabaAccountId });
  } catch (error) {
    ctx.log.warn('what follows a new connection failed and is done again later', { workspaceId, error });
  }
}

/** The unique indexes over all workspaces are the last word about who has an account or number. */
async function translateTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === '23505' && 'constraint' in cause;
    if (isTaken && (cause.constraint === 'waba_accounts_connected' || cause.constraint === 'numbers_connected')) {
      throw new AppError('number_taken', { cause });
    }
    throw cause;
  }
}

/** Cuts to the second, the precision of WhatsApp's own times. */
export function wholeSeconds(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}
