import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { identifyProcess, isSameProcessAlive, machineName } from '../../process-identity.ts';
import type { ProcessIdentity } from '../../process-identity.ts';

/** Another live Kabar uses this home. The message is meant for the person at the terminal. */
export class HomeInUseError extends Error {
  override readonly name = 'HomeInUseError';
}

/** Holds a home directory for this process until released or until the process is gone. */
export type HomeLock = { release(): void };

const lockForm = z.object({ pid: z.number(), startedAt: z.string(), machine: z.string() });
const beatMs = 5_000;
/** A holder on another machine (a shared volume) cannot be looked up; its file must be this still to count as dead. */
const foreignDeadMs = 30_000;

/**
 * Takes the home directory for this process. A lock left by a process that no longer runs is taken over, also when its
 * process id has meanwhile been given to another program.
 *
 * Two starters can never both win: a fresh lock appears by `link`, which fails if one exists; a stale lock may only be
 * replaced by the process that created the take-over file named after exactly that stale lock, and it looks again
 * before it replaces.
 *
 * Errors: `HomeInUseError` with a sentence naming the other process.
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true });
  const path = join(home, 'lock');
  const self = identifyProcess(process.pid);
  if (self === null) throw new Error('cannot read the start time of this process');
  const text = `${JSON.stringify(self)}\n`;
  const draft = join(home, `lock.${self.pid}.${self.startedAt.replaceAll(/\W/g, '')}`);
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      if (tryLink(draft, path)) return hold(path, text);
      const holder = readLock(path);
      if (holder === undefined) continue; // released between the two calls
      if (isHolderAlive(path, holder.identity)) throw inUse(home, holder.identity);
      if (takeOver(path, holder.text, draft)) return hold(path, text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new HomeInUseError(`Kabar cannot take ${home}: other starts are racing for it. Start again.`);
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

type Holder = { identity: ProcessIdentity | null; text: string };

function readLock(path: string): Holder | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, identity: parseIdentity(text) };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseIdentity(text: string): ProcessIdentity | null {
  try {
    return lockForm.parse(JSON.parse(text));
  } catch {
    return null; // cut off by a full disk or edited by hand: nobody can hold it
  }
}

function isHolderAlive(path: string, identity: ProcessIdentity | null): boolean {
  if (identity === null) return false;
  if (identity.machine === machineName()) return isSameProcessAlive(identity);
  const hostOf = (machine: string): string | undefined => machine.split('/')[0];
  if (hostOf(identity.machine) === hostOf(machineName())) return false; // this machine was restarted since
  return Date.now() - statSync(path).mtimeMs < foreignDeadMs;
}

function takeOver(path: string, staleText: string, draft: string): boolean {
  const claim = `${path}.taken.${Buffer.from(staleText).toString('base64url').slice(0, 80)}`;
  if (!tryLink(draft, claim)) {
    const claimant = readLock(claim);
    if (claimant !== undefined && !isHolderAlive(claim, claimant.identity)) rmSync(claim, { force: true });
    return false;
  }
  try {
    if (readLock(path)?.text !== staleText) return false;
    // `rename` onto a hard link of the same file does nothing, so the lock gets a copy of its own.
    const copy = `${draft}.copy`;
    writeFileSync(copy, readFileSync(draft), { mode: 0o600 });
    renameSync(copy, path);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

function hold(path: string, text: string): HomeLock {
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // The home was removed under us; the lock file's age only matters to other machines.
    }
  }, beatMs);
  beat.unref();
  return {
    release: () => {
      clearInterval(beat);
      if (readLock(path)?.text === text) rmSync(path, { force: true });
    },
  };
}

function inUse(home: string, identity: ProcessIdentity | null): HomeInUseError {
  const who = identity === null ? 'another process' : `process ${identity.pid}`;
  return new HomeInUseError(
    `Kabar already runs on ${home} (${who}). Stop that one first, or give this one a home of its own with KABAR_HOME.`,
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
