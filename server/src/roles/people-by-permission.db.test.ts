import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { withEngine, type Statement } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../test/harness.ts';
import { createTestPeople, createTestTenant, joinTestTenant, type TestPeople, type TestTenant } from '../../test/tenants.ts';
import { selectGuardians } from '../modules/incidents/incidents.sql.ts';
import { selectOfficers } from '../modules/notices/notices.sql.ts';
import { selectKeepers as keepersOfRegister } from '../modules/processors/processors.sql.ts';
import { selectKeepers as keepersOfEvidence } from '../modules/promises/evidence/evidence.sql.ts';
import { selectHandlers } from '../modules/requests/office.sql.ts';
import { selectDeciders } from '../modules/retention/sealed.sql.ts';
import { selectAdmins } from '../modules/webhooks/endpoints/endpoints.sql.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;
let other: TestTenant;
const members = new Map<string, { memberId: string; userId: string; email: string }>();

/** Every choice of people to tell, by what they must be allowed to do. */
const choices: [string, Permission, (workspaceId: string) => Statement][] = [
  ['an incident', 'privacy:write', selectGuardians],
  ['what a notice says wrong', 'privacy:write', selectOfficers],
  ['a new recipient', 'privacy:write', keepersOfRegister],
  ['evidence that runs out', 'privacy:write', keepersOfEvidence],
  ['sealed records that are asked for', 'privacy:write', selectDeciders],
  ['a request of a person', 'privacy:requests', selectHandlers],
  ['a webhook endpoint in trouble', 'webhooks:write', selectAdmins],
];

beforeAll(async () => {
  people = await createTestPeople(database);
  tenant = await createTestTenant(people, 'Kopi');
  other = await createTestTenant(people, 'Teh');
  const join = async (name: string, permissions: readonly Permission[], isLimited = false): Promise<void> => {
    const roleId = newUuid();
    await database.admin(
      `insert into member_roles (workspace_id, id, name, description, permissions, sight, number_ids, team_ids, created_at, updated_at)
       values ($1, $2, $3, '', $4, 'all', '{}', '{}', now(), now())`,
      [tenant.workspaceId, roleId, name, permissions],
    );
    const { memberId, userId } = await joinTestTenant(people, tenant, { role: 'custom', roleId });
    if (isLimited)
      await database.admin(
        `insert into member_limits (workspace_id, member_id, number_ids, team_ids, updated_at) values ($1, $2, '{}', '{}', now())`,
        [tenant.workspaceId, memberId],
      );
    const [user] = await database.admin<{ email: string }>('select email from users where id = $1', [userId]);
    members.set(name, { memberId, userId, email: user?.email ?? '' });
  };
  await join('officer', ['privacy:read', 'privacy:write', 'privacy:requests']);
  await join('developer', ['webhooks:read', 'webhooks:write']);
  await join('limited', PERMISSION_NAMES, true);
});

describe('whoever is told of', () => {
  it.each(choices)('%s holds %s by whatever role', async (_about, permission, statement) => {
    const rows = await withEngine(database.db, 'people to tell in a test', (tx) =>
      tx.query<Record<string, string>>(statement(tenant.workspaceId)),
    );
    const mine = rows.filter((row) => row['workspaceId'] !== other.workspaceId);
    const isTold = ({ memberId, userId, email }: { memberId: string; userId: string; email: string }): boolean =>
      mine.some((row) => Object.values(row).some((value) => value === memberId || value === userId || value === email));
    const holds = { officer: permission !== 'webhooks:write', developer: permission === 'webhooks:write', limited: false };
    expect(Object.fromEntries([...members].map(([name, member]) => [name, isTold(member)]))).toEqual(holds);
    const { owner, admin, manager, agent } = tenant.members;
    expect([owner, admin, manager, agent].map(isTold)).toEqual([true, true, permission === 'privacy:requests', false]);
  });
});
