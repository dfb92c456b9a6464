import ipaddr from 'ipaddr.js';
import type { Clock } from '#platform/clock';
import { keyedHash } from '#platform/crypto/keyed-hash';
import type { Database } from '#platform/db/database';
import { engineQuery, type Statement, type Tx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { IdentityKeys } from './identity-keys.ts';
import { hashDoorToken } from './sessions/challenge-cookie.ts';
import { selectDevice } from './sessions/sessions.sql.ts';
import { countAttempt, deleteBucket, deleteOutdated, selectKnownNetwork, uncountAttempt, upsertKnownNetwork } from './throttle.sql.ts';

/** At most `maxCount` attempts in `windowMs`. */
export type Limit = { maxCount: number; windowMs: number };

/** Limits of the account flows. */
export type ThrottleLimits = {
  /** Failed sign-ins from one network, whatever the account. */
  signInPerNetwork: Limit;
  /** Failed sign-ins to one account from one network. */
  signInPerPair: Limit;
  /** Failed sign-ins to one account from networks that never signed in to it. */
  signInPerAccount: Limit;
  /** Wrong second factors to one account from one network or known browser. */
  factorPerPair: Limit;
  /** Wrong second factors to one account from everywhere else together. */
  factorPerAccount: Limit;
  /** Mails that one address can be made to receive. */
  mailPerAddress: Limit;
  /** Sign-ups, reset requests and one-time links tried from one network. */
  flowPerNetwork: Limit;
};

const minuteMs = 60_000;
const knownNetworkMs = 90 * 24 * 60 * minuteMs;

/** Limits that a person never meets and a guessing program meets at once. */
export const defaultLimits: ThrottleLimits = {
  signInPerNetwork: { maxCount: 50, windowMs: 10 * minuteMs },
  signInPerPair: { maxCount: 10, windowMs: 15 * minuteMs },
  signInPerAccount: { maxCount: 100, windowMs: 60 * minuteMs },
  factorPerPair: { maxCount: 10, windowMs: 15 * minuteMs },
  factorPerAccount: { maxCount: 30, windowMs: 60 * minuteMs },
  mailPerAddress: { maxCount: 3, windowMs: 15 * minuteMs },
  flowPerNetwork: { maxCount: 60, windowMs: 60 * minuteMs },
};

/** What throttling needs. */
export type ThrottleContext = { db: Database; clock: Clock; keys: Pick<IdentityKeys, 'throttle'>; limits: ThrottleLimits };

/** What counting alone needs. */
type Counting = Pick<ThrottleContext, 'db' | 'clock' | 'keys'>;

/** Whoever tries a door: which account, from where, and in which browser. */
export type Attempt = { email: string; clientIp: string; deviceToken?: string | null };

/** An attempt that was counted. A failed one stays counted; `succeeded` takes it back in the transaction of the success. */
export type CountedAttempt = { succeeded(tx: Tx): Promise<void> };

/**
 * Counts a sign-in before the password is looked at, so that a thousand attempts at once are a thousand. A browser that signed in to this account
 * before has a budget of its own, which nobody else can use up. Whoever attacks an account from elsewhere closes it only to networks that never signed in to
 * it, and only until the window ends; its owner's own browsers and networks stay open. Known and unknown e-mails are treated alike.
 *
 * Errors: `rate_limited` with the time to wait.
 */
export function countSignIn(ctx: ThrottleContext, attempt: Attempt): Promise<CountedAttempt> {
  return countDoor(ctx, attempt, {
    kind: 'sign_in',
    perNetwork: ctx.limits.signInPerNetwork,
    perPair: ctx.limits.signInPerPair,
    perAccount: ctx.limits.signInPerAccount,
  });
}

/** The same for a second factor, or for confirming a dangerous act: whoever gets here knows the password or has a session. */
export function countFactor(ctx: ThrottleContext, attempt: Attempt): Promise<CountedAttempt> {
  return countDoor(ctx, attempt, {
    kind: 'factor',
    perNetwork: ctx.limits.signInPerNetwork,
    perPair: ctx.limits.factorPerPair,
    perAccount: ctx.limits.factorPerAccount,
  });
}

/** Takes back the counted password of a sign-in whose second factor was right, too. */
export async function forgiveSignIn(ctx: ThrottleContext, tx: Tx, attempt: Attempt): Promise<void> {
  for (const bucket of Object.values(bucketsOf(ctx, 'sign_in', attempt))) await tx.query(uncountAttempt(bucket));
}

type Door = { kind: 'sign_in' | 'factor'; perNetwork: Limit; perPair: Limit; perAccount: Limit };

async function countDoor(ctx: ThrottleContext, attempt: Attempt, door: Door): Promise<CountedAttempt> {
  const buckets = bucketsOf(ctx, door.kind, attempt);
  const known = knownBucket(ctx, attempt);
  const remember = (tx: Tx): Promise<unknown> => tx.query(upsertKnownNetwork(known, ctx.clock.now()));
  if (await isOwnBrowser(ctx, attempt)) {
    await count(ctx, buckets.device, door.perPair);
    return {
      succeeded: async (tx) => {
        await tx.query(deleteBucket(buckets.device));
        await remember(tx);
      },
    };
  }
  await count(ctx, buckets.network, door.perNetwork);
  await count(ctx, buckets.pair, door.perPair);
  const since = new Date(ctx.clock.now().getTime() - knownNetworkMs);
  const isKnown = (await engineQuery(ctx.db, selectKnownNetwork(known, since))).length > 0;
  if (!isKnown) await count(ctx, buckets.account, door.perAccount);
  return {
    succeeded: async (tx) => {
      await tx.query(uncountAttempt(buckets.network));
      await tx.query(deleteBucket(buckets.pair));
      if (!isKnown) await tx.query(uncountAttempt(buckets.account));
      await remember(tx);
    },
  };
}

function bucketsOf(ctx: Counting, kind: Door['kind'], attempt: Attempt): Record<'network' | 'pair' | 'account' | 'device', Buffer> {
  const network = networkOf(attempt.clientIp);
  const account = attempt.email.toLowerCase();
  return {
    network: bucketOf(ctx, `${kind}.network`, network),
    pair: bucketOf(ctx, `${kind}.pair`, `${account} ${network}`),
    account: bucketOf(ctx, `${kind}.account`, account),
    device: bucketOf(ctx, `${kind}.device`, `${account} ${attempt.deviceToken ?? ''}`),
  };
}

function knownBucket(ctx: Counting, attempt: Attempt): Buffer {
  return bucketOf(ctx, 'known', `${attempt.email.toLowerCase()} ${networkOf(attempt.clientIp)}`);
}

/** A caller without a device cookie costs no query; what a cookie costs depends on the caller alone and says nothing about the account. */
async function isOwnBrowser(ctx: Counting, { email, deviceToken }: Attempt): Promise<boolean> {
  if (deviceToken === undefined || deviceToken === null) return false;
  return (await engineQuery(ctx.db, selectDevice(email.toLowerCase(), hashDoorToken(deviceToken)))).length > 0;
}

/**
 * Takes a network for the person's own, because they have just proved their mailbox from it. This is how somebody whose
 * account is attacked gets in from a network that never signed in to it.
 */
export async function trustNetwork(ctx: ThrottleContext, tx: Tx, input: { email: string; clientIp: string }): Promise<void> {
  const pair = `${input.email.toLowerCase()} ${networkOf(input.clientIp)}`;
  await tx.query(deleteBucket(bucketOf(ctx, 'sign_in.pair', pair)));
  await tx.query(upsertKnownNetwork(bucketOf(ctx, 'known', pair), ctx.clock.now()));
}

/** Counts one use of an account flow from a network. Errors: `rate_limited`. */
export async function countFlow(ctx: ThrottleContext, clientIp: string): Promise<void> {
  await count(ctx, bucketOf(ctx, 'flow.network', networkOf(clientIp)), ctx.limits.flowPerNetwork);
}

/** Whether one more mail may go to this address now; counts it. Not an error, because refusing would say that the address is known. */
export async function mayMail(ctx: ThrottleContext, email: string): Promise<boolean> {
  const { attemptCount } = await tally(ctx, bucketOf(ctx, 'mail.address', email.toLowerCase()), ctx.limits.mailPerAddress);
  return attemptCount <= ctx.limits.mailPerAddress.maxCount;
}

/**
 * Counts one use of something that a module limits by itself, in a bucket of `kind` and `subject`; both are hashed, so neither can be read back. Errors:
 * `rate_limited` with the time to wait.
 */
export async function countUse(ctx: Counting, kind: string, subject: string, limit: Limit): Promise<void> {
  await count(ctx, bucketOf(ctx, kind, subject), limit);
}

/** The same without an error: whether it may be done. For what must not be told apart by the caller. */
export async function tallyUse(ctx: Counting, kind: string, subject: string, limit: Limit): Promise<boolean> {
  const { attemptCount } = await tally(ctx, bucketOf(ctx, kind, subject), limit);
  return attemptCount <= limit.maxCount;
}

/** Removes buckets and known networks that have run out. For a periodic job. */
export async function pruneThrottle(ctx: Pick<ThrottleContext, 'db' | 'clock'>): Promise<void> {
  const now = ctx.clock.now();
  for (const statement of deleteOutdated(now, new Date(now.getTime() - knownNetworkMs))) await engineQuery(ctx.db, statement);
}

/**
 * The network an address belongs to: the address itself for IPv4, its /64 for IPv6, because a household or a server has a
 * whole /64 to attack from.
 */
export function networkOf(clientIp: string): string {
  if (!ipaddr.isValid(clientIp)) return 'unknown';
  const address = ipaddr.process(clientIp);
  if (address.kind() === 'ipv4') return address.toString();
  return `${address
    .toByteArray()
    .slice(0, 8)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}/64`;
}

async function count(ctx: Counting, bucket: Buffer, limit: Limit): Promise<void> {
  const { attemptCount, until } = await tally(ctx, bucket, limit);
  if (attemptCount <= limit.maxCount) return;
  const seconds = Math.max(1, Math.ceil((until.getTime() - ctx.clock.now().getTime()) / 1_000));
  throw new AppError('rate_limited', { details: { retry_after_seconds: seconds } });
}

async function tally(ctx: Counting, bucket: Buffer, limit: Limit): Promise<{ attemptCount: number; until: Date }> {
  const now = ctx.clock.now();
  const statement: Statement = countAttempt(bucket, now, new Date(now.getTime() + limit.windowMs));
  const rows = await engineQuery<{ attempt_count: number; until: Date }>(ctx.db, statement);
  const row = rows[0];
  if (row === undefined) throw new Error('an upsert gave no row');
  return { attemptCount: row.attempt_count, until: row.until };
}

function bucketOf(ctx: Counting, kind: string, subject: string): Buffer {
  return keyedHash(ctx.keys.throttle, kind, subject);
}
