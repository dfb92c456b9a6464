import { randomUUID } from 'node:crypto';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyRing } from '#platform/crypto/data-key';
import { withEngine } from '#platform/db/tx';
import { newUuid, toPublicId } from '#platform/ids';
import { createApiApp, type ApiApp } from '../../../../test/api-app.ts';
import { contactsContext } from '../../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../../test/message-world.ts';
import { openContent, storeInbound } from '../../messages/index.ts';
import { contactRoutes } from '../index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let api: ApiApp;
beforeAll(async () => {
  world = await createMessageWorld(database);
  api = await createApiApp(contactRoutes(contactsContext(world)), world.workspaceId);
  const attribute = (body: object) => api.send('POST', '/v1/attributes', body);
  await attribute({ key: 'secret', label: 'Secret', type: 'text' });
  await attribute({ key: 'size', label: 'Size', type: 'number', sensitivity: 'plain' });
  for (const name of ['A', 'B', 'C']) await api.send('POST', '/v1/tags', { name });
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const publicContact = (id: string) => toPublicId(ID_PREFIXES.contact, id);

type Someone = { contactId: string; conversationId: string; phone: string };
let serial = 100;
const someone = async (): Promise<Someone> => {
  serial += 1;
  const phone = `62812000${String(serial).padStart(5, '0')}`;
  return { ...(await world.customer(`+${phone}`)), phone };
};

const hear = async (
  { contactId, conversationId }: { contactId: string; conversationId: string },
  phone: string,
  body: string,
): Promise<void> => {
  await withEngine(database.db, 'a message in a test', (tx) =>
    storeInbound(
      world,
      tx,
      [
        {
          workspaceId: world.workspaceId,
          id: newUuid(),
          numberId: world.numberId,
          conversationId,
          contactId,
          author: 'contact',
          from: { waId: phone },
          wamid: randomUUID(),
          at: new Date(),
          type: 'text',
          content: { body },
          mediaId: null,
          replyToWamid: null,
          forwarded: false,
          referral: null,
          opensWindow: true,
        },
      ],
      new Date(),
    ),
  );
};

/** Everything that is kept of contacts, in the clear. */
const picture = async (contactIds: readonly string[]) => {
  const contacts = await Promise.all(
    contactIds.map(async (id) => {
      const { updated_at: _changing, ...record } = (await api.get(`/v1/contacts/${publicContact(id)}`)).body;
      const notes = (await api.get(`/v1/contacts/${publicContact(id)}/notes`)).body.data;
      return { record: { ...record, tag_ids: (record['tag_ids'] as string[]).toSorted() }, notes };
    }),
  );
  const conversations = await database.admin(
    `select to_jsonb(c) - 'xmin' as row, (select jsonb_agg(t.tag_id order by t.tag_id) from conversation_tags t where t.conversation_id = c.id) as tags,
            (select jsonb_agg(e.id order by e.id) from conversation_entries e where e.conversation_id = c.id) as entries
       from conversations c where contact_id = any($1::uuid[]) order by id`,
    [contactIds],
  );
  return { contacts, conversations, messages: await readable(contactIds) };
};

/** What each contact alone can open of its messages, with its own keys. */
const readable = async (contactIds: readonly string[]) => {
  const rings = await world.keyring.contactKeys(contactIds.map((contactId) => ({ workspaceId: world.workspaceId, contactId })));
  const rows = await database.admin<{ id: string; contact_id: string; conversation_id: string; content_sealed: Buffer }>(
    `select id, contact_id, conversation_id, content_sealed from messages where contact_id = any($1::uuid[]) order by occurred_at, id`,
    [contactIds],
  );
  return rows.map((row) => {
    const ring = rings.get(row.contact_id);
    if (ring === undefined) throw new Error('no key');
    // Its primary key alone: what needs another's key would be lost with the other.
    const { content } = openContent(keyRing(ring.primary), world.workspaceId, row.id, row.content_sealed);
    return { id: row.id, contactId: row.contact_id, conversationId: row.conversation_id, content };
  });
};

const decorate = async (id: string, seed: number): Promise<void> => {
  const tags = (await api.get('/v1/tags')).body.data.map((tag) => tag['id']);
  const stages = (await api.get('/v1/stages')).body.data.map((stage) => stage['id']);
  const path = `/v1/contacts/${publicContact(id)}`;
  const has = (bit: number) => ((seed >> bit) & 1) === 1;
  await api.send('PATCH', path, {
    ...(has(0) ? { name: `Name ${seed}` } : {}),
    ...(has(1) ? { stage_id: stages[seed % stages.length] } : {}),
    attributes: { ...(has(2) ? { secret: `secret ${seed}` } : {}), ...(has(3) ? { size: seed } : {}) },
  });
  await api.send('POST', `${path}/tags`, { add: tags.filter((_, index) => has(index + 4)) });
  if (has(7)) await api.send('POST', `${path}/notes`, { text: `Note ${seed}` });
};

const merge = async (into: string, other: string, keep: object = {}) => {
  const answer = await api.send('POST', `/v1/contacts/${publicContact(into)}/merge`, { other: publicContact(other), keep });
  expect(answer.status).toBe(200);
  return String(answer.body['id']);
};
const undo = (into: string, mergeId: string) => api.send('POST', `/v1/contacts/${publicContact(into)}/merges/${mergeId}/undo`);

// A generator with a seed, so that a failing case can be run again.
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * 256);
  };
}

describe('merging and undoing', () => {
  it.each(Array.from({ length: 12 }, (_, index) => [index + 1]))('gives back what was there (case %i)', async (seed) => {
    const next = numbers(seed);
    const [kept, gone] = [await someone(), await someone()];
    // Every third pair shares no number: the other has then a conversation that moves as it is.
    if (seed % 3 === 0) await database.admin('delete from conversations where id = $1', [kept.conversationId]);
    await decorate(kept.contactId, next());
    await decorate(gone.contactId, next());
    for (const person of seed % 3 === 0 ? [gone] : [kept, gone]) {
      for (let index = next() % 4; index > 0; index -= 1) await hear(person, person.phone, `${person.phone} ${index}`);
    }
    const both = [kept.contactId, gone.contactId];
    const before = await picture(both);
    const mergeId = await merge(kept.contactId, gone.contactId, { name: 'other', 'attributes.secret': 'other' });
    const joined = await database.admin('select from conversations where contact_id = any($1::uuid[])', [both]);
    expect(joined).toHaveLength(1);
    expect((await api.get(`/v1/contacts/${publicContact(gone.contactId)}`)).body['id']).toBe(publicContact(kept.contactId));
    expect((await undo(kept.contactId, mergeId)).status).toBe(200);
    expect(await picture(both)).toEqual(before);
    expect((await undo(kept.contactId, mergeId)).status).toBe(404);
  });

  it('leaves what came since with the person whose number it came by, readable and erasable on its own', async () => {
    const [kept, gone] = [await someone(), await someone()];
    await hear(gone, gone.phone, 'before');
    const mergeId = await merge(kept.contactId, gone.contactId);
    await hear(kept, gone.phone, 'theirs, after');
    await hear(kept, kept.phone, 'ours, after');
    await api.send('POST', `/v1/contacts/${publicContact(kept.contactId)}/notes`, { text: 'written while they were one' });
    expect((await undo(kept.contactId, mergeId)).status).toBe(200);
    const bodies = (await readable([kept.contactId, gone.contactId])).map((row) => [row.contactId, (row.content as { body: string }).body]);
    expect(bodies).toEqual([
      [gone.contactId, 'before'],
      [gone.contactId, 'theirs, after'],
      [kept.contactId, 'ours, after'],
    ]);
    await withEngine(database.db, 'erase one in a test', (tx) => world.keyring.destroyContactKeys(tx, world.workspaceId, [kept.contactId]));
    expect((await readable([gone.contactId])).map((row) => row.content)).toEqual([{ body: 'before' }, { body: 'theirs, after' }]);
  });

  it('keeps what was changed on the survivor since', async () => {
    const [kept, gone] = [await someone(), await someone()];
    await api.send('PATCH', `/v1/contacts/${publicContact(gone.contactId)}`, { name: 'Other', attributes: { size: 1 } });
    const mergeId = await merge(kept.contactId, gone.contactId);
    await api.send('PATCH', `/v1/contacts/${publicContact(kept.contactId)}`, { name: 'Chosen since' });
    const { body } = await undo(kept.contactId, mergeId);
    expect(body).toMatchObject({ contact: { name: 'Chosen since', attributes: {} }, other: { name: 'Other', attributes: { size: 1 } } });
  });

  it('takes chains apart from the outside in', async () => {
    const [first, second, third] = [await someone(), await someone(), await someone()];
    const before = await picture([first.contactId, second.contactId, third.contactId]);
    const inner = await merge(second.contactId, third.contactId);
    const outer = await merge(first.contactId, second.contactId);
    expect((await undo(second.contactId, inner)).status).toBe(404);
    expect((await undo(first.contactId, outer)).status).toBe(200);
    expect((await undo(second.contactId, inner)).status).toBe(200);
    expect(await picture([first.contactId, second.contactId, third.contactId])).toEqual(before);
  });

  it('says beforehand what would move and where both have a value', async () => {
    const [kept, gone] = [await someone(), await someone()];
    await api.send('PATCH', `/v1/contacts/${publicContact(kept.contactId)}`, { name: 'This', attributes: { size: 1 } });
    await api.send('PATCH', `/v1/contacts/${publicContact(gone.contactId)}`, { name: 'That', attributes: { size: 2, secret: 'x' } });
    await hear(gone, gone.phone, 'hello');
    const preview = await api.get(`/v1/contacts/${publicContact(kept.contactId)}/merge-preview?other=${publicContact(gone.contactId)}`);
    expect(preview.body).toMatchObject({
      conflicts: [
        { field: 'name', this: 'This', other: 'That' },
        { field: 'attributes.size', this: 1, other: 2 },
      ],
      moved: { identifiers: 1, attributes: 1, conversations: 1, joined_conversations: 1, messages: 1 },
    });
  });
});
