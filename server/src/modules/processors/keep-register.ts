import { withEngine } from '#platform/db/tx';
import type { EgressTally } from '#platform/egress/gate';
import { matchesHost } from '#platform/egress/gate';
import { provisionalMs, ruleOf } from './judge-processor.ts';
import { loadRegister, type Register } from './load-register.ts';
import type { ProcessorsContext } from './processors-context.ts';
import { addCalls, startProvisionalTime } from './processors.sql.ts';
import { registerChannel } from './record-change.ts';
import { seedProcessors } from './seed-processors.ts';

const everyMs = 30_000;

/** Runs in every process: keeps the gate on the register. */
export type RegisterKeeper = {
  name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Writes down what was asked since the last time, and reads the register again. For tests; otherwise it does so by itself. */
  refresh(): Promise<void>;
};

/**
 * Makes the register follow the configuration, then gives the gate its rules: at start, when anybody changes the register, and twice a minute, since rules
 * end with time. While the database is away the last rules hold.
 */
export function createRegisterKeeper(ctx: ProcessorsContext): RegisterKeeper {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let unlisten = (): void => undefined;
  let unwritten: EgressTally[] = [];

  const refresh = async (): Promise<void> => {
    unwritten = [...unwritten, ...ctx.gate.drainTallies()].slice(-5_000);
    const tallies = unwritten;
    if (tallies.length > 0) {
      await withEngine(ctx.db, 'connections are counted for the installation', (tx) => tx.query(addCalls(merge(tallies))));
      unwritten = unwritten.slice(tallies.length);
    }
    const register = await loadRegister(ctx.db, ctx.clock.now());
    await startTimes(ctx, register, tallies);
    const now = ctx.clock.now();
    ctx.gate.replaceRules(register.processors.map((row) => ruleOf(row, register.transfers, ctx.homeRegion, now)));
  };
  const next = (): Promise<void> => {
    running = running.then(refresh).catch((error: unknown) => ctx.log.warn('the register of recipients could not be read', { error }));
    return running;
  };
  const loop = async (): Promise<void> => {
    for (;;) {
      await ctx.clock.sleep(everyMs, stopping.signal);
      await next();
    }
  };

  return {
    name: 'register',
    start: async () => {
      await seedProcessors(ctx);
      await refresh();
      unlisten = ctx.notifications.on(registerChannel, { received: () => void next(), missed: () => void next() });
      loop().catch(() => undefined); // ends with the signal
    },
    stop: async () => {
      unlisten();
      stopping.abort();
      await next();
    },
    refresh,
  };
}

/** The time of a provisional recipient begins with its first call. */
async function startTimes(ctx: ProcessorsContext, register: Register, tallies: readonly EgressTally[]): Promise<void> {
  const begun = register.processors.filter(
    (row) =>
      row.status === 'provisional' &&
      row.provisionalUntil === null &&
      tallies.some(
        ({ host, purpose, outcome }) =>
          outcome === 'allowed' && row.purposes.includes(purpose) && row.hosts.some((pattern) => matchesHost(pattern, host)),
      ),
  );
  if (begun.length === 0) return;
  const until = new Date(ctx.clock.now().getTime() + provisionalMs);
  await withEngine(ctx.db, 'the time of a provisional recipient begins', async (tx) => {
    for (const row of begun) await tx.query(startProvisionalTime(row.id, until));
  });
  for (const row of begun) row.provisionalUntil = until;
}

/** One row per day, place and outcome, as one statement can write each only once. */
function merge(tallies: readonly EgressTally[]): Parameters<typeof addCalls>[0] {
  const rows = new Map<string, { day: string; host: string; purpose: string; outcome: string; count: number; lastAt: Date }>();
  for (const { host, purpose, outcome, count, lastAt } of tallies) {
    const day = lastAt.toISOString().slice(0, 10);
    const key = `${day} ${host} ${purpose} ${outcome}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { day, host, purpose, outcome, count, lastAt });
    else {
      row.count += count;
      row.lastAt = lastAt;
    }
  }
  return [...rows.values()];
}
