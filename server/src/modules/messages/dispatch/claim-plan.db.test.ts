import type { PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../../test/message-world.ts';
import { createMessageAcceptor } from '../accept-messages.ts';
import { selectReady } from './dispatch.sql.ts';

const database = useTestDatabase();
const readyCount = 8;
const fillerCount = 2_000;

let world: MessageWorld;
let client: PoolClient;

beforeEach(async () => {
  world = await createMessageWorld(database);
  client = await database.db.engine.connect();
});
afterEach(async () => {
  client.release(true);
  await world.close();
});

/** One message to each of some customers, ready to be claimed. */
async function acceptReady(): Promise<void> {
  const acceptor = createMessageAcceptor({ db: database.db, clock: systemClock, wake: () => undefined });
  for (let index = 0; index < readyCount; index += 1) {
    const { contactId, conversationId } = await world.customer(`+1202555${String(4_000 + index)}`);
    await acceptor.add({
      workspaceId: world.workspaceId,
      id: newUuid(),
      numberId: world.numberId,
      conversationId,
      contactId,
      type: 'text',
      authorKind: 'system',
      authorId: null,
      contentSealed: Buffer.from('sealed'),
      clientRef: null,
      replyToId: null,
      mediaId: null,
      scheduledAt: null,
      template: null,
      idempotency: null,
    });
  }
}

/** Many messages that are long over. */
async function fill(): Promise<void> {
  await database.admin(
    `insert into messages
     select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'status', 'read'))).*
       from messages m cross join generate_series(1, $2::int)
      where m.id = (select id from messages where workspace_id = $1 limit 1)`,
    [world.workspaceId, fillerCount],
  );
}

type PlanNode = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
};

/** Rows that one claim read of each large table, whether it took them or not. */
async function rowsRead(): Promise<Record<string, number>> {
  const { name, values } = selectReady([world.numberId], [readyCount], [new Date()]);
  const literals = (values ?? []).map((value) => `'{${(value as readonly unknown[]).map(asText).join(',')}}'`);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, format json) execute ${String(name)}(${literals.join(', ')})`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (plan === undefined) throw new Error('no plan');
  const read: Record<string, number> = {};
  const visit = (node: PlanNode): void => {
    const table = node['Relation Name'];
    if (table !== undefined && node['Node Type'].endsWith('Scan')) {
      const rowsPerLoop = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
      read[table] = (read[table] ?? 0) + Math.round(rowsPerLoop * (node['Actual Loops'] ?? 0));
    }
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(plan);
  return { messages: read.messages ?? 0, contacts: read.contacts ?? 0, conversations: read.conversations ?? 0 };
}

function asText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Has the connection make its plan, which it keeps. */
async function makePlan(): Promise<void> {
  const { name = '', text, values } = selectReady([world.numberId], [readyCount], [new Date()]);
  await client.query({ name, text, values: [...(values ?? [])] });
}

describe('a claim reads the messages that it takes and no others', () => {
  it('on a plan made while there were hardly any', async () => {
    await acceptReady();
    await database.admin('analyze messages, contacts, conversations, dispatch');
    await makePlan();
    await fill();
    expect(await rowsRead()).toEqual({ messages: readyCount, contacts: readyCount, conversations: readyCount });
  });

  it('on a plan made when there were many', async () => {
    await acceptReady();
    await fill();
    await database.admin('analyze messages, contacts, conversations, dispatch');
    await makePlan();
    expect(await rowsRead()).toEqual({ messages: readyCount, contacts: readyCount, conversations: readyCount });
  });
});
