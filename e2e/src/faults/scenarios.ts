import { setTimeout as delay } from 'node:timers/promises';
import type { BehavioursPatch } from '@kabar/emulator/control';
import type { Stand } from '../stand/stand.ts';

/** Something that goes wrong while messages flow. Runs beside the traffic and ends with everything repaired. */
export type Scenario = {
  name: string;
  /** What the world does wrong during the whole run. */
  behaviours?: BehavioursPatch;
  /** `random` gives 0 to 1. */
  disturb?(stand: Stand, random: () => number, rounds: number): Promise<void>;
};

/** A pause somewhere in the flow; the moment is what is random, and nothing is asserted about it. */
function someTime(random: () => number): Promise<void> {
  return delay(50 + random() * 700);
}

/** The faults that the product promises to survive. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'kill -9 of the worker',
    async disturb(stand, random, rounds) {
      for (let round = 0; round < rounds; round += 1) {
        await someTime(random);
        await stand.workers[0]?.kill();
        await stand.restartWorker(0);
      }
    },
  },
  {
    name: 'kill -9 of the api',
    async disturb(stand, random, rounds) {
      for (let round = 0; round < rounds; round += 1) {
        await someTime(random);
        await stand.apis[0]?.kill();
        await stand.restartApi(0);
      }
    },
  },
  {
    name: 'kill -9 of PostgreSQL',
    async disturb(stand, random, rounds) {
      for (let round = 0; round < rounds; round += 1) {
        await someTime(random);
        await stand.postgres.kill();
        await stand.postgres.start();
      }
    },
  },
  {
    name: 'kill -9 of everything of ours at once',
    async disturb(stand, random, rounds) {
      for (let round = 0; round < rounds; round += 1) {
        await someTime(random);
        await Promise.all([stand.workers[0]?.kill(), stand.apis[0]?.kill(), stand.postgres.kill()]);
        await stand.postgres.start();
        await stand.restartApi(0);
        await stand.restartWorker(0);
      }
    },
  },
  {
    name: 'errors of Meta before and after it took the message',
    behaviours: {
      upstream: {
        httpError: { probability: 0.03, status: 503 },
        httpErrorAfterAccept: { probability: 0.05, status: 500 },
        graphError: { probability: 0.05, code: 130429 },
      },
    },
  },
  {
    name: 'broken and slow connections to Meta',
    behaviours: {
      upstream: {
        reset: { probability: 0.03 },
        resetAfterAccept: { probability: 0.05 },
        garbledAfterAccept: { probability: 0.03 },
        slow: { probability: 0.1, minMs: 50, maxMs: 400 },
      },
    },
  },
  {
    name: 'webhooks doubled, reordered, delayed, in batches',
    behaviours: {
      webhooks: {
        duplicate: 0.3,
        reorder: 0.5,
        delay: { minMs: 0, maxMs: 800 },
        batchSize: 1_000,
        batchLingerMs: 150,
        statusBeforeResponse: true,
        unknownFields: 0.3,
      },
      statuses: { autoRead: true },
    },
  },
];
