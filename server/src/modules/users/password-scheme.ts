import { createHmac } from 'node:crypto';
import bcrypt from '@node-rs/bcrypt';
import { open, seal } from '#platform/crypto/seal';
import { AppError } from '#platform/errors';
import type { IdentityKeys } from './identity-keys.ts';

/** Cost below which an older hash is renewed at the next sign-in. */
export const bcryptCost = 12;

/** Name of the scheme in front of each stored value, so that a later scheme can stand beside it. */
const schemeTag = 'b1';

// Each takes a thread for a quarter of a second; four would be the whole pool, and file and DNS work shares it.
const maxRunningCount = 2;
const maxWaitingCount = 64;

/** Hashes and checks passwords. `owner` is the id of the user the stored value belongs to. */
export type PasswordScheme = {
  /** Errors: `rate_limited` when too many wait, so that a flood cannot pile up. */
  hash(owner: string, password: string): Promise<string>;
  /** Whether the password is the one, and whether its stored form is older than what `hash` makes. Errors: as `hash`. */
  verify(owner: string, password: string, stored: string): Promise<{ ok: boolean; isOutdated: boolean }>;
};

/**
 * Scheme `b1`: bcrypt over base64(HMAC-SHA-384(pepper, password)), then sealed with AES-256-GCM and bound to the user.
 * The pre-hash is what lets bcrypt, which looks at 72 bytes and stops at NUL, tell any two passwords apart; the key in it
 * defeats guessing by somebody who has only the database. Passwords are taken exactly as received.
 *
 * `cost` is lowered by tests only.
 *
 * Source: OWASP Password Storage Cheat Sheet, "Pre-Hashing Passwords with bcrypt" — read 2026-11-20.
 */
export function createPasswordScheme(keys: Pick<IdentityKeys, 'pepper' | 'passwordRing'>, cost: number = bcryptCost): PasswordScheme {
  const limit = createLimit();
  const preHash = (password: string): string => createHmac('sha384', keys.pepper).update(password, 'utf8').digest('base64');
  return {
    hash: (owner, password) =>
      limit(async () => {
        // The library writes 2y for what every other one calls 2b; they are the same.
        const hashed = (await bcrypt.hash(preHash(password), cost)).replace(/^\$2y\$/, '$$2b$$');
        return `${schemeTag}:${seal(keys.passwordRing.primary, sealPlace(owner), hashed).toString('base64url')}`;
      }),
    verify: (owner, password, stored) =>
      limit(async () => {
        const [tag, sealed] = stored.split(':', 2);
        if (tag !== schemeTag || sealed === undefined) throw new Error('a stored password of an unknown scheme');
        const hashed = open(keys.passwordRing, sealPlace(owner), Buffer.from(sealed, 'base64url')).toString('utf8');
        const ok = await bcrypt.compare(preHash(password), hashed);
        return { ok, isOutdated: costOf(hashed) < cost };
      }),
  };
}

function sealPlace(owner: string): readonly string[] {
  return ['accounts', 'user_credentials', 'password', owner];
}

function costOf(hashed: string): number {
  return Number(/^\$2b\$(\d\d)\$/.exec(hashed)?.[1] ?? 0);
}

function createLimit(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let runningCount = 0;
  return async (work) => {
    if (runningCount >= maxRunningCount) {
      if (waiting.length >= maxWaitingCount) throw new AppError('rate_limited', { details: { retry_after_seconds: 10 } });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      runningCount += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) runningCount -= 1;
      else next();
    }
  };
}
