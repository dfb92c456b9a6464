import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { HeldData } from '@kabar/contract';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolvePeople } from '#modules/contacts';
import { openContent } from '#modules/messages';
import { createManualClock, type ManualClock } from '#platform/clock';
import { createApp } from '#platform/http/app';
import { newUuid, systemIds } from '#platform/ids';
import { createJobs, type Jobs } from '#platform/jobs/jobs';
import { silentLog } from '#platform/log';
import { createAutomationWorld, type AutomationWorld, type TestConversation } from '../../../test/automation-world.ts';
import { createConsentWorld } from '../../../test/consent-world.ts';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { hearKeywords } from './hear-keywords.ts';
import { selfServiceJobs, selfServiceRoutes, type RequestHands, type SelfServiceContext } from './index.ts';
import { limits } from './prove.ts';

const database = useTestDatabase();
const origin = 'https://kabar.example.com';
const appSecret = createSecretKey(Buffer.from('app secret of a test'));
const asked: Parameters<RequestHands['open']>[0][] = [];
let clock: ManualClock;
let world: AutomationWorld;
let other: AutomationWorld;
let ctx: SelfServiceContext;
let jobs: Jobs;
let app: FastifyInstance;
let slug: string;
let phone = 0;

/** What is asked for is collected here; the module that handles it has tests of its own, and the journeys go through both. */
const requests: RequestHands = {
  open: async (request) => {
    asked.push(request);
    return `prq_${'0'.repeat(26)}`;
  },
  list: async () => [],
  find: async () => null,
  cancel: async () => undefined,
  openCopy: async (_workspaceId, contactId) => Readable.from([contactId]),
};

beforeAll(async () => {
  clock = createManualClock(new Date());
  world = await createAutomationWorld(database, clock);
  other = await createAutomationWorld(database, clock);
  jobs = createJobs({ url: database.url, poolSize: 2, report: () => undefined });
  ctx = {
    ...world.people,
    clock,
    log: silentLog,
    audit: { clock, ids: systemIds, keyring: world.keyring },
    jobs,
    consent: { ...createConsentWorld(world.people).recorder, clock },
    throttle: { db: database.db, clock, keys: { throttle: createSecretKey(randomBytes(32)) } },
    requests,
    send: (message) => world.send(message),
    accountByKey: async (key) => (key === 'key' ? { workspaceId: world.workspaceId, appSecretKeys: [appSecret] } : null),
    publicUrl: origin,
  };
  await jobs.start(selfServiceJobs(ctx), { run: true });
  app = await createApp(selfServiceRoutes(ctx), {
    authenticator: { session: async () => null, apiKey: () => Promise.reject(new Error('not used')) },
    newUuid,
    trustedProxies: [],
    ownOrigins: [origin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: true,
    strictResponses: true,
    report: (error) => {
      throw error;
    },
    onRequestDone: () => undefined,
  });
  slug = await slugOf(world);
});
afterAll(async () => {
  await app.close();
  await jobs.stop(2_000);
  await world.close();
  await other.close();
});
beforeEach(async () => {
  asked.length = 0;
  await database.admin('delete from throttle_buckets');
});

async function slugOf(of: AutomationWorld): Promise<string> {
  const [row] = await database.admin<{ slug: string }>('select slug from workspaces where id = $1', [of.workspaceId]);
  return row?.slug ?? '';
}

function newPhone(): string {
  phone += 1;
  return `6281200003${String(phone).padStart(3, '0')}`;
}

type Answer = { status: number; body: unknown; cookie: string };

async function call(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { body?: object; cookie?: string; from?: string } = {},
): Promise<Answer> {
  const response = await app.inject({
    method,
    url: `/v1/public/${path}`,
    headers: { origin: options.from ?? origin, ...(options.cookie === undefined ? {} : { cookie: options.cookie }) },
    ...(options.body === undefined ? {} : { payload: options.body }),
  });
  const [set] = [response.headers['set-cookie'] ?? []].flat();
  return {
    status: response.statusCode,
    body: response.body.startsWith('{') ? (JSON.parse(response.body) as unknown) : response.body,
    cookie: set?.split(';')[0] ?? '',
  };
}

/** What Kabar sent to a customer by itself, newest last. */
async function answersTo(who: TestConversation): Promise<{ text: string; content: unknown }[]> {
  const rows = await database.admin<{ id: string; content_sealed: Buffer }>(
    `select id, content_sealed from messages where conversation_id = $1 and direction = 'out' and automatic_reason = 'privacy_request' order by id`,
    [who.conversationId],
  );
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId: who.contactId }])).get(who.contactId);
  if (ring === undefined) throw new Error('no key');
  return rows.map((row) => {
    const { content } = openContent(ring, world.workspaceId, row.id, row.content_sealed);
    return { text: JSON.stringify(content), content };
  });
}

async function says(who: TestConversation, content: object, type = 'text'): Promise<string> {
  const id = await world.says(who, clock.now(), { type, content });
  await hearKeywords(ctx, world.workspaceId, [id]);
  return id;
}

/** The code that was sent to a number that asked for one. */
async function codeFor(number: string, who: TestConversation): Promise<string> {
  const before = (await answersTo(who)).length;
  expect((await call('POST', `${slug}/codes`, { body: { phone: `+${number}` } })).status).toBe(202);
  await waitFor('the code', async () => (await answersTo(who)).length > before);
  const code = /\b(\d{6})\b/.exec((await answersTo(who)).at(-1)?.text ?? '')?.[1];
  if (code === undefined) throw new Error('no code in the message');
  return code;
}

async function visit(number: string, who: TestConversation): Promise<string> {
  const answer = await call('POST', `${slug}/session`, { body: { phone: `+${number}`, code: await codeFor(number, who) } });
  expect(answer.status).toBe(200);
  return answer.cookie;
}

async function me(cookie: string, of = slug): Promise<HeldData> {
  const answer = await call('GET', `${of}/me`, { cookie });
  expect(answer.status).toBe(200);
  return answer.body as HeldData; // checked against its schema by the app
}

describe('proving who one is', () => {
  it('opens the data of the number that got the code, for thirty minutes, with one use', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    await world.says(who, clock.now());
    const code = await codeFor(number, who);
    const proof = { body: { phone: `+${number}`, code } };
    const { status, cookie } = await call('POST', `${slug}/session`, proof);
    expect(status).toBe(200);
    expect(cookie).toMatch(/^__Host-kabar_self=[\w-]{43}$/);
    const held = await me(cookie);
    expect(held.identifiers).toContainEqual({ kind: 'phone', value: `+${number}` });
    expect(held.counts).toMatchObject({ conversations: 1, messages_from_you: 1, messages_to_you: 1 });
    expect((await call('POST', `${slug}/session`, proof)).status).toBe(400);
    clock.advance(31 * 60_000);
    expect((await call('GET', `${slug}/me`, { cookie })).status).toBe(401);
  });

  it('says the same about every number, and sends nothing to one that nobody has', async () => {
    const [known, unknown] = [newPhone(), newPhone()];
    const who = await world.customer(known);
    const rowsBefore = (await database.admin('select 1 from self_service_codes')).length;
    const answers = await Promise.all([known, unknown].map((number) => call('POST', `${slug}/codes`, { body: { phone: `+${number}` } })));
    expect(answers[0]).toEqual(answers[1]);
    await waitFor('the known one to be sent theirs', async () => (await answersTo(who)).length === 1);
    // Both left the same trace: a row each.
    expect((await database.admin('select 1 from self_service_codes')).length - rowsBefore).toBe(2);
    const tries = await Promise.all(
      [known, unknown].map((number) => call('POST', `${slug}/session`, { body: { phone: `+${number}`, code: '000000' } })),
    );
    for (const answer of tries)
      expect([answer.status, (answer.body as { error: { code: string } }).error.code]).toEqual([400, 'token_invalid']);
  });

  it('gives up a code after five wrong tries, also when they come at once', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    const code = await codeFor(number, who);
    const wrong = code === '111111' ? '222222' : '111111';
    await Promise.all(Array.from({ length: 5 }, () => call('POST', `${slug}/session`, { body: { phone: `+${number}`, code: wrong } })));
    expect((await call('POST', `${slug}/session`, { body: { phone: `+${number}`, code } })).status).toBe(400);
  });

  it('does not take a code after ten minutes, nor the one before the newest', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    const first = await codeFor(number, who);
    clock.advance(1_000);
    const second = await codeFor(number, who);
    if (first !== second) expect((await call('POST', `${slug}/session`, { body: { phone: `+${number}`, code: first } })).status).toBe(400);
    clock.advance(10 * 60_000);
    expect((await call('POST', `${slug}/session`, { body: { phone: `+${number}`, code: second } })).status).toBe(400);
  });

  it('writes to nobody whose service window is closed', async () => {
    const number = newPhone();
    const who = await world.customer(number, { window: 'closed' });
    await call('POST', `${slug}/codes`, { body: { phone: `+${number}` } });
    const later = newPhone();
    await codeFor(later, await world.customer(later)); // by now the job before it has run
    expect(await answersTo(who)).toEqual([]);
  });

  it('writes by an approved template for codes where the service window is closed', async () => {
    const number = newPhone();
    const who = await world.customer(number, { window: 'closed' });
    const plant = (language: string, status: string, category: string) =>
      database.admin(
        `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
         select workspace_id, $2, waba_account_id, $3, 'login_code', $4, $5, $6, $7, now(), now(), now() from numbers where workspace_id = $1 limit 1`,
        [
          world.workspaceId,
          newUuid(),
          newUuid(),
          language,
          category,
          status,
          JSON.stringify([{ type: 'BODY' }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE' }] }]),
        ],
      );
    await plant('hi', 'approved', 'utility');
    await plant('id', 'rejected', 'authentication');
    await plant('en_US', 'approved', 'authentication');
    await call('POST', `${slug}/codes`, { body: { phone: `+${number}` } });
    await waitFor('the code', async () => (await answersTo(who)).length === 1);
    const [answer] = await answersTo(who);
    const code = /"text":"(\d{6})"/.exec(answer?.text ?? '')?.[1];
    expect(answer?.content).toMatchObject({
      name: 'login_code',
      language: { code: 'en_US' },
      components: [
        { type: 'body', parameters: [{ type: 'text', text: code }] },
        { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: code }] },
      ],
    });
    expect((await call('POST', `${slug}/session`, { body: { phone: `+${number}`, code } })).status).toBe(200);
    await database.admin('delete from templates where workspace_id = $1', [world.workspaceId]);
  });

  it('is throttled by network, and quietly by number', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    for (let count = 0; count < limits.codePerNetwork.maxCount; count += 1)
      expect((await call('POST', `${slug}/codes`, { body: { phone: `+${number}` } })).status).toBe(202);
    expect((await call('POST', `${slug}/codes`, { body: { phone: `+${number}` } })).status).toBe(429);
    await waitFor('the codes', async () => (await answersTo(who)).length === limits.codePerNumber.maxCount);
  });

  it('belongs to one page: another business does not know the visitor', async () => {
    const number = newPhone();
    const cookie = await visit(number, await world.customer(number));
    expect((await call('GET', `${await slugOf(other)}/me`, { cookie })).status).toBe(401);
    expect((await call('DELETE', `${slug}/session`, { cookie })).status).toBe(204);
    expect((await call('GET', `${slug}/me`, { cookie })).status).toBe(401);
  });

  it('is only done from our own pages', async () => {
    const number = newPhone();
    const cookie = await visit(number, await world.customer(number));
    for (const [path, body] of [
      ['codes', { phone: `+${number}` }],
      ['stop', { phone: `+${number}` }],
      ['me/consents', { purpose: 'marketing' }],
      ['me/requests', { kind: 'erase' }],
    ] as const)
      expect((await call('POST', `${slug}/${path}`, { body, cookie, from: 'https://elsewhere.example' })).status, path).toBe(403);
    expect(asked).toEqual([]);
  });

  it('leads nowhere when the page is off or the name is wrong, alike', async () => {
    const away = await slugOf(other);
    await database.admin(`insert into self_service_settings values ($1, '{"enabled": false}', now())`, [other.workspaceId]);
    const [off, wrong] = [await call('GET', away), await call('GET', 'nobody-has-this')];
    expect([off.status, wrong.status]).toEqual([404, 404]);
  });
});

describe('what a visitor does', () => {
  it('takes consent back or objects, at once and once', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    const cookie = await visit(number, who);
    expect((await me(cookie)).consents).toEqual([{ purpose: 'marketing', state: 'unset', source: null, since: null }]);
    for (let count = 0; count < 2; count += 1) {
      const answer = await call('POST', `${slug}/me/consents`, { body: { purpose: 'marketing' }, cookie });
      expect(answer.body).toMatchObject({ marketing: 'stopped', consents: [{ purpose: 'marketing', state: 'objected', source: 'form' }] });
    }
    const records = await database.admin('select actor_kind from consent_records where contact_id = $1', [who.contactId]);
    expect(records).toEqual([{ actor_kind: 'contact' }]);
  });

  it('asks in their own name only', async () => {
    const number = newPhone();
    const who = await world.customer(number);
    const cookie = await visit(number, who);
    expect((await call('POST', `${slug}/me/requests`, { body: { kind: 'rectify' }, cookie })).status).toBe(400);
    expect((await call('POST', `${slug}/me/requests`, { body: { kind: 'erase' }, cookie })).status).toBe(201);
    expect(asked).toMatchObject([{ contactId: who.contactId, kind: 'erase', channel: 'customer', proof: 'whatsapp_code' }]);
    for (const path of ['me', 'me/requests']) expect((await call('GET', `${slug}/${path}`)).status).toBe(401);
    const copy = await call('GET', `${slug}/me/requests/prq_${'0'.repeat(26)}/file`, { cookie });
    expect(copy.body).toBe(who.contactId);
  });

  it('stops marketing with nothing but the number; the answer is the same for every number', async () => {
    const [known, unknown] = [newPhone(), newPhone()];
    const who = await world.customer(known);
    const answers = await Promise.all([known, unknown].map((number) => call('POST', `${slug}/stop`, { body: { phone: `+${number}` } })));
    expect(answers[0]).toEqual(answers[1]);
    await waitFor('the stop', async () => {
      const [row] = await database.admin<{ choice: string }>('select kabar_marketing_choice($1, $2) as choice', [
        world.workspaceId,
        who.contactId,
      ]);
      return row?.choice === 'stopped';
    });
  });
});

describe('words in messages', () => {
  it('are answered with a link that opens once, and a request', async () => {
    const who = await world.customer(newPhone());
    const id = await says(who, { body: 'DATA SAYA' });
    const [answer] = await answersTo(who);
    expect(answer?.text).toContain(`${origin}/p/${slug}#t=`);
    expect(asked).toMatchObject([
      { contactId: who.contactId, kind: 'access', channel: 'whatsapp', proof: 'whatsapp_sender', language: 'id' },
    ]);
    const token = /#t=([\w-]{43})/.exec(answer?.text ?? '')?.[1] ?? '';
    const { status, cookie } = await call('POST', `${slug}/session`, { body: { token } });
    expect(status).toBe(200);
    expect((await me(cookie)).counts.messages_from_you).toBe(1);
    expect((await call('POST', `${slug}/session`, { body: { token } })).status).toBe(400);
    // The batch comes again after a crash.
    await hearKeywords(ctx, world.workspaceId, [id]);
    expect(await answersTo(who)).toHaveLength(1);
  });

  it('ask before they erase, and only a yes of that customer to that question counts', async () => {
    const [who, stranger] = [await world.customer(newPhone()), await world.customer(newPhone())];
    await says(who, { body: 'Erase my data' });
    expect(asked).toEqual([]);
    const ids = [...((await answersTo(who))[0]?.text ?? '').matchAll(/"id":"(kabar\.erase\.[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(ids).toHaveLength(2);
    const [yes = '', no = ''] = ids;
    const press = (by: TestConversation, reply: string) =>
      says(by, { type: 'button_reply', button_reply: { id: reply, title: 'x' } }, 'interactive');
    await press(stranger, yes);
    expect(asked).toEqual([]);
    await press(who, yes);
    expect(asked).toMatchObject([{ contactId: who.contactId, kind: 'erase', channel: 'whatsapp' }]);
    expect((await answersTo(who)).at(-1)?.text).toContain('/requests/prq_');
    await press(who, yes);
    expect(asked).toHaveLength(1);
    await says(who, { body: 'hapus data' });
    const [, noAgain = no] = [...((await answersTo(who)).at(-1)?.text ?? '').matchAll(/"id":"(kabar\.erase\.[^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    await press(who, noAgain);
    await press(who, noAgain.replace(/no$/, 'yes'));
    expect(asked).toHaveLength(1);
  });

  it('are left to people in a sentence, and when the workspace switched them off', async () => {
    const who = await world.customer(newPhone());
    await says(who, { body: 'Paket data 10 GB berapa ya' });
    await database.admin(`insert into self_service_settings values ($1, '{"keywords_enabled": false}', now())`, [world.workspaceId]);
    await says(who, { body: 'MY DATA' });
    await database.admin('delete from self_service_settings where workspace_id = $1', [world.workspaceId]);
    expect(await answersTo(who)).toEqual([]);
  });

  it('are answered five times an hour at most', async () => {
    const who = await world.customer(newPhone());
    for (let count = 0; count < 7; count += 1) await says(who, { body: 'my data' });
    expect(await answersTo(who)).toHaveLength(5);
  });
});

describe('the data deletion callback of Meta', () => {
  const sign = (payload: object, secret = appSecret): string => {
    const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
    return `${createHmac('sha256', secret).update(encoded).digest('base64url')}.${encoded}`;
  };
  const ask = async (signed: string, key = 'key') => {
    const response = await app.inject({
      method: 'POST',
      url: `/webhooks/data-deletion/${key}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ signed_request: signed }).toString(),
    });
    return { status: response.statusCode, body: JSON.parse(response.body) as { url: string; confirmation_code: string } };
  };

  it('gives an address and a code that say that nothing is stored under an id that is not a customer', async () => {
    const { status, body } = await ask(sign({ algorithm: 'HMAC-SHA256', user_id: '218471', issued_at: 1_795_000_000 }));
    expect([status, body.url]).toEqual([200, `${origin}/p/${slug}/deletions/${body.confirmation_code}`]);
    expect((await call('GET', `${slug}/deletions/${body.confirmation_code}`)).body).toEqual({
      code: body.confirmation_code,
      asked_on: clock.now().toISOString().slice(0, 10),
    });
    expect((await call('GET', `${slug}/deletions/${body.confirmation_code.replace(/.$/, 'x')}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('opens a request for a customer of that id, for members to prove', async () => {
    const bsuid = `ID.${randomBytes(6).toString('hex')}`;
    const [person] = await resolvePeople(world.people, [{ workspaceId: world.workspaceId, identities: [{ kind: 'bsuid', value: bsuid }] }]);
    const { body } = await ask(sign({ algorithm: 'HMAC-SHA256', user_id: bsuid }));
    expect(asked).toMatchObject([{ contactId: person?.contactId, kind: 'erase', proof: null }]);
    expect(body.url).toBe(`${origin}/p/${slug}/requests/${body.confirmation_code}`);
  });

  it('believes nothing that is not signed with the secret of the app', async () => {
    const payload = { algorithm: 'HMAC-SHA256', user_id: '1' };
    const foreign = createSecretKey(randomBytes(32));
    const statuses = await Promise.all([
      ask(sign(payload, foreign)),
      ask(sign(payload), 'other'),
      ask('x.y'),
      ask(''),
      ask(sign({ user_id: '1' })),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });
});
