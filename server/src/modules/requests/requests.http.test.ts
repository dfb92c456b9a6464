import { createPublicKey, verify } from 'node:crypto';
import { PrivacyReceipt } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#platform/crypto/canonical-json';
import { seal } from '#platform/crypto/seal';
import { toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRequestsWorld, type RequestsWorld } from '../../../test/requests-world.ts';
import { contentAad } from '../contact-forms/submit-form.ts';
import { personIn } from './acting.ts';
import { cancelOwnRequest } from './decide.ts';
import { openRequest } from './open-request.ts';
import { requestsOfPerson } from './read-requests.ts';
import { requestsRoutes } from './routes.ts';
import { signMail } from './take-mail.ts';

const database = useTestDatabase();
const start = new Date('2026-11-23T03:00:00Z');
const hour = 3_600_000;
const base = '/v1/privacy/requests';
let world: RequestsWorld;
let other: RequestsWorld;
let api: ApiApp;
let phone = 6_281_200_070_000;

beforeAll(async () => {
  world = await createRequestsWorld(database, start);
  other = await createRequestsWorld(database, start);
  api = await createApiApp(requestsRoutes(world.ctx), world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
  await other.close();
});

type Customer = { contactId: string; conversationId: string; id: string; phone: string };
async function customer(options: { window?: 'open' | 'closed' } = {}): Promise<Customer> {
  phone += 1;
  const made = await world.customer(String(phone), { window: 'closed' });
  if (options.window !== 'closed')
    await database.admin('update conversations set window_expires_at = $2 where id = $1', [
      made.conversationId,
      new Date(world.clock.now().getTime() + 24 * hour),
    ]);
  return { ...made, id: toPublicId('ctc', made.contactId), phone: `+${phone}` };
}
const record = async (body: object) => api.send('POST', base, body);
const act = (id: unknown, name: string, body?: object) => api.send('POST', `${base}/${String(id)}/${name}`, body);
const get = async (id: unknown) => (await api.get(`${base}/${String(id)}`)).body;
const reason = { reason: 'I know her voice and called her back on the number we have' };
async function proved(kind: string, more: object = {}) {
  const who = await customer();
  const { body } = await record({ kind, contact_id: who.id, ...more });
  await act(body['id'], 'judge-identity', reason);
  return { who, id: String(body['id']) };
}

describe('a request', () => {
  it('has a clock from when it was received, the strictest of all laws', async () => {
    const who = await customer();
    const { status, body } = await record({ kind: 'erase', contact_id: who.id, received_at: '2026-11-22T03:00:00Z' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'identity_check',
      role: 'processor',
      due_at: '2026-11-25T03:00:00.000Z',
      due_basis: 'ID',
      next_step: 'prove_identity',
    });
    expect(Number(body['clock_used'])).toBeGreaterThan(0.33);
  });

  it('finds the person by their number, and waits for a member where it finds nobody', async () => {
    const who = await customer();
    expect((await record({ kind: 'access', phone: who.phone })).body).toMatchObject({ contact_id: who.id, state: 'identity_check' });
    expect((await record({ kind: 'access', phone: '+62 812-0007-9999' })).body).toMatchObject({
      contact_id: null,
      state: 'received',
      next_step: 'find_person',
    });
    expect((await record({ kind: 'access', note: 'I am nobody' })).status).toBe(400);
  });

  it('of the same person about the same thing is set aside, and taken up again by hand', async () => {
    const who = await customer();
    const first = await record({ kind: 'access', contact_id: who.id });
    const second = await record({ kind: 'access', phone: who.phone });
    expect(second.body).toMatchObject({ state: 'duplicate', duplicate_of: first.body['id'] });
    expect((await record({ kind: 'rectify', contact_id: who.id })).body).toMatchObject({ state: 'identity_check' });
    expect((await act(second.body['id'], 'not-duplicate')).body).toMatchObject({ state: 'identity_check', closed_at: null });
  });

  it('comes with what is due first', async () => {
    const early = await record({ kind: 'access', phone: '+62 812-0007-8001', received_at: '2026-11-01T00:00:00Z' });
    const { data } = (await api.get(`${base}?limit=3`)).body;
    expect(data[0]).toMatchObject({ id: early.body['id'] });
    const dues = data.map((one) => String(one['due_at']));
    expect(dues).toEqual(dues.toSorted());
    expect((await api.get(`${base}/counts`)).body).toMatchObject({ overdue: 1 });
    const page = await api.get(`${base}?limit=1&cursor=${String((await api.get(`${base}?limit=1`)).body.next_cursor)}`);
    expect(page.body.data[0]?.['id']).toBe(data[1]?.['id']);
  });

  it('made in the contact form has its words, and its clock from when it was sent', async () => {
    const { ctx, workspaceId } = world;
    const content = { name: 'Sari', phone: '+62 812-0007-8123', message: 'What do you have of me?' };
    const sentAt = new Date('2026-11-22T09:00:00Z');
    const wrote = async (of: RequestsWorld): Promise<string> => {
      const id = ctx.ids.uuid();
      const ring = await of.ctx.keyring.workspaceKeys(of.workspaceId);
      await database.admin(
        `insert into contact_form_messages (workspace_id, id, submitted_at, state, language, content_sealed) values ($1, $2, $3, 'new', 'id', $4)`,
        [of.workspaceId, id, sentAt, seal(ring.primary, contentAad(of.workspaceId, id), JSON.stringify(content))],
      );
      return toPublicId('cfm', id);
    };
    const formMessageId = await wrote(world);
    const { status, body } = await record({ kind: 'access', form_message_id: formMessageId });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      channel: 'form',
      language: 'id',
      received_at: sentAt.toISOString(),
      due_at: '2026-11-25T09:00:00.000Z',
      subject: { name: 'Sari', phone: expect.stringContaining('812'), note: content.message },
    });
    const [message] = await database.admin(`select state from contact_form_messages where workspace_id = $1`, [workspaceId]);
    expect(message).toEqual({ state: 'answered' });
    expect((await record({ kind: 'access', form_message_id: await wrote(other) })).status).toBe(404);
  });

  it('of another workspace is not there', async () => {
    const theirs = await createApiApp(requestsRoutes(other.ctx), other.workspaceId);
    const { body } = await theirs.send('POST', base, { kind: 'access', phone: '+62 812-0007-7777' });
    for (const url of ['', '/history', '/receipt', '/file'])
      expect((await api.get(`${base}/${String(body['id'])}${url}`)).status).toBe(404);
    expect((await act(body['id'], 'start')).status).toBe(404);
    expect((await api.get(`${base}?limit=100`)).body.data.map(({ id }) => id)).not.toContain(body['id']);
    await theirs.app.close();
  });

  it('is stored sealed', async () => {
    const { body } = await record({ kind: 'access', email: 'tari@example.com', name: 'Tari Lestari' });
    const [row] = await database.admin<{ text: string }>(
      'select r::text as text from privacy_requests r where id = (select id from privacy_requests order by created_at desc, id desc limit 1)',
    );
    expect(row?.text).not.toMatch(/tari|Lestari/i);
    expect(await get(body['id'])).toMatchObject({ subject: { name: 'Tari Lestari', email: 'tari@example.com' } });
  });
});

describe('the code', () => {
  const codeSent = async (who: Customer): Promise<string> => {
    const [row] = await database.admin<{ id: string; sealed: Buffer }>(
      `select id, content_sealed as sealed from messages where contact_id = $1 and automatic_key like 'privacy_code:%' order by created_at desc, id desc limit 1`,
      [who.contactId],
    );
    const { openContent } = await import('../messages/index.ts');
    const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId: who.contactId }])).get(who.contactId);
    if (row === undefined || ring === undefined) throw new Error('no code was sent');
    return /\d{6}/.exec(JSON.stringify(openContent(ring, world.workspaceId, row.id, row.sealed)))?.[0] ?? '';
  };

  it('proves who asks over WhatsApp, once, and only within its time', async () => {
    const who = await customer();
    const { body } = await record({ kind: 'access', contact_id: who.id });
    expect(await get(body['id'])).toMatchObject({ identity: { can_send_code: { whatsapp: true, mail: false } } });
    await act(body['id'], 'send-code', { via: 'whatsapp' });
    const code = await codeSent(who);
    expect((await act(body['id'], 'confirm-code', { code: code === '000000' ? '000001' : '000000' })).body.error.code).toBe('code_wrong');
    expect((await act(body['id'], 'confirm-code', { code })).body).toMatchObject({
      state: 'planned',
      identity: { state: 'proved', method: 'whatsapp_code' },
    });
    const late = await record({ kind: 'rectify', contact_id: who.id });
    await act(late.body['id'], 'send-code', { via: 'whatsapp' });
    const second = await codeSent(who);
    world.clock.advance(11 * 60_000);
    expect((await act(late.body['id'], 'confirm-code', { code: second })).body.error.code).toBe('code_wrong');
    const rows = await database.admin<{ text: string }>('select c::text as text from privacy_request_codes c');
    for (const { text } of rows) expect(text).not.toContain(code);
  });

  it('dies of five wrong tries, even for the right one', async () => {
    const who = await customer();
    const { body } = await record({ kind: 'access', contact_id: who.id });
    await act(body['id'], 'send-code', { via: 'whatsapp' });
    const code = await codeSent(who);
    const wrong = code.startsWith('9') ? `0${code.slice(1)}` : `9${code.slice(1)}`;
    for (let at = 0; at < 5; at += 1) expect((await act(body['id'], 'confirm-code', { code: wrong })).status).toBe(400);
    expect((await act(body['id'], 'confirm-code', { code })).body.error.code).toBe('code_wrong');
  });

  it('is sent three times an hour at most, and not at all without a way to the person', async () => {
    const who = await customer();
    const { body } = await record({ kind: 'access', contact_id: who.id });
    for (let at = 0; at < 3; at += 1) expect((await act(body['id'], 'send-code', { via: 'whatsapp' })).status).toBe(200);
    expect((await act(body['id'], 'send-code', { via: 'whatsapp' })).status).toBe(429);
    const closed = await customer({ window: 'closed' });
    const silent = await record({ kind: 'access', contact_id: closed.id, email: 'new@example.com' });
    for (const via of ['whatsapp', 'mail'])
      expect((await act(silent.body['id'], 'send-code', { via })).body.error.code).toBe('code_not_sendable');
  });

  it('goes by mail only to an address that the record of the contact holds already', async () => {
    const who = await customer({ window: 'closed' });
    const attribute = world.ctx.ids.uuid();
    await database.admin(
      `insert into attributes (workspace_id, id, key, label, type, sensitivity, position, created_at) values ($1, $2, $3, 'Mail', 'text', 'plain', 0, now())`,
      [world.workspaceId, attribute, `mail_${phone}`],
    );
    await database.admin(
      `insert into contact_attributes (workspace_id, contact_id, attribute_id, text_value, updated_at) values ($1, $2, $3, 'Sari@example.com', now())`,
      [world.workspaceId, who.contactId, attribute],
    );
    const { body } = await record({ kind: 'access', contact_id: who.id, email: 'sari@example.com' });
    await act(body['id'], 'send-code', { via: 'mail' });
    const mail = world.mails.findLast(({ key }) => key.startsWith('privacy_code:'));
    expect(mail?.to).toBe('sari@example.com');
    const code = /\d{6}/.exec(mail?.text ?? '')?.[0];
    expect((await act(body['id'], 'confirm-code', { code })).body).toMatchObject({ identity: { method: 'mail_code' } });
  });
});

describe('deciding', () => {
  it('refuses to start before anybody is proved', async () => {
    const { body } = await record({ kind: 'access', contact_id: (await customer()).id });
    expect((await act(body['id'], 'start')).body.error.code).toBe('request_not_possible');
    expect((await act(body['id'], 'judge-identity', { reason: 'short' })).status).toBe(400);
  });

  it('refuses with a reason, an authority to complain to, and a mail that says both', async () => {
    const { body } = await record({ kind: 'erase', phone: '+62 812-0007-6001', email: 'wati@example.com', residence: 'FR' });
    const denied = await act(body['id'], 'deny', { reason: 'not_our_data', text: 'We looked under your number and your address.' });
    expect(denied.body).toMatchObject({ state: 'denied', denial: { reason: 'not_our_data', authority: { url: 'https://www.cnil.fr' } } });
    await world.tick();
    const mail = world.mails.find(({ key }) => key.includes(':denied:') && key.includes('privacy:'));
    expect(mail?.text).toContain('https://www.cnil.fr');
    expect(mail?.text).toContain('We looked under your number');
  });

  it('puts off only where every clock allows it, once, with the reason told', async () => {
    expect((await act((await proved('access')).id, 'extend', { reason: 'It is a lot of data to go through' })).status).toBe(409);
    await api.send('PATCH', '/v1/privacy/office', { home: 'EU' });
    const { id } = await proved('access', { email: 'eva@example.com', residence: 'DE' });
    const extended = await act(id, 'extend', { reason: 'It is a lot of data to go through' });
    expect(extended.body).toMatchObject({ extended: { reason: 'It is a lot of data to go through' }, extend_until: null });
    expect(new Date(String(extended.body['due_at'])).getTime()).toBeGreaterThan(world.clock.now().getTime() + 55 * 24 * hour);
    expect((await act(id, 'extend', { reason: 'Even more time is needed here' })).status).toBe(409);
    await world.tick();
    expect(world.mails.some(({ to, text }) => to === 'eva@example.com' && text.includes('It is a lot of data'))).toBe(true);
    await api.send('PATCH', '/v1/privacy/office', { home: 'ID' });
  });

  it('lets an erasure wait and be stopped, and leaves the person alone meanwhile', async () => {
    const { who, id } = await proved('erase');
    const started = await act(id, 'start');
    expect(started.body).toMatchObject({ state: 'veto_window', next_step: 'wait_for_start' });
    const restricted = async () =>
      (await database.admin<{ at: Date | null }>('select restricted_at as at from contacts where id = $1', [who.contactId]))[0]?.at !==
      null;
    expect(await restricted()).toBe(true);
    expect((await act(id, 'stop')).body).toMatchObject({ state: 'planned', veto_until: null, next_step: 'start' });
    expect(await restricted()).toBe(false);
    const cancelled = await act(id, 'cancel');
    expect(cancelled.body).toMatchObject({ state: 'cancelled' });
  });

  it('asks for a second member where the workspace wants it, and takes no key for one', async () => {
    await api.send('PATCH', '/v1/privacy/office', { four_eyes: true });
    const { id } = await proved('erase');
    expect((await act(id, 'start')).body.error.code).toBe('same_member');
    expect((await act((await proved('access')).id, 'start')).status).toBe(200);
    await api.send('PATCH', '/v1/privacy/office', { four_eyes: false });
  });
});

describe('the work', () => {
  it('makes the copy of everything, tells the person, and closes with a receipt that anybody can check', async () => {
    const { id } = await proved('access', { email: 'nia@example.com' });
    await act(id, 'start');
    await world.tick();
    const done = await get(id);
    expect(done).toMatchObject({ state: 'done', has_receipt: true, progress: { done: 2, total: 2 } });
    expect(done['file']).toMatchObject({ size_bytes: expect.any(Number) });
    const file = await api.app.inject({ method: 'GET', url: `${base}/${id}/file`, headers: { authorization: 'Bearer key' } });
    expect(file.rawPayload.subarray(0, 2).toString()).toBe('PK');
    const receipt = PrivacyReceipt.parse((await api.get(`${base}/${id}/receipt`)).body);
    const { publicKeyPem } = await world.keyring.signingKey();
    const bytes = Buffer.from(canonicalJson(receipt.document as never));
    expect(verify(null, bytes, createPublicKey(publicKeyPem), Buffer.from(receipt.signature.value, 'base64'))).toBe(true);
    expect(receipt.document).toMatchObject({
      request_id: id,
      kind: 'access',
      steps: [
        { step: 'copy', outcome: 'done' },
        { step: 'tell', outcome: 'done' },
      ],
    });
    const said = world.mails.filter(({ to }) => to === 'nia@example.com').map(({ subject }) => subject);
    expect(said.filter((subject) => subject.startsWith('Your request is done'))).toHaveLength(1);
    expect((await api.get(`${base}/${id}/history`)).body.data.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['received', 'identity_judged', 'started', 'step_done', 'done', 'copy_downloaded']),
    );
  });

  it('goes on where it was killed, at whichever step, and does nothing twice', async () => {
    const { id } = await proved('access', { email: 'umi@example.com' });
    await act(id, 'start');
    const { add } = world.ctx.mails;
    const { order } = world.ctx.copies;
    let deaths = 3;
    const die = (): void => {
      deaths -= 1;
      if (deaths >= 0) throw new Error('the power went');
    };
    world.ctx.mails.add = async (...given) => {
      if (given[1].subject.startsWith('Your request is done')) die();
      return add(...given);
    };
    world.ctx.copies.order = async (...given) => {
      const made = await order(...given);
      die();
      return made;
    };
    for (let minute = 0; minute < 8; minute += 1) await world.later(60_000);
    Object.assign(world.ctx.mails, { add });
    Object.assign(world.ctx.copies, { order });
    expect(deaths).toBeLessThan(0);
    expect(await get(id)).toMatchObject({ state: 'done' });
    expect(world.mails.filter(({ to, subject }) => to === 'umi@example.com' && subject.startsWith('Your request is done'))).toHaveLength(1);
    const exports = await database.admin(
      'select 1 from exports where actor_kind = $1 and actor_id = (select id from privacy_requests where workspace_id = $2 order by created_at desc, id desc limit 1)',
      ['request', world.workspaceId],
    );
    expect(exports).toHaveLength(1);
  });

  it('restricts at once, and frees again when a member ends it', async () => {
    const { who, id } = await proved('restrict');
    await act(id, 'start');
    await world.tick();
    expect(await get(id)).toMatchObject({ state: 'done' });
    const at = async () =>
      (await database.admin<{ at: Date | null }>('select restricted_at as at from contacts where id = $1', [who.contactId]))[0]?.at ?? null;
    expect(await at()).not.toBeNull();
    expect((await act(id, 'lift-restriction')).status).toBe(200);
    expect(await at()).toBeNull();
  });

  it('objects to one purpose, or withdraws every consent', async () => {
    const one = await proved('object', { purpose: 'analytics' });
    const all = await proved('withdraw_consent');
    for (const { id } of [one, all]) await act(id, 'start');
    await world.tick();
    const states = async (contactId: string) =>
      Object.fromEntries(
        (
          await database.admin<{ purpose: string; state: string }>('select purpose, state from consent_states where contact_id = $1', [
            contactId,
          ])
        ).map(({ purpose, state }) => [purpose, state]),
      );
    expect(await states(one.who.contactId)).toEqual({ analytics: 'objected' });
    expect(await states(all.who.contactId)).toMatchObject({ marketing: 'withdrawn', messages: 'withdrawn', automation: 'withdrawn' });
    const may = async (contactId: string, purpose: string) =>
      (await database.admin<{ may: boolean }>('select kabar_may_process($1, $2, $3) as may', [world.workspaceId, contactId, purpose]))[0]
        ?.may;
    expect([await may(one.who.contactId, 'analytics'), await may(one.who.contactId, 'automation')]).toEqual([false, true]);
  });

  it('waits for a member to correct, takes their note, and goes on', async () => {
    const { id } = await proved('rectify', { email: 'lia@example.com' });
    await act(id, 'start');
    await world.tick();
    expect(await get(id)).toMatchObject({
      state: 'executing',
      next_step: 'manual_step',
      tasks: [{ key: 'correct', manual: true, state: 'waiting' }, {}],
    });
    expect((await act(id, 'finish-step', { task: 'tell', outcome: 'done', note: 'not its turn' })).status).toBe(409);
    await act(id, 'finish-step', { task: 'correct', outcome: 'done', note: 'Changed the name to Lia' });
    await world.tick();
    expect(await get(id)).toMatchObject({ state: 'done', tasks: [{ note: 'Changed the name to Lia' }, {}] });
  });
});

describe('an erasure', () => {
  const erased = async (contactId: string) =>
    (await database.admin<{ at: Date | null }>('select erased_at as at from contacts where id = $1', [contactId]))[0]?.at !== null;

  it('waits, says good-bye, erases, looks once more, forgets who asked, and leaves a receipt', async () => {
    const { who, id } = await proved('erase', { note: 'Please forget me' });
    await world.says(who, world.clock.now());
    await act(id, 'start');
    await world.tick();
    expect(await get(id)).toMatchObject({ state: 'veto_window' });
    expect(await erased(who.contactId)).toBe(false);
    await world.later(60 * hour);
    for (let minute = 0; minute < 14; minute += 1) await world.later(60_000);
    const done = await get(id);
    expect(done).toMatchObject({ state: 'done', subject: null, next_step: 'none' });
    expect((done['tasks'] as { key: string; state: string }[]).map(({ key, state }) => `${key} ${state}`)).toEqual([
      'tell_before done',
      'erase done',
      'verify done',
      'tell skipped',
    ]);
    expect(await erased(who.contactId)).toBe(true);
    expect(await database.admin('select 1 from messages where contact_id = $1', [who.contactId])).toEqual([]);
    const { document } = PrivacyReceipt.parse((await api.get(`${base}/${id}/receipt`)).body);
    expect(document).toMatchObject({ kind: 'erase', left: [], identity: 'judged' });
    expect(document.verified_at).not.toBeNull();
    expect(document.steps.find(({ step }) => step === 'erase')?.removed).toBeGreaterThan(0);
    for (const { because } of document.kept) expect(because).not.toBe('');
  });

  it('of a child waits for nothing, and a mail tells that it is done', async () => {
    const { who, id } = await proved('erase', { is_child: true, email: 'parent@example.com' });
    expect((await act(id, 'start')).body).toMatchObject({ state: 'executing' });
    for (let round = 0; round < 3; round += 1) await world.tick();
    expect(await get(id)).toMatchObject({ state: 'done' });
    expect(await erased(who.contactId)).toBe(true);
    expect(world.mails.filter(({ to, subject }) => to === 'parent@example.com' && subject.startsWith('Your request is done'))).toHaveLength(
      1,
    );
    const [row] = await database.admin<{ reply: Buffer | null }>(
      'select reply_sealed as reply from privacy_requests where state = $1 and is_child',
      ['done'],
    );
    expect(row?.reply).toBeNull();
  });

  it('that leaves something behind is not called done, and is tried again', async () => {
    const { who, id } = await proved('erase', { is_child: true });
    const { findLeft } = world.ctx.erasure;
    world.ctx.erasure.findLeft = async () => [{ what: 'Messages', count: 2 }];
    await act(id, 'start');
    for (let round = 0; round < 14; round += 1) await world.later(60_000);
    expect(await get(id)).toMatchObject({ state: 'partial', next_step: 'look_at_failure', has_receipt: false });
    expect(await erased(who.contactId)).toBe(true);
    Object.assign(world.ctx.erasure, { findLeft });
    await act(id, 'retry');
    for (let round = 0; round < 3; round += 1) await world.tick();
    expect(await get(id)).toMatchObject({ state: 'done', has_receipt: true });
  });
});

describe('the clock', () => {
  it('is never missed in silence: members hear of it at half, four fifths and the end, once each, in the product and by mail', async () => {
    const manager = await world.member({ role: 'manager' });
    const agent = await world.member({ role: 'agent' });
    await api.send('PATCH', '/v1/privacy/office', { contact_mail: 'privacy@example.com' });
    const { body } = await record({ kind: 'access', phone: '+62 812-0007-5001' });
    const mine = () => world.mails.filter(({ to, key }) => to === 'privacy@example.com' && key.includes('privacy_due:')).length;
    const before = mine();
    const told = async (memberId: string) =>
      (
        await database.admin<{ percent: string }>(
          `select data->>'percent' as percent from notifications where member_id = $1 and kind = 'privacy_request_due' and data->>'privacy_request_id' = $2 order by id`,
          [memberId, String(body['id'])],
        )
      ).map(({ percent }) => percent);
    await world.later(35 * hour);
    expect(await told(manager.memberId)).toEqual([]);
    await world.later(2 * hour);
    expect(await told(manager.memberId)).toEqual(['50']);
    await world.later(22 * hour);
    await world.later(1 * hour);
    expect(await told(manager.memberId)).toEqual(['50', '80']);
    await world.later(14 * hour);
    await world.later(100 * hour);
    expect(await told(manager.memberId)).toEqual(['50', '80', '100']);
    expect(await told(agent.memberId)).toEqual([]);
    expect(mine()).toBeGreaterThanOrEqual(before + 3);
    const subjects = world.mails.filter(({ key }) => key.startsWith('privacy_due:')).map(({ text }) => text);
    for (const text of subjects) expect(text).not.toContain('5001');
  });
});

describe('a mail', () => {
  const hand = async (url: string, secret: string, body: string, at = world.clock.now()) =>
    api.app.inject({
      method: 'POST',
      url: new URL(url).pathname,
      headers: {
        'content-type': 'message/rfc822',
        'kabar-mail-signature': signMail(secret, Buffer.from(body), Math.floor(at.getTime() / 1_000)),
      },
      payload: body,
    });
  const mail = (id: string, text: string, more = '') =>
    `From: Dewi <dewi${id}@example.com>\r\nMessage-ID: <${id}@example.com>\r\n${more}Subject: Data saya\r\n\r\n${text}\r\n`;

  it('becomes a request with a clock, once, in the language it was written in', async () => {
    const { body: intake } = await api.send('POST', '/v1/privacy/office/mail-intake');
    const [url, secret] = [String(intake['url']), String(intake['secret'])];
    const text = mail('1', 'Mohon hapus semua data saya.');
    expect((await hand(url, secret, text)).json()).toEqual({ taken: true });
    expect((await hand(url, secret, text)).json()).toEqual({ taken: false });
    const { data } = (await api.get(`${base}?kind=erase&limit=100`)).body;
    const found = data.filter((one) => JSON.stringify(one).includes('dewi1@example.com'));
    expect(found).toMatchObject([{ channel: 'mail', kind_guessed: true, language: 'id', state: 'received', subject: { name: 'Dewi' } }]);
    await world.tick();
    expect(world.mails.some(({ to, subject }) => to === 'dewi1@example.com' && subject.startsWith('Permintaan Anda kami terima'))).toBe(
      true,
    );
    expect((await get(found[0]?.['id']))['acknowledged_at']).not.toBeNull();
  });

  it('is refused unsigned, wrongly signed, too late, or at an address that was renewed; an answer of a machine asks for nothing', async () => {
    const first = (await api.send('POST', '/v1/privacy/office/mail-intake')).body;
    const [url, secret] = [String(first['url']), String(first['secret'])];
    const text = mail('2', 'I want a copy of my data.');
    expect(
      (await api.app.inject({ method: 'POST', url: new URL(url).pathname, headers: { 'content-type': 'message/rfc822' }, payload: text }))
        .statusCode,
    ).toBe(401);
    expect((await hand(url, 'another secret', text)).statusCode).toBe(401);
    expect((await hand(url, secret, text, new Date(world.clock.now().getTime() - 10 * 60_000))).statusCode).toBe(401);
    expect((await hand(url, secret, mail('3', 'I am on holiday', 'Auto-Submitted: auto-replied\r\n'))).json()).toEqual({ taken: false });
    await api.send('POST', '/v1/privacy/office/mail-intake');
    expect((await hand(url, secret, text)).statusCode).toBe(404);
  });
});

describe('the person themselves', () => {
  it('asks on their own page without another proof, sees only their own, and can take it back', async () => {
    const [who, neighbour] = [await customer(), await customer()];
    const actor = personIn(world.workspaceId, who.contactId);
    const ask = {
      kind: 'access' as const,
      channel: 'customer' as const,
      proof: 'whatsapp_code' as const,
      subject: { note: 'Everything, please' },
    };
    const id = await openRequest(world.ctx, actor, { ...ask, contactId: who.contactId });
    await openRequest(world.ctx, personIn(world.workspaceId, neighbour.contactId), { ...ask, contactId: neighbour.contactId });
    const mine = await requestsOfPerson(world.ctx, world.workspaceId, who.contactId);
    expect(mine).toMatchObject([{ state: 'planned', channel: 'customer', identity: { state: 'proved', method: 'whatsapp_code' } }]);
    await expect(cancelOwnRequest(world.ctx, world.workspaceId, neighbour.contactId, id)).rejects.toMatchObject({ code: 'not_found' });
    await cancelOwnRequest(world.ctx, world.workspaceId, who.contactId, id);
    expect(await get(mine[0]?.id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('the wrong door', () => {
  it('hands a request to the operator, where its clock goes on and both see it', async () => {
    const { body } = await record({ kind: 'access', email: 'holder@example.com', received_at: world.clock.now().toISOString() });
    const sent = await act(body['id'], 'forward', { to: 'operator' });
    expect(sent.body).toMatchObject({
      state: 'forwarded',
      forwarded: { direction: 'to', queue: 'operator', state: 'received', due_at: body['due_at'] },
    });
    const rows = await database.admin<{ received: Date }>(
      `select received_at as received from privacy_requests where forward_direction = 'from' and forward_workspace_id = $1`,
      [world.workspaceId],
    );
    expect(rows.map(({ received }) => received.toISOString())).toEqual([String(body['received_at'])]);
    expect((await act(body['id'], 'forward', { to: 'operator' })).status).toBe(409);
  });
});

describe('a child', () => {
  const report = (id: string, body: object = {}) => api.send('POST', `/v1/contacts/${id}/child-report`, body);
  const restrictedAt = async (contactId: string) =>
    (await database.admin<{ at: Date | null }>('select restricted_at as at from contacts where id = $1', [contactId]))[0]?.at ?? null;

  it('is set apart at once and erased without waiting, in whatever way the office works', async () => {
    await api.send('PATCH', '/v1/privacy/office', { four_eyes: true, veto_days: 7 });
    const who = await customer();
    const reported = await report(who.id, { age: 12, note: 'Wrote about homework' });
    expect(reported).toMatchObject({
      status: 202,
      body: { kind: 'erase', is_child: true, state: 'executing', identity: { state: 'judged' } },
    });
    expect(await restrictedAt(who.contactId)).not.toBeNull();
    for (let round = 0; round < 3; round += 1) await world.tick();
    expect(await get(reported.body['id'])).toMatchObject({ state: 'done', has_receipt: true });
    await api.send('PATCH', '/v1/privacy/office', { four_eyes: false });
  });

  it('whose erasure is asked for already is not asked for twice', async () => {
    const { who, id } = await proved('erase');
    await act(id, 'start');
    const reported = await report(who.id);
    expect(reported.body).toMatchObject({ id, state: 'executing', is_child: true, veto_until: null });
  });

  it('is who the law of their place calls one', async () => {
    const who = await customer();
    expect(await report(who.id, { age: 18 })).toMatchObject({ status: 400, body: { error: { code: 'validation_failed' } } });
    expect(await restrictedAt(who.contactId)).toBeNull();
  });
});
