import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { withEngine } from '../db/tx.ts';
import { identifyProcess } from '../process-identity.ts';
import {
  LeaseLostError,
  acquireLease,
  acquireLeases,
  assertFence,
  createHolderId,
  releaseLease,
  releaseLeasesOfDeadHolders,
  renewLease,
  renewLeases,
} from './lease.ts';
import type { Lease } from './lease.ts';

const database = useTestDatabase();
const longMs = 60_000;

async function mustAcquire(name: string, holder: string): Promise<Lease> {
  const lease = await acquireLease(database.db, name, holder, longMs);
  if (lease === null) throw new Error('the lease is not free');
  return lease;
}

async function expire(name: string): Promise<void> {
  await database.admin(`update leases set until = clock_timestamp() - interval '1 second' where name = $1`, [name]);
}

describe('a lease', () => {
  it('belongs to one holder until it ends', async () => {
    await mustAcquire('one', 'anna');
    expect(await acquireLease(database.db, 'one', 'budi', longMs)).toBeNull();
    await expire('one');
    expect(await acquireLease(database.db, 'one', 'budi', longMs)).toMatchObject({ holder: 'budi', fence: 2 });
  });

  it('goes to exactly one of many who ask at once', async () => {
    const asked = Array.from({ length: 30 }, (_, index) => acquireLease(database.db, 'race', `holder ${index}`, longMs));
    expect((await Promise.all(asked)).filter((lease) => lease !== null)).toHaveLength(1);
  });

  it('is free at once after its release, with a higher fence', async () => {
    const first = await mustAcquire('released', 'anna');
    await releaseLease(database.db, first);
    expect((await mustAcquire('released', 'budi')).fence).toBe(first.fence + 1);
  });

  it('cannot be renewed or released by a holder who lost it', async () => {
    const old = await mustAcquire('lost', 'anna');
    await expire('lost');
    const next = await mustAcquire('lost', 'budi');
    expect(await renewLease(database.db, old, longMs)).toBeNull();
    await releaseLease(database.db, old);
    expect(await renewLease(database.db, next, longMs)).toMatchObject({ fence: next.fence });
  });

  it('can be renewed after its end when nobody took it', async () => {
    const lease = await mustAcquire('slept', 'anna');
    await expire('slept');
    expect(await renewLease(database.db, lease, longMs)).toMatchObject({ fence: lease.fence });
  });

  it('is taken and renewed in batches without deadlock', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `batch ${index}`);
    const shuffled = [...names].reverse();
    const [first, second] = await Promise.all([
      acquireLeases(database.db, { names, holder: 'anna', ttlMs: longMs }),
      acquireLeases(database.db, { names: shuffled, holder: 'budi', ttlMs: longMs }),
    ]);
    expect(first.length + second.length).toBe(names.length);
    const rounds = Array.from({ length: 20 }, async (_, index) => {
      const kept = await renewLeases(database.db, index % 2 === 0 ? first : first.toReversed(), longMs);
      expect(kept).toHaveLength(first.length);
      await acquireLeases(database.db, { names: shuffled, holder: 'chandra', ttlMs: longMs });
    });
    await Promise.all(rounds);
  });
});

describe('assertFence', () => {
  it('refuses a write under a lease that was taken over', async () => {
    const old = await mustAcquire('fenced', 'anna');
    await expire('fenced');
    await mustAcquire('fenced', 'budi');
    const write = withEngine(database.db, 'test', (tx) => assertFence(tx, old));
    await expect(write).rejects.toBeInstanceOf(LeaseLostError);
  });

  it('holds a takeover back until the transaction has committed', async () => {
    const lease = await mustAcquire('held back', 'anna');
    await expire('held back');
    const order: string[] = [];
    let takeover: Promise<unknown> = Promise.resolve();
    await withEngine(database.db, 'test', async (tx) => {
      await assertFence(tx, lease);
      takeover = acquireLease(database.db, 'held back', 'budi', longMs).then(() => order.push('taken over'));
      await waitFor('the takeover waits for a lock', async () => {
        const rows = await database.admin(`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
        return rows.length > 0;
      });
      order.push('committing');
    });
    await takeover;
    expect(order).toEqual(['committing', 'taken over']);
  });
});

describe('releaseLeasesOfDeadHolders', () => {
  it('frees what a killed process on this machine held and nothing else', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    if (child.pid === undefined) throw new Error('no child');
    const deadHolder = JSON.stringify(identifyProcess(child.pid));
    await mustAcquire('of the dead', deadHolder);
    await mustAcquire('of the living', createHolderId());
    await mustAcquire('of another machine', JSON.stringify({ pid: 1, startedAt: '1', machine: 'elsewhere' }));
    expect(await releaseLeasesOfDeadHolders(database.db)).toBe(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await releaseLeasesOfDeadHolders(database.db)).toBe(1);
    expect(await acquireLease(database.db, 'of the dead', 'anna', longMs)).not.toBeNull();
    expect(await acquireLease(database.db, 'of the living', 'anna', longMs)).toBeNull();
    expect(await acquireLease(database.db, 'of another machine', 'anna', longMs)).toBeNull();
  });
});
