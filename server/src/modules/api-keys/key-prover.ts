import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { OnAuthorizationChange } from '#platform/events/authorization-change';
import type { ApiKeyActor } from '#platform/http/actor';
import { ipInRanges, parseRange } from '#platform/http/client-ip';
import { selectByHash, updateLastUsed, type KeyUse, type ProvingRow } from './api-keys.sql.ts';
import { hashApiKey, isWellFormedKey } from './key-format.ts';
import { coarseNetwork } from './networks.ts';

/** Proves API keys: the hottest read of the whole API. */
export type KeyProver = {
  /**
   * Who calls with this key from this address.
   * Errors: `api_key_invalid`, `api_key_revoked`, `api_key_expired`, `ip_not_allowed`.
   */
  prove(key: string, clientIp: string): Promise<ApiKeyActor>;
  /** Forgets what is known of one key, because it was changed here. */
  forget(apiKeyId: string): void;
  /** Forgets what is known of all keys of one workspace. */
  forgetWorkspace(workspaceId: string): void;
  /** Writes the last uses noted since the last time. */
  flush(): Promise<void>;
  /** Begins to write last uses every few seconds. */
  start(): void;
  /** Stops writing, after one last flush. */
  stop(): Promise<void>;
};

type Ranges = ReturnType<typeof parseRange>[];
type Known = { actor: ApiKeyActor; row: ProvingRow; ranges: Ranges; workspaceRanges: Ranges };
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
  const uses = new Map<string, Omit<KeyUse, 'network'> & { clientIp: string }>();
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
    const batch = [...uses.values()].map(({ clientIp, ...use }) => ({ ...use, network: coarseNetwork(clientIp) }));
    uses.clear();
    await engineQuery(db, updateLastUsed(batch));
  };

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await clock.sleep(flushEveryMs, stopping.signal).catch(() => undefined); // ends with the stop below
      await flush().catch(options.onError);
    }
  };

  const forgetWhere = (isMeant: (row: ProvingRow) => boolean): void => {
    for (const [id, entry] of entries) {
      void entry.known.then(
        (known) => {
          if (known !== null && isMeant(known.row) && entries.get(id) === entry) entries.delete(id);
        },
        () => undefined, // forgotten already
      );
    }
  };
  const forget = (apiKeyId: string): void => forgetWhere((row) => row.id === apiKeyId);
  const forgetWorkspace = (workspaceId: string): void => forgetWhere((row) => row.workspace_id === workspaceId);

  const stopListening = options.onAuthorizationChange?.((keys) => {
    if (keys === null) entries.clear();
    for (const key of keys ?? []) {
      if (key.startsWith('api_key:')) forget(key.slice('api_key:'.length));
      if (key.startsWith('workspace:')) forgetWorkspace(key.slice('workspace:'.length));
    }
  });

  return {
    prove: async (key, clientIp) => {
      const known = isWellFormedKey(key) ? await lookUp(key) : null;
      if (known === null) throw new AppError('api_key_invalid');
      const { row } = known;
      const now = clock.now();
      const refused = refusalOf(known, clientIp, now);
      if (refused !== null) throw new AppError(refused, { context: { workspaceId: row.workspace_id, apiKeyId: row.id } });
      uses.set(row.id, { workspaceId: row.workspace_id, id: row.id, at: now, clientIp });
      return known.actor;
    },
    forget,
    forgetWorkspace,
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

function refusalOf({ row, ranges, workspaceRanges }: Known, clientIp: string, now: Date) {
  if (row.revoked_at !== null) return 'api_key_revoked';
  if (row.expires_at !== null && row.expires_at <= now) return 'api_key_expired';
  // A list of the key's own narrows that of the workspace; it never widens it.
  const isAllowed = [ranges, workspaceRanges].every((list) => list.length === 0 || ipInRanges(clientIp, list));
  return isAllowed ? null : 'ip_not_allowed';
}

async function load(db: Database, hash: Buffer): Promise<Known | null> {
  const [row] = await engineQuery<ProvingRow>(db, selectByHash(hash));
  if (row === undefined) return null;
  const permissions = new Set(row.scopes.filter((scope): scope is Permission => PERMISSION_NAMES.some((name) => name === scope)));
  return {
    row,
    ranges: row.ip_allowlist.map(parseRange),
    workspaceRanges: (row.workspace_ranges ?? []).map(parseRange),
    actor: {
      kind: 'api_key',
      apiKeyId: row.id,
      name: row.name,
      workspaceId: row.workspace_id,
      isClosing: row.is_closing,
      permissions,
      sightMemberId: row.sight_member_id,
      requestsPerSecond: row.requests_per_second,
      endsAt: row.expires_at,
    },
  };
}
