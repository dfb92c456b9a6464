import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The address of the embedded database of a home while it runs, for looking at it from another process; else null. Holds
 * a password. Never throws.
 */
export function findRunningAddress(home: string): string | null {
  try {
    const password = readFileSync(join(home, 'postgres.password'), 'utf8').trim();
    const [, , , port, , , , state] = readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    return state?.trim() === 'ready' ? databaseAddress(password, Number(port)) : null;
  } catch {
    return null;
  }
}

/** The address of the database `kabar` for its owner. */
export function databaseAddress(password: string, port: number): string {
  return `postgres://kabar:${encodeURIComponent(password)}@127.0.0.1:${port}/kabar`;
}
