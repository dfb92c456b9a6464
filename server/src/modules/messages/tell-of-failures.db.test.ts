import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { withEngine } from '#platform/db/tx';
import { newUuid, systemIds } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { sealContent } from './stored-content.ts';
import { tellOfFailures } from './tell-of-failures.ts';

const database = useTestDatabase();
let world: MessageWorld;
const [userId, memberId] = [newUuid(), newUuid()];

beforeAll(async () => {
  world = await createMessageWorld(database);
  await database.admin(
    `insert into users (id, name, email, email_verified, created_at, updated_at) values ($1, 'Rina', $2, true, now(), now())`,
    [userId, `${userId}@kopi.example`],
  );
  await database.admin(`insert into workspace_members (workspace_id, id, user_id, role, joined_at) values ($1, $2, $3, 'agent', now())`, [
    world.workspaceId,
    memberId,
    userId,
  ]);
});
afterAll(() => world.close());

async function message(status: string, authorKind: string, authorId: string | null): Promise<string> {
  const { contactId, conversationId } = await world.customer(`+62 816-0000-${Math.floor(1000 + Math.random() * 9000)}`);
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new Error('no key');
  const id = newUuid();
  await database.admin(
    `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, author_id, content_sealed,
                           occurred_at, created_at) values ($1, $2, $3, $4, $5, 'out', 'text', $6, $7, $8, $9, now(), now())`,
    [
      world.workspaceId,
      id,
      world.numberId,
      conversationId,
      contactId,
      status,
      authorKind,
      authorId,
      sealContent(ring.primary, world.workspaceId, id, { content: {} }),
    ],
  );
  return id;
}

it('tells the member whose message failed, once, and nobody of what went well or was written by a program', async () => {
  const failed = await message('failed', 'member', userId);
  const messages = [
    failed,
    await message('delivered', 'member', userId),
    await message('failed', 'api_key', newUuid()),
    await message('failed', 'member', newUuid()),
  ].map((messageId) => ({ workspaceId: world.workspaceId, messageId }));
  for (let times = 0; times < 2; times += 1) {
    await withEngine(database.db, 'test', (tx) => tellOfFailures({ clock: systemClock, ids: systemIds }, tx, messages));
  }
  const told = await database.admin<{ member_id: string; kind: string; dedupe_key: string }>(
    'select member_id, kind, dedupe_key from notifications where workspace_id = $1',
    [world.workspaceId],
  );
  expect(told).toEqual([{ member_id: memberId, kind: 'message_failed', dedupe_key: `message_failed:${failed}` }]);
});
