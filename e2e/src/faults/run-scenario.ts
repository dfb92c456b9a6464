import type { Stand } from '../stand/stand.ts';
import { compareLedger, type Comparison } from './compare.ts';
import type { Scenario } from './scenarios.ts';
import { makeCustomers, sendTraffic, writeTraffic } from './traffic.ts';

/** How much flows and how often it is disturbed. */
export type RunSize = { customerCount: number; perCustomer: number; inboundPerCustomer: number; rounds: number };

/** Lets messages flow both ways while a scenario disturbs them, repairs the world, and compares. */
export async function runScenario(stand: Stand, scenario: Scenario, size: RunSize, random: () => number): Promise<Comparison> {
  const { control } = stand.emulator;
  const since = new Date();
  await control.resetBehaviours();
  // Retries of webhooks come after seconds instead of hours; the order and number of attempts stay as they are.
  await control.setBehaviours({ webhooks: { retryScale: 0.02, maxRetryGapMs: 1_500 }, limits: { pair: false } });
  const customers = await makeCustomers(stand, size.customerCount);
  if (scenario.behaviours !== undefined) await control.setBehaviours(scenario.behaviours);
  const [accepted] = await Promise.all([
    sendTraffic(stand, customers, size.perCustomer),
    writeTraffic(stand, customers, size.inboundPerCustomer),
    scenario.disturb?.(stand, random, size.rounds),
  ]);
  await control.setBehaviours({
    upstream: {
      httpError: { probability: 0 },
      httpErrorAfterAccept: { probability: 0 },
      graphError: { probability: 0 },
      reset: { probability: 0 },
      resetAfterAccept: { probability: 0 },
      garbledAfterAccept: { probability: 0 },
      slow: { probability: 0 },
    },
  });
  return compareLedger(stand, accepted, customers, { perCustomer: size.inboundPerCustomer, since });
}

/** A repeatable source of random numbers (mulberry32), so that a failing run can be repeated by its seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
