import { PERMISSION_NAMES, type Permission } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Route } from '../../src/platform/http/route.ts';
import { useTestDatabase } from '../harness.ts';
import { checkLists, checkMatrix, checkSight } from './check-matrix.ts';
import { composeProgram, type Program } from './compose-program.ts';
import { findSecretFields, gatedFields, secretFields } from './gated-fields.ts';
import { createRoleCast, type RoleCast } from './role-cast.ts';
import { sightOfKinds } from './sight-of-kinds.ts';

const database = useTestDatabase();
let program: Program;
let cast: RoleCast;

beforeAll(async () => {
  program = await composeProgram(database);
  cast = await createRoleCast(program.people, program.world.mine);
});
afterAll(() => program.close());

describe('the matrix of routes and roles', () => {
  it('is what the routes declare, for roles with nothing, one thing, all but one, and with limits', async () => {
    const violations: string[] = [];
    // What a person does with their own account asks for no role, and some of it would end the sessions of the cast.
    const routes = program.routes.filter(({ auth }) => auth !== 'public' && auth !== 'person');
    for (const route of routes) violations.push(...(await checkMatrix(program.world, cast, route)));
    expect(violations).toEqual([]);
    expect(routes.length).toBeGreaterThan(300);
  }, 300_000);

  it('has no permission that no route asks for, save those named here', () => {
    // Read within a handler: these decide about a field or a variant, not about a whole route.
    const within: Permission[] = [];
    const asked = new Set(program.routes.map((route) => route.permission));
    expect(PERMISSION_NAMES.filter((name) => !asked.has(name))).toEqual(within);
  });

  it('hides from limited sight what does not lie in it: by id, in bodies, queries and lists', async () => {
    const { world, routes } = program;
    const hidden = new Set<string>();
    const violations: string[] = [];
    for (const route of routes) violations.push(...(await checkSight(world, cast.limited, route, sightOfKinds, hidden)));
    expect(hidden.size).toBeGreaterThan(60);
    violations.push(...(await checkLists(world, cast.limited, routes, hidden)));
    expect(violations).toEqual([]);
  }, 300_000);

  it('can fail: it finds a route that asks for less than it declares, a kind that is not hidden, and one nobody decided about', async () => {
    const { world, routes } = program;
    const find = (method: string, path: string): Route => {
      const route = routes.find((one) => one.method === method && one.path === path);
      if (route === undefined) throw new Error(`no route ${method} ${path}`);
      return route;
    };
    const members = find('GET', '/v1/members');
    expect(await checkMatrix(world, cast, { ...members, permission: 'audit:read' })).not.toEqual([]);
    expect(await checkMatrix(world, cast, { ...members, auth: 'operator' })).not.toEqual([]);
    const team = find('GET', '/v1/teams/:id');
    expect(await checkSight(world, cast.limited, team, { team: 'hidden' }, new Set())).toHaveLength(1);
    expect(await checkSight(world, cast.limited, team, {}, new Set())).toHaveLength(1);
  });

  it('sees, as a control, in lists what is hidden there from limited sight', async () => {
    const { world, routes } = program;
    const id = await world.idOf('conversation', world.mine);
    await database.admin('update conversations set last_message_id = id where workspace_id = $1', [world.mine.workspaceId]);
    const all = { ...cast.limited, headers: world.mine.members.owner.headers, permissions: new Set(PERMISSION_NAMES) };
    expect(await checkLists(world, all, routes, new Set([id]))).not.toEqual([]);
    expect(await checkLists(world, cast.limited, routes, new Set([id]))).toEqual([]);
  });
});

describe('fields', () => {
  it('that only some may read are there for those, and not without any one of the permissions they ask for', async () => {
    const wrong: string[] = [];
    for (const { name, route, needs, isShown } of gatedFields) {
      const all = await cast.withExactly([route, ...needs]);
      if (!(await isShown(program, all.headers))) wrong.push(`${name}: is not shown to somebody who has all it asks for`);
      for (const lacking of needs) {
        const some = await cast.withExactly([route, ...needs.filter((permission) => permission !== lacking)]);
        if (await isShown(program, some.headers)) wrong.push(`${name}: is shown without ${lacking}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('that look like secrets are named here, with the reason why an answer holds them', () => {
    const found = program.routes.flatMap((route) =>
      Object.values(route.responses).flatMap((schema) => (schema instanceof z.ZodType ? findSecretFields(route, schema) : [])),
    );
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(secretFields).toSorted());
  });
});
