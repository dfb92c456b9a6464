import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { contactRoutes, recordProfileNames, resolvePeople } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;
beforeAll(async () => {
  world = await createMessageWorld(database);
  api = await createApiApp(contactRoutes(contactsContext(world)), world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const create = (body: object) => api.send('POST', '/v1/contacts', body);

describe('creating', () => {
  it('makes a contact once, however the number is spelled, and takes the newer name', async () => {
    const first = await create({ phone: '+62 824-0000-0001', name: 'Bu Rina' });
    expect(first).toMatchObject({
      status: 201,
      body: {
        name: 'Bu Rina',
        profile_name: null,
        phone: '+6282400000001',
        username: null,
        marketing: 'unset',
        identifiers: [{ kind: 'phone', value: '+6282400000001' }],
      },
    });
    const again = await create({ phone: '006282400000001', name: 'Rina (toko)' });
    expect(again).toMatchObject({ status: 200, body: { id: first.body['id'], name: 'Rina (toko)' } });
  });

  it('knows the Brazilian number with and without its ninth digit as one', async () => {
    const dialled = await create({ phone: '+55 31 9 8888-7777' });
    const found = await api.get('/v1/contacts?phone=553188887777');
    expect(found.body.data).toMatchObject([{ id: dialled.body['id'], phone: '+5531988887777' }]);
  });

  it('takes a BSUID alone and joins a phone number to it later', async () => {
    const byId = await create({ bsuid: 'ID.824' });
    expect(byId).toMatchObject({ status: 201, body: { phone: null, identifiers: [{ kind: 'bsuid', value: 'ID.824' }] } });
    const joined = await create({ bsuid: 'ID.824', phone: '+62 824-0000-0002' });
    expect(joined).toMatchObject({ status: 200, body: { id: byId.body['id'], phone: '+6282400000002' } });
  });

  it.each([
    ['nothing', {}, 400, 'recipient_invalid'],
    ['a phone number that is none', { phone: 'halo dunia' }, 400, 'recipient_invalid'],
    ['a BSUID in place of a phone number', { phone: 'ID.8240000' }, 400, 'recipient_invalid'],
    ['a phone number in place of a BSUID', { bsuid: '6282400000009' }, 400, 'recipient_invalid'],
    ['a field that does not exist', { phone: '+62 824-0000-0003', email: 'x@example.com' }, 400, 'validation_failed'],
  ])('refuses %s', async (_what, body, status, code) => {
    const answer = await create(body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
  });

  it('refuses to join two contacts on a caller’s word', async () => {
    await create({ phone: '+62 824-0000-0004' });
    await create({ bsuid: 'ID.8244' });
    expect((await create({ phone: '+62 824-0000-0004', bsuid: 'ID.8244' })).body.error.code).toBe('conflict');
  });
});

describe('names', () => {
  it('given by members win over the profile name until they are taken away', async () => {
    const { body } = await create({ phone: '+62 824-0000-0005' });
    const [person] = await resolvePeople(world.people, [
      { workspaceId: world.workspaceId, identities: [{ kind: 'phone', value: '6282400000005' }] },
    ]);
    await recordProfileNames(world.people, [{ workspaceId: world.workspaceId, contactId: person?.contactId ?? '', name: 'Sari 🌸' }]);
    const path = `/v1/contacts/${String(body['id'])}`;
    expect((await api.get(path)).body).toMatchObject({ name: 'Sari 🌸', profile_name: 'Sari 🌸' });
    expect((await api.send('PATCH', path, { name: 'Ibu Sari' })).body).toMatchObject({ name: 'Ibu Sari', profile_name: 'Sari 🌸' });
    expect((await api.send('PATCH', path, { name: null })).body).toMatchObject({ name: 'Sari 🌸' });
  });
});

describe('reading', () => {
  it('pages through all contacts once, newest first', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get(`/v1/contacts?limit=2${cursor}`);
      seen.push(...body.data.map((contact) => String(contact['id'])));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    const [row] = await database.admin<{ count: number }>('select count(*)::int as count from contacts');
    expect(seen).toHaveLength(row?.count ?? -1);
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it('follows a merged contact and hides an erased one', async () => {
    const kept = await create({ phone: '+62 824-0000-0006' });
    const gone = await create({ phone: '+62 824-0000-0007' });
    const uuidOf = async (phone: string): Promise<string> => (await world.customer(phone)).contactId;
    await database.admin('update contacts set merged_into = $2 where id = $1', [
      await uuidOf('+6282400000007'),
      await uuidOf('+6282400000006'),
    ]);
    expect((await api.get(`/v1/contacts/${String(gone.body['id'])}`)).body).toMatchObject({ id: kept.body['id'] });
    await database.admin('update contacts set erased_at = now() where id = $1', [await uuidOf('+6282400000006')]);
    expect((await api.get(`/v1/contacts/${String(kept.body['id'])}`)).status).toBe(404);
    expect((await api.get(`/v1/contacts/${toPublicId(ID_PREFIXES.contact, newUuid())}`)).status).toBe(404);
    expect((await api.get('/v1/contacts?cursor=x')).body.error.code).toBe('cursor_invalid');
    expect(api.faults).toEqual([]);
  });
});
