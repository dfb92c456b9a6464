import { createHmac, hash, hkdfSync, type KeyObject } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { dataKey } from '../crypto/data-key.ts';
import { open, seal } from '../crypto/seal.ts';
import type { Database } from '../db/database.ts';
import { engineQuery } from '../db/tx.ts';
import {
  claimRequest,
  deleteOldRequests,
  deleteRequest,
  extendClaim,
  finishRequest,
  keepStep,
  releaseClaim,
  selectRequest,
  type ClaimedRow,
  type KnownRow,
} from './idempotency.sql.ts';
import { outsideRequests, RequestSteps, type StepKeeping } from './steps.ts';

/** A request with an `Idempotency-Key`, as it is recognised again. */
export type RequestIdentity = {
  /** The workspace it is for; the installation's own for requests of people. */
  workspaceId: string;
  /** SHA-256 of who asks and the text of their key: two callers never meet under one. */
  keyHash: Buffer;
  /** Keyed hash of method, route, parameters, query and body, so that stored ones of short texts cannot be guessed. */
  fingerprint: Buffer;
};

/** What a caller and their request are, to be recognised. `parts` is everything that makes two requests different. */
export type RequestFacts = {
  /** Null for requests of people, in no workspace. */
  workspaceId: string | null;
  caller: { kind: 'member' | 'api_key' | 'user'; id: string };
  key: string;
  parts: unknown;
};

/** What comes of asking to run a request. `unknown`: it was cut off after a change, and its answer cannot be told any more. */
export type ClaimOutcome =
  | { kind: 'replay'; status: number; body: string | null }
  | { kind: 'reused' }
  | { kind: 'running' }
  | { kind: 'unknown' }
  | { kind: 'mine'; claim: Claim };

/** The right to run a request, held while this process tells every few seconds that it lives. */
export type Claim = {
  readonly steps: RequestSteps;
  /** Keeps the answer; a repeat is given the same. `body` is the text of the answer, null for none. */
  finish(status: number, body: string | null): Promise<void>;
  /** Ends without an answer: a request that changed nothing is forgotten, one that did can be gone on with at once. */
  giveUp(): Promise<void>;
};

/**
 * Runs each request that carries an `Idempotency-Key` once. The note of an effect is stored in the effect's own transaction
 * (`steps.ts`); the answer is stored sealed under a key that follows from the caller's own key text, so that answers which show a secret
 * once cannot be opened from the database alone.
 */
export type Idempotency = {
  identify(facts: RequestFacts): Promise<RequestIdentity>;
  /** `keptMs`: how long the answer is kept. */
  claim(identity: RequestIdentity, facts: RequestFacts, keptMs: number): Promise<ClaimOutcome>;
  /** Forgets what is past its time; gives how many rows. */
  sweep(signal: AbortSignal): Promise<number>;
};

/** What it works with. `indexKey` gives a workspace's key of keyed hashes for one purpose. */
export type IdempotencyOptions = {
  db: Database;
  clock: Clock;
  /** The workspace of what has none. */
  installationId: string;
  indexKey(workspaceId: string, purpose: string): Promise<KeyObject>;
  /** Told of failures to keep an answer; the caller has it all the same. */
  onError: (error: unknown) => void;
  /** After this long without a sign of life a request may be taken over. Default 15 s. */
  leaseMs?: number;
};

const purpose = 'idempotency';
const defaultLeaseMs = 15_000;
const rowsPerSweep = 5_000;

/** Makes the keeper of requests. */
export function createIdempotency(options: IdempotencyOptions): Idempotency {
  const { db, clock, installationId, leaseMs = defaultLeaseMs } = options;
  return {
    identify: async (facts) => {
      const workspaceId = facts.workspaceId ?? installationId;
      const { kind, id } = facts.caller;
      return {
        workspaceId,
        keyHash: hash('sha256', `${kind} ${id} ${facts.key}`, 'buffer'),
        fingerprint: createHmac('sha256', await options.indexKey(workspaceId, purpose))
          .update(canonical(facts.parts))
          .digest(),
      };
    },
    claim: async (identity, facts, keptMs) => {
      const { workspaceId, keyHash } = identity;
      const now = clock.now();
      const box = answerBox(await options.indexKey(workspaceId, purpose), facts.key, identity);
      const [claimed] = await engineQuery<ClaimedRow>(db, claimRequest(identity, now, new Date(now.getTime() + keptMs), leaseMs));
      if (claimed === undefined) {
        const [known] = await engineQuery<KnownRow>(db, selectRequest(workspaceId, keyHash));
        return known === undefined ? { kind: 'running' } : outcomeOf(known, identity, box);
      }
      const { fence } = claimed;
      const steps = new RequestSteps({
        workspaceId: facts.workspaceId,
        rowWorkspaceId: workspaceId,
        earlier: claimed.names.map((name, index) => ({ name, sealed: claimed.values[index] ?? Buffer.alloc(0) })),
        seal: box.seal,
        open: box.open,
        keep: (name, sealed) => keepStep(workspaceId, keyHash, fence, name, sealed),
      } satisfies StepKeeping);
      const heartbeat = outsideRequests(() =>
        setInterval(() => {
          engineQuery(db, extendClaim(workspaceId, keyHash, fence, leaseMs)).catch(options.onError);
        }, leaseMs / 3).unref(),
      );
      const settle = async (work: () => Promise<unknown>): Promise<void> => {
        clearInterval(heartbeat);
        await work().catch(options.onError);
      };
      return {
        kind: 'mine',
        claim: {
          steps,
          finish: (status, body) =>
            settle(() =>
              engineQuery(
                db,
                finishRequest(workspaceId, keyHash, fence, status, body === null ? null : box.seal('answer', Buffer.from(body))),
              ),
            ),
          giveUp: () => settle(() => engineQuery(db, (steps.hasEffect ? releaseClaim : deleteRequest)(workspaceId, keyHash, fence))),
        },
      };
    },
    sweep: async (signal) => {
      let total = 0;
      for (let count = rowsPerSweep; count === rowsPerSweep && !signal.aborted; total += count) {
        const [row] = await engineQuery<{ count: number }>(db, deleteOldRequests(clock.now(), rowsPerSweep));
        count = row?.count ?? 0;
      }
      return total;
    },
  };
}

type Box = { seal(name: string, bytes: Buffer): Buffer; open(name: string, sealed: Buffer): Buffer };

/** Seals under a key that needs the workspace's key and the caller's own text, which is stored nowhere. */
function answerBox(indexKey: KeyObject, callerKey: string, { workspaceId, keyHash }: RequestIdentity): Box {
  const key = dataKey(1, Buffer.from(hkdfSync('sha256', indexKey, keyHash, `${purpose} ${callerKey}`, 32)));
  const aad = (name: string): string[] => [workspaceId, 'idempotent_requests', name, keyHash.toString('hex')];
  return { seal: (name, bytes) => seal(key, aad(name), bytes), open: (name, sealed) => open(key, aad(name), sealed) };
}

function outcomeOf(known: KnownRow, { fingerprint }: RequestIdentity, box: Box): ClaimOutcome {
  if (known.fingerprint !== null && !known.fingerprint.equals(fingerprint)) return { kind: 'reused' };
  if (!known.isDone) return { kind: 'running' };
  if (known.status === null) return { kind: 'unknown' };
  return { kind: 'replay', status: known.status, body: known.answer === null ? null : box.open('answer', known.answer).toString('utf8') };
}

/** One text for equal values, whatever the order of their members. Dates and the like are written as JSON writes them. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`)
    .join(',')}}`;
}
