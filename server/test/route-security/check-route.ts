import { KEY_SCOPES, PERMISSIONS, ROLES, roleAllows, type IdKind } from '@kabar/contract';
import type { Route } from '../../src/platform/http/route.ts';
import { bearer, field, harmless, send, textsOf, type Answer, type Parts } from './request.ts';
import { findIdPlaces, nodeOf, sampleOf, type IdPlace, type IdSource } from './schema-samples.ts';
import { tenantFingerprint } from './tenant-fingerprint.ts';
import type { SecurityWorld } from './world.ts';

/**
 * Calls one workspace route in every way it must refuse and says, in sentences, where it did not. An empty list is a pass.
 * The other tenant's rows are compared before and after, so that an effect shows even behind a polite refusal.
 */
export async function checkRoute(world: SecurityWorld, route: Route): Promise<string[]> {
  const violations: string[] = [];
  const name = `${route.method} ${route.path}`;
  const expect = (holds: boolean, sentence: string): void => {
    if (!holds) violations.push(`${name}: ${sentence}`);
  };
  await watchOther(world, expect, async () => {
    await checkCredentials(world, route, expect);
    await checkRoles(world, route, expect);
    await checkSession(world, route, expect);
  });
  for (const place of [...placesOf(route), ...freePlacesOf(world, route)]) await checkForeignId(world, route, place, expect);
  return violations;
}

type Expect = (holds: boolean, sentence: string) => void;

async function watchOther(world: SecurityWorld, expect: Expect, work: () => Promise<void>): Promise<void> {
  const before = await tenantFingerprint(world, world.other.workspaceId);
  await work();
  const after = await tenantFingerprint(world, world.other.workspaceId);
  for (const [table, digest] of after) expect(before.get(table) === digest, `changed rows of another workspace in ${table}`);
}

async function checkCredentials(world: SecurityWorld, route: Route, expect: Expect): Promise<void> {
  const call = (headers: Record<string, string>, remoteAddress = '203.0.113.5'): Promise<Answer> =>
    send(world, route, harmless(world, route), headers, remoteAddress);
  const { keys } = world;
  const cases: [string, Record<string, string>, number, string][] = [
    ['no credentials', {}, 401, 'unauthenticated'],
    [
      'a made-up session cookie',
      { cookie: `kabar_session=${'A'.repeat(43)}.${'A'.repeat(43)}`, 'kabar-workspace': world.mine.publicWorkspaceId },
      401,
      'unauthenticated',
    ],
    ['a mistyped key', bearer(`${keys.full.slice(0, -1)}${keys.full.endsWith('a') ? 'b' : 'a'}`), 401, 'api_key_invalid'],
    ['an unknown key', bearer(keys.unknown), 401, 'api_key_invalid'],
    ['a revoked key', bearer(keys.revoked), 401, 'api_key_revoked'],
    ['an expired key', bearer(keys.expired), 401, 'api_key_expired'],
    ['another scheme', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }, 401, 'unauthenticated'],
  ];
  for (const [what, headers, status, code] of cases) {
    const answer = await call(headers);
    expect(answer.status === status && answer.code === code, `${what} gives ${answer.status} ${answer.code}, not ${status} ${code}`);
  }
  const outside = await call(bearer(keys.listed), '198.51.100.7');
  expect(
    outside.status === 403 && outside.code === 'ip_not_allowed',
    `a key from outside its addresses gives ${outside.status} ${outside.code}`,
  );
  const spoofed = await call({ ...bearer(keys.listed), 'x-forwarded-for': '203.0.113.5' }, '198.51.100.7');
  expect(spoofed.code === 'ip_not_allowed', `a forged X-Forwarded-For gets past the allowlist`);
  const { permission } = route;
  if (permission === undefined) return;
  const lacking = await call(bearer(await world.keyWithout(permission)));
  expect(
    lacking.status === 403 && lacking.code === 'permission_denied' && lacking.permission === permission,
    `a key without ${permission} gives ${lacking.status} ${lacking.code} ${lacking.permission}`,
  );
  const full = await call(bearer(keys.full));
  if (PERMISSIONS[permission].key) expect(isPastTheDoor(full), `a key with every scope is refused: ${full.status} ${full.code}`);
  else
    expect(
      full.status === 403 && full.code === 'permission_denied',
      `a key with all of its ${KEY_SCOPES.length} scopes gets past ${permission}, which keys may not have`,
    );
}

async function checkRoles(world: SecurityWorld, route: Route, expect: Expect): Promise<void> {
  const { permission } = route;
  expect(permission !== undefined, 'has no permission');
  if (permission === undefined) return;
  for (const role of ROLES) {
    const answer = await send(world, route, harmless(world, route), world.mine.members[role].headers);
    if (roleAllows(role, permission))
      expect(isPastTheDoor(answer), `refuses ${role}, who has ${permission}: ${answer.status} ${answer.code}`);
    else
      expect(
        answer.status === 403 && answer.code === 'permission_denied' && answer.permission === permission,
        `lets ${role} pass without ${permission}: ${answer.status} ${answer.code}`,
      );
  }
}

async function checkSession(world: SecurityWorld, route: Route, expect: Expect): Promise<void> {
  const { headers } = world.mine.members.owner;
  const call = (extra: Record<string, string>): Promise<Answer> => send(world, route, harmless(world, route), { ...headers, ...extra });
  const elsewhere = await call({ 'kabar-workspace': world.other.publicWorkspaceId });
  const nowhere = await call({ 'kabar-workspace': world.missingId('workspace') });
  expect(
    elsewhere.status === 404 && elsewhere.code === 'not_found',
    `a session gets into a workspace it is not in: ${elsewhere.status} ${elsewhere.code}`,
  );
  expect(elsewhere.body === nowhere.body, 'tells a foreign workspace from one that does not exist');
  const { 'kabar-workspace': _, ...without } = headers;
  const unnamed = await send(world, route, harmless(world, route), without);
  expect(
    unnamed.status === 400 && unnamed.code === 'workspace_required',
    `a session that names no workspace gives ${unnamed.status} ${unnamed.code}`,
  );
  if (route.method === 'GET') return;
  for (const [what, extra] of [
    ['another origin', { origin: 'https://evil.example' }],
    ['a page marked cross-site', { 'sec-fetch-site': 'cross-site' }],
  ] as const) {
    const answer = await call(extra);
    expect(answer.status === 403 && answer.code === 'csrf_refused', `a session from ${what} gives ${answer.status} ${answer.code}`);
  }
}

/** A place of a route where an id goes; `steps` null where only an example knows it. */
export type Place = { kind: IdKind; part: keyof Parts; label: string; steps: IdPlace['steps'] | null };

/** Every place of a route where an id goes. */
export function placesOf(route: Route): Place[] {
  return (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = route[part];
    return schema === undefined ? [] : findIdPlaces(nodeOf(schema)).map((place) => ({ ...place, part }));
  });
}

/** Places that take our ids among other texts; only an example knows them. */
function freePlacesOf(world: SecurityWorld, route: Route): Place[] {
  const { freeIds = [] } = world.examples[`${route.method} ${route.path}`] ?? {};
  return freeIds.map(({ kind, place }) => ({ kind, part: 'body', label: place, steps: null }));
}

/** Codes that speak of the form of the request and so of a sample that never came to the id. */
const formCodes = ['validation_failed', 'content_invalid', 'recipient_invalid', 'malformed_json', 'unsupported_media_type'];

async function checkForeignId(world: SecurityWorld, route: Route, place: Place, expect: Expect): Promise<void> {
  const where = `${place.part}.${place.label}`;
  const { headers } = world.mine.members.owner;
  const ids = await minesFor(world, route);
  const foreign = await world.idOf(place.kind, world.other);
  const request = (id: string): Parts =>
    build(world, route, place, (kind, isTarget) => (isTarget ? id : (ids.get(kind) ?? world.missingId(kind))));
  expect(
    JSON.stringify(request(foreign)).includes(foreign),
    `the request for ${where} does not hold the id under test; the example hides it`,
  );
  const withId = (id: string): Promise<Answer> => send(world, route, request(id), headers);
  // First the id that is nobody's: should a route act on what it is given, the other tenant's thing is still there to be hurt.
  const missing = await withId(world.missingId(place.kind));
  let answer = missing;
  await watchOther(world, expect, async () => {
    answer = await withId(foreign);
  });
  expect(
    answer.status === missing.status && answer.body === missing.body,
    `tells another workspace's id in ${where} from one that does not exist: ${answer.status} ${answer.code} and ${missing.status} ${missing.code}`,
  );
  expect(!answer.body.includes(foreign), `repeats another workspace's id from ${where}`);
  if (place.part === 'params') {
    expect(answer.status === 404, `another workspace's id in ${where} gives ${answer.status} ${answer.code}, not 404`);
  } else if (answer.status < 300) {
    expect(
      (route.method === 'GET' && isEmptyPage(answer.body)) || isWhollyRefused(answer.body),
      `accepts another workspace's id in ${where}: ${answer.status}`,
    );
  } else {
    expect([400, 404, 409, 422].includes(answer.status), `another workspace's id in ${where} gives ${answer.status} ${answer.code}`);
  }
  expect(
    !formCodes.includes(answer.code),
    `the sample for ${where} is refused as not valid, so it proves nothing; register an example for ${route.method} ${route.path} (${answer.body.slice(0, 300)})`,
  );
}

/** One thing of our own per kind of id in the route. */
export async function minesFor(world: SecurityWorld, route: Route): Promise<Map<IdKind, string>> {
  const kinds = new Set(placesOf(route).map((place) => place.kind));
  return new Map(await Promise.all([...kinds].map(async (kind) => [kind, await world.idOf(kind, world.mine)] as const)));
}

/** A request with an id at one place; `idOf` gives the ids of the others. */
export function build(world: SecurityWorld, route: Route, target: Place, idOf: IdSource): Parts {
  const part = (name: keyof Parts): unknown => {
    const schema = route[name];
    return schema === undefined ? undefined : sampleOf(nodeOf(schema), idOf, target.part === name ? target.steps : null);
  };
  const at = target.part === 'body' ? target.label : null;
  const example = world.examples[`${route.method} ${route.path}`]?.body((kind, place) => idOf(kind, place === at), at);
  const body = part('body');
  // A field that the example does not know, because it is newer, still comes from the schema.
  return { params: textsOf(part('params')), query: part('query'), body: example === undefined ? body : { ...Object(body), ...example } };
}

function isEmptyPage(body: string): boolean {
  const data = field(JSON.parse(body), 'data');
  return Array.isArray(data) && data.length === 0;
}

/** Whether a call with a result for each of its items refused every one of them. */
function isWhollyRefused(body: string): boolean {
  const answer: unknown = body === '' ? null : JSON.parse(body);
  return field(answer, 'accepted_count') === 0;
}

/** Whether an answer came from behind authentication: anything but the refusals of the door, and no fault. */
export function isPastTheDoor(answer: Answer): boolean {
  const refusals = ['unauthenticated', 'permission_denied', 'csrf_refused', 'workspace_required', 'ip_not_allowed', 'internal_error'];
  return answer.status < 500 && !refusals.includes(answer.code) && !answer.code.startsWith('api_key_');
}
