import { randomBytes } from 'node:crypto';
import { createBehaviourBook } from './behaviours.ts';
import type { BehaviourBook } from './behaviours.ts';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createStatusEngine } from './delivery/status-engine.ts';
import type { StatusEngine } from './delivery/status-engine.ts';
import { createWindows } from './delivery/windows.ts';
import type { Windows } from './delivery/windows.ts';
import { createRateLimiter } from './graph/rate-limits.ts';
import type { RateLimiter } from './graph/rate-limits.ts';
import { createPhoneEvents } from './phone-events.ts';
import type { PhoneEvents } from './phone-events.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import { openLedger } from './store/ledger.ts';
import type { Ledger } from './store/ledger.ts';
import { openMediaFiles } from './store/media-files.ts';
import type { MediaFiles } from './store/media-files.ts';
import { openStore } from './store/store.ts';
import type { Store } from './store/store.ts';
import { createTemplateReview } from './templates/review.ts';
import type { TemplateReview } from './templates/review.ts';
import { createDeliverer } from './webhooks/deliverer.ts';
import type { Deliverer } from './webhooks/deliverer.ts';
import { createOutbox } from './webhooks/outbox.ts';
import type { Outbox } from './webhooks/outbox.ts';
import { seedWorld } from './world/seed.ts';
import { openWorld } from './world/world.ts';
import type { World } from './world/world.ts';

/** All parts of the running emulator. Built once; handlers take it whole and use what they need. */
export interface Emulator {
  store: Store;
  world: World;
  ledger: Ledger;
  clock: Clock;
  random: Random;
  behaviours: BehaviourBook;
  rateLimiter: RateLimiter;
  windows: Windows;
  deliverer: Deliverer;
  outbox: Outbox;
  statusEngine: StatusEngine;
  templateReview: TemplateReview;
  mediaFiles: MediaFiles;
  events: PhoneEvents;
  /** Tells open phone pages about a new message, once it is in the ledger. */
  announceMessage(order: number, customerId: string, phoneNumberId: string): void;
  close(): Promise<void>;
}

/** A decimal id as Meta's look; unique for this installation. */
export function createId(random: Random): string {
  return `1${String(random.between(0, 999_999)).padStart(6, '0')}${String(random.between(0, 99_999_999)).padStart(8, '0')}`;
}

/** Builds the emulator on `dataDir` (null = memory only) and takes up what was under way when it last ended. */
export function createEmulator(options: { dataDir: string | null; seed?: number }): Emulator {
  const store = openStore(options.dataDir);
  const world = openWorld(store);
  const random = createRandom(options.seed ?? randomBytes(4).readUInt32LE());
  seedWorld(world, Date.now());

  const savedSalt = world.setting('wamidSalt');
  const salt = typeof savedSalt === 'string' ? savedSalt : randomBytes(6).toString('hex').toUpperCase();
  if (salt !== savedSalt) world.saveSetting('wamidSalt', salt);

  const savedOffset = world.setting('clockOffsetMs');
  const clock = createClock(typeof savedOffset === 'number' ? savedOffset : 0);
  const behaviours = createBehaviourBook(world.setting('behaviours'), (snapshot) => world.saveSetting('behaviours', snapshot));
  const ledger = openLedger(store, salt);
  const events = createPhoneEvents();
  const deliverer = createDeliverer({
    store,
    clock,
    behaviours,
    onDelivered(inboundOrders) {
      const atMs = clock.nowMs();
      for (const order of inboundOrders) ledger.markInboundDelivered(order, atMs);
      if (!events.hasListeners()) return;
      for (const order of inboundOrders) {
        const message = ledger.byOrder(order);
        if (message?.state !== 'delivered') continue;
        const { customerId, phoneNumberId, wamid } = message;
        events.publish({ type: 'state', customerId, phoneNumberId, wamid, state: 'delivered', atMs });
      }
    },
  });
  const outbox = createOutbox({ world, clock, random, behaviours, deliverer });
  const windows = createWindows(clock.nowMs, ledger.lastInboundTimes());
  const statusEngine = createStatusEngine({ world, ledger, clock, random, behaviours, outbox, events });
  const templateReview = createTemplateReview({ world, clock, behaviours, outbox });

  store.flush();
  deliverer.resume();
  statusEngine.resume();
  templateReview.resume();

  return {
    store,
    world,
    ledger,
    clock,
    random,
    behaviours,
    rateLimiter: createRateLimiter(clock, behaviours),
    windows,
    deliverer,
    outbox,
    statusEngine,
    templateReview,
    mediaFiles: openMediaFiles(options.dataDir),
    events,
    announceMessage(order, customerId, phoneNumberId) {
      if (!events.hasListeners()) return;
      store.afterCommit(() => {
        const message = ledger.byOrder(order);
        if (message) events.publish({ type: 'message', customerId, phoneNumberId, message });
      });
    },
    async close() {
      clock.stop();
      outbox.flush();
      await deliverer.close();
      store.close();
    },
  };
}
