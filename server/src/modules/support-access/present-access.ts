import { ID_PREFIXES, type OperatorSupportAccess, type PublicId, type SupportAccess } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { GrantRow, OperatorGrantRow, PersonRow } from './support.sql.ts';

/** Public id of an access. */
export function publicAccessId(id: string): PublicId<'supportAccess'> {
  return toPublicId(ID_PREFIXES.supportAccess, id) as PublicId<'supportAccess'>; // toPublicId joins exactly this prefix and 26 characters
}

/** An access as the workspace sees it. `readCount`: requests of operators that stand in the log under it. */
export function presentAccess(row: GrantRow, readCount: number): SupportAccess {
  return {
    id: publicAccessId(row.id),
    status: row.status,
    level: row.level,
    hours: row.hours,
    operator: presentPerson(row.operator),
    asked_because: row.askedBecause,
    asked_at: row.askedAt?.toISOString() ?? null,
    granted_because: row.grantedBecause,
    granted_by: presentPerson(row.grantedBy),
    granted_at: row.grantedAt?.toISOString() ?? null,
    ends_at: row.endsAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    ended_how: row.endedHow,
    ended_by: presentPerson(row.endedBy),
    entered: row.entered.map((person) => requirePerson(person)),
    read_count: readCount,
  };
}

/** The same as the operator sees it: without who decided, and with nothing of the workspace but its name. */
export function presentForOperator(row: OperatorGrantRow): OperatorSupportAccess {
  const { granted_by: _by, ended_by: _endedBy, read_count: _count, ...access } = presentAccess(row, 0);
  return {
    ...access,
    workspace: {
      id: toPublicId(ID_PREFIXES.workspace, row.workspaceId) as PublicId<'workspace'>, // as above
      name: row.workspaceName,
      slug: row.workspaceSlug,
    },
    is_inside: row.isInside,
  };
}

function presentPerson(person: PersonRow | null): SupportAccess['operator'] {
  return person === null ? null : requirePerson(person);
}

function requirePerson({ id, name, email }: PersonRow): NonNullable<SupportAccess['operator']> {
  return { id: toPublicId(ID_PREFIXES.user, id) as PublicId<'user'>, name, email }; // as above
}
