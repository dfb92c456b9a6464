import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import type { Notifications } from '#platform/events/notifications';
import type { Connection } from '#whatsapp/provider';
import { selectAccountByWebhookKey, selectConnection, selectNumberOfAccount, type AccountRow } from './accounts.sql.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { Endpoints } from './numbers-context.ts';

/** How to reach WhatsApp as one of our numbers. Ids of ours are database ids. */
export type NumberConnection = Connection & {
  workspaceId: string;
  numberId: string;
  wabaAccountId: string;
  provider: 'cloud' | 'emulator';
};

/** What a delivery to a webhook address is checked against and belongs to. */
export type WebhookAccount = {
  workspaceId: string;
  wabaAccountId: string;
  wabaId: string;
  /** A delivery must be signed with one of these; more than one while a secret is being changed. */
  appSecretKeys: readonly KeyObject[];
  /** SHA-256 of the verify token. */
  verifyTokenHash: Buffer;
  /** Our number id by Meta's, of all numbers of the account, disconnected ones too. */
  numbersByPhoneNumberId: ReadonlyMap<string, string>;
  /** True once the account was disconnected; deliveries under way are still taken for some days. */
  isDisconnected: boolean;
};

/** Reads of credentials for hot paths, from memory. */
export type Connections = {
  /** Null when the number does not exist in the workspace, is disconnected, or its emulator does not run. Errors: `SealError`; database errors. */
  connectionFor(workspaceId: string, numberId: string): Promise<NumberConnection | null>;
  /** The connection of any connected number of an account, for calls about the account itself. Null when there is none. */
  connectionForAccount(workspaceId: string, wabaAccountId: string): Promise<NumberConnection | null>;
  /** Null for an address that is not of any account. `isFresh` asks the database, for the handshake. */
  webhookAccountByKey(webhookKey: string, isFresh?: boolean): Promise<WebhookAccount | null>;
  close(): void;
};

const channel = 'kabar_connections';
/** Bound on how long a change can go unseen when its notification was lost. */
const ttlMs = 30_000;
const keyForm = /^[0-9a-z]{32}$/;

/**
 * Keeps connections and webhook accounts in memory: at most `maxCount` of each, forgotten at commit of any change (the
 * database notifies all processes) and after half a minute in any case.
 */
export function createConnections(options: {
  db: Database;
  keyring: Keyring;
  clock: Clock;
  notifications: Notifications;
  endpoints: () => Endpoints;
  maxCount?: number;
}): Connections {
  const { db, keyring, clock, endpoints, maxCount = 10_000 } = options;
  const numbers = createBoundedCache<NumberConnection | null>({ clock, maxCount, ttlMs, keep: (value) => value !== null });
  const accounts = createBoundedCache<WebhookAccount | null>({ clock, maxCount, ttlMs, keep: (value) => value !== null });
  /** Which cached webhook keys belong to which account, since a notification names the account. */
  const keysOf = new Map<string, string>();
  const stop = options.notifications.on(channel, {
    received: (payload) => {
      const [workspaceId = '', accountId = ''] = payload.split(' ');
      numbers.forgetWhere((key) => key.startsWith(`${workspaceId}/`));
      accounts.forgetWhere((key) => (keysOf.get(key) ?? accountId) === accountId);
    },
    missed: () => {
      numbers.forgetWhere(() => true);
      accounts.forgetWhere(() => true);
      keysOf.clear();
    },
  });

  const loadAccount = async (webhookKey: string): Promise<WebhookAccount | null> => {
    const [row] = await engineQuery<AccountRow & { numbers: Record<string, string> }>(db, selectAccountByWebhookKey(webhookKey));
    if (row === undefined || row.appSecretSealed === null) return null;
    if (keysOf.size >= maxCount) keysOf.clear();
    keysOf.set(webhookKey, row.id);
    return toWebhookAccount(keyring, row, row.appSecretSealed, clock.now());
  };

  const connectionFor: Connections['connectionFor'] = (workspaceId, numberId) =>
    numbers.get(`${workspaceId}/${numberId}`, async () => {
      const [row] = await engineQuery<AccountRow & { phoneNumberId: string }>(db, selectConnection(workspaceId, numberId));
      const address = row === undefined ? null : addressOf(endpoints(), row.provider);
      if (row === undefined || address === null || row.accessTokenSealed === null) return null;
      const place = { workspaceId, table: 'waba_accounts', column: 'access_token', rowId: row.id };
      return {
        workspaceId,
        numberId,
        wabaAccountId: row.id,
        provider: row.provider,
        ...address,
        phoneNumberId: row.phoneNumberId,
        wabaId: row.wabaId,
        accessToken: await keyring.openSecret(place, row.accessTokenSealed),
      };
    });

  return {
    connectionFor,
    connectionForAccount: async (workspaceId, wabaAccountId) => {
      const [row] = await engineQuery<{ id: string }>(db, selectNumberOfAccount(workspaceId, wabaAccountId));
      return row === undefined ? null : connectionFor(workspaceId, row.id);
    },
    webhookAccountByKey: async (webhookKey, isFresh = false) => {
      if (!keyForm.test(webhookKey)) return null;
      return isFresh ? loadAccount(webhookKey) : accounts.get(webhookKey, () => loadAccount(webhookKey));
    },
    close: stop,
  };
}

/** Origin and version to call for an account; null for an emulator account where no emulator runs. */
export function addressOf(endpoints: Endpoints, provider: 'cloud' | 'emulator'): { baseUrl: string; version: string } | null {
  const baseUrl = provider === 'cloud' ? endpoints.graphUrl : endpoints.emulatorUrl;
  return baseUrl === null ? null : { baseUrl: new URL(baseUrl).origin, version: endpoints.graphVersion };
}

async function toWebhookAccount(
  keyring: Keyring,
  row: AccountRow & { numbers: Record<string, string> },
  appSecretSealed: Buffer,
  now: Date,
): Promise<WebhookAccount> {
  const place = { workspaceId: row.workspaceId, table: 'waba_accounts', column: 'app_secret', rowId: row.id };
  const sealed = [appSecretSealed];
  const isRotating = row.previousAppSecretUntil !== null && row.previousAppSecretUntil > now;
  if (isRotating && row.previousAppSecretSealed !== null) sealed.push(row.previousAppSecretSealed);
  const secrets = await Promise.all(sealed.map((bytes) => keyring.openSecret(place, bytes)));
  return {
    workspaceId: row.workspaceId,
    wabaAccountId: row.id,
    wabaId: row.wabaId,
    // KeyObjects, because a Buffer key costs three times as much per delivery under Node 24.
    appSecretKeys: secrets.map((secret) => createSecretKey(Buffer.from(secret, 'utf8'))),
    verifyTokenHash: row.verifyTokenHash,
    numbersByPhoneNumberId: new Map(Object.entries(row.numbers)),
    isDisconnected: row.disconnectedAt !== null,
  };
}
