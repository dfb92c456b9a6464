import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { applyPendingStatuses, applyStatuses, sweepPendingStatuses, type StatusUpdate, type ToldStatus } from './apply-statuses.ts';
import { hashWamid } from './hash-wamid.ts';
import { openWamid, sealContent } from './stored-content.ts';

const database = useTestDatabase();
let world: MessageWorld;
let contactId: string;
let conversationId: string;
beforeAll(async () => {
  world = await createMessageWorld(database);
  ({ contactId, conversationId } = await world.customer('+62 816-0000-0001'));
});
afterAll(() => world.close());

const startMs = Date.UTC(2026, 8, 1, 8);
const at = (second: number): Date => new Date(startMs + second * 1_000);

type State = { status: string; wamid?: string; reason?: string };

/** An outgoing message in some state, with its attempt and dispatch row where that state has them. */
async function outgoing({ status, wamid, reason }: State): Promise<string> {
  const id = newUuid();
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new Error('no key');
  const hash = wamid === undefined ? null : hashWamid(await world.keyring.indexKey(world.workspaceId, 'wamid'), wamid);
  await database.admin(
    `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed,
                           wamid_hash, reason_code, failed_at, occurred_at, created_at, queued_at)
     values ($1, $2, $3, $4, $5, 'out', 'text', $6, 'system', $7, $8, $9, case when $6 = 'failed' then $10::timestamptz end, $10, $10, $10)`,
    [
      world.workspaceId,
      id,
      world.numberId,
      conversationId,
      contactId,
      status,
      sealContent(ring.primary, world.workspaceId, id, { content: {} }),
      hash,
      reason ?? null,
      at(0),
    ],
  );
  if (['queued', 'held', 'sending', 'unknown'].includes(status)) {
    await database.admin(
      `insert into dispatch (workspace_id, message_id, number_id, conversation_id, lane, due_at, state) values ($1, $2, $3, $4, 0, $5, 1)`,
      [world.workspaceId, id, world.numberId, conversationId, at(0)],
    );
    await database.admin(
      `insert into message_attempts (workspace_id, message_id, attempt, started_at, outcome) values ($1, $2, 1, $3, $4)`,
      [world.workspaceId, id, at(0), status === 'unknown' ? 'unknown' : 'in_progress'],
    );
  }
  return id;
}

function told(
  status: ToldStatus,
  second: number,
  of: { messageId?: string; wamid: string },
  more: Partial<StatusUpdate> = {},
): StatusUpdate {
  return {
    workspaceId: world.workspaceId,
    numberId: world.numberId,
    messageId: of.messageId ?? null,
    wamid: of.wamid,
    status,
    at: at(second),
    error: status === 'failed' ? { code: 131_026, title: 'Message undeliverable', details: 'to 6281600000001' } : null,
    pricing: null,
    ...more,
  };
}

function apply(updates: readonly StatusUpdate[]): Promise<{ messageId: string }[]> {
  return withEngine(database.db, 'test', (tx) => applyStatuses(world, tx, updates, at(1_000)), { retries: 3 });
}

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const [row] = await database.admin<Record<string, unknown>>(
    `select status, sent_at, delivered_at, read_at, played_at, failed_at, reason_code, meta_error, pricing, category from messages where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error('no message');
  return row;
}

let serial = 0;
function freshWamid(): string {
  serial += 1;
  return `wamid.test${serial}`;
}

describe('the status of a message', () => {
  it.each([
    [['sent'], 'sent'],
    [['sent', 'delivered'], 'delivered'],
    [['read'], 'read'],
    [['delivered', 'read', 'sent'], 'read'],
    [['sent', 'delivered', 'played'], 'read'],
    [['sent', 'failed'], 'failed'],
    [['failed'], 'failed'],
    [['failed', 'delivered'], 'delivered'],
    [['delivered', 'failed'], 'delivered'],
  ] as const)('after %j is %s', async (names, expected) => {
    const wamid = freshWamid();
    const id = await outgoing({ status: 'sent', wamid });
    for (const [second, name] of names.entries()) await apply([told(name, second, { wamid })]);
    expect(await rowOf(id)).toMatchObject({ status: expected });
  });

  it('is the same for every order, repetition and grouping of what is told', async () => {
    const history = fc.shuffledSubarray(
      [
        ['sent', 1],
        ['sent', 2],
        ['delivered', 3],
        ['delivered', 4],
        ['read', 5],
        ['played', 6],
        ['failed', 7],
        ['failed', 9],
      ] as [ToldStatus, number][],
      { minLength: 1 },
    );
    const property = fc.asyncProperty(
      history,
      fc.array(fc.nat({ max: 20 }), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (events, repeats, sizes, byTag) => {
        const ordered = events.toSorted((a, b) => a[1] - b[1]);
        const again = repeats.flatMap((index) => {
          const event = events[index % events.length];
          return event === undefined ? [] : [event];
        });
        const repeated = [...events, ...again];
        const price = (name: ToldStatus): Partial<StatusUpdate> =>
          name === 'sent' || name === 'delivered'
            ? { pricing: { category: 'utility', type: name === 'sent' ? 'regular' : 'final', model: 'PMP' } }
            : {};
        const run = async (list: [ToldStatus, number][], groups: number[]): Promise<Record<string, unknown>> => {
          const wamid = freshWamid();
          const messageId = await outgoing({ status: 'sent', wamid });
          const updates = list.map(([name, second], index) =>
            told(name, second, byTag && index % 2 === 0 ? { messageId, wamid } : { wamid }, price(name)),
          );
          for (let from = 0, turn = 0; from < updates.length; turn += 1) {
            const size = groups[turn % groups.length] ?? 1;
            await apply(updates.slice(from, from + size));
            from += size;
          }
          return rowOf(messageId);
        };
        expect(await run(repeated, sizes)).toEqual(await run(ordered, [1]));
      },
    );
    await fc.assert(property, { numRuns: 60, seed: 20_261_121 });
  }, 60_000);

  it('is not written again when nothing new is told', async () => {
    const wamid = freshWamid();
    const id = await outgoing({ status: 'sent', wamid });
    expect(await apply([told('delivered', 3, { wamid }), told('sent', 1, { wamid })])).toMatchObject([{ messageId: id }]);
    const before = await database.admin('select xmin, ctid from messages where id = $1', [id]);
    expect(await apply([told('delivered', 3, { wamid }), told('sent', 1, { wamid })])).toEqual([]);
    expect(await database.admin('select xmin, ctid from messages where id = $1', [id])).toEqual(before);
  });

  it('changes no column that an index holds, so that updates can stay on their page', async () => {
    const rows = await database.admin<{ name: string }>(
      `select distinct a.attname as name from pg_index i
         join pg_attribute a on a.attrelid = i.indrelid
        where i.indrelid = 'messages'::regclass
          and (a.attnum = any(i.indkey) or pg_get_expr(i.indpred, i.indrelid) like '%' || a.attname || '%')`,
    );
    const indexed = new Set(rows.map((row) => row.name));
    expect(indexed).toContain('wamid_hash');
    for (const column of [
      'status',
      'sent_at',
      'delivered_at',
      'read_at',
      'played_at',
      'failed_at',
      'reason_code',
      'meta_error',
      'pricing',
      'category',
      'wamid_sealed',
    ]) {
      expect(indexed).not.toContain(column);
    }
  });

  it('keeps the plain reason of a failure without the phone number in it', async () => {
    const wamid = freshWamid();
    const id = await outgoing({ status: 'sent', wamid });
    await apply([told('failed', 3, { wamid })]);
    expect(await rowOf(id)).toMatchObject({
      status: 'failed',
      reason_code: 'recipient_unreachable',
      meta_error: { code: 131_026, details: 'to …' },
    });
    await apply([told('delivered', 4, { wamid })]);
    expect(await rowOf(id)).toMatchObject({ status: 'delivered', reason_code: null, meta_error: null });
  });

  it('is never changed by a status of another number or workspace', async () => {
    const wamid = freshWamid();
    const id = await outgoing({ status: 'sent', wamid });
    const other = await createMessageWorld(database);
    const foreign = { ...told('read', 3, { messageId: id, wamid }), workspaceId: other.workspaceId, numberId: other.numberId };
    await withEngine(database.db, 'test', (tx) => applyStatuses(other, tx, [foreign], at(1_000)));
    await apply([{ ...told('read', 3, { messageId: id, wamid }), numberId: newUuid() }]);
    expect(await rowOf(id)).toMatchObject({ status: 'sent', read_at: null });
    await database.admin('delete from pending_statuses');
    await other.close();
  });
});

describe('a status for a message whose send was not recorded', () => {
  it.each(['sending', 'unknown', 'queued', 'held'])('settles a message that is %s', async (status) => {
    const wamid = freshWamid();
    const id = await outgoing({ status });
    await apply([told('sent', 2, { messageId: id, wamid })]);
    expect(await rowOf(id)).toMatchObject({ status: 'sent', sent_at: at(2), reason_code: null });
    expect(await database.admin('select 1 from dispatch where message_id = $1', [id])).toEqual([]);
    expect(
      await database.admin('select outcome, finished_at is not null as done from message_attempts where message_id = $1', [id]),
    ).toEqual([{ outcome: 'accepted', done: true }]);
    const [row] = await database.admin<{ wamid_sealed: Buffer }>('select wamid_sealed from messages where id = $1', [id]);
    const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
    if (row === undefined || ring === undefined) throw new Error('no row');
    expect(openWamid(ring, world.workspaceId, id, row.wamid_sealed)).toBe(wamid);
    await apply([told('read', 5, { wamid })]);
    expect(await rowOf(id)).toMatchObject({ status: 'read' });
  });

  it('takes back our own verdict that it failed', async () => {
    const wamid = freshWamid();
    const id = await outgoing({ status: 'failed', reason: 'outcome_unknown' });
    await apply([told('sent', 2, { messageId: id, wamid })]);
    expect(await rowOf(id)).toMatchObject({ status: 'sent', failed_at: null, reason_code: null });
  });
});

describe('a status without a message', () => {
  it('waits, and is applied when the message gets its WhatsApp id', async () => {
    const wamid = freshWamid();
    await apply([
      told('delivered', 4, { wamid }, { pricing: { category: 'utility', type: 'regular', model: 'PMP' } }),
      told('sent', 3, { wamid }),
      told('delivered', 9, { wamid }),
    ]);
    const id = await outgoing({ status: 'sent', wamid });
    const wamidHash = hashWamid(await world.keyring.indexKey(world.workspaceId, 'wamid'), wamid);
    const changed = await withEngine(database.db, 'test', (tx) =>
      applyPendingStatuses(world, tx, [{ workspaceId: world.workspaceId, numberId: world.numberId, messageId: id, wamidHash }], at(1_000)),
    );
    expect(changed).toHaveLength(1);
    expect(await rowOf(id)).toMatchObject({
      status: 'delivered',
      delivered_at: at(4),
      sent_at: at(3),
      pricing: { category: 'utility' },
      category: 'utility',
    });
    expect(await database.admin('select 1 from pending_statuses')).toEqual([]);
  });

  it('is found by the sweep when message and status were stored at the same moment', async () => {
    const wamid = freshWamid();
    await apply([told('failed', 4, { wamid })]);
    const id = await outgoing({ status: 'sent', wamid });
    await withEngine(database.db, 'test', (tx) => sweepPendingStatuses(world, tx, at(1_000)));
    expect(await rowOf(id)).toMatchObject({ status: 'failed', reason_code: 'recipient_unreachable' });
    expect(await database.admin('select 1 from pending_statuses')).toEqual([]);
  });
});
