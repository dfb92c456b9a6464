import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import type { OnAuthorizationChange } from '#platform/events/authorization-change';
import type { WorkspaceActor } from '#platform/http/actor';
import { selectViewer, type ViewerRow } from './teams.sql.ts';
import { EVERYBODY, type Limits, type Viewer } from './viewer.ts';
import { readAgentsSee } from './visibility.ts';

/** Who sees what, from memory where that is fresh enough. */
export type Viewers = {
  /** The viewer that an actor is. No statement for whoever is not limited, and for the others at most one a second. */
  of(actor: WorkspaceActor): Promise<Viewer>;
  /** The viewer that a member is; one who left sees nothing. */
  ofMember(workspaceId: string, memberId: string): Promise<Viewer>;
  /** Forgets what was known of a workspace; called after a change in this process. */
  forget(workspaceId: string): void;
  close(): void;
};

const freshMs = 1_000;
const maxCount = 10_000;

type Known = { workspaceId: string; memberId: string; loadedAtMs: number; viewer: Promise<Viewer> };

/**
 * Makes the viewers of one process. What they know is at most a second old, and forgotten at once when a change of teams, of
 * the rule or of a membership is announced, in whichever process it was made.
 */
export function createViewers(deps: { db: Database; onAuthorizationChange?: OnAuthorizationChange; nowMs?: () => number }): Viewers {
  const nowMs = deps.nowMs ?? (() => performance.now());
  const known = new Map<string, Known>();
  const stop = deps.onAuthorizationChange?.((keys) => {
    if (keys === null) known.clear();
    else {
      for (const [key, entry] of known) {
        if (keys.has(`workspace:${entry.workspaceId}`) || keys.has(`member:${entry.memberId}`)) known.delete(key);
      }
    }
  });

  const ofMember = (workspaceId: string, memberId: string): Promise<Viewer> => {
    const key = `${workspaceId} ${memberId}`;
    const entry = known.get(key);
    if (entry !== undefined && nowMs() - entry.loadedAtMs < freshMs) return entry.viewer;
    if (known.size >= maxCount) known.clear();
    const viewer = loadViewer(deps.db, workspaceId, memberId);
    viewer.catch(() => known.delete(key)); // whoever waits for it gets the error; the next one asks again
    known.set(key, { workspaceId, memberId, loadedAtMs: nowMs(), viewer });
    return viewer;
  };

  return {
    of: async (actor) => {
      const memberId = limitedMemberOf(actor);
      return memberId === null ? EVERYBODY : ofMember(actor.workspaceId, memberId);
    },
    ofMember,
    forget: (workspaceId) => {
      for (const [key, entry] of known) if (entry.workspaceId === workspaceId) known.delete(key);
    },
    close: () => stop?.(),
  };
}

/** By whose limits an actor sees: a member's own, or those of the member whose sight a key has. Null: by none. */
export function limitedMemberOf(actor: WorkspaceActor): string | null {
  if (actor.kind === 'api_key') return actor.sightMemberId;
  return actor.isLimited ? actor.memberId : null;
}

const nothing: Limits = { numberIds: [], teamIds: [] };

async function loadViewer(db: Database, workspaceId: string, memberId: string): Promise<Viewer> {
  const [row] = await tenantQuery<ViewerRow>(db, workspaceId, selectViewer(workspaceId, memberId));
  if (row === undefined) return { kind: 'some', memberId, teamIds: [], hiddenNumberIds: [], agentsSee: 'assigned', limits: [nothing] };
  const limits = [row.roleLimits, row.memberLimits].filter((limit) => limit !== null);
  const followsRule = row.role === 'agent' || row.sight === 'agents';
  const agentsSee = followsRule ? readAgentsSee(row.agentsSee) : 'everything';
  const hiddenNumberIds = followsRule ? row.hiddenNumberIds : [];
  if (agentsSee === 'everything' && hiddenNumberIds.length + limits.length === 0) return EVERYBODY;
  // Without the rule for agents, being in a team opens nothing that the limits close, and nothing else is closed.
  return { kind: 'some', memberId, teamIds: row.teamIds, hiddenNumberIds, agentsSee, limits };
}
