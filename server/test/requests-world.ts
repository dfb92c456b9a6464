import { setTimeout as soon } from 'node:timers/promises';
import { exportsJobs, type ExportsContext } from '../src/modules/exports/index.ts';
import { requestsJobs, type RequestsContext } from '../src/modules/requests/index.ts';
import { createManualClock, type ManualClock } from '../src/platform/clock.ts';
import type { BoundJob } from '../src/platform/jobs/job.ts';
import type { Mail } from '../src/platform/mail/mail.ts';
import { createDiskStorage } from '../src/platform/storage/disk-storage.ts';
import { createSealedStorage } from '../src/platform/storage/sealed-storage.ts';
import { catalogue } from '../src/roles/personal-data.ts';
import { createCopyHands, createErasureHands } from '../src/roles/request-hands.ts';
import { createAutomationWorld, type AutomationWorld } from './automation-world.ts';
import { createConsentWorld } from './consent-world.ts';
import { contactsContext } from './contacts-world.ts';
import { erasureContext } from './erasure-world.ts';
import type { TestDatabase } from './harness.ts';

/** The privacy office over a test database: real contacts, consent, exports and messages; mails are collected. */
export type RequestsWorld = AutomationWorld & {
  ctx: RequestsContext;
  clock: ManualClock;
  mails: (Mail & { key: string })[];
  /** Runs a minute's work: jobs that were ordered, then what has to happen at its time. */
  tick(): Promise<void>;
  /** Advances the clock and does what has to happen then. */
  later(ms: number): Promise<void>;
};

/** Builds it. The clock stands at `start`. */
export async function createRequestsWorld(database: TestDatabase, start: Date): Promise<RequestsWorld> {
  const clock = createManualClock(start);
  const world = await createAutomationWorld(database, clock);
  const mails: RequestsWorld['mails'] = [];
  const contacts = contactsContext(world, { clock });
  const exported: ExportsContext = {
    ...contacts,
    storage: createSealedStorage(createDiskStorage(world.folder)),
    openFile: async () => null,
    catalogue,
    readOpened: async function* () {},
  };
  const { recorder } = createConsentWorld({ ...world.people, clock });
  const ctx: RequestsContext = {
    ...contacts,
    contacts,
    consent: recorder,
    mails: {
      add: async (_tx, mail, options) => {
        const key = options?.dedupeKey ?? String(mails.length);
        if (!mails.some((one) => one.key === key)) mails.push({ ...mail, key });
      },
    },
    publicUrl: 'https://kabar.example.com',
    operatorMails: ['operator@example.com'],
    send: (message) => world.send(message),
    erasure: createErasureHands(erasureContext(world, { clock })),
    copies: createCopyHands(exported),
    indexAgain: async () => true,
  };
  const jobs = (): BoundJob[] => [...requestsJobs(ctx), ...exportsJobs(exported)];
  const run = async (name: string, payload: unknown): Promise<void> => {
    const job = jobs().find(({ definition }) => definition.name === name);
    const outcome = await job?.run(payload, { jobId: name, attempt: 1, signal: new AbortController().signal });
    if (outcome !== undefined && outcome.kind !== 'done') throw new Error(`${name}: ${outcome.reason}`);
  };
  const tick = async (): Promise<void> => {
    for (let round = 0; round < 6; round += 1) {
      for (const { name, payload } of contacts.enqueued.splice(0)) await run(name, payload);
      await run('requests.watch_clocks', {});
      clock.advance(2_500); // what waits a moment is looked at again
      await soon(0);
      if (contacts.enqueued.length === 0 && round > 2) return;
    }
  };
  return {
    ...world,
    ctx,
    clock,
    mails,
    tick,
    later: async (ms) => {
      clock.advance(ms);
      await tick();
    },
  };
}
