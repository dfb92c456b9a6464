import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineQuery, tenantQuery, withEngine } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { storeInbound } from '../messages/index.ts';

const database = useTestDatabase();
const phrase = `rahasia-${randomBytes(6).toString('hex')}`;
let world: MessageWorld;

/** Tables of workspaces that hold something about a contact: what nobody who runs Kabar may read along. */
const contents = [...catalogue.tables.values()].filter(({ isTenant, whose }) => isTenant && whose === 'contact').map(({ name }) => name);

/** How many rows are seen; a table that only engines may read refuses tenants altogether, which is none. */
async function countOrRefusal(rows: Promise<{ count: number }[]>): Promise<number | undefined> {
  try {
    return (await rows)[0]?.count;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') return 0;
    throw error;
  }
}

beforeAll(async () => {
  world = await createMessageWorld(database);
  const { contactId, conversationId } = await world.customer('6281200000881', { window: 'closed' });
  await withEngine(database.db, 'test', (tx) =>
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
          wamid: 'wamid.closed',
          at: new Date(),
          type: 'text',
          content: { body: phrase },
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
});
afterAll(() => world.close());

test('without a workspace setting the database shows nothing about any contact, and another workspace sees nothing of ours', async () => {
  const text = 'select count(*)::int as count from messages';
  expect(await tenantQuery(database.db, world.workspaceId, { text })).toEqual([{ count: 1 }]);
  for (const table of contents) {
    const statement = `select count(*)::int as count from ${table}`;
    const outside = await countOrRefusal(database.db.app.query<{ count: number }>(statement).then(({ rows }) => rows));
    const elsewhere = await countOrRefusal(tenantQuery<{ count: number }>(database.db, newUuid(), { text: statement }));
    expect([outside, elsewhere], table).toEqual([0, 0]);
  }
});

test('the engine, which works for all workspaces, finds no word of a message in any row', async () => {
  const messages = await engineQuery<{ count: number }>(database.db, { text: 'select count(*)::int as count from messages' });
  expect(messages).toEqual([{ count: 1 }]);
  const hex = Buffer.from(phrase).toString('hex');
  for (const table of contents) {
    const found = await database.admin(`select 1 from ${table} t where t::text like '%' || $1 || '%' or t::text like '%' || $2 || '%'`, [
      phrase,
      hex,
    ]);
    expect(found, table).toEqual([]);
  }
});
