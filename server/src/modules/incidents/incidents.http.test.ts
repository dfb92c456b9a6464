import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '#platform/clock';
import { fromPublicId, newUuid, systemIds, toPublicId } from '#platform/ids';
import { silentLog } from '#platform/log';
import { useTestDatabase } from '../../../test/harness.ts';
import { createOperatorWorld, type OperatorApp, type OperatorWorld } from '../../../test/operator-world.ts';
import type { TestTenant } from '../../../test/tenants.ts';
import type { AutomaticMessage } from '../messages/index.ts';
import type { IncidentsContext } from './incidents-context.ts';
import { incidentsJobs, incidentsRoutes } from './index.ts';
import { remindOfClocks } from './jobs.ts';

// A tabletop drill with a clock that the test moves: a lost laptop with an open session, from the first minute to what was learned.
const database = useTestDatabase();
let world: OperatorWorld;
let app: OperatorApp;
let ctx: IncidentsContext;
const sent: AutomaticMessage[] = [];
let orders: { name: string; payload: unknown }[] = [];
const hourMs = 3_600_000;
const at = (hours: number): string => new Date(clock.now().getTime() + hours * hourMs).toISOString();
const numbers = new Map<string, string>();
// Apart from the clock of sessions, so that days may pass without anybody being signed out.
const clock = createManualClock(new Date());

beforeAll(async () => {
  world = await createOperatorWorld(database);
  const { people } = world;
  clock.advance(people.clock.now().getTime() - clock.now().getTime() + 1_000);
  ctx = {
    db: world.db,
    clock,
    ids: systemIds,
    log: silentLog,
    keyring: people.keyring,
    audit: people.ctx.audit,
    jobs: {
      enqueue: async (_tx, definition, payload) => {
        orders.push({ name: definition.name, payload });
        return true;
      },
    },
    mails: world.mails,
    publicUrl: 'https://kabar.example',
    operators: [world.operator.email],
    send: async (message) => {
      const isKnown = sent.some(({ key }) => key === message.key);
      if (!isKnown) sent.push(message);
      return { kind: isKnown ? 'earlier' : 'accepted', messageId: newUuid(), conversationId: newUuid() };
    },
  };
  app = await world.serve(incidentsRoutes(ctx));
  for (const tenant of [world.mine, world.other]) numbers.set(tenant.workspaceId, await addNumber(tenant));
});
afterAll(() => world.close());
beforeEach(() => {
  orders = [];
  world.mails.sent.length = 0;
  sent.length = 0;
});

async function addNumber({ workspaceId }: TestTenant): Promise<string> {
  const [waba, number] = [newUuid(), newUuid()];
  const digits = String(10_000_000_000 + Math.floor(Math.random() * 1e10));
  await database.admin(
    `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, access_token_sealed, created_at)
     values ($1, $2, 'emulator', $3, $4, '\\x00', '\\x00', '\\x00', now())`,
    [workspaceId, waba, digits, `key-${digits}`],
  );
  await database.admin(
    `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, throughput_per_second, connected_at)
     values ($1, $2, $3, $4, '+1 555 0100', 'connected', 80, now())`,
    [workspaceId, number, waba, `9${digits}`],
  );
  return number;
}

/** A contact who exists since `createdAgoHours`, with a message `messageAgoHours` ago (none: never wrote), and an open or closed window. */
async function addContact(
  { workspaceId }: TestTenant,
  facts: { country?: string; createdAgoHours: number; messageAgoHours?: number; window?: boolean },
): Promise<string> {
  const [id, conversation] = [newUuid(), newUuid()];
  const ago = (hours: number): string => at(-hours);
  await database.admin(`insert into contacts (workspace_id, id, country, created_at, updated_at) values ($1, $2, $3, $4, $4)`, [
    workspaceId,
    id,
    facts.country ?? null,
    ago(facts.createdAgoHours),
  ]);
  await database.admin(
    `insert into conversations (workspace_id, id, number_id, contact_id, last_activity_at, window_expires_at, created_at) values ($1, $2, $3, $4, $5, $6, $5)`,
    [workspaceId, conversation, numbers.get(workspaceId), id, ago(facts.createdAgoHours), facts.window === true ? at(23) : null],
  );
  if (facts.messageAgoHours !== undefined) {
    await database.admin(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, occurred_at, created_at)
       values ($1, $2, $3, $4, $5, 'in', 'text', 'received', 'contact', '\\x00', $6, $6)`,
      [workspaceId, newUuid(), numbers.get(workspaceId), conversation, id, ago(facts.messageAgoHours)],
    );
  }
  return id;
}

const facts = {
  what_happened: 'A laptop with an open session was stolen.',
  consequences: 'Somebody may have read names and messages.',
  measures: 'All sessions were ended within the hour.',
  advice: 'Do not answer messages that ask for money.',
  contact: 'Rina, privacy@example.com',
};
const report = (more: object = {}) => ({
  title: 'A stolen laptop',
  happened_from: at(-10),
  known_at: at(-1),
  laws: ['ID', 'IN'],
  scope: { data: ['contact_details', 'message_content', 'sessions'] },
  ...more,
});
const admin = () => world.mine.members.admin;
const clocksOf = (body: Record<string, unknown>) => body['clocks'] as { key: string; state: string; due_at: string | null }[];

describe('a drill in a workspace', () => {
  it('goes from the first minute to what was learned, by the clocks of the laws', async () => {
    const reached = await addContact(world.mine, { country: 'ID', createdAgoHours: 900, messageAgoHours: 30, window: true });
    const silent = await addContact(world.mine, { country: 'IN', createdAgoHours: 900 });
    await addContact(world.mine, { country: 'FR', createdAgoHours: -5 }); // came after it
    const stranger = await addContact(world.other, { createdAgoHours: 900, messageAgoHours: 30 });

    const made = await app.call(admin(), 'POST', '/v1/incidents', report());
    expect(made).toMatchObject({ status: 201, body: { status: 'open', next_step: 'assess', risk: null, affected: null } });
    const id = String(made.body['id']);
    const url = `/v1/incidents/${id}`;
    expect(clocksOf(made.body).map(({ key, state, due_at }) => [key, state, due_at])).toEqual([
      ['in_cert', 'running', at(5)],
      ['id_agency', 'running', at(71)],
      ['id_persons', 'running', at(71)],
    ]);

    const assessed = (await app.call(admin(), 'POST', `${url}/assess`)).body;
    expect(assessed).toMatchObject({
      next_step: 'tell_authority',
      affected: { contact_count: 2, member_count: 4, workspace_count: 1, suggested_laws: ['ID', 'IN'], told_count: 0 },
    });
    const persons = (await app.call(admin(), 'GET', `${url}/persons?limit=100`)).body.data;
    expect(persons.map(({ contact_id, data }) => [contact_id, data])).toEqual(
      expect.arrayContaining([
        [toPublicId('ctc', reached), ['contact_details', 'message_content']],
        [toPublicId('ctc', silent), ['contact_details']],
      ]),
    );
    expect(JSON.stringify(persons)).not.toContain(toPublicId('ctc', stranger));

    // Three hours and some after it became known: half of CERT-In's time is gone.
    clock.advance(2.5 * hourMs);
    await remindOfClocks(ctx);
    await remindOfClocks(ctx);
    expect(new Set(world.mails.sent.map(({ to }) => to))).toEqual(new Set([world.mine.members.owner.email, admin().email]));
    expect(world.mails.sent).toHaveLength(2);
    for (const { subject } of world.mails.sent) expect(subject).toMatch(/tell CERT-In/);
    const gaps = (await app.call(admin(), 'GET', `${url}/draft?party=authority&language=id`)).body;
    expect(gaps['missing']).toEqual(['what_happened', 'consequences', 'measures', 'advice', 'contact']);
    expect(String(gaps['text'])).toContain('[belum ditulis]');
    await app.call(admin(), 'PATCH', url, { facts, risk: 'possible' });
    const draft = (await app.call(admin(), 'GET', `${url}/draft?party=authority&language=en`)).body;
    expect(draft).toMatchObject({ missing: [] });
    for (const word of [
      '2 customers and 4 members',
      'names and contact details, messages, sign-in sessions',
      facts.contact,
      facts.measures,
    ])
      expect(String(draft['text'])).toContain(word);
    const met = await app.call(admin(), 'POST', `${url}/clocks`, { key: 'in_cert', outcome: 'met', remark: 'CERTIn-2026-118' });
    expect(clocksOf(met.body).find(({ key }) => key === 'in_cert')).toMatchObject({ state: 'met', remark: 'CERTIn-2026-118' });

    const preview = (await app.call(admin(), 'GET', `${url}/tell?language=id`)).body;
    expect(preview).toMatchObject({ whatsapp_count: 1, mail_count: 4, unreachable_count: 1 });
    expect((await app.call(admin(), 'POST', `${url}/tell`, { language: 'id', confirm_count: 99 })).body.error.code).toBe('conflict');
    expect((await app.call(admin(), 'POST', `${url}/tell`, { language: 'id', confirm_count: 5 })).status).toBe(202);
    world.mails.sent.length = 0;
    const job = incidentsJobs(ctx).find(({ definition }) => definition.name === orders[0]?.name);
    for (const attempt of [1, 2])
      expect(await job?.run(orders[0]?.payload, { jobId: 'x', attempt, signal: new AbortController().signal })).toEqual({ kind: 'done' });
    expect(sent).toMatchObject([{ contactId: reached, reason: 'breach_notice', content: { type: 'text' } }]);
    expect(JSON.stringify(sent)).toContain('Data yang terkena: nama dan data kontak, pesan, sesi masuk');
    expect(new Set(world.mails.sent.map(({ to }) => to))).toEqual(new Set(Object.values(world.mine.members).map(({ email }) => email)));
    expect(world.mails.sent).toHaveLength(4);
    const left = (await app.call(admin(), 'GET', `${url}/persons?outcome=unreachable`)).body.data;
    expect(left).toMatchObject([{ contact_id: toPublicId('ctc', silent), reason: 'window_closed' }]);

    // Too late for Jakarta: the clock says so, and so does every mail.
    clock.advance(80 * hourMs);
    world.mails.sent.length = 0;
    await remindOfClocks(ctx);
    expect(world.mails.sent.filter(({ subject }) => subject.startsWith('Late:'))).toHaveLength(4);
    expect((await app.call(admin(), 'POST', `${url}/close`, { lessons: 'Lock every screen.' })).body.error).toMatchObject({
      code: 'incident_unfinished',
      details: { left: ['id_agency', 'id_persons', 'cause'] },
    });
    await app.call(admin(), 'POST', `${url}/clocks`, { key: 'id_agency', outcome: 'met', remark: 'Letter of today' });
    await app.call(admin(), 'POST', `${url}/clocks`, { key: 'id_persons', outcome: 'met', at: at(-79), remark: 'By WhatsApp and mail' });
    await app.call(admin(), 'PATCH', url, { facts: { cause: 'No screen lock' } });
    const closed = await app.call(admin(), 'POST', `${url}/close`, { lessons: 'Lock every screen.' });
    expect(closed.body).toMatchObject({ status: 'closed', next_step: 'done', lessons: 'Lock every screen.' });
    expect(clocksOf(closed.body).map(({ key, state }) => [key, state])).toEqual([
      ['in_cert', 'met'],
      ['id_agency', 'met_late'],
      ['id_persons', 'met'],
    ]);
    expect((await app.call(admin(), 'PATCH', url, { risk: 'high' })).body.error.code).toBe('incident_closed');
    const timeline = (await app.call(admin(), 'GET', `${url}/timeline`)).body.data;
    expect(timeline.map(({ kind }) => kind)).toEqual([
      'recorded',
      'assessed',
      'changed',
      'clock_met',
      'persons_told',
      'clock_met',
      'clock_met',
      'changed',
      'closed',
    ]);
    const [row] = await database.admin<{ sealed: Buffer }>('select details_sealed as sealed from incidents');
    expect(row?.sealed.includes('laptop')).toBe(false);
  });

  it('is seen by managers, written by admins, and not by another workspace', async () => {
    const { id } = (await app.call(admin(), 'POST', '/v1/incidents', report())).body;
    const url = `/v1/incidents/${String(id)}`;
    expect((await app.call(world.mine.members.manager, 'GET', url)).status).toBe(200);
    expect((await app.call(world.mine.members.manager, 'POST', `${url}/notes`, { text: 'x' })).status).toBe(403);
    expect((await app.call(world.mine.members.agent, 'GET', url)).status).toBe(403);
    for (const path of [url, `${url}/persons`, `${url}/timeline`, `${url}/draft?party=person&language=en`])
      expect((await app.call(world.other.members.owner, 'GET', path)).status, path).toBe(404);
    expect((await app.call(world.other.members.owner, 'POST', `${url}/assess`)).status).toBe(404);
    expect((await app.call(world.operator, 'GET', `/v1/operator/incidents/${String(id)}`)).status).toBe(404);
    const foreign = { data: ['contact_details'], number_ids: [toPublicId('num', numbers.get(world.other.workspaceId) ?? '')] };
    expect((await app.call(admin(), 'POST', '/v1/incidents', report({ scope: foreign }))).status).toBe(404);
    expect((await app.call(admin(), 'POST', '/v1/incidents', report({ known_at: at(1) }))).status).toBe(400);
  });
});

describe('who is concerned', () => {
  const count = async (scope: object, more: object = {}): Promise<unknown> => {
    const { id } = (await app.call(world.other.members.owner, 'POST', '/v1/incidents', report({ scope, ...more }))).body;
    const { affected } = (await app.call(world.other.members.owner, 'POST', `/v1/incidents/${String(id)}/assess`)).body;
    const { contact_count, member_count } = affected as { contact_count: number; member_count: number };
    return [contact_count, member_count];
  };

  it('depends on the kinds of data, the time, the reach and the numbers', async () => {
    await addContact(world.other, { createdAgoHours: 500, messageAgoHours: 5 });
    await addContact(world.other, { createdAgoHours: 500, messageAgoHours: 400 });
    const second = await addNumber(world.other);
    expect(await count({ data: ['contact_details'] })).toEqual([3, 0]);
    expect(await count({ data: ['message_content'] })).toEqual([3, 0]);
    expect(await count({ data: ['message_content'], reach: 'passed' })).toEqual([1, 0]);
    expect(await count({ data: ['media'] })).toEqual([0, 0]);
    expect(await count({ data: ['contact_details'], number_ids: [toPublicId('num', second)] })).toEqual([0, 0]);
    expect(await count({ data: ['member_accounts'] })).toEqual([0, 4]);
    expect(await count({ data: ['sessions'] })).toEqual([0, 0]); // every session had ended before
    expect(await count({ data: ['sessions'] }, { happened_from: at(-100) })).toEqual([0, 4]);
    expect(await count({ data: ['contact_details'] }, { happened_from: at(-9_000), happened_until: at(-8_000) })).toEqual([0, 0]);
    const { id } = (await app.call(world.other.members.owner, 'POST', '/v1/incidents', report({ scope: { data: [] } }))).body;
    expect((await app.call(world.other.members.owner, 'POST', `/v1/incidents/${String(id)}/assess`)).status).toBe(400);
  });
});

describe('an incident of the installation', () => {
  it('is told to each workspace concerned with its own people, once, and starts the clocks there', async () => {
    const body = report({ laws: ['EU'], facts, scope: { data: ['contact_details'] } });
    const { id } = (await app.call(world.operator, 'POST', '/v1/operator/incidents', body)).body;
    const url = `/v1/operator/incidents/${String(id)}`;
    expect((await app.call(world.operator, 'POST', `${url}/tell-workspaces`)).body.error.code).toBe('incident_unfinished');
    const assessed = (await app.call(world.operator, 'POST', `${url}/assess`)).body;
    expect(assessed['affected']).toMatchObject({ workspace_count: 2 });
    expect((await app.call(world.operator, 'POST', `${url}/tell-workspaces`)).body).toMatchObject({ told_count: 2 });
    expect((await app.call(world.operator, 'POST', `${url}/tell-workspaces`)).body).toMatchObject({ told_count: 0 });
    expect(new Set(world.mails.sent.map(({ to }) => to))).toEqual(
      new Set([world.mine, world.other].flatMap(({ members }) => [members.owner.email, members.admin.email])),
    );
    const told = (await app.call(admin(), 'GET', '/v1/incidents')).body.data.find((row) => row['told_by_operator'] === true);
    const own = (await app.call(admin(), 'GET', `/v1/incidents/${String(told?.['id'])}`)).body;
    expect(own).toMatchObject({ facts, known_at: at(0), affected: { workspace_count: 1 } });
    expect(clocksOf(own).map(({ key }) => key)).toEqual(['eu_persons', 'eu_authority']);
    const persons = (await app.call(admin(), 'GET', `/v1/incidents/${String(told?.['id'])}/persons?limit=200`)).body.data;
    expect(new Set(persons.map(({ workspace_id }) => workspace_id))).toEqual(new Set([world.mine.publicWorkspaceId]));
    expect((await app.call(world.mine.members.owner, 'GET', url)).status).toBe(403);
    expect(fromPublicId('icd', String(id))).not.toBeNull();
  });
});
