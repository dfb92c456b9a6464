import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { OnAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeyActor } from '#platform/http/actor';
import { ipInRanges, parseRange } from '#platform/http/client-ip';
import { selectByHash, updateLastUsed, type ProvingRow } from './api-keys.sql.ts';
import { hashApiKey, isWellFormedKey } from './key-format.ts';

/** Proves API keys: the hottest read of the whole API. */
export type KeyProver = {
  /**
   * Who calls with this key from this address.
   * Errors: `api_key_invalid`, `api_key_revoked`, `api_key_expired`, `ip_not_allowed`.
   */
  prove(key: string, clientIp: string): Promise<ApiKeyActor>;
  /** Forgets what is known of one key, because it was changed here. */
  forget(apiKeyId: string): void;
  /** Writes the last uses noted since the last time. */
  flush(): Promise<void>;
  /** Begins to write last uses every few seconds. */
  start(): void;
  /** Stops writing, after one last flush. */
  stop(): Promise<void>;
};

type Known = { actor: ApiKeyActor; row: ProvingRow; ranges: ReturnType<typeof parseRange>[] };
type Entry = { loadedAtMs: number; known: Promise<Known | null> };

/** A key proved within this time is not asked about again, so a key revoked on another server still works for less than a second. */
const freshMs = 800;
const maxEntryCount = 20_000;
const flushEveryMs = 5_000;

/**
 * Makes the prover. A well-formed key costs at most one query per 0.8 s and process, however many requests carry it;
 * requests that arrive while it runs share it. Memory is bounded: beyond 20,000 keys the oldest is forgotten. Unknown keys are
 * remembered like known ones.
 */
export function createKeyProver(options: {
  db: Database;
  clock: Clock;
  onError: (error: unknown) => void;
  /** Where changes made by other processes are told, to forget a revoked key at once. Without it, the time limit alone does. */
  onAuthorizationChange?: OnAuthorizationChange;
}): KeyProver {
  const { db, clock } = options;
  const entries = new Map<string, Entry>();
  const uses = new Map<string, { workspaceId: string; id: string; at: Date }>();
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const lookUp = (key: string): Promise<Known | null> => {
    const hash = hashApiKey(key);
    const id = hash.toString('base64');
    const nowMs = clock.now().getTime();
    const entry = entries.get(id);
    if (entry !== undefined && nowMs - entry.loadedAtMs < freshMs && nowMs >= entry.loadedAtMs) return entry.known;
    const known = load(db, hash);
    // A failed query is not remembered: the next request asks again.
    known.catch(() => entries.delete(id));
    entries.delete(id);
    entries.set(id, { loadedAtMs: nowMs, known });
    const oldest = entries.size > maxEntryCount ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return known;
  };

  const flush = async (): Promise<void> => {
    if (uses.size === 0) return;
    const batch = [...uses.values()];
    uses.clear();
    await engineQuery(db, updateLastUsed(batch));
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(flushEveryMs, stopping.signal).catch(() => undefined); // ends with the stop below
      await flush().catch(options.onError);
    }
  };

  const forget = (apiKeyId: string): void => {
    for (const [id, entry] of entries) {
      void entry.known.then(
        (known) => {
          if (known?.row.id === apiKeyId && entries.get(id) === entry) entries.delete(id);
        },
        () => undefined, // forgotten already
      );
    }
  };

  const stopListening = options.onAuthorizationChange?.((keys) => {
    if (keys === null) entries.clear();
    for (const key of keys ?? []) if (key.startsWith('api_key:')) forget(key.slice('api_key:'.length));
  });

  return {
    prove: async (key, clientIp) => {
      const known = isWellFormedKey(key) ? await lookUp(key) : null;
      if (known === null) throw new AppError('api_key_invalid');
      const now = clock.now();
      if (known.row.revoked_at !== null) throw new AppError('api_key_revoked');
      if (known.row.expires_at !== null && known.row.expires_at <= now) throw new AppError('api_key_expired');
      if (known.ranges.length > 0 && !ipInRanges(clientIp, known.ranges)) throw new AppError('ip_not_allowed');
      uses.set(known.row.id, { workspaceId: known.row.workspace_id, id: known.row.id, at: now });
      return known.actor;
    },
    forget,
    flush,
    start: () => {
      running ??= loop();
    },
    stop: async () => {
      stopListening?.();
      stopping.abort();
      await (running ?? flush().catch(options.onError));
    },
  };
}

async function load(db: Database, hash: Buffer): Promise<Known | null> {
  const [row] = await engineQuery<ProvingRow>(db, selectByHash(hash));
  if (row === undefined) return null;
  const permissions = new Set(row.scopes.filter((scope): scope is Permission => PERMISSION_NAMES.some((name) => name === scope)));
  return {
    row,
    ranges: row.ip_allowlist.map(parseRange),
    actor: { kind: 'api_key', apiKeyId: row.id, name: row.name, workspaceId: row.workspace_id, isClosing: row.is_closing, permissions },
  };
}
