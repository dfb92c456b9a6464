import { envelope, SAMPLE_TIME, sampleMetadata, sampleWamid } from '@kabar/cloud-api/samples';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#platform/crypto/seal';
import { withTenant } from '#platform/db/tx';
import { fromPublicId, newUuid, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { erasureContext } from '../../../test/erasure-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createIntakeWorld, type IntakeWorld } from '../../../test/intake-world.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { contactRoutes } from '../contacts/index.ts';
import { refuseErased } from '../imports/run-import.ts';
import { bodyAad } from '../intake/receive-delivery.ts';
import { findOrphans } from './find-orphans.ts';
import {
  erasureJobs,
  erasureRoutes,
  orderErasure,
  planErasure,
  replayErasures,
  runErasure,
  verifyErased,
  type HoldOnPerson,
} from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let intake: IntakeWorld;
let ctx: ReturnType<typeof erasureContext>;
let api: ApiApp;
let holds: HoldOnPerson[] = [];
let now: Date | null = null;
beforeAll(async () => {
  world = await createMessageWorld(database);
  intake = await createIntakeWorld(database, world);
  const base = erasureContext(world);
  ctx = { ...base, clock: { ...base.clock, now: () => now ?? new Date() }, holdsOn: async () => holds };
  api = await createApiApp([...contactRoutes(ctx), ...erasureRoutes(ctx)], world.workspaceId, newUuid());
});
afterAll(async () => {
  await api.app.close();
  await intake.close();
  await world.close();
});

let seed = 7_000;
type Who = { wa_id: string; user_id: string; name: string };
const customer = (): Who => {
  seed += 1;
  return { wa_id: `62816000${String(seed).padStart(5, '0')}`, user_id: `ID.7${seed}`, name: `Rina ${seed}` };
};
const text = (who: Who, body: string) => {
  seed += 1;
  return {
    from: who.wa_id,
    from_user_id: who.user_id,
    id: sampleWamid(seed),
    timestamp: String(SAMPLE_TIME),
    type: 'text',
    text: { body },
  };
};
const delivery = (people: Who[], messages: unknown[]) =>
  intake.about(
    envelope('messages', {
      messaging_product: 'whatsapp',
      metadata: sampleMetadata,
      contacts: people.map((who) => ({ profile: { name: who.name }, wa_id: who.wa_id, user_id: who.user_id })),
      messages,
    }),
  );
const take = async (...bodies: Buffer[]) => {
  for (const body of bodies) await intake.deliver(body);
  await intake.settled();
};
const contactOf = async (who: Who) => (await world.customer(who.wa_id, { window: 'closed' })).contactId;
const publicOf = (contactId: string) => toPublicId(ID_PREFIXES.contact, contactId);
const run = async () => {
  for (const name of ['erasure.start_due', 'erasure.erase_contact']) {
    const bound = erasureJobs({ ...ctx, metrics: erasureContext(world).metrics }).find((one) => one.definition.name === name);
    const payloads = name === 'erasure.start_due' ? [{}] : ctx.enqueued.filter((job) => job.name === name).map((job) => job.payload);
    // Each runs twice: a crash may repeat it.
    for (const payload of [...payloads, ...payloads])
      expect(await bound?.run(payload, { jobId: 'x', attempt: 1, signal: new AbortController().signal })).toEqual({ kind: 'done' });
  }
};
const rowsOf = async (table: string, contactId: string) =>
  (await database.admin<{ count: number }>(`select count(*)::int as count from ${table} where contact_id = $1`, [contactId]))[0]?.count;

describe('erasing somebody', () => {
  it('says before what goes and what stays, waits, and removes them while the others stay', async () => {
    const [gone, stays] = [customer(), customer()];
    await take(delivery([gone, stays], [text(gone, 'forget me'), text(stays, 'keep me')]), delivery([gone], [text(gone, 'STOP')]));
    const [goneId, staysId] = [await contactOf(gone), await contactOf(stays)];
    const plan = (await api.get(`/v1/contacts/${publicOf(goneId)}/erasure`)).body;
    expect(plan).toMatchObject({ messages: 2, conversations: 1, held_by: [], erasure_id: null });
    expect(plan['goes']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ table: 'messages', count: 2, holds: expect.objectContaining({ en: expect.any(String) }) }),
        expect.objectContaining({ table: 'intake_deliveries', count: 2 }),
      ]),
    );
    expect(plan['stays']).toEqual(
      expect.arrayContaining([expect.objectContaining({ table: 'consent_records', because: 'consent_proof' })]),
    );

    const ordered = await api.send('POST', `/v1/contacts/${publicOf(goneId)}/erasure`, { reason: 'person_asked', wait_minutes: 60 });
    expect(ordered).toMatchObject({ status: 202, body: { status: 'waiting', done_steps: 0 } });
    expect((await api.send('POST', `/v1/contacts/${publicOf(goneId)}/erasure`, { reason: 'objected' })).body['id']).toBe(
      ordered.body['id'],
    );
    await run();
    expect(await rowsOf('messages', goneId)).toBe(2);

    now = new Date(Date.now() + 61 * 60_000);
    await run();
    const done = (await api.get(`/v1/erasures/${String(ordered.body['id'])}`)).body;
    expect(done).toMatchObject({ status: 'done', finding_count: 0 });
    expect(done['done_steps']).toBe(done['total_steps']);
    expect(done['erased']).toEqual(expect.arrayContaining([expect.objectContaining({ table: 'messages', count: 2 })]));
    for (const table of ['messages', 'conversations', 'contact_identifiers', 'consent_states']) expect(await rowsOf(table, goneId)).toBe(0);
    expect(await rowsOf('messages', staysId)).toBe(1);
    expect((await api.get(`/v1/contacts/${publicOf(goneId)}`)).status).toBe(404);
    expect(await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId: goneId }])).toEqual(new Map());

    // The delivery that held both holds one of them now, and can still be replayed.
    const bodies = await database.admin<{ id: string; day: string; body_sealed: Buffer }>(
      `select id, day::text as day, body_sealed from intake_deliveries order by id`,
    );
    const texts = await Promise.all(
      bodies.map(async (row) =>
        open(await world.keyring.payloadKeyFor(world.workspaceId, row.day), bodyAad(world.workspaceId, row.id), row.body_sealed).toString(),
      ),
    );
    expect(texts.join()).toContain('keep me');
    expect(texts.join()).not.toMatch(new RegExp(`forget me|${gone.wa_id}|${gone.user_id}|${gone.name}`));

    // Who stopped stays stopped, also as somebody new.
    world.people.cache.clear();
    intake.intake.ctx.cache.clear(); // the test follows no notifications
    await take(delivery([gone], [text(gone, 'here again')]));
    const again = await contactOf(gone);
    expect(again).not.toBe(goneId);
    expect((await api.get(`/v1/contacts/${publicOf(again)}`)).body).toMatchObject({ marketing: 'stopped' });
    expect(await findOrphans(ctx)).toMatchObject({ findings: [] });
    now = null;
  });

  it('lets nobody bring them back unawares', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'gone')]));
    const id = await contactOf(who);
    await api.send('POST', `/v1/contacts/${publicOf(id)}/erasure`, { reason: 'person_asked', wait_minutes: 0 });
    await run();
    world.people.cache.clear();
    const phone = `+${who.wa_id}`;
    expect(await api.send('POST', '/v1/contacts', { phone })).toMatchObject({ status: 409, body: { error: { code: 'contact_erased' } } });
    const rows = [
      {
        identities: [{ kind: 'phone' as const, value: who.wa_id }],
        phone: who.wa_id,
        name: null,
        tagNames: [],
        stageId: null,
        values: [],
        problems: [] as string[],
      },
    ];
    await withTenant(database.db, world.workspaceId, (tx) => refuseErased(ctx, tx, world.workspaceId, rows));
    expect(rows[0]?.problems).toEqual([expect.stringContaining('was erased')]);
    const again = await api.send('POST', '/v1/contacts', { phone, after_erasure: 'signed up again in the shop' });
    expect(again.status).toBe(201);
    expect((await api.send('POST', '/v1/contacts', { phone })).status).toBeLessThan(300);
  });

  it('can be taken back while it waits, and not afterwards', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'wait')]));
    const id = await contactOf(who);
    const first = await api.send('POST', `/v1/contacts/${publicOf(id)}/erasure`, { reason: 'mistake', wait_minutes: 10 });
    const path = `/v1/erasures/${String(first.body['id'])}/cancel`;
    expect((await api.get(`/v1/contacts/${publicOf(id)}`)).body).toMatchObject({ restricted: true });
    expect(await api.send('POST', path)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect((await api.get(`/v1/contacts/${publicOf(id)}`)).body).toMatchObject({ restricted: false });
    expect(await api.send('POST', path)).toMatchObject({ status: 409 });
    const second = await api.send('POST', `/v1/contacts/${publicOf(id)}/erasure`, { reason: 'mistake', wait_minutes: 0 });
    await run();
    expect((await api.get('/v1/erasures?status=done')).body.data.map((row) => row['id'])).toContain(second.body['id']);
    expect((await api.send('POST', `/v1/erasures/${String(second.body['id'])}/cancel`)).status).toBe(409);
  });

  it('waits for a legal hold and goes on by itself', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'evidence')]));
    const contactId = await contactOf(who);
    holds = [{ id: newUuid(), reason: 'a lawsuit', reviewAt: null }];
    const ordered = await api.send('POST', `/v1/contacts/${publicOf(contactId)}/erasure`, { reason: 'person_asked', wait_minutes: 0 });
    await run();
    const path = `/v1/erasures/${String(ordered.body['id'])}`;
    expect((await api.get(path)).body).toMatchObject({ status: 'held', held_by: [{ reason: 'a lawsuit' }] });
    expect(await rowsOf('messages', contactId)).toBe(1);
    holds = [];
    await run();
    expect((await api.get(path)).body).toMatchObject({ status: 'done' });
    expect(await rowsOf('messages', contactId)).toBe(0);
  });

  it('reaches whoever was merged into them', async () => {
    const [kept, merged] = [customer(), customer()];
    await take(delivery([kept], [text(kept, 'one')]), delivery([merged], [text(merged, 'two')]));
    const [keptId, mergedId] = [await contactOf(kept), await contactOf(merged)];
    expect((await api.send('POST', `/v1/contacts/${publicOf(keptId)}/merge`, { other: publicOf(mergedId) })).status).toBe(200);
    world.people.cache.clear();
    expect((await planErasure(ctx, world.workspaceId, keptId)).contactIds.toSorted()).toEqual([keptId, mergedId].toSorted());
    const row = await orderErasure(ctx, world.workspaceId, keptId, {
      reason: 'person_asked',
      actor: { kind: 'system', id: null },
      auditActor: { kind: 'system', id: null },
      waitMs: 0,
    });
    expect(await runErasure(ctx, world.workspaceId, row.id)).toEqual({ kind: 'done', findingCount: 0 });
    expect(await verifyErased(ctx, world.workspaceId, row.id)).toEqual([]);
    expect(await rowsOf('messages', mergedId)).toBe(0);
    const keys = await database.admin(`select 1 from contact_keys where contact_id = any ($1) and length(wrapped) > 0`, [
      [keptId, mergedId],
    ]);
    expect(keys).toEqual([]);
  });

  it('goes on where a killed run was', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'slow')]));
    const contactId = await contactOf(who);
    const row = await orderErasure(ctx, world.workspaceId, contactId, {
      reason: 'person_asked',
      actor: { kind: 'system', id: null },
      auditActor: { kind: 'system', id: null },
      waitMs: 0,
    });
    const dying = {
      ...ctx,
      hooks: [...ctx.hooks, { step: 'dies', tables: [], count: async () => ({}), erase: () => Promise.reject(new Error('killed')) }],
    };
    await expect(runErasure(dying, world.workspaceId, row.id)).rejects.toThrow('killed');
    expect(await rowsOf('contact_identifiers', contactId)).toBe(0);
    expect(await rowsOf('messages', contactId)).toBe(1);
    expect(await runErasure(ctx, world.workspaceId, row.id)).toEqual({ kind: 'done', findingCount: 0 });
    expect(await rowsOf('messages', contactId)).toBe(0);
  });

  it('does beside the other steps what takes long, and leaves none of it behind when it breaks off', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'long')]));
    const contactId = await contactOf(who);
    const order = { reason: 'person_asked' as const, actor: { kind: 'system' as const, id: null }, waitMs: 0 };
    const row = await orderErasure(ctx, world.workspaceId, contactId, { ...order, auditActor: { kind: 'system', id: null } });
    const seen: string[] = [];
    const left = Promise.withResolvers<undefined>();
    const hook = (step: string, isBeside: boolean, erase: () => Promise<unknown>) => ({
      step,
      isBeside,
      tables: [],
      count: async () => ({}),
      erase: async () => {
        seen.push(`${step} begins`);
        await erase();
        seen.push(`${step} ends`);
        return {};
      },
    });
    const breaking = {
      ...ctx,
      hooks: [
        ...ctx.hooks,
        hook('long', true, () => left.promise),
        hook('short', false, async () => left.resolve(undefined)),
        hook('breaks', false, () => Promise.reject(new Error('killed'))),
      ],
    };
    await expect(runErasure(breaking, world.workspaceId, row.id)).rejects.toThrow('killed');
    expect(seen.slice(0, 2)).toEqual(['long begins', 'short begins']);
    expect(seen).toContain('long ends');
    const whole = { ...breaking, hooks: breaking.hooks.slice(0, -1) };
    expect(await runErasure(whole, world.workspaceId, row.id)).toEqual({ kind: 'done', findingCount: 0 });
    expect(seen.filter((one) => one === 'long begins')).toHaveLength(2); // it was not written down as done
    expect(seen.filter((one) => one === 'short begins')).toHaveLength(1);
  });

  it('is done again over an older copy, with the stop that held', async () => {
    const who = customer();
    await take(delivery([who], [text(who, 'in the copy'), text(who, 'STOP')]));
    const contactId = await contactOf(who);
    const tables = ['contacts', 'contact_identifiers', 'conversations', 'messages'];
    for (const table of tables)
      await database.admin(
        `create table copy_${table} as select * from ${table} where ${table === 'contacts' ? 'id' : 'contact_id'} = $1`,
        [contactId],
      );
    await api.send('POST', `/v1/contacts/${publicOf(contactId)}/erasure`, { reason: 'person_asked', wait_minutes: 0 });
    await run();
    // The copy comes back: rows without keys, no stop, and no mark.
    await database.admin(`delete from contacts where id = $1`, [contactId]);
    for (const table of tables) {
      const columns = await database.admin<{ list: string }>(
        `select string_agg(column_name, ', ') as list from information_schema.columns where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and identity_generation is null`,
        [table],
      );
      await database.admin(`insert into ${table} (${columns[0]?.list}) select ${columns[0]?.list} from copy_${table}`);
    }
    await database.admin(`alter table suppressions disable trigger all`);
    await database.admin(`delete from suppressions`);
    await database.admin(`alter table suppressions enable trigger all`);
    await database.admin(`delete from erased_identifiers`);
    expect(await replayErasures(ctx)).toMatchObject({ erasedAgain: 1 });
    for (const table of ['contact_identifiers', 'conversations', 'messages']) expect(await rowsOf(table, contactId)).toBe(0);
    expect(await database.admin(`select 1 from suppressions where source = 'whatsapp_keyword'`)).not.toEqual([]);
    expect(await replayErasures(ctx)).toMatchObject({ erasedAgain: 0 });
  });
});

describe('the audit log', () => {
  it('loses sealed values of the person and stays whole', async () => {
    const id = fromPublicId(ID_PREFIXES.contact, publicOf(await contactOf(customer())));
    expect(id).not.toBeNull();
    await expect(database.admin(`update audit_events set action = 'x'`)).rejects.toThrow('append-only');
    await expect(database.admin(`delete from audit_events`)).rejects.toThrow('append-only');
  });
});

describe('security', () => {
  it('shows and erases nobody of another workspace', async () => {
    const other = await createApiApp(erasureRoutes(ctx), newUuid());
    const id = publicOf(await contactOf(customer()));
    expect((await other.get(`/v1/contacts/${id}/erasure`)).status).toBe(404);
    expect((await other.send('POST', `/v1/contacts/${id}/erasure`, { reason: 'mistake' })).status).toBe(404);
    await other.app.close();
  });
});
