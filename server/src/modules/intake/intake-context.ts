import type { HeardMessage, HeardPreference } from '#modules/consent';
import type { PeopleDeps } from '#modules/contacts';
import type { InboundMedia } from '#modules/media';
import type { WebhookAccount } from '#modules/numbers';
import type { Batcher } from '#platform/batcher';
import type { EngineTx } from '#platform/db/tx';
import type { Log } from '#platform/log';
import type { AccountUnit } from '#whatsapp/account-fact';
import type { NewDelivery } from './deliveries.sql.ts';
import type { IntakeMetrics } from './intake-metrics.ts';

/** What the intake needs. The functions belong to other modules; the role that builds this hands them in. */
export type IntakeContext = PeopleDeps & {
  log: Log;
  metrics: IntakeMetrics;
  store: Batcher<NewDelivery, void>;
  /** How long payloads are kept and can be replayed, in days. */
  payloadRetentionDays: number;
  /** Null for an address that is not of any account. `isFresh` asks the database. */
  webhookAccountByKey(webhookKey: string, isFresh?: boolean): Promise<WebhookAccount | null>;
  /** Records what WhatsApp tells about accounts, numbers and templates. Idempotent. */
  applyAccountEvents(tx: EngineTx, workspaceId: string, units: readonly AccountUnit[]): Promise<unknown>;
  /** Notes that webhooks of these numbers arrived. */
  recordWebhooks(tx: EngineTx, numbers: readonly { workspaceId: string; numberId: string }[], at: Date): Promise<unknown>;
  /** Puts files in line to be fetched, in the transaction that stores their messages. */
  registerMedia(tx: EngineTx, files: readonly InboundMedia[]): Promise<unknown>;
  /** Hears STOP, START, buttons and choices in WhatsApp, in the transaction that stores them. */
  hearConsents(tx: EngineTx, heard: { messages: readonly HeardMessage[]; preferences: readonly HeardPreference[] }): Promise<unknown>;
};
