import { afterAll, beforeAll, expect, it } from 'vitest';
import { createConversationOpener } from '#modules/conversations';
import { systemClock } from '#platform/clock';
import { newUuid, systemIds } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createMessageAcceptor } from './accept-messages.ts';
import { createThreadMemory, listMessages } from './list-messages.ts';
import { sendAutomatic, type AutomaticMessage } from './send-automatic.ts';
import type { SendMessageDeps } from './send-message.ts';

const database = useTestDatabase();
let world: MessageWorld;
let other: MessageWorld;

beforeAll(async () => {
  world = await createMessageWorld(database);
  other = await createMessageWorld(database);
});
afterAll(async () => {
  await world.close();
  await other.close();
});

/** As a process of its own has it. */
function depsOf(place: MessageWorld): SendMessageDeps {
  const opener = createConversationOpener(place.people);
  return {
    db: database.db,
    clock: systemClock,
    ids: systemIds,
    acceptor: createMessageAcceptor({ db: database.db, clock: systemClock, wake: () => undefined }),
    findNumber: async (_workspaceId, numberId) =>
      numberId === place.numberId ? { wabaAccountId: place.wabaAccountId, connected: true } : null,
    openConversation: async (item, fresh) => {
      const opened = await opener.open(item, fresh);
      if (!('error' in opened)) return opened;
      return opened.error === 'invalid' ? 'invalid' : 'not_found';
    },
    contactKey: async (workspaceId, contactId) => (await place.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId) ?? null,
    wamidKey: (workspaceId) => place.keyring.indexKey(workspaceId, 'wamid'),
    findMedia: async () => new Set(),
    requireMayWrite: async () => undefined,
  };
}

function away(place: MessageWorld, contactId: string, key: string): AutomaticMessage {
  return {
    workspaceId: place.workspaceId,
    numberId: place.numberId,
    contactId,
    reason: 'away',
    key,
    content: { type: 'text', text: { body: 'Kami buka lagi besok' } },
  };
}

it('is one message and one dispatch row per key, however many processes ask at once', async () => {
  const { contactId, conversationId } = await world.customer('6281200001001');
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => sendAutomatic(depsOf(world), away(world, contactId, 'away:1'))));
  expect(outcomes.filter((outcome) => outcome.kind === 'accepted')).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => (outcome.kind === 'impossible' ? null : outcome.messageId))).size).toBe(1);
  expect(await database.admin('select 1 from dispatch where conversation_id = $1', [conversationId])).toHaveLength(1);
  expect((await sendAutomatic(depsOf(world), away(world, contactId, 'away:2'))).kind).toBe('accepted');
});

it('shows as automatic, by Kabar, with its reason', async () => {
  const { contactId, conversationId } = await world.customer('6281200001002');
  await sendAutomatic(depsOf(world), away(world, contactId, 'away:3'));
  const page = await listMessages(
    { db: database.db, keyring: world.keyring, memory: createThreadMemory() },
    world.workspaceId,
    conversationId,
    { limit: 10 },
  );
  expect(page.data[0]).toMatchObject({
    automatic: true,
    automatic_reason: 'away',
    author: { kind: 'system', id: null },
    content: { body: 'Kami buka lagi besok' },
  });
});

it('keeps the keys of two workspaces apart', async () => {
  const here = await world.customer('6281200001003');
  const there = await other.customer('6281200001003');
  expect((await sendAutomatic(depsOf(world), away(world, here.contactId, 'away:same'))).kind).toBe('accepted');
  expect((await sendAutomatic(depsOf(other), away(other, there.contactId, 'away:same'))).kind).toBe('accepted');
});

it('sends nothing to a contact or by a number that is not there', async () => {
  const { contactId } = await world.customer('6281200001004');
  expect(await sendAutomatic(depsOf(world), away(world, newUuid(), 'away:4'))).toEqual({ kind: 'impossible' });
  expect(await sendAutomatic(depsOf(world), { ...away(world, contactId, 'away:5'), numberId: newUuid() })).toEqual({ kind: 'impossible' });
});

it('leaves whoever waited waiting', async () => {
  const { contactId, conversationId } = await world.customer('6281200001005');
  await database.admin(`update conversations set waiting_since = now() where id = $1`, [conversationId]);
  await sendAutomatic(depsOf(world), away(world, contactId, 'away:6'));
  const [row] = await database.admin<{ waiting: boolean }>('select waiting_since is not null as waiting from conversations where id = $1', [
    conversationId,
  ]);
  expect(row?.waiting).toBe(true);
});
