import { SUPPORT_PERMISSIONS, type IdKind, type SupportLevel } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../src/platform/errors.ts';
import { exampleOf } from '../../src/platform/http/openapi-example.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { requireSupportMay } from '../../src/platform/http/support-act.ts';
import { useTestDatabase } from '../harness.ts';
import { checkKeyRoute } from './check-key-route.ts';
import { checkPersonRoute } from './check-person-route.ts';
import { checkRoute } from './check-route.ts';
import { composeProgram, type Program } from './compose-program.ts';
import { findGaps } from './coverage.ts';
import { findUndecided } from './dangerous-acts.ts';
import { publicRoutes } from './public-routes.ts';
import { harmless, send } from './request.ts';
import type { IdFactories, SecurityWorld } from './world.ts';

const database = useTestDatabase();
let program: Program;
let routes: Route[];
let factories: IdFactories;
let world: SecurityWorld;

beforeAll(async () => {
  program = await composeProgram(database);
  ({ routes, factories, world } = program);
});
afterAll(() => program.close());

/** All that an operator may change in a workspace that let them in, and what they may read although it is no `GET`. Only taken from. */
const openToSupport = [
  'POST /v1/search',
  'POST /v1/search/quick',
  'PUT /v1/working-hours',
  'PUT /v1/working-hours/numbers/:number_id',
  'PUT /v1/assignment-rules',
  'PUT /v1/assignment-rules/teams/:team_id',
  'PUT /v1/service-levels',
  'PUT /v1/service-levels/teams/:team_id',
  'PUT /v1/service-levels/numbers/:number_id',
  'POST /v1/intake/deliveries/:id/replay',
];

/** Words of a path that lead to rights, keys, exports, sealed values or the log. */
const neverForSupport =
  /api-keys|audit|export|transcript|sealed|csv|invitations|sign-in-rules|single-sign-on|ip-allowlist|privacy|disclosures|listeners/;

function isOpenToSupport(route: Route, level: SupportLevel): boolean {
  const operator = { isOperator: true, hasSecondFactor: true, singleSignOnWorkspaceId: null };
  const stay = { level, permissions: new Set(SUPPORT_PERMISSIONS[level]) };
  try {
    requireSupportMay(route, operator, stay);
    return route.auth === 'workspace';
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

describe('every route', () => {
  it('is shut for operators who were let in, save reading and the few things they may set right', () => {
    const name = (route: Route): string => `${route.method} ${route.path}`;
    const helped = routes.filter((route) => isOpenToSupport(route, 'help'));
    expect(
      helped
        .filter((route) => route.method !== 'GET')
        .map(name)
        .toSorted(),
    ).toEqual(openToSupport.toSorted());
    expect(helped.filter((route) => neverForSupport.test(route.path)).map(name)).toEqual([]);
    const read = routes.filter((route) => isOpenToSupport(route, 'read'));
    expect(read.filter((route) => route.method !== 'GET').map(name)).toEqual(['POST /v1/search', 'POST /v1/search/quick']);
    expect(read.length).toBeGreaterThan(50);
  });

  it('can be checked: typed ids with factories, permissions, and a reason where it is public', () => {
    const kinds = new Set(Object.keys(factories) as IdKind[]); // the keys of IdFactories are kinds
    expect(findGaps(routes, kinds, publicRoutes)).toEqual([]);
    expect(routes.filter((route) => route.auth === 'workspace').length).toBeGreaterThan(10);
  });

  it('shows an example of its body that its own schema accepts', () => {
    const wrong = routes.flatMap((route) => {
      if (route.hidden === true || route.body === undefined || (route.bodyKind ?? 'json') !== 'json') return [];
      const example = exampleOf(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }), {});
      const parsed = route.body.safeParse(example);
      return parsed.success
        ? []
        : [`${route.method} ${route.path}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`];
    });
    expect(wrong).toEqual([]);
  });

  it('that gives a page refuses a cursor that is none, and a page without rows or with too many', async () => {
    const wrong: string[] = [];
    const paged = routes.filter(
      (route) => route.method === 'GET' && route.auth === 'workspace' && route.query !== undefined && takesCursor(route.query),
    );
    for (const route of paged) {
      for (const [query, code] of [
        ['cursor=nonsense', 'cursor_invalid'],
        ['limit=0', 'validation_failed'],
        ['limit=201', 'validation_failed'],
      ]) {
        const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => harmless(world, route).params[name] ?? 'missing');
        const answer = await world.app.inject({ url: `${path}?${query}`, headers: world.mine.members.owner.headers });
        const given: unknown = answer.json<{ error?: { code?: string } }>().error?.code;
        // A path that names nothing may be looked up first.
        if (given !== code && !(route.path.includes(':') && given === 'not_found'))
          wrong.push(`${route.path}?${query} answers ${answer.statusCode} ${String(given)}`);
      }
    }
    expect(paged.length).toBeGreaterThan(25);
    expect(wrong).toEqual([]);
  });

  it('of a workspace refuses strangers, lesser roles, other origins and other tenants', async () => {
    const violations: string[] = [];
    for (const route of routes.filter((candidate) => candidate.auth === 'workspace')) violations.push(...(await checkRoute(world, route)));
    expect(violations).toEqual([]);
  }, 300_000);

  it('of a foreign protocol refuses strangers, members and keys that are not good', async () => {
    const violations: string[] = [];
    for (const route of routes.filter((candidate) => candidate.auth === 'key')) violations.push(...(await checkKeyRoute(world, route)));
    expect(violations).toEqual([]);
    expect(routes.filter((route) => route.auth === 'key').length).toBeGreaterThan(5);
  }, 60_000);

  it('of a person or an operator refuses strangers, keys, other origins and people who run nothing', async () => {
    const violations: string[] = [];
    for (const route of routes.filter((candidate) => candidate.auth === 'person' || candidate.auth === 'operator'))
      violations.push(...(await checkPersonRoute(world, route)));
    expect(violations).toEqual([]);
  }, 60_000);

  it('of a dangerous act asks a person for a fresh factor, and is one of those that must', async () => {
    expect(findUndecided(routes)).toEqual([]);
    const dangerous = routes.filter((route) => route.stepUp === true);
    await database.admin(`update user_sessions set proved_at = '2026-01-01'`);
    const violations: string[] = [];
    for (const route of dangerous.filter(({ auth }) => auth !== 'operator')) {
      const answer = await send(world, route, harmless(world, route), world.mine.members.owner.headers);
      if (answer.code !== 'step_up_required') violations.push(`${route.method} ${route.path} gives ${answer.status} ${answer.code}`);
    }
    expect(violations).toEqual([]);
  });
});

/** Whether a list is read page by page with pages of the usual size. */
function takesCursor(query: z.ZodType): boolean {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  const { limit } = properties;
  return required.length === 0 && 'cursor' in properties && typeof limit === 'object' && limit.maximum === 200;
}
