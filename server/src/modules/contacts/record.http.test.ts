import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { fromPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { contactJobs, contactRoutes, selectSegmentContactIds, type ContactsContext } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let ctx: ContactsContext & { enqueued: { name: string; payload: unknown }[] };
let api: ApiApp;
let contactId: string;
beforeAll(async () => {
  world = await createMessageWorld(database);
  ctx = contactsContext(world);
  api = await createApiApp(contactRoutes(ctx), world.workspaceId);
  const made = await api.send('POST', '/v1/contacts', { phone: '+62 812-0000-0001', name: 'Bu Rina' });
  contactId = String(made.body['id']);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

let count = 1;
const newContact = async (body: object = {}) => {
  count += 1;
  const answer = await api.send('POST', '/v1/contacts', { phone: `+62 812-0000-${String(count).padStart(4, '0')}`, ...body });
  expect(answer.status).toBe(201);
  return answer.body;
};
const attribute = async (body: object) => {
  const answer = await api.send('POST', '/v1/attributes', body);
  expect(answer.body).toMatchObject({ id: expect.stringMatching(/^atr_/) });
  return answer.body;
};
const listed = async (filter: object, more = '') => {
  const answer = await api.get(`/v1/contacts?filter=${encodeURIComponent(JSON.stringify(filter))}${more}`);
  expect(answer.status).toBe(200);
  return answer.body.data.map((row) => row['id']);
};
const patch = (id: unknown, body: object) => api.send('PATCH', `/v1/contacts/${String(id)}`, body);

describe('the list', () => {
  it('shows at once what changed, although it remembers what it showed', async () => {
    const made = await newContact({ name: 'Bu Ani' });
    const id = String(made['id']);
    const databaseId = fromPublicId(ID_PREFIXES.contact, id) ?? '';
    const phone = String(made['phone']);
    const row = async (): Promise<Record<string, unknown> | undefined> =>
      (await api.get('/v1/contacts?limit=200')).body.data.find((one) => one['id'] === id);
    const same = async (): Promise<void> => expect(await row()).toEqual((await api.get(`/v1/contacts/${id}`)).body);
    await same();
    await same();
    await patch(id, { name: 'Bu Ani Baru' });
    expect(await row()).toMatchObject({ name: 'Bu Ani Baru', phone });
    await attribute({ key: 'size', label: 'Size', type: 'text' });
    await patch(id, { attributes: { size: 'L' } });
    expect(await row()).toMatchObject({ attributes: { size: 'L' } });
    const tag = await api.send('POST', '/v1/tags', { name: 'Ingat', color: 'green' });
    await api.send('POST', `/v1/contacts/${id}/tags`, { add: [tag.body['id']] });
    expect(await row()).toMatchObject({ tag_ids: [tag.body['id']] });
    await api.send('POST', `/v1/contacts/${id}/tags`, { remove: [tag.body['id']] });
    expect(await row()).toMatchObject({ tag_ids: [] });
    await api.send('POST', `/v1/contacts/${id}/identifiers`, { phone: '+62 812-0000-9001' });
    expect((await row())?.['identifiers']).toHaveLength(2);
    const [size] = (await api.get('/v1/attributes')).body.data.filter((one) => one['key'] === 'size');
    await api.send('DELETE', `/v1/attributes/${String(size?.['id'])}`, undefined);
    expect(await row()).toMatchObject({ attributes: {} });
    await same();

    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, world.workspaceId, [databaseId]));
    expect(await row()).toMatchObject({ name: null, phone: null, identifiers: [] });
  });
});

describe('attributes', () => {
  it('keep a value of every type, seal personal ones and change only what is named', async () => {
    await attribute({ key: 'birthday', label: 'Birthday', type: 'date' });
    await attribute({ key: 'spent', label: 'Spent', type: 'number', sensitivity: 'plain' });
    await attribute({ key: 'vip', label: 'VIP', type: 'yes_no', sensitivity: 'plain' });
    await attribute({ key: 'city', label: 'City', type: 'text', sensitivity: 'plain' });
    const choices = [
      { key: 'gold', label: 'Gold' },
      { key: 'silver', label: 'Silver' },
    ];
    await attribute({ key: 'tier', label: 'Tier', type: 'choice', sensitivity: 'plain', choices });
    const values = { birthday: '1990-02-28', spent: 12.5, vip: true, city: 'Bandung', tier: 'gold' };
    expect((await patch(contactId, { attributes: values })).body).toMatchObject({ attributes: values, name: 'Bu Rina' });
    const changed = await patch(contactId, { attributes: { vip: false, city: null } });
    expect(changed.body['attributes']).toEqual({ birthday: '1990-02-28', spent: 12.5, vip: false, tier: 'gold' });
    const stored = await database.admin<{ text: string }>(`select contact_attributes::text as text from contact_attributes`);
    expect(stored.map((row) => row.text).join()).not.toContain('1990');
    expect(stored.map((row) => row.text).join()).toContain('gold');
  });

  it.each([
    ['a date that does not exist', { birthday: '2023-02-29' }],
    ['text for a number', { spent: '12' }],
    ['a choice that is none', { tier: 'iron' }],
    ['an attribute that is none', { shoe: '43' }],
  ])('refuses %s', async (_what, attributes) => {
    expect((await patch(contactId, { attributes })).body.error.code).toBe('validation_failed');
  });

  it('keeps a choice that somebody has, and lets go of one that nobody has', async () => {
    const all = (await api.get('/v1/attributes')).body.data;
    const tier = String(all.find((one) => one['key'] === 'tier')?.['id']);
    const used = await api.send('PATCH', `/v1/attributes/${tier}`, { choices: [{ key: 'silver', label: 'Silver' }] });
    expect(used.body.error).toMatchObject({ code: 'in_use', details: { count: 1 } });
    const free = await api.send('PATCH', `/v1/attributes/${tier}`, { choices: [{ key: 'gold', label: 'Golden' }] });
    expect(free.body).toMatchObject({ choices: [{ key: 'gold', label: 'Golden' }] });
  });

  it('tells what a removal deletes, hides it at once and deletes it in the background', async () => {
    const gone = String((await attribute({ key: 'shirt', label: 'Shirt', type: 'text', sensitivity: 'plain' }))['id']);
    await patch(contactId, { attributes: { shirt: 'L' } });
    expect((await api.get(`/v1/attributes/${gone}/usage`)).body).toEqual({ contact_count: 1, segment_count: 0 });
    expect((await api.send('DELETE', `/v1/attributes/${gone}`)).status).toBe(204);
    expect((await api.get(`/v1/contacts/${contactId}`)).body['attributes']).not.toHaveProperty('shirt');
    const job = ctx.enqueued.at(-1);
    const run = contactJobs(ctx).find((one) => one.definition.name === job?.name);
    for (const attempt of [1, 2]) {
      expect(await run?.run(job?.payload, { jobId: 'x', attempt, signal: new AbortController().signal })).toEqual({ kind: 'done' });
    }
    const left = await database.admin(`select from contact_attributes where text_value = 'L'`);
    expect(left).toHaveLength(0);
    await attribute({ key: 'shirt', label: 'Shirt', type: 'number' });
  });
});

describe('stages and tags', () => {
  it('give a workspace its first stages, move contacts with a removed one and keep the last', async () => {
    const stages = (await api.get('/v1/stages')).body.data;
    expect(stages.map((stage) => stage['name'])).toContain('Customer');
    const [first, second] = stages;
    await patch(contactId, { stage_id: first?.['id'] });
    expect((await api.get('/v1/stages')).body.data[0]).toMatchObject({ contact_count: 1 });
    expect((await api.send('DELETE', `/v1/stages/${String(first?.['id'])}?move_to=${String(second?.['id'])}`)).status).toBe(204);
    expect((await api.get(`/v1/contacts/${contactId}`)).body['stage_id']).toBe(second?.['id']);
    for (const stage of stages.slice(2)) await api.send('DELETE', `/v1/stages/${String(stage['id'])}`);
    expect((await api.send('DELETE', `/v1/stages/${String(second?.['id'])}`)).status).toBe(409);
  });

  it('merges two tags on contacts and conversations', async () => {
    const { conversationId } = await world.customer('+62 812-0000-9001');
    const made = async (name: string) => String((await api.send('POST', '/v1/tags', { name })).body['id']);
    const [old, kept] = [await made('Wholesale'), await made('Reseller')];
    expect((await api.send('POST', '/v1/tags', { name: 'RESELLER' })).status).toBe(409);
    await api.send('POST', `/v1/contacts/${contactId}/tags`, { add: [old] });
    await database.admin(`insert into conversation_tags (workspace_id, conversation_id, tag_id, tagged_at) values ($1, $2, $3, now())`, [
      world.workspaceId,
      conversationId,
      fromPublicId(ID_PREFIXES.tag, old),
    ]);
    expect((await api.send('POST', `/v1/tags/${old}/merge`, { into: kept })).body).toMatchObject({
      contact_count: 1,
      conversation_count: 1,
    });
    expect((await api.get(`/v1/contacts/${contactId}`)).body['tag_ids']).toEqual([kept]);
  });
});

describe('notes and identifiers', () => {
  it('seals notes, lists them newest first and lets them be changed and deleted', async () => {
    const path = `/v1/contacts/${contactId}/notes`;
    const first = await api.send('POST', path, { text: 'Prefers calls after five' });
    await api.send('POST', path, { text: 'Has a dog' });
    const stored = await database.admin<{ text: string }>(`select encode(text_sealed, 'escape') as text from contact_notes`);
    expect(stored.map((row) => row.text).join()).not.toContain('dog');
    await api.send('PATCH', `${path}/${String(first.body['id'])}`, { text: 'Prefers calls after six' });
    const page = await api.get(`${path}?limit=1`);
    expect(page.body.data).toMatchObject([{ text: 'Has a dog', edited_at: null }]);
    const rest = await api.get(`${path}?limit=1&cursor=${String(page.body.next_cursor)}`);
    expect(rest.body).toMatchObject({ data: [{ text: 'Prefers calls after six', edited_at: expect.any(String) }], next_cursor: null });
    expect((await api.send('DELETE', `${path}/${String(first.body['id'])}`)).status).toBe(204);
    expect((await api.get(path)).body.data).toHaveLength(1);
  });

  it('adds a number, says who has one already, and keeps the last identifier', async () => {
    const one = await newContact();
    const other = await newContact();
    const added = await api.send('POST', `/v1/contacts/${String(one['id'])}/identifiers`, { phone: '+62 812-0000-9100' });
    expect(added.body).toMatchObject({ phone: '+6281200009100', country: 'ID' });
    const taken = await api.send('POST', `/v1/contacts/${String(other['id'])}/identifiers`, { phone: '006281200009100' });
    expect(taken.body.error).toMatchObject({ code: 'identifier_taken', details: { contact_id: one['id'] } });
    const ids = (added.body['identifiers'] as { id: string }[]).map((identifier) => identifier.id);
    expect((await api.send('DELETE', `/v1/contacts/${String(one['id'])}/identifiers/${ids[0]}`)).status).toBe(200);
    expect((await api.send('DELETE', `/v1/contacts/${String(one['id'])}/identifiers/${ids[1]}`)).status).toBe(409);
  });
});

describe('filters', () => {
  it('compares everything that a record holds', async () => {
    const ids = new Map((await api.get('/v1/attributes')).body.data.map((one) => [String(one['key']), one['id']]));
    const tag = String((await api.send('POST', '/v1/tags', { name: 'Filtered' })).body['id']);
    const [a, b, c] = [
      await newContact({ tag_ids: [tag], attributes: { spent: 10, city: 'Bandar Lampung', birthday: '2000-01-01' } }),
      await newContact({ tag_ids: [tag], attributes: { spent: 20, city: 'Medan', vip: true } }),
      await newContact({ tag_ids: [tag] }),
    ].map((one) => one['id']);
    const among = (condition: object) => listed({ conditions: [{ field: 'tags', op: 'all', tag_ids: [tag] }, condition] }, '&sort=created');
    const attr = (key: string, op: string, more: object = {}) => ({ field: 'attribute', attribute_id: ids.get(key), op, ...more });
    expect(await among(attr('spent', 'at_least', { value: 10 }))).toEqual([b, a]);
    expect(await among(attr('spent', 'between', { values: [15, 30] }))).toEqual([b]);
    expect(await among(attr('city', 'begins_with', { value: 'banda' }))).toEqual([a]);
    expect(await among(attr('city', 'equals', { value: 'MEDAN' }))).toEqual([b]);
    expect(await among(attr('birthday', 'equals', { value: '2000-01-01' }))).toEqual([a]);
    expect(await among(attr('birthday', 'not_set'))).toEqual([c, b]);
    expect(await among(attr('vip', 'not_equals', { value: true }))).toEqual([c, a]);
    expect(await among({ field: 'country', op: 'is', countries: ['ID'] })).toEqual([c, b, a]);
    expect(await among({ field: 'country', op: 'is_not', countries: ['ID'] })).toEqual([]);
    expect(await among({ field: 'stage', op: 'is', stage_ids: [null] })).toEqual([c, b, a]);
    expect(await among({ field: 'source', sources: ['api'] })).toEqual([c, b, a]);
    expect(await among({ field: 'created_at', within_days: 1 })).toEqual([c, b, a]);
    expect(await among({ field: 'last_seen_at', before_days: 1 })).toEqual([c, b, a]);
    expect(await among({ field: 'open_conversation', value: true })).toEqual([]);
    expect(await among({ field: 'blocked', value: true })).toEqual([]);
    expect(await among({ field: 'marketing_consent', states: ['none'] })).toEqual([c, b, a]);
    expect(await among({ field: 'marketing_consent', states: ['granted', 'withdrawn'] })).toEqual([]);
    const either = { match: 'any', conditions: [attr('spent', 'equals', { value: 10 }), attr('vip', 'equals', { value: true })] };
    expect(await among(either)).toEqual([b, a]);
    expect(await listed({ conditions: [{ field: 'tags', op: 'none', tag_ids: [tag] }] })).not.toContain(a);
  });

  it.each([
    ['no JSON', '{', 400],
    ['an unknown field', '{"conditions":[{"field":"shoe"}]}', 400],
    ['a third level', '{"conditions":[{"match":"any","conditions":[{"match":"all","conditions":[]}]}]}', 400],
  ])('refuses %s', async (_what, text, status) => {
    expect((await api.get(`/v1/contacts?filter=${encodeURIComponent(text)}`)).status).toBe(status);
  });

  it('pages by activity and by creation without losing or repeating anybody', async () => {
    for (const sort of ['activity', 'created']) {
      const seen: unknown[] = [];
      let cursor = '';
      for (;;) {
        const page = await api.get(`/v1/contacts?limit=2&sort=${sort}${cursor}`);
        seen.push(...page.body.data.map((row) => row['id']));
        if (page.body.next_cursor === null) break;
        cursor = `&cursor=${page.body.next_cursor}`;
      }
      const all = (await api.get(`/v1/contacts?limit=200&sort=${sort}`)).body.data.map((row) => row['id']);
      expect(seen).toEqual(all);
      expect(new Set(seen).size).toBe(seen.length);
    }
    const other = await api.get('/v1/contacts?limit=2&sort=created');
    expect((await api.get(`/v1/contacts?sort=activity&cursor=${String(other.body.next_cursor)}`)).body.error.code).toBe('cursor_invalid');
  });

  it('saves a filter as a segment, counts it and goes through it by key', async () => {
    const tag = String((await api.send('POST', '/v1/tags', { name: 'Segmented' })).body['id']);
    for (let index = 0; index < 3; index += 1) await newContact({ tag_ids: [tag] });
    const filter = { conditions: [{ field: 'tags', op: 'any', tag_ids: [tag] }] };
    const segment = await api.send('POST', '/v1/segments', { name: 'Three', shared: true, filter });
    expect(segment.status).toBe(201);
    const id = String(segment.body['id']);
    expect((await api.get(`/v1/segments/${id}/count`)).body).toEqual({ count: 3, is_exact: true });
    const uuid = fromPublicId(ID_PREFIXES.segment, id) ?? '';
    const first = await selectSegmentContactIds(ctx, world.workspaceId, uuid, null, 2);
    const rest = await selectSegmentContactIds(ctx, world.workspaceId, uuid, first.at(-1) ?? null, 2);
    expect(new Set([...first, ...rest]).size).toBe(3);
    expect((await api.send('PATCH', `/v1/segments/${id}`, { name: 'Renamed' })).body).toMatchObject({ name: 'Renamed', shared: true });
    expect((await api.send('DELETE', `/v1/segments/${id}`)).status).toBe(204);
  });
});

describe('the timeline', () => {
  it('tells what was done, newest first and page by page', async () => {
    const tag = String((await api.send('POST', '/v1/tags', { name: 'Told' })).body['id']);
    const { contactId: uuid } = await world.customer('+62 812-0000-9200');
    const id = (await api.get('/v1/contacts?phone=6281200009200')).body.data[0]?.['id'];
    expect(uuid).toBe(fromPublicId(ID_PREFIXES.contact, String(id)));
    await api.send('POST', `/v1/contacts/${String(id)}/tags`, { add: [tag] });
    await patch(id, { attributes: { spent: 5 } });
    const kinds = (await api.get(`/v1/contacts/${String(id)}/timeline`)).body.data.map((item) => item['kind']);
    expect(kinds.slice(0, 2)).toEqual(['attributes_changed', 'tagged']);
    expect(kinds.slice(2).map(String).toSorted()).toEqual(['conversation_opened', 'created']);
    const paged: unknown[] = [];
    let cursor = '';
    for (;;) {
      const page = await api.get(`/v1/contacts/${String(id)}/timeline?limit=1${cursor}`);
      paged.push(...page.body.data.map((item) => item['kind']));
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${page.body.next_cursor}`;
    }
    expect(paged).toEqual(kinds);
  });
});
