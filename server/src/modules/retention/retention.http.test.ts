import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '#platform/crypto/seal';
import { engineQuery } from '#platform/db/tx';
import { createApp } from '#platform/http/app';
import { toPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRetentionWorld, type RetentionWorld } from '../../../test/retention-world.ts';
import type { TestPeople, TestPerson, TestTenant } from '../../../test/tenants.ts';
import { createTestPeople, createTestTenant, testOrigin } from '../../../test/tenants.ts';
import { holdsOnPerson, retentionRoutes } from './index.ts';
import { reviewHolds } from './review-holds.ts';
import { sealedTierKey } from './sealed-records.ts';
import { insertSealed } from './sealed.sql.ts';
import { sweepWorkspace } from './sweep.ts';

const database = useTestDatabase();
let world: RetentionWorld;
let people: TestPeople;
let tenant: TestTenant;
let foreign: TestTenant;
let ctx: RetentionWorld['ctx'];
let app: FastifyInstance;
beforeAll(async () => {
  world = await createRetentionWorld(database);
  people = await createTestPeople(database, {}, { keyring: world.keyring });
  [tenant, foreign] = [await createTestTenant(people, 'Toko'), await createTestTenant(people, 'Warung')];
  world.now = new Date();
  ctx = world.ctx;
  app = await createApp(retentionRoutes(ctx), {
    authenticator: people.authenticator,
    newUuid: ctx.ids.uuid,
    trustedProxies: [],
    ownOrigins: [testOrigin],
    bodyLimitBytes: 100_000,
    dashboardDir: null,
    version: '0.0.0',
    https: false,
    strictResponses: true,
    report: (error) => {
      throw error;
    },
    onRequestDone: () => undefined,
  });
});
afterAll(async () => {
  await app.close();
  await world.close();
});

type Method = 'GET' | 'PUT' | 'POST' | 'PATCH';
const call = async (who: TestPerson, method: Method, url: string, payload?: object) => {
  const response = await app.inject({ method, url, headers: who.headers, ...(payload === undefined ? {} : { payload }) });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
};
const policy = (change: object = {}) => ({ preset: 'business-12m', home: 'ID', serves: [], wishes: {}, ...change });
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('the policy', () => {
  it('is the longest until somebody decides, and shows where each period comes from', async () => {
    const { status, body } = await call(tenant.members.manager, 'GET', '/v1/privacy/retention');
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision: 0, decided_at: null, policy: { preset: 'engagement-24m' }, collisions: [] });
    const classes = body['classes'] as Record<string, unknown>[];
    expect(classes.find((one) => one['class'] === 'message_content')).toMatchObject({ effective: 'P24M', wish_from: 'preset' });
    expect(classes.find((one) => one['class'] === 'invoice')).toMatchObject({ effective: 'P7Y1D', raised_by: { id: 'kabar-books' } });
    expect((body['presets'] as unknown[]).length).toBe(5);
  });

  it('is decided by an admin, once per revision, and orders a sweep', async () => {
    const request = { policy: policy(), revision: 0 };
    expect((await call(tenant.members.manager, 'PUT', '/v1/privacy/retention', request)).status).toBe(403);
    const saved = await call(tenant.members.admin, 'PUT', '/v1/privacy/retention', request);
    expect(saved).toMatchObject({ status: 200, body: { revision: 1, policy: { preset: 'business-12m', home: 'ID' } } });
    expect(world.ctx.enqueued).toContain('retention.sweep_workspace');
    expect(await call(tenant.members.owner, 'PUT', '/v1/privacy/retention', request)).toMatchObject({
      status: 409,
      body: { error: { code: 'policy_changed' } },
    });
    expect((await call(foreign.members.owner, 'GET', '/v1/privacy/retention')).body).toMatchObject({ revision: 0 });
    const invoice = (saved.body['classes'] as Record<string, unknown>[]).find((one) => one['class'] === 'invoice');
    expect(invoice).toMatchObject({ wish: 'P7Y', effective: 'P10Y1D', raised_by: { id: 'id-books', in: 'ID' } });
  });

  it('that cannot be true is refused with both rules and the ways out', async () => {
    const now = world.now;
    world.now = new Date('2027-06-01T00:00:00Z');
    const refused = await call(tenant.members.owner, 'PUT', '/v1/privacy/retention', {
      policy: policy({ preset: 'gateway-30d', serves: ['IN'] }),
      revision: 1,
    });
    world.now = now;
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'retention_impossible' } } });
    const { collisions } = (refused.body['error'] as { details: { collisions: object[] } }).details;
    expect(collisions).toContainEqual(
      expect.objectContaining({
        class: 'message_content',
        law: 'IN',
        floor: expect.objectContaining({ id: 'in-dpdp-8-3', period: 'P12M' }),
        ceiling: expect.objectContaining({ id: 'preset', period: 'P30D' }),
        ways_out: ['seal', 'drop_law', 'lengthen'],
      }),
    );
    expect((await call(tenant.members.owner, 'GET', '/v1/privacy/retention')).body).toMatchObject({ revision: 1 });
  });

  it('refuses a rule that comes into force within the year, and names the day', async () => {
    const now = world.now;
    world.now = new Date('2026-12-01T00:00:00Z');
    const { body } = await call(tenant.members.owner, 'POST', '/v1/privacy/retention/preview', {
      policy: policy({ preset: 'gateway-30d', serves: ['IN'] }),
    });
    world.now = now;
    expect(body['collisions']).toContainEqual(expect.objectContaining({ class: 'message_content', from: '2027-05-13' }));
  });

  it('refuses periods that are none', async () => {
    for (const period of ['P0D', 'PT1H', '-P1D', 'P', 'forever']) {
      const body = { policy: policy({ wishes: { message_content: { period, is_maximum: true } } }), revision: 1 };
      expect((await call(tenant.members.owner, 'PUT', '/v1/privacy/retention', body)).status).toBe(400);
    }
  });
});

describe('the sealed tier', () => {
  it('makes a policy possible that collides with a law which only wants the data to exist', async () => {
    const now = world.now;
    world.now = new Date('2027-06-01T00:00:00Z');
    const chosen = policy({ preset: 'gateway-30d', serves: ['IN'], sealed: ['message_content'] });
    const saved = await call(foreign.members.owner, 'PUT', '/v1/privacy/retention', { policy: chosen, revision: 0 });
    world.now = now;
    expect(saved).toMatchObject({ status: 200, body: { policy: { sealed: ['message_content'] }, sealed: null } });
    const content = (saved.body['classes'] as Record<string, unknown>[]).find((one) => one['class'] === 'message_content');
    expect(content).toMatchObject({ effective: 'P30D', exceptions: [{ law: 'IN', effective: 'P30D', sealed_until: 'P12M1D' }] });
    await database.admin('delete from retention_policies where workspace_id = $1', [foreign.workspaceId]);
  });

  it('is opened by two members together, for whoever asked, for a day', async () => {
    const { owner, admin, manager } = tenant.members;
    const path = '/v1/privacy/sealed/openings';
    const key = await sealedTierKey(ctx.keyring, tenant.workspaceId);
    const at = new Date('2026-10-01T00:00:00Z');
    const put = (workspaceId: string, sealing: typeof key, words: string) => {
      const id = ctx.ids.uuid();
      const recordSealed = seal(sealing, [workspaceId, 'sealed_records', 'record_sealed', id], JSON.stringify({ words }));
      const row = { id, class: 'message_content' as const, sourceTable: 'messages', sourceId: id, contactId: null, conversationId: null };
      return engineQuery(database.db, insertSealed(workspaceId, at, [{ ...row, country: null, anchorAt: at, recordSealed }]));
    };
    await put(tenant.workspaceId, key, 'ours');
    await put(foreign.workspaceId, await sealedTierKey(ctx.keyring, foreign.workspaceId), 'theirs');
    expect((await call(owner, 'GET', '/v1/privacy/retention')).body).toMatchObject({ sealed: { count: 1 } });

    expect((await call(manager, 'POST', path, { reason: 'Curious' })).status).toBe(403);
    const asked = await call(admin, 'POST', path, { reason: 'An order of the court' });
    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'asked', is_mine: true, decided_by: null, reason: 'An order of the court' },
    });
    const told = await engineQuery<{ memberId: string; kind: string }>(database.db, {
      text: `select member_id as "memberId", kind from notifications where workspace_id = $1 and kind = 'sealed_asked'`,
      values: [tenant.workspaceId],
    });
    expect(told).toEqual([{ memberId: owner.memberId, kind: 'sealed_asked' }]);
    expect(ctx.mails).toMatchObject([{ to: owner.email, text: expect.stringContaining('/privacy/retention?tab=sealed') }]);
    expect(JSON.stringify(ctx.mails)).not.toContain('order of the court');
    const one = `${path}/${String(asked.body['id'])}`;
    expect(await call(admin, 'GET', `${one}/file`)).toMatchObject({ status: 403, body: { error: { code: 'second_person_required' } } });
    expect(await call(admin, 'POST', `${one}/decide`, { decision: 'approved' })).toMatchObject({
      status: 403,
      body: { error: { code: 'second_person_required' } },
    });
    expect((await call(foreign.members.owner, 'POST', `${one}/decide`, { decision: 'approved' })).status).toBe(404);
    const approved = await call(owner, 'POST', `${one}/decide`, { decision: 'approved' });
    expect(approved).toMatchObject({ status: 200, body: { status: 'approved', is_mine: false, asked_by: asked.body['asked_by'] } });
    expect(approved.body['decided_by']).not.toBe(asked.body['asked_by']);
    expect((await call(owner, 'POST', `${one}/decide`, { decision: 'refused' })).status).toBe(409);
    const answered = await engineQuery<{ memberId: string }>(database.db, {
      text: `select member_id as "memberId" from notifications where workspace_id = $1 and kind = 'sealed_decided'`,
      values: [tenant.workspaceId],
    });
    expect(answered).toEqual([{ memberId: admin.memberId }]);

    const file = await app.inject({ method: 'GET', url: `${one}/file`, headers: admin.headers });
    expect(file.statusCode).toBe(200);
    expect(
      file.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual([{ at: at.toISOString(), sealed_at: at.toISOString(), record: { words: 'ours' } }]);
    expect((await call(owner, 'GET', `${one}/file`)).status).toBe(404);
    const actions = await engineQuery<{ action: string }>(database.db, {
      text: `select action from audit_events where workspace_id = $1 and action like 'sealed.%' order by seq`,
      values: [tenant.workspaceId],
    });
    expect(actions.map(({ action }) => action)).toEqual(['sealed.asked', 'sealed.approved', 'sealed.downloaded']);

    const now = world.now;
    world.now = new Date(now.getTime() + 86_400_001);
    expect((await call(admin, 'GET', `${one}/file`)).status).toBe(410);
    expect((await call(owner, 'GET', path)).body).toMatchObject({ data: [{ status: 'over' }] });
    world.now = now;
    await database.admin('delete from sealed_records where workspace_id = any ($1)', [[tenant.workspaceId, foreign.workspaceId]]);
  });
});

describe('the dry run', () => {
  it('counts what the next sweep removes and what a hold keeps, and changes nothing', async () => {
    const at = (days: number) => new Date(world.now.getTime() - days * 86_400_000);
    const [ani, budi] = [await world.customer('+62 812-0000-0701'), await world.customer('+62 812-0000-0702')];
    for (let index = 0; index < 3; index += 1) await world.message(ani, at(60));
    await world.message(budi, at(90));
    await database.admin(
      `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, created_by, created_at)
       values ($1, $2, '\\x00', $2, '2099-01-01', $3, $2, now())`,
      [world.workspaceId, ctx.ids.uuid(), budi.contactId],
    );
    const { previewRetention } = await import('./retention-state.ts');
    const preview = await previewRetention(ctx, world.workspaceId, {
      preset: 'gateway-30d',
      home: 'ID',
      serves: [],
      wishes: {},
    });
    expect(preview.removals.find((one) => one.class === 'message_content')).toMatchObject({
      count: 3,
      held: 1,
      is_more: false,
      oldest_at: at(60).toISOString(),
    });
    expect(await world.count('messages')).toBe(4);
  });
});

describe('holds', () => {
  it('need a reason, an owner of the workspace and a review date to come', async () => {
    const body = {
      reason: 'A dispute about an invoice',
      owner_member_id: toPublicId('mem', tenant.members.manager.memberId),
      review_on: ahead(30),
    };
    const post = (change: object) => call(tenant.members.admin, 'POST', '/v1/privacy/holds', { ...body, ...change });
    expect((await post({ reason: ' ' })).status).toBe(400);
    expect((await post({ review_on: undefined })).status).toBe(400);
    expect((await post({ review_on: ahead(0) })).status).toBe(400);
    expect((await post({ review_on: ahead(800) })).status).toBe(400);
    expect((await post({ owner_member_id: toPublicId('mem', foreign.members.owner.memberId) })).status).toBe(404);
    expect((await post({ contact_id: toPublicId('ctc', ctx.ids.uuid()) })).status).toBe(404);
    expect((await post({ classes: ['webhook_payload'] })).status).toBe(400);
    expect((await call(tenant.members.manager, 'POST', '/v1/privacy/holds', body)).status).toBe(403);

    const made = await post({ classes: ['message_content'] });
    expect(made).toMatchObject({
      status: 201,
      body: { reason: 'A dispute about an invoice', owner_name: 'manager', is_review_due: false },
    });
    const id = String(made.body['id']);
    expect((await call(tenant.members.manager, 'GET', '/v1/privacy/holds')).body).toMatchObject({ data: [{ id }] });
    expect((await call(foreign.members.owner, 'GET', '/v1/privacy/holds')).body).toMatchObject({ data: [] });
    expect((await call(foreign.members.owner, 'POST', `/v1/privacy/holds/${id}/release`, { reason: 'not mine' })).status).toBe(404);

    const moved = await call(tenant.members.admin, 'PATCH', `/v1/privacy/holds/${id}`, { review_on: ahead(60) });
    expect(moved).toMatchObject({ status: 200, body: { review_on: ahead(60) } });
    const ended = await call(tenant.members.admin, 'POST', `/v1/privacy/holds/${id}/release`, { reason: 'Settled out of court' });
    expect(ended).toMatchObject({ status: 200, body: { release_reason: 'Settled out of court' } });
    expect((await call(tenant.members.admin, 'POST', `/v1/privacy/holds/${id}/release`, { reason: 'again' })).status).toBe(409);
    expect((await call(tenant.members.admin, 'PATCH', `/v1/privacy/holds/${id}`, { review_on: ahead(90) })).status).toBe(409);
    expect((await call(tenant.members.manager, 'GET', '/v1/privacy/holds?status=released')).body).toMatchObject({ data: [{ id }] });
  });

  it('stand before the erasure of the people they touch, and of no others', async () => {
    const [ani, budi] = [await world.customer('+62 812-0000-0711'), await world.customer('+62 812-0000-0712')];
    const touching = (contactId: string) => holdsOnPerson(ctx, world.workspaceId, [contactId]);
    const clear = await touching(ani.contactId);
    const put = async (contactId: string | null, conversationId: string | null, reason: string) => {
      const id = ctx.ids.uuid();
      const sealed = await ctx.keyring.sealSecret(
        { workspaceId: world.workspaceId, table: 'retention_holds', column: 'reason_sealed', rowId: id },
        reason,
      );
      await database.admin(
        `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, conversation_id, created_by, created_at)
         values ($1, $2, $3, $2, '2099-01-01', $4, $5, $2, $6)`,
        [world.workspaceId, id, sealed, contactId, conversationId, world.now],
      );
    };
    await put(ani.contactId, null, 'a dispute');
    await put(null, ani.conversationId, 'a court');
    expect((await touching(ani.contactId)).map(({ reason }) => reason)).toEqual([
      ...clear.map(({ reason }) => reason),
      'a dispute',
      'a court',
    ]);
    expect(await touching(budi.contactId)).toEqual(clear);
    await database.admin(`update retention_holds set released_at = now(), release_reason_sealed = '\\x00' where workspace_id = $1`, [
      world.workspaceId,
    ]);
    expect(await touching(ani.contactId)).toEqual([]);
  });

  it('tell their owner once when the review date has come', async () => {
    const made = await call(tenant.members.admin, 'POST', '/v1/privacy/holds', {
      reason: 'A letter from a lawyer',
      owner_member_id: toPublicId('mem', tenant.members.manager.memberId),
      review_on: ahead(10),
    });
    expect(await reviewHolds(ctx)).toBe(0);
    const now = world.now;
    world.now = new Date(now.getTime() + 11 * 86_400_000);
    expect(await reviewHolds(ctx)).toBe(1);
    expect(await reviewHolds(ctx)).toBe(0);
    const told = await engineQuery<{ member_id: string }>(database.db, {
      text: `select member_id from notifications where workspace_id = $1 and kind = 'hold_review' and data ->> 'hold_id' = $2`,
      values: [tenant.workspaceId, made.body['id']],
    });
    expect(told).toEqual([{ member_id: tenant.members.manager.memberId }]);
    expect((await call(tenant.members.manager, 'GET', '/v1/privacy/holds')).body).toMatchObject({ data: [{ is_review_due: true }] });
    world.now = now;
  });
});

describe('receipts', () => {
  it('are listed and opened by those who may see the privacy office', async () => {
    await database.admin(
      `insert into account_events (workspace_id, id, field, title, severity, data, dedupe_key, at, created_at)
       values ($1, $2, 'account_update', 'x', 'info', '{}', '\\x00', now() - interval '2 years', now())`,
      [foreign.workspaceId, ctx.ids.uuid()],
    );
    await sweepWorkspace(ctx, foreign.workspaceId);
    const list = await call(foreign.members.manager, 'GET', '/v1/privacy/retention/runs');
    expect(list.body).toMatchObject({ data: [{ status: 'done', removed: 1 }] });
    const [first] = list.body['data'] as { id: string }[];
    expect((await call(foreign.members.manager, 'GET', `/v1/privacy/retention/runs/${String(first?.id)}`)).body).toMatchObject({
      items: [{ table: 'account_events', class: 'system_log', removed: 1, effective: 'P90D' }],
    });
    expect((await call(tenant.members.owner, 'GET', `/v1/privacy/retention/runs/${String(first?.id)}`)).status).toBe(404);
    expect((await call(foreign.members.agent, 'GET', '/v1/privacy/retention/runs')).status).toBe(403);
  });
});
