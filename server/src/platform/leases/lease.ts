import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { engineQuery } from '../db/tx.ts';
import type { EngineTx } from '../db/tx.ts';
import { identifyProcess, isSameProcessAlive } from '../process-identity.ts';
import {
  expireLeasesOfHolders,
  lockLeaseRow,
  selectLiveHolders,
  updateLeasesReleased,
  updateLeasesRenewed,
  upsertLeases,
} from './leases.sql.ts';

/**
 * The right to work on `name` alone, for a time. The fence is the proof: it grows with every change of hands, so a write
 * made under an old lease can be refused however late it arrives.
 */
export type Lease = {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
  /**
   * Until when the holder may rely on it without asking, in `performance.now()` milliseconds of this process. Taken
   * before the request to the database, so it never ends later than the database's own time.
   */
  readonly safeUntilMs: number;
};

/** A write was refused because somebody else holds the lease now. Stop the work; what is committed stays valid. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** What one call works on: names, for whom, for how long. */
export type LeaseRequest = { names: readonly string[]; holder: string; ttlMs: number };

/**
 * A name for this process that no other process ever has, also after a restart of the machine. Its form lets a later
 * process on this machine see that this one is gone (`releaseLeasesOfDeadHolders`).
 */
export function createHolderId(): string {
  return JSON.stringify({ ...identifyProcess(process.pid), nonce: randomBytes(6).toString('hex') });
}

/**
 * Takes those of the names that nobody holds, in one statement, and gives the leases got. A name that this holder already
 * has is taken anew, with a new fence. Time is the database's own, because the machines' clocks may differ.
 */
export async function acquireLeases(db: Database, request: LeaseRequest): Promise<Lease[]> {
  const safeUntilMs = performance.now() + request.ttlMs;
  const rows = await engineQuery<{ name: string; fence: number }>(db, upsertLeases(request));
  return rows.map(({ name, fence }) => ({ name, fence, holder: request.holder, safeUntilMs }));
}

/** Takes one lease, or gives null while another holder has it. */
export async function acquireLease(db: Database, name: string, holder: string, ttlMs: number): Promise<Lease | null> {
  const [lease] = await acquireLeases(db, { names: [name], holder, ttlMs });
  return lease ?? null;
}

/**
 * Prolongs leases of one holder in one statement and gives those still held, with their new end. A missing one was taken
 * over: stop its work.
 */
export async function renewLeases(db: Database, leases: readonly Lease[], ttlMs: number): Promise<Lease[]> {
  if (leases.length === 0) return [];
  const safeUntilMs = performance.now() + ttlMs;
  const rows = await engineQuery<{ name: string }>(db, updateLeasesRenewed(leases, ttlMs));
  const kept = new Set(rows.map((row) => row.name));
  return leases.filter((lease) => kept.has(lease.name)).map((lease) => ({ ...lease, safeUntilMs }));
}

/** Prolongs one lease, or gives null when it was taken over. */
export async function renewLease(db: Database, lease: Lease, ttlMs: number): Promise<Lease | null> {
  const [renewed] = await renewLeases(db, [lease], ttlMs);
  return renewed ?? null;
}

/** Gives leases back so that others need not wait for their end. Leases that were taken over are left alone. */
export async function releaseLeases(db: Database, leases: readonly Lease[]): Promise<void> {
  if (leases.length > 0) await engineQuery(db, updateLeasesReleased(leases));
}

/** Gives one lease back. */
export async function releaseLease(db: Database, lease: Lease): Promise<void> {
  await releaseLeases(db, [lease]);
}

/**
 * Proves inside a transaction that the lease is still ours, and keeps it so until the transaction ends: a takeover waits
 * for the commit, so nothing written here can land after another holder began.
 *
 * Errors: `LeaseLostError`.
 */
export async function assertFence(tx: EngineTx, lease: Lease): Promise<void> {
  const rows = await tx.query(lockLeaseRow(lease));
  if (rows.length === 0) throw new LeaseLostError(`the lease ${lease.name} has another holder`);
}

const holderForm = z.object({ pid: z.number(), startedAt: z.string(), machine: z.string() });

/**
 * Ends the leases of processes that ran on this machine and are gone, so that a restart after a kill need not wait for
 * them to expire. Processes on other machines are never judged. Gives the count of leases ended.
 */
export async function releaseLeasesOfDeadHolders(db: Database): Promise<number> {
  const own = identifyProcess(process.pid);
  const rows = await engineQuery<{ holder: string }>(db, selectLiveHolders());
  const dead = rows.map((row) => row.holder).filter((holder) => isGone(holder, own?.machine));
  if (dead.length === 0) return 0;
  return (await engineQuery(db, expireLeasesOfHolders(dead))).length;
}

function isGone(holder: string, machine: string | undefined): boolean {
  try {
    const identity = holderForm.parse(JSON.parse(holder));
    return identity.machine === machine && !isSameProcessAlive(identity);
  } catch {
    return false; // not a name that createHolderId makes
  }
}
