import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { OnAuthorizationChange } from '#platform/events/authorization-change';
import type { UserActor } from '#platform/http/actor';
import { ipInRanges, parseRange } from '#platform/http/client-ip';
import { selectIpAllowlist, type IpAllowlistRow } from './ip-allowlists.sql.ts';

/** Holds people in the dashboard to the addresses of their workspace. */
export type AddressGate = {
  /** Errors: `ip_not_allowed`, when the workspace lets its members in from certain addresses only and this is none of them. */
  admit(actor: UserActor, clientIp: string): Promise<void>;
  /** Forgets the list of a workspace, because it was changed here. */
  forget(workspaceId: string): void;
  stop(): void;
};

type Entry = { loadedAtMs: number; ranges: Promise<ReturnType<typeof parseRange>[] | null> };

/** As with keys: a change that was made on another server, and whose news was lost, acts within this time. */
const freshMs = 800;
const maxEntryCount = 5_000;

/** Makes the gate. At most one query per workspace, process and 0.8 s. */
export function createAddressGate(options: { db: Database; clock: Clock; onAuthorizationChange?: OnAuthorizationChange }): AddressGate {
  const { db, clock } = options;
  const entries = new Map<string, Entry>();

  const lookUp = (workspaceId: string): Entry['ranges'] => {
    const nowMs = clock.now().getTime();
    const entry = entries.get(workspaceId);
    if (entry !== undefined && nowMs - entry.loadedAtMs < freshMs && nowMs >= entry.loadedAtMs) return entry.ranges;
    const ranges = load(db, workspaceId);
    ranges.catch(() => entries.delete(workspaceId)); // a failed query is not remembered
    entries.delete(workspaceId);
    entries.set(workspaceId, { loadedAtMs: nowMs, ranges });
    const oldest = entries.size > maxEntryCount ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    return ranges;
  };

  const stop = options.onAuthorizationChange?.((keys) => {
    if (keys === null) entries.clear();
    for (const key of keys ?? []) if (key.startsWith('workspace:')) entries.delete(key.slice('workspace:'.length));
  });

  return {
    admit: async (actor, clientIp) => {
      if (actor.membership === null) return;
      const { workspaceId } = actor.membership;
      const ranges = await lookUp(workspaceId);
      if (ranges !== null && !ipInRanges(clientIp, ranges))
        throw new AppError('ip_not_allowed', { context: { workspaceId, userId: actor.userId } });
    },
    forget: (workspaceId) => {
      entries.delete(workspaceId);
    },
    stop: () => stop?.(),
  };
}

async function load(db: Database, workspaceId: string): Promise<ReturnType<typeof parseRange>[] | null> {
  const [row] = await engineQuery<IpAllowlistRow>(db, selectIpAllowlist(workspaceId));
  return row === undefined || !row.covers_members ? null : row.ranges.map(parseRange);
}
