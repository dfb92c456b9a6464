import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { SAMPLE_IDS } from '@kabar/cloud-api/samples';
import { createPeopleCache } from '../src/modules/contacts/index.ts';
import { createIntake, type Intake } from '../src/modules/intake/index.ts';
import { receiveDelivery } from '../src/modules/intake/receive-delivery.ts';
import { registerInbound, type InboundMedia } from '../src/modules/media/index.ts';
import { applyAccountEvents, recordWebhooks } from '../src/modules/numbers/index.ts';
import { engineQuery } from '../src/platform/db/tx.ts';
import { systemIds } from '../src/platform/ids.ts';
import { createHolderId } from '../src/platform/leases/lease.ts';
import { silentLog } from '../src/platform/log.ts';
import { createMetrics, type Metrics } from '../src/platform/metrics.ts';
import { createConsentWorld, type ConsentWorld } from './consent-world.ts';
import type { TestDatabase } from './harness.ts';
import { waitFor } from './harness.ts';
import type { MessageWorld } from './message-world.ts';

/** The intake of one process over a message world: its address, its signatures, its engine. */
export type IntakeWorld = {
  intake: Intake;
  consent: ConsentWorld;
  metrics: Metrics;
  webhookKey: string;
  verifyToken: string;
  appSecret: string;
  phoneNumberId: string;
  wabaId: string;
  /** Files that messages asked to be fetched. */
  files: InboundMedia[];
  /** A body of the shared samples, made to be about this world's number. */
  about(body: unknown): Buffer;
  sign(body: Buffer): string;
  /** Stores a delivery as the edge does. */
  deliver(body: Buffer): Promise<void>;
  /** Waits until nothing is left to process. */
  settled(): Promise<void>;
  /** Another process on the same database. */
  another(): IntakeWorld;
  close(): Promise<void>;
};

/** Builds an intake for a world. `start` false leaves deliveries unprocessed until `intake.engine.start()`. */
export async function createIntakeWorld(
  database: TestDatabase,
  world: MessageWorld,
  options: { start?: boolean } = {},
): Promise<IntakeWorld> {
  const { workspaceId, wabaAccountId } = world;
  const [row] = await database.admin<{ phone_number_id: string; waba_id: string }>(
    'select phone_number_id, waba_id from numbers n join waba_accounts a on a.id = n.waba_account_id where n.id = $1',
    [world.numberId],
  );
  if (row === undefined) throw new Error('no number');
  const webhookKey = systemIds.uuid().replaceAll('-', '');
  const [verifyToken, appSecret] = [`verify-${webhookKey}`, `secret-${webhookKey}`];
  const account = {
    workspaceId,
    wabaAccountId,
    wabaId: row.waba_id,
    appSecretKeys: [createSecretKey(Buffer.from('a former secret')), createSecretKey(Buffer.from(appSecret))],
    verifyTokenHash: createHash('sha256').update(verifyToken).digest(),
    numbersByPhoneNumberId: new Map([[row.phone_number_id, world.numberId]]),
    isDisconnected: false,
  };
  const about = (body: unknown): Buffer =>
    Buffer.from(JSON.stringify(body).replaceAll(SAMPLE_IDS.phoneNumberId, row.phone_number_id).replaceAll(SAMPLE_IDS.wabaId, row.waba_id));
  const sign = (body: Buffer): string => `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

  const build = (start: boolean): IntakeWorld => {
    const files: InboundMedia[] = [];
    const { db, keyring, clock, ids } = world.people;
    const metrics = createMetrics({ processMetrics: false });
    const consent = createConsentWorld(world.people);
    const intake = createIntake({
      db,
      keyring,
      clock,
      ids,
      cache: createPeopleCache(),
      log: silentLog,
      metrics,
      notifications: world.notifications,
      holder: createHolderId(),
      payloadRetentionDays: 7,
      webhookAccountByKey: async (key) => (key === webhookKey ? account : null),
      applyAccountEvents: (tx, id, units) => applyAccountEvents({ clock, ids, applyTemplateChanges: async () => undefined }, tx, id, units),
      recordWebhooks: (tx, numbers, at) => recordWebhooks({ ids }, tx, numbers, at),
      hearConsents: (tx, heard) => consent.hear(tx, heard),
      registerMedia: async (tx, batch) => {
        await registerInbound({ keyring, clock }, tx, batch);
        files.push(...batch);
      },
    });
    if (start) intake.engine.start();
    const deliver = async (body: Buffer): Promise<void> => {
      await receiveDelivery(intake.ctx, { webhookKey, signature: sign(body), body });
    };
    return {
      intake,
      consent,
      metrics,
      webhookKey,
      verifyToken,
      appSecret,
      phoneNumberId: row.phone_number_id,
      wabaId: row.waba_id,
      files,
      about,
      sign,
      deliver,
      settled: async () => {
        await waitFor('all deliveries are processed', async () => {
          const open = await engineQuery<{ count: number }>(db, {
            text: 'select count(*)::int as count from intake_deliveries where processed_at is null',
          });
          return open[0]?.count === 0;
        });
      },
      another: () => build(false),
      close: async () => {
        await intake.engine.stop();
        await intake.close();
      },
    };
  };
  return build(options.start ?? true);
}
