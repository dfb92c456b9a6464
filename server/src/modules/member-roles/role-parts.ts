import { ID_PREFIXES, PERMISSIONS, type CreateRoleRequest, type Permission, type RoleSight } from '@kabar/contract';
import type { TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { countKnown, type RoleParts } from './member-roles.sql.ts';

/** Chosen numbers and teams as they are stored. */
export type Chosen = { numberIds: string[]; teamIds: string[] };

/** Reads chosen numbers and teams and proves that they are of this workspace. Errors: `not_found`. */
export async function readChosen(tx: TenantTx, chosen: { number_ids: readonly string[]; team_ids: readonly string[] }): Promise<Chosen> {
  const numberIds = uuids(ID_PREFIXES.number, chosen.number_ids);
  const teamIds = uuids(ID_PREFIXES.team, chosen.team_ids);
  const [known] = await tx.query<{ numbers: number; teams: number }>(countKnown(tx.workspaceId, numberIds, teamIds));
  if (known?.numbers !== numberIds.length || known.teams !== teamIds.length) throw new AppError('not_found');
  return { numberIds, teamIds };
}

/**
 * A role as it is to be stored. Errors: `validation_failed` for a permission that somebody with a limited sight cannot have, and for chosen numbers or
 * teams without `sight: chosen`; `not_found` for a number or team of another workspace.
 */
export async function readParts(tx: TenantTx, asked: CreateRoleRequest): Promise<RoleParts> {
  const { name, description, permissions, sight } = asked;
  const wide = sight === 'all' ? undefined : permissions.find((permission) => PERMISSIONS[permission].wide);
  if (wide !== undefined) refuse('body.permissions', `${wide} concerns the whole workspace and needs a role that sees everything`);
  const isChosen: boolean = sight === ('chosen' satisfies RoleSight);
  if (!isChosen && asked.number_ids.length + asked.team_ids.length > 0)
    refuse('body.sight', 'must be "chosen" when numbers or teams are given');
  const { numberIds, teamIds } = await readChosen(tx, asked);
  return { name, description, permissions: permissions satisfies Permission[], sight, numberIds, teamIds };
}

function refuse(path: string, message: string): never {
  throw new AppError('validation_failed', { details: { issues: [{ path, message }] } });
}

function uuids(prefix: string, publicIds: readonly string[]): string[] {
  const ids = publicIds.map((publicId) => fromPublicId(prefix, publicId));
  return [...new Set(ids.filter((id) => id !== null))];
}
