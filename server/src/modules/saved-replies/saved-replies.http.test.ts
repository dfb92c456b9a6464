import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '#platform/crypto/seal';
import { systemIds, toPublicId } from '#platform/ids';
import { createCollaborationWorld, uuidOf, type Answer, type CollaborationWorld } from '../../../test/collaboration-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createTestKey, type TestPerson } from '../../../test/tenants.ts';
import { contactAad } from '../contacts/index.ts';

const database = useTestDatabase();
let world: CollaborationWorld;

beforeAll(async () => {
  world = await createCollaborationWorld(database);
});
afterAll(() => world.close());

let made = 0;
function make(as: TestPerson, more: object = {}): Promise<Answer> {
  made += 1;
  return world.call(as, 'POST', '/v1/saved-replies', {
    scope: 'personal',
    name: `Reply ${made}`,
    shortcut: `r${made}`,
    text: 'Halo',
    ...more,
  });
}

async function names(as: TestPerson, query = ''): Promise<unknown[]> {
  const { body } = await world.call(as, 'GET', `/v1/saved-replies${query}`);
  return (body.data as { name: string }[]).map(({ name }) => name); // checked by the app
}

describe('saved replies', () => {
  it('are sealed, and shared ones are for those who may configure', async () => {
    const { agent, manager } = world.mine.members;
    expect((await make(agent, { scope: 'shared' })).body.error?.code).toBe('permission_denied');
    const shared = await make(manager, { scope: 'shared', name: 'Jam buka', shortcut: 'Buka', text: 'Kami buka pukul 9' });
    expect(shared.body).toMatchObject({ scope: 'shared', owner_id: null, shortcut: 'buka', text: 'Kami buka pukul 9', usage_count: 0 });
    const url = `/v1/saved-replies/${String(shared.body['id'])}`;
    const [row] = await database.admin<{ text: string }>(`select encode(text_sealed, 'escape') as text from saved_replies where id = $1`, [
      uuidOf(String(shared.body['id'])),
    ]);
    expect(row?.text).not.toContain('buka');
    expect((await world.call(agent, 'GET', url)).status).toBe(200);
    expect((await world.call(agent, 'PATCH', url, { name: 'x' })).body.error?.code).toBe('permission_denied');
    expect((await world.call(agent, 'DELETE', url)).body.error?.code).toBe('permission_denied');
    expect((await world.call(world.other.members.owner, 'GET', url)).status).toBe(404);
    expect((await world.call(manager, 'PATCH', url, { text: 'Kami buka pukul 8' })).body).toMatchObject({
      text: 'Kami buka pukul 8',
      name: 'Jam buka',
    });
    expect((await world.call(manager, 'DELETE', url)).status).toBe(204);
    const acts = await database.admin<{ action: string }>(`select action from audit_events where target_kind = 'saved_reply' order by seq`);
    expect(acts.map(({ action }) => action)).toEqual(['saved_reply.created', 'saved_reply.changed', 'saved_reply.deleted']);
  });

  it('of one’s own do not exist for others', async () => {
    const { agent, owner } = world.mine.members;
    const own = await make(agent, { name: 'Milikku' });
    const url = `/v1/saved-replies/${String(own.body['id'])}`;
    expect(own.body).toMatchObject({ scope: 'personal', owner_id: toPublicId(ID_PREFIXES.member, agent.memberId) });
    for (const method of ['GET', 'DELETE'] as const) expect((await world.call(owner, method, url)).status).toBe(404);
    expect((await world.call(owner, 'PATCH', url, { name: 'x' })).status).toBe(404);
    expect(await names(owner)).not.toContain('Milikku');
    expect((await world.call(agent, 'PATCH', url, { scope: 'shared' })).body.error?.code).toBe('permission_denied');
    expect(await names(agent, '?scope=personal')).toEqual(['Milikku']);
    expect((await world.call(agent, 'DELETE', url)).status).toBe(204);
  });

  it('have a shortcut once per owner and once among shared ones', async () => {
    const { agent, manager } = world.mine.members;
    expect((await make(agent, { shortcut: 'dobel' })).status).toBe(201);
    expect((await make(agent, { shortcut: 'DOBEL' })).body.error?.code).toBe('conflict');
    expect((await make(manager, { shortcut: 'dobel' })).status).toBe(201);
    const shared = await make(manager, { shortcut: 'dobel', scope: 'shared' });
    expect(shared.status).toBe(201);
    expect((await make(manager, { shortcut: 'dobel', scope: 'shared' })).body.error?.code).toBe('conflict');
  });

  it('refuse unknown variables, foreign files and files of customers', async () => {
    const { agent } = world.mine.members;
    expect((await make(agent, { text: 'Halo {{contact.nmae}}' })).body.error?.code).toBe('validation_failed');
    const file = async (workspaceId: string, direction: string): Promise<string> => {
      const id = systemIds.uuid();
      await database.admin(
        `insert into media (workspace_id, id, direction, status, kind, mime_type, created_at) values ($1, $2, $3, 'stored', 'image', 'image/jpeg', now())`,
        [workspaceId, id, direction],
      );
      return toPublicId(ID_PREFIXES.media, id);
    };
    const mine = await file(world.mine.workspaceId, 'out');
    expect((await make(agent, { media_id: await file(world.mine.workspaceId, 'in') })).status).toBe(404);
    expect((await make(agent, { media_id: await file(world.other.workspaceId, 'out') })).status).toBe(404);
    const reply = await make(agent, { media_id: mine });
    expect(reply.body).toMatchObject({ media_id: mine });
    await database.admin('delete from media where id = $1', [uuidOf(mine)]);
    expect((await world.call(agent, 'GET', `/v1/saved-replies/${String(reply.body['id'])}`)).body).toMatchObject({ media_id: null });
  });

  it('are found by what is typed, best fit first, and paged', async () => {
    const { admin } = world.mine.members;
    await make(admin, { name: 'Kirim resi', shortcut: 'cari', text: 'x' });
    await make(admin, { name: 'Cari toko', shortcut: 'toko', text: 'x', language: 'id' });
    await make(admin, { name: 'Bantu cari', shortcut: 'bantu', text: 'x', language: 'en' });
    await make(admin, { name: 'Zebra', shortcut: 'zebra', text: 'Carilah di peta' });
    expect(await names(admin, '?scope=personal&q=cari')).toEqual(['Kirim resi', 'Cari toko', 'Bantu cari', 'Zebra']);
    expect(await names(admin, '?scope=personal&q=/CARI&language=id')).toEqual(['Kirim resi', 'Cari toko', 'Zebra']);
    const first = await world.call(admin, 'GET', '/v1/saved-replies?scope=personal&limit=3');
    const cursor = String(first.body['next_cursor']);
    expect(await names(admin, `?scope=personal&limit=3&cursor=${cursor}`)).toEqual(['Zebra']);
  });

  it('are filled in with what is known, name what was empty, and count', async () => {
    const { agent } = world.mine.members;
    const conversation = await world.conversation();
    const [row] = await database.admin<{ contactId: string }>('select contact_id as "contactId" from conversations where id = $1', [
      uuidOf(conversation),
    ]);
    const contactId = row?.contactId ?? '';
    const { workspaceId } = world.mine;
    const ring = (await world.people.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
    if (ring === undefined) throw new Error('no key');
    await database.admin('update contacts set name_sealed = $2 where id = $1', [
      contactId,
      seal(ring.primary, contactAad(workspaceId, 'name_sealed', contactId), 'Ny. Sari {{member.name}}'),
    ]);
    await database.admin(
      `insert into attributes (workspace_id, id, key, label, type, sensitivity, choices, position, created_at)
       values ($1, $2, 'tier', 'Tier', 'choice', 'plain', '[{"key":"gold","label":"Emas"}]', 0, now())`,
      [workspaceId, systemIds.uuid()],
    );
    await database.admin(
      `insert into contact_attributes (workspace_id, contact_id, attribute_id, text_value, match_text, updated_at)
       select $1, $2, id, 'gold', 'gold', now() from attributes where workspace_id = $1 and key = 'tier'`,
      [workspaceId, contactId],
    );
    const text =
      'Halo {{contact.first_name|kak}}, {{contact.name}}: {{ attribute.tier }}, {{attribute.kota}} {{attribute.hobi|apa saja}} dari {{member.name}}, {{workspace.name}}';
    const { body } = await make(agent, { text });
    const url = `/v1/saved-replies/${String(body['id'])}`;
    const rendered = await world.call(agent, 'POST', `${url}/render`, { conversation_id: conversation });
    expect(rendered.body).toEqual({
      text: 'Halo Sari, Ny. Sari {{member.name}}: Emas,  apa saja dari agent, Toko Melati',
      media_id: null,
      empty: ['attribute.kota'],
    });
    expect((await world.call(agent, 'GET', url)).body).toMatchObject({ usage_count: 1, last_used_at: expect.any(String) });
    const foreign = await world.conversation(world.other);
    expect((await world.call(agent, 'POST', `${url}/render`, { conversation_id: foreign })).status).toBe(404);
    await world.letAgentsSee('assigned');
    expect((await world.call(agent, 'POST', `${url}/render`, { conversation_id: conversation })).status).toBe(404);
    await world.letAgentsSee('everything');
  });

  it('of an API key are shared ones', async () => {
    const { key } = await createTestKey(world.people, world.mine, ['conversations:read', 'conversations:write', 'inbox:configure']);
    const as = { headers: { authorization: `Bearer ${key}` } };
    const body = { name: 'API', shortcut: 'api', text: 'x' };
    expect((await world.call(as, 'POST', '/v1/saved-replies', { ...body, scope: 'personal' })).body.error?.code).toBe('conflict');
    expect((await world.call(as, 'POST', '/v1/saved-replies', { ...body, scope: 'shared' })).status).toBe(201);
  });
});
