import type { Statement } from '#platform/db/tx';

export type RotationKind = 'root' | 'workspace' | 'index';
export type RotationCause = 'routine' | 'leak';
export type RotationPhase = 'keys' | 'values' | 'hashes' | 'check' | 'finished';

export type RotationRow = {
  workspaceId: string;
  id: string;
  kind: RotationKind;
  cause: RotationCause;
  toKey: string;
  state: 'running' | 'done';
  phase: RotationPhase;
  doneCount: number;
  totalCount: number;
  unreadableCount: number;
  startedAt: Date;
  finishedAt: Date | null;
  failure: string | null;
};

const columns = `workspace_id as "workspaceId", id, kind, cause, to_key as "toKey", state, phase, done_count as "doneCount", total_count as "totalCount",
  unreadable_count as "unreadableCount", started_at as "startedAt", finished_at as "finishedAt", failure`;

/** Begins a rotation unless one of that kind runs for the workspace. */
export function insertRotation(row: Pick<RotationRow, 'workspaceId' | 'id' | 'kind' | 'cause' | 'toKey' | 'startedAt'>): Statement {
  return {
    text: `insert into key_rotations (workspace_id, id, kind, cause, to_key, state, phase, started_at)
           values ($1, $2, $3, $4, $5, 'running', 'keys', $6) on conflict (workspace_id, kind) where state = 'running' do nothing returning ${columns}`,
    values: [row.workspaceId, row.id, row.kind, row.cause, row.toKey, row.startedAt],
  };
}

/** Rotations that are not done, oldest first. */
export function selectRunning(): Statement {
  return { text: `select ${columns} from key_rotations where state = 'running' order by started_at, id` };
}

/** The newest rotations. */
export function selectNewest(limit: number): Statement {
  return { text: `select ${columns} from key_rotations order by started_at desc, id limit $1`, values: [limit] };
}

/** Says how far a rotation is. */
export function updateProgress(
  { workspaceId, id }: Pick<RotationRow, 'workspaceId' | 'id'>,
  at: Pick<RotationRow, 'phase' | 'doneCount' | 'totalCount'>,
): Statement {
  return {
    text: `update key_rotations set phase = $3, done_count = $4, total_count = $5, failure = null
            where workspace_id = $1 and id = $2 and state = 'running'`,
    values: [workspaceId, id, at.phase, at.doneCount, at.totalCount],
  };
}

/** Ends a rotation. */
export function updateDone({ workspaceId, id }: Pick<RotationRow, 'workspaceId' | 'id'>, unreadableCount: number, at: Date): Statement {
  return {
    text: `update key_rotations set state = 'done', phase = 'finished', finished_at = $3, unreadable_count = $4, failure = null
            where workspace_id = $1 and id = $2 and state = 'running' returning id`,
    values: [workspaceId, id, at, unreadableCount],
  };
}

/** Keeps why the last try stopped. */
export function updateFailure({ workspaceId, id }: Pick<RotationRow, 'workspaceId' | 'id'>, failure: string): Statement {
  return {
    text: `update key_rotations set failure = $3 where workspace_id = $1 and id = $2 and state = 'running'`,
    values: [workspaceId, id, failure],
  };
}
