import { PERMISSION_NAMES, permissionsOf, withoutWide, type Permission } from '@kabar/contract';
import { systemIds } from '../../src/platform/ids.ts';
import { sceneQuery } from '../scene-query.ts';
import { joinTestTenant, type TestPeople, type TestTenant } from '../tenants.ts';

/** Somebody whom the matrix sends to every route: what they may do, and whether they see the whole inbox. */
export type CastMember = { name: string; headers: Record<string, string>; permissions: ReadonlySet<Permission>; isLimited: boolean };

/** Members with roles of the workspace. */
export type RoleCast = {
  /** Those whose permissions stay as they are. */
  fixed: readonly CastMember[];
  /** A member whose role allows these and nothing else. */
  withExactly(permissions: readonly Permission[]): Promise<CastMember>;
  /** A member whose role allows everything but this. */
  withAllBut(permission: Permission): Promise<CastMember>;
  /** A member who may do all that limited sight leaves, and sees none of the numbers and teams there are. */
  limited: CastMember;
};

/** Makes the cast in a tenant. Roles are written into the tables directly, also those that the API would refuse: what is stored must not matter. */
export async function createRoleCast(people: TestPeople, tenant: TestTenant): Promise<RoleCast> {
  const { db, clock } = people.ctx;
  const role = async (permissions: readonly Permission[], sight: 'all' | 'chosen' | 'agents' = 'all'): Promise<string> => {
    const id = systemIds.uuid();
    await sceneQuery(db, {
      text: `insert into member_roles (workspace_id, id, name, description, permissions, sight, number_ids, team_ids, created_at, updated_at)
             values ($1, $2, $2::uuid::text, '', $3, $4, '{}', '{}', $5, $5)`,
      values: [tenant.workspaceId, id, permissions, sight, clock.now()],
    });
    return id;
  };
  const join = async (roleId: string): Promise<{ memberId: string; headers: Record<string, string> }> =>
    joinTestTenant(people, tenant, { role: 'custom', roleId });
  const set = (roleId: string, permissions: readonly Permission[]): Promise<unknown> =>
    sceneQuery(db, {
      text: 'update member_roles set permissions = $3 where workspace_id = $1 and id = $2',
      values: [tenant.workspaceId, roleId, permissions],
    });

  const changing = await role([]);
  const { headers } = await join(changing);
  const changed = async (name: string, permissions: readonly Permission[]): Promise<CastMember> => {
    await set(changing, permissions);
    return { name, headers, permissions: new Set(permissions), isLimited: false };
  };
  const narrow = new Set(withoutWide(PERMISSION_NAMES));
  const limited: CastMember = {
    name: 'a role that lists everything and sees chosen numbers',
    headers: (await join(await role(PERMISSION_NAMES, 'chosen'))).headers,
    permissions: narrow,
    isLimited: true,
  };
  const admin = await joinTestTenant(people, tenant, { role: 'admin', roleId: null });
  await sceneQuery(db, {
    text: `insert into member_limits (workspace_id, member_id, number_ids, team_ids, updated_at) values ($1, $2, '{}', '{}', $3)`,
    values: [tenant.workspaceId, admin.memberId, clock.now()],
  });
  return {
    limited,
    fixed: [
      { name: 'a role with nothing', headers: (await join(await role([]))).headers, permissions: new Set(), isLimited: false },
      limited,
      {
        name: 'a role that lists everything and sees what agents see',
        headers: (await join(await role(PERMISSION_NAMES, 'agents'))).headers,
        permissions: narrow,
        isLimited: true,
      },
      { name: 'an admin with limits', headers: admin.headers, permissions: new Set(withoutWide(permissionsOf('admin'))), isLimited: true },
    ],
    withExactly: (permissions) => changed(`a role with ${permissions.join(', ')} alone`, permissions),
    withAllBut: (permission) =>
      changed(
        `a role with everything but ${permission}`,
        PERMISSION_NAMES.filter((name) => name !== permission),
      ),
  };
}
