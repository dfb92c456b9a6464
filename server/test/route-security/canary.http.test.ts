import { idSchema, pageOf } from '@kabar/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { engineQuery } from '../../src/platform/db/tx.ts';
import { AppError } from '../../src/platform/errors.ts';
import { createApp } from '../../src/platform/http/app.ts';
import { defineRoute, type Route } from '../../src/platform/http/route.ts';
import { fromPublicId } from '../../src/platform/ids.ts';
import { systemIds } from '../../src/platform/ids.ts';
import { useTestDatabase } from '../harness.ts';
import { sceneQuery } from '../scene-query.ts';
import { createTestPeople, testOrigin } from '../tenants.ts';
import { checkPersonRoute } from './check-person-route.ts';
import { checkRoute } from './check-route.ts';
import { findGaps } from './coverage.ts';
import { createSecurityWorld } from './create-world.ts';
import { peopleFactories } from './id-factories.ts';
import type { SecurityWorld } from './world.ts';

// Routes with the mistakes that the suite exists to find. Each must be found, or the suite is blind.
const database = useTestDatabase();
let world: SecurityWorld;

const params = z.object({ id: idSchema('member') });
const uuidOf = (id: string): string => fromPublicId('mem', id) ?? '';
const findAnywhere = async (id: string): Promise<{ role: string }> => {
  const [row] = await engineQuery<{ role: string }>(database.db, {
    text: 'select role from workspace_members where id = $1',
    values: [uuidOf(id)],
  });
  if (row === undefined) throw new AppError('not_found');
  return row;
};

const leaky = {
  reads: defineRoute({
    method: 'GET',
    path: '/v1/leaky/:id',
    summary: 'Reads across workspaces',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:read',
    params,
    responses: { 200: z.object({ role: z.string() }) },
    handler: ({ params: { id } }) => findAnywhere(id),
  }),
  changesQuietly: defineRoute({
    method: 'DELETE',
    path: '/v1/leaky/:id',
    summary: 'Changes across workspaces and then says not found',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:write',
    params,
    responses: { 204: null },
    handler: async ({ params: { id } }) => {
      await sceneQuery(database.db, { text: 'delete from workspace_members where id = $1', values: [uuidOf(id)] });
      throw new AppError('not_found');
    },
  }),
  tellsApart: defineRoute({
    method: 'GET',
    path: '/v1/oracle/:id',
    summary: 'Tells foreign from missing',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:read',
    params,
    responses: { 200: z.object({ role: z.string() }) },
    handler: async ({ params: { id } }) => {
      await findAnywhere(id);
      throw new AppError('permission_denied', { details: { permission: 'members:read' } });
    },
  }),
  acceptsInBody: defineRoute({
    method: 'POST',
    path: '/v1/leaky-body',
    summary: 'Takes a foreign id in the body',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:write',
    body: z.strictObject({ to: z.strictObject({ member_id: idSchema('member').optional() }) }),
    responses: { 200: z.object({ role: z.string() }) },
    handler: ({ body }) => findAnywhere(body.to.member_id ?? ''),
  }),
  listsForQuery: defineRoute({
    method: 'GET',
    path: '/v1/leaky-list',
    summary: 'Lists by a foreign id',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:read',
    query: z.object({ member_id: idSchema('member').optional() }),
    responses: { 200: pageOf(z.object({ role: z.string() })) },
    handler: async ({ query }) => ({
      data: query.member_id === undefined ? [] : [await findAnywhere(query.member_id).catch(() => ({ role: 'none' }))],
      next_cursor: null,
    }),
  }),
  asksTooLittle: defineRoute({
    method: 'GET',
    path: '/v1/too-open',
    summary: 'Declares a permission that its effect does not match',
    tag: 'test',
    auth: 'public',
    responses: { 200: null },
    handler: async () => undefined,
  }),
} satisfies Record<string, Route>;

const mislabelled: Route = { ...leaky.asksTooLittle, auth: 'workspace', permission: 'api_keys:write' };
const faulty = defineRoute({
  method: 'GET',
  path: '/v1/faulty',
  summary: 'Breaks',
  tag: 'test',
  auth: 'workspace',
  permission: 'members:read',
  responses: { 200: null },
  handler: () => Promise.reject(new Error('broken')),
});
const openPerson: Route = { ...leaky.asksTooLittle, auth: 'person' };
/** Says that it is for operators, and is served to every signed-in person. */
const openOperator = defineRoute({
  method: 'GET',
  path: '/v1/for-any-person',
  summary: 'Forgets to ask who runs the installation',
  tag: 'test',
  auth: 'person',
  responses: { 200: null },
  handler: async () => undefined,
});
const sound = defineRoute({
  method: 'GET',
  path: '/v1/sound/:id',
  summary: 'Does it right',
  tag: 'test',
  auth: 'workspace',
  permission: 'members:read',
  params,
  responses: { 200: null },
  handler: async ({ actor, params: { id } }) => {
    const rows = await engineQuery(database.db, {
      text: 'select 1 from workspace_members where id = $1 and workspace_id = $2',
      values: [uuidOf(id), actor.workspaceId],
    });
    if (rows.length === 0) throw new AppError('not_found');
  },
});

beforeAll(async () => {
  const people = await createTestPeople(database);
  const app = await createApp([...Object.values(leaky), openOperator, faulty, sound], {
    authenticator: people.authenticator,
    newUuid: systemIds.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 10_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: () => undefined,
    onRequestDone: () => undefined,
  });
  world = await createSecurityWorld({ database, app, people, factories: peopleFactories(people), examples: {} });
});

describe('the route security suite', () => {
  it('finds nothing in a sound route', async () => {
    expect(await checkRoute(world, sound)).toEqual([]);
  });

  it.each([
    ['reading by a foreign id', leaky.reads, 'tells another workspace'],
    ['a change behind a refusal', leaky.changesQuietly, 'changed rows of another workspace in workspace_members'],
    ['an oracle', leaky.tellsApart, 'tells another workspace'],
    ['a foreign id in a body', leaky.acceptsInBody, "accepts another workspace's id in body.to.member_id"],
    ['a foreign id in a query', leaky.listsForQuery, "accepts another workspace's id in query.member_id"],
    ['a route that asks for nothing', mislabelled, 'no credentials gives 200'],
    ['a role that gets too far', mislabelled, 'lets agent pass without api_keys:write'],
    ['a key that gets too far', mislabelled, 'keys may not have'],
    ['a fault', faulty, '500 internal_error'],
  ])('finds %s', async (_what, route, sentence) => {
    const violations = await checkRoute(world, route);
    expect(violations.filter((violation) => violation.includes(sentence))).not.toEqual([]);
  });

  it('finds a route of a person that asks for nothing', async () => {
    expect((await checkPersonRoute(world, openPerson)).join('\n')).toContain('no credentials gives 200');
  });

  it('finds a route of operators that anybody signed in may call', async () => {
    const violations = await checkPersonRoute(world, { ...openOperator, auth: 'operator' });
    expect(violations.join('\n')).toContain('an owner who does not run the installation gives 200');
  });
});

describe('the list of gaps', () => {
  const unknownKind = defineRoute({
    ...sound,
    path: '/v1/things/:id',
    params: z.object({ id: idSchema('template') }),
    auth: 'workspace',
    permission: 'members:read',
    handler: async () => undefined,
  });
  const untyped = defineRoute({
    ...sound,
    path: '/v1/files/:name',
    params: z.object({ name: z.string() }),
    auth: 'workspace',
    permission: 'members:read',
    handler: async () => undefined,
  });

  it('is empty for what is covered', () => {
    expect(findGaps([sound, leaky.asksTooLittle], new Set(['member']), { 'GET /v1/too-open': 'a test' })).toEqual([]);
  });

  it.each([
    ['an id without a factory', [unknownKind], {}, 'no factory makes a template'],
    ['an untyped path parameter', [untyped], {}, 'the path parameter name is no id'],
    ['a public route without a reason', [leaky.asksTooLittle], {}, 'open to everybody without a written reason'],
    ['a reason for a route that is gone', [sound], { 'GET /v1/gone': 'was here' }, 'does not exist'],
    ['a route declared twice', [sound, sound], {}, 'declared twice'],
  ])('names %s', (_what, routes: Route[], publicRoutes: Record<string, string>, sentence) => {
    expect(findGaps(routes, new Set(['member']), publicRoutes).join('\n')).toContain(sentence);
  });
});
