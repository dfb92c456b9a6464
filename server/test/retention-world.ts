import { orderSilentErasures } from '../src/modules/erasure/index.ts';
import { sealContent } from '../src/modules/messages/stored-content.ts';
import { createRetentionMetrics, type RetentionContext } from '../src/modules/retention/index.ts';
import { indexDocuments } from '../src/modules/search/index-documents.ts';
import { withTenant } from '../src/platform/db/tx.ts';
import { withEngine } from '../src/platform/db/tx.ts';
import { systemIds } from '../src/platform/ids.ts';
import { silentLog } from '../src/platform/log.ts';
import type { Mail } from '../src/platform/mail/mail.ts';
import { createMetrics } from '../src/platform/metrics.ts';
import { catalogue } from '../src/roles/personal-data.ts';
import type { TestDatabase } from './harness.ts';
import { createMessageWorld, type MessageWorld } from './message-world.ts';

/** A workspace whose clock the test sets, with rows of any age. */
export type RetentionWorld = MessageWorld & {
  ctx: RetentionContext & { enqueued: string[]; deleted: string[]; mails: Mail[] };
  now: Date;
  /** A message of a customer as it lay there at `at`, in the search index, with a file unless `media` is false. Gives its id. */
  message(
    customer: { contactId: string; conversationId: string },
    at: Date,
    options?: { media?: boolean; receivedAt?: Date },
  ): Promise<string>;
  /** A note in a thread at `at`. */
  note(customer: { conversationId: string }, at: Date): Promise<string>;
  /** Rows of a table in the workspace. */
  count(table: string): Promise<number>;
};

/** An id as it would have been made at `at`. */
export function idAt(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${systemIds.uuid().slice(15)}`;
}

/** Builds the world. */
export async function createRetentionWorld(database: TestDatabase): Promise<RetentionWorld> {
  const world = await createMessageWorld(database);
  const { workspaceId, numberId, keyring } = world;
  const enqueued: string[] = [];
  const deleted: string[] = [];
  const mails: Mail[] = [];
  const clock = { ...world.people.clock, now: () => made.now };
  const made: RetentionWorld = {
    ...world,
    now: new Date('2026-12-01T00:00:00Z'),
    ctx: {
      db: database.db,
      clock,
      ids: systemIds,
      log: silentLog,
      keyring,
      audit: { clock, ids: systemIds, keyring },
      storage: {
        delete: async (name) => {
          deleted.push(name);
        },
      },
      jobs: {
        enqueue: async (_tx, definition) => {
          enqueued.push(definition.name);
          return true;
        },
      },
      metrics: createRetentionMetrics(createMetrics({ processMetrics: false })),
      eraseSilent: (tx, ofWorkspace, contactIds) =>
        orderSilentErasures({ clock, ids: systemIds, audit: { clock, ids: systemIds, keyring } }, tx, ofWorkspace, contactIds),
      ceilings: {},
      catalogue,
      publicUrl: 'https://kabar.example',
      addMail: async (_tx, mail) => void mails.push(mail),
      mails,
      enqueued,
      deleted,
    },
    async message({ contactId, conversationId }, at, { media = true, receivedAt = at } = {}) {
      const id = idAt(receivedAt);
      const mediaId = media ? idAt(receivedAt) : null;
      await withTenant(database.db, workspaceId, async (tx) => {
        const ring = (await keyring.contactKeys([{ workspaceId, contactId }], tx)).get(contactId);
        if (ring === undefined) throw new Error('no key');
        const content = sealContent(ring.primary, workspaceId, id, { content: { body: `words of ${id}` } });
        if (mediaId !== null)
          await tx.query({
            text: `insert into media (workspace_id, id, contact_id, number_id, message_id, direction, status, kind, mime_type, size_bytes, storage_key,
                                      object_key_sealed, attempts, scan, created_at, stored_at)
                   values ($1, $2, $3, $4, $5, 'in', 'stored', 'image', 'image/png', 10, $6, '\\x00', 1, 'off', $7, $7)`,
            values: [workspaceId, mediaId, contactId, numberId, id, `${workspaceId}/${mediaId}`, receivedAt],
          });
        await tx.query({
          text: `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed,
                                       media_id, occurred_at, created_at)
                 values ($1, $2, $3, $4, $5, 'in', 'text', 'received', 'contact', $6, $7, $8, $9)`,
          values: [workspaceId, id, numberId, conversationId, contactId, content, mediaId, at, receivedAt],
        });
        await tx.query({
          text: `update conversations set last_message_id = $3 where workspace_id = $1 and id = $2`,
          values: [workspaceId, conversationId, id],
        });
      });
      await withEngine(database.db, 'indexes a message in a test', async (tx) => {
        const [row] = await tx.query<{ contentSealed: Buffer }>({
          text: `select content_sealed as "contentSealed" from messages where workspace_id = $1 and id = $2`,
          values: [workspaceId, id],
        });
        await indexDocuments(keyring, tx, [
          {
            workspaceId,
            id,
            source: 'message',
            contactId,
            conversationId,
            type: 'text',
            direction: 'in',
            authorId: null,
            contentSealed: row?.contentSealed ?? null,
            occurredMs: at.getTime(),
            templateParts: null,
          },
        ]);
      });
      return id;
    },
    async note({ conversationId }, at) {
      const id = idAt(at);
      await database.admin(
        `insert into conversation_entries (workspace_id, id, conversation_id, kind, actor_kind, content_sealed, occurred_at)
         values ($1, $2, $3, 'note', 'system', '\\x00', $4)`,
        [workspaceId, id, conversationId, at],
      );
      return id;
    },
    async count(table) {
      const [row] = await database.admin<{ count: number }>(`select count(*)::int as count from ${table} where workspace_id = $1`, [
        workspaceId,
      ]);
      return row?.count ?? -1;
    },
  };
  return made;
}
