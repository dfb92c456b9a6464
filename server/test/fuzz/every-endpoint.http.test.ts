import { randomUUID } from 'node:crypto';
import { ID_PREFIXES, KEY_SCOPES, type IdKind } from '@kabar/contract';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../src/platform/http/route.ts';
import { createGraphWorld, type GraphWorld } from '../graph-world.ts';
import { useTestDatabase } from '../harness.ts';
import { idFactories } from '../route-security/id-factories.ts';
import { nodeOf } from '../route-security/schema-samples.ts';
import { tenantFingerprint, unusedId } from '../route-security/tenant-fingerprint.ts';
import { createTestKey, createTestTenant, sessionOf, type TestTenant } from '../tenants.ts';
import { anyJson, anyText, arbitraryOf, mutated } from './arbitrary-of-schema.ts';
import { fuzzSettings } from './fuzz-settings.ts';

// Whatever is sent to whichever endpoint: no fault of ours, no request without an answer, nothing of another tenant.
const database = useTestDatabase();
const { seed, count, seconds } = fuzzSettings(2);
/** After this a request counts as one that hangs; far above anything that a busy machine makes of an honest one. */
const hangsAfterMs = 60_000;
/** A word in everything the other tenant has that people write. */
const planted = 'Rahasia Sekali';

type Input = {
  params: Record<string, unknown>;
  query: unknown;
  body: { kind: 'json'; value: unknown } | { kind: 'bytes'; type: string; bytes: Uint8Array } | null;
  as: 'owner' | 'key' | 'nobody';
  extra: Record<string, string>;
  ip: string;
};

let world: GraphWorld;
/** Who asks: the owner of a workspace and one of its keys. Others take their place where a request of the run closes the workspace. */
let mine: TestTenant & { key: string };
const foreignIds: string[] = [];
const foreignOfKind = new Map<IdKind, readonly string[]>();
let otherBefore: Map<string, string>;
const ids = new Map<IdKind, readonly string[]>();
const inputs = new Map<Route, fc.Arbitrary<Input>>();
/** What was answered, by status. */
const answers = new Map<number, number>();
let slowest = { ms: 0, route: '' };

beforeAll(async () => {
  world = await createGraphWorld(database);
  ({ mine } = world);
  await furnish(mine, 'Toko Melati');
  const own = await readIds(mine);
  // Read before the other tenant has anything: what both see, such as the recipients of the installation and ids in examples, is nobody's secret.
  const shared = new Set([...own.values()].flat());
  await furnish(world.other, planted);
  const theirs = await readIds(world.other);
  // What cannot be made by a request is made past the program, for the other tenant alone: such rows hold no real sealed text.
  const factories = idFactories(world.people);
  for (const kind of Object.keys(ID_PREFIXES) as IdKind[]) {
    const foreign = theirs.get(ID_PREFIXES[kind]) ?? [await factories[kind]?.(world.other)].filter((id) => id !== undefined);
    foreignOfKind.set(kind, foreign.slice(0, 5));
    foreignIds.push(...foreign.filter((id) => !shared.has(id)));
  }
  takeIds(own);
  otherBefore = await tenantFingerprint({ database }, world.other.workspaceId);
});

afterAll(() => world.close());

describe('every endpoint', () => {
  it(
    `answers anything with a refusal or a result (seed ${seed}, ${count} of each)`,
    async () => {
      expect(ids.get('contact')?.length).toBeGreaterThan(3);
      expect(foreignIds.length).toBeGreaterThan(20); // or the search for them in answers would find nothing whatever leaks
      const { routes } = world.modules;
      const startedMs = performance.now();
      const secondsGone = (): number => (performance.now() - startedMs) / 1_000;
      const isOver = (): boolean => seconds !== null && secondsGone() >= seconds;
      const wrong: string[] = [];
      let [round, asked, saidAt] = [0, 0, 0];
      do {
        if (round > 0) takeIds(await readIds(mine)); // what earlier rounds made and what they left
        for (const route of routes) {
          if (round > 0 && isOver()) break;
          const problem = await tryRoute(route, seed + round, () => {
            asked += 1;
          });
          if (problem !== null) wrong.push(`${route.method} ${route.path} (--seed ${seed + round}): ${problem}`);
          if (seconds !== null && secondsGone() - saidAt >= 15) {
            saidAt = secondsGone();
            tell(`${Math.round(saidAt)} of ${seconds} s, round ${round + 1}: ${asked} requests, ${wrong.length} problems`);
          }
        }
        round += 1;
      } while (seconds !== null && !isOver());
      if (seconds !== null) {
        const counts = [...answers].toSorted(([a], [b]) => a - b).map(([status, times]) => `${times} x ${status}`);
        tell(
          `${asked} requests to ${routes.length} endpoints in ${Math.round(secondsGone())} s, ${round} rounds: ${wrong.length} problems`,
        );
        tell(`answers: ${counts.join(', ')}; slowest ${Math.round(slowest.ms)} ms, ${slowest.route}`);
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThanOrEqual(routes.length * count);
      expect(await tenantFingerprint({ database }, world.other.workspaceId)).toEqual(otherBefore);
    },
    seconds === null ? 3_600_000 : seconds * 1_000 + 600_000,
  );
});

/** Says something to whoever watches a long run. */
function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Tries a route `count` times from a seed. Gives what was wrong, or null. */
async function tryRoute(route: Route, from: number, onAsked: () => void): Promise<string | null> {
  await stayIn();
  const values = inputs.get(route) ?? inputsOf(route);
  inputs.set(route, values);
  const property = fc.asyncProperty(values, async (input) => {
    const problem = await tryOnce(route, input);
    onAsked();
    if (problem !== null) throw new Error(problem);
  });
  try {
    await fc.assert(property, { seed: from, numRuns: count, endOnFailure: true });
    return null;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
    return `${cause}\n${String(error)}`;
  }
}

/** Gives a tenant one of each thing that requests can make, with `word` in whatever people write. */
async function furnish(tenant: TestTenant, word: string): Promise<void> {
  const { headers } = tenant.members.owner;
  const things = [
    ['/v1/contacts', { phone: '+628120000099', name: word }],
    ['/v1/contacts', { phone: '+628120000098', name: `${word} 2` }],
    ['/v1/tags', { name: word }],
    ['/v1/teams', { name: word }],
    ['/v1/saved-replies', { scope: 'shared', name: word, shortcut: 'salam', text: word }],
    ['/v1/webhook-endpoints', { url: 'https://example.com/hook', description: word, event_types: ['*'] }],
    ['/v1/api-keys', { name: word, scopes: ['contacts:read'] }],
    ['/v1/privacy/requests', { kind: 'access', name: word, email: 'citra@example.com' }],
  ] as const;
  for (const [url, payload] of things) {
    const made = await world.app.inject({ method: 'POST', url, headers, payload });
    if (made.statusCode !== 201) throw new Error(`${url} was not made: ${made.body}`);
  }
}

/** Reads every list of a tenant. Gives the ids that it shows its own people, by prefix. */
async function readIds(tenant: TestTenant): Promise<Map<string, string[]>> {
  const { headers } = tenant.members.owner;
  const found = new Map<string, string[]>();
  for (const route of world.modules.routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))) {
    const { body } = await inject({ method: 'GET', url: route.path, headers });
    for (const [id, prefix = ''] of body.matchAll(/\b([a-z]{2,4})_[0-7][0-9a-z]{25}\b/g)) {
      if (prefix === ID_PREFIXES.request) continue;
      const known = found.get(prefix) ?? [];
      if (!known.includes(id)) found.set(prefix, [...known, id]);
    }
  }
  return found;
}

/** From now on tries these ids as the caller's own, beside those of the other tenant and ones that nothing has. */
function takeIds(own: ReadonlyMap<string, readonly string[]>): void {
  inputs.clear();
  for (const kind of Object.keys(ID_PREFIXES) as IdKind[]) {
    const some = (own.get(ID_PREFIXES[kind]) ?? []).slice(0, 5);
    ids.set(kind, [...some, ...some, ...(foreignOfKind.get(kind) ?? []), unusedId(kind)]);
  }
}

/**
 * Keeps the caller signed in, with a factor just shown, wherever a request of the run or time ended that; in a workspace of its own where the run closed
 * the one before.
 */
async function stayIn(): Promise<void> {
  if (await isIn()) return;
  const { owner } = mine.members;
  const headers = { ...owner.headers, cookie: await sessionOf(world.people, owner.userId) };
  mine = { ...mine, members: { ...mine.members, owner: { ...owner, headers } } };
  if (await isIn()) return;
  const tenant = await createTestTenant(world.people, 'Toko Melati');
  mine = { ...tenant, key: (await createTestKey(world.people, tenant, KEY_SCOPES)).key };
  await furnish(mine, 'Toko Melati');
  takeIds(await readIds(mine));
}

async function isIn(): Promise<boolean> {
  const { headers } = mine.members.owner;
  const [me, change, danger] = await Promise.all([
    world.app.inject({ url: '/v1/workspace', headers }),
    world.app.inject({ method: 'POST', url: '/v1/tags', headers, payload: {} }),
    world.app.inject({ method: 'POST', url: '/v1/api-keys', headers, payload: {} }),
  ]);
  return me.statusCode === 200 && change.statusCode === 400 && danger.statusCode === 400;
}

function inputsOf(route: Route): fc.Arbitrary<Input> {
  const pool = (kind: IdKind): readonly string[] => ids.get(kind) ?? [unusedId(kind)];
  const params = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const declared: fc.Arbitrary<unknown> = route.params === undefined ? fc.constant({}) : arbitraryOf(nodeOf(route.params), pool);
  const loose = fc.record(Object.fromEntries(params.map((name) => [name, anyText])));
  const query: fc.Arbitrary<unknown> = route.query === undefined ? fc.constant({}) : arbitraryOf(nodeOf(route.query), pool);
  return fc.record<Input>({
    // A record of schema fields by construction.
    params: fc.oneof({ weight: 4, arbitrary: declared }, loose) as fc.Arbitrary<Record<string, unknown>>,
    query: fc.oneof({ weight: 3, arbitrary: query }, mutated(query), fc.dictionary(anyText, anyText, { maxKeys: 3 })),
    body: route.method === 'GET' ? fc.constant(null) : bodiesOf(route, pool),
    as: route.auth === 'public' ? fc.constantFrom('nobody', 'owner') : fc.constantFrom('owner', 'owner', 'key'),
    extra: fc.dictionary(
      fc.constantFrom(
        'cookie-x',
        'idempotency-key',
        'x-forwarded-for',
        'accept',
        'accept-language',
        'range',
        'if-none-match',
        'x-hub-signature-256',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
      { maxKeys: 2 },
    ),
    ip: fc.ipV4(),
  });
}

function bodiesOf(route: Route, pool: (kind: IdKind) => readonly string[]): fc.Arbitrary<Input['body']> {
  const bytes = fc.record({
    kind: fc.constant('bytes' as const),
    type: fc.constantFrom(
      'application/json',
      'application/octet-stream',
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'text/plain; charset=nonsense',
      'nonsense',
    ),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      anyJson.map((value) => Buffer.from(JSON.stringify(value))),
      // Files with every beginning that a reader of files goes by, and rubbish after it.
      fc
        .tuple(
          fc.constantFrom(
            '\x89PNG\r\n\x1a\n',
            '\xff\xd8\xff\xe0',
            'GIF89a',
            'RIFF\x10\0\0\0WEBP',
            'PK\x03\x04',
            '%PDF-1.7',
            'OggS',
            'phone;name\n',
          ),
          fc.uint8Array({ maxLength: 200 }),
          fc.constantFrom('\r\n--x--\r\n', '\r\n--x', ''),
        )
        .map(([magic, rest, end]) =>
          Buffer.concat([
            Buffer.from('--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n'),
            Buffer.from(magic, 'latin1'),
            rest,
            Buffer.from(end),
          ]),
        ),
    ),
  });
  const value = (values: fc.Arbitrary<unknown>): fc.Arbitrary<Input['body']> =>
    fc.record({ kind: fc.constant('json' as const), value: values });
  if ((route.bodyKind ?? 'json') !== 'json') return fc.oneof<fc.Arbitrary<Input['body']>[]>(bytes, value(anyJson));
  if (route.body === undefined)
    return fc.oneof<fc.MaybeWeightedArbitrary<Input['body']>[]>({ weight: 3, arbitrary: fc.constant(null) }, value(anyJson), bytes);
  const fitting = arbitraryOf(nodeOf(route.body), pool);
  return fc.oneof<fc.MaybeWeightedArbitrary<Input['body']>[]>(
    { weight: 5, arbitrary: value(fitting) },
    { weight: 4, arbitrary: value(mutated(fitting)) },
    { weight: 1, arbitrary: value(anyJson) },
    { weight: 1, arbitrary: bytes },
  );
}

/** Sends one request. Gives what is wrong with the answer, or null. */
async function tryOnce(route: Route, input: Input): Promise<string | null> {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => escape(textOf(input.params[name] ?? 'missing')));
  const query = new URLSearchParams(flat(input.query)).toString();
  const { body } = input;
  world.faults.length = 0;
  const startedMs = performance.now();
  const response = await inject({
    method: route.method,
    url: query === '' ? path : `${path}?${query}`,
    remoteAddress: input.ip,
    headers: {
      ...(route.method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
      ...input.extra,
      ...(input.as === 'owner' ? mine.members.owner.headers : input.as === 'key' ? { authorization: `Bearer ${mine.key}` } : {}),
      ...(body === null ? {} : { 'content-type': body.kind === 'json' ? 'application/json' : body.type }),
    },
    ...(body === null ? {} : { payload: body.kind === 'json' ? (JSON.stringify(body.value) ?? '') : Buffer.from(body.bytes) }),
  });
  const ms = performance.now() - startedMs;
  if (ms > slowest.ms) slowest = { ms, route: `${route.method} ${route.path}` };
  answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
  if (response.status === 500 || world.faults.length > 0)
    return `a fault: ${world.faults.map((fault) => (fault instanceof Error ? fault.stack : String(fault))).join('\n')}`;
  const sent = `${path}${JSON.stringify(input)}`;
  const leaked = [planted, ...foreignIds].find((value) => response.body.includes(value) && !sent.includes(value));
  return leaked === undefined ? null : `shows ${leaked} of the other tenant`;
}

/** Sends a request and reads the whole answer; of a live stream, which never ends, only the head. Errors: rejects when no answer comes. */
async function inject(request: InjectOptions): Promise<{ status: number; body: string }> {
  const response = await world.app.inject({ ...request, payloadAsStream: true, signal: AbortSignal.timeout(hangsAfterMs) });
  const stream = response.stream();
  if (String(response.headers['content-type']).startsWith('text/event-stream')) {
    stream.destroy();
    return { status: response.statusCode, body: '' };
  }
  let body = '';
  for await (const chunk of stream) body += String(chunk);
  return { status: response.statusCode, body };
}

/** As an address carries it; a lone surrogate has no form there and is replaced, as browsers do. */
function escape(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function flat(query: unknown): [string, string][] {
  if (typeof query !== 'object' || query === null) return [];
  return Object.entries(query).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, textOf(one)]),
  );
}
