import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toPublicId } from '#platform/ids';
import type { BlockResult, CallOutcome, Connection } from '#whatsapp/provider';
import { createApiApp, type ApiApp } from '../../../../test/api-app.ts';
import { contactsContext } from '../../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../../test/message-world.ts';
import { contactRoutes, type ContactsContext } from '../index.ts';
import { reconcileBlocks } from './apply-blocks.ts';

const database = useTestDatabase();
let world: MessageWorld;
let ctx: ContactsContext;
let api: ApiApp;
let now: Date;
let answer: (users: readonly string[]) => CallOutcome<BlockResult>;
let calls: string[];
const error = (code: number | null) =>
  ({ class: 'unknown', code, title: 'refused' }) as unknown as Extract<CallOutcome<BlockResult>, { ok: false }>['error'];
const done = (users: readonly string[]): CallOutcome<BlockResult> => ({ ok: true, value: { done: [...users], failed: [] } });
const failed =
  (code: number) =>
  (users: readonly string[]): CallOutcome<BlockResult> => ({
    ok: true,
    value: { done: [], failed: users.map((user) => ({ user, error: error(code) })) },
  });

beforeAll(async () => {
  world = await createMessageWorld(database);
  const contacts = contactsContext(world);
  ctx = {
    ...contacts,
    clock: { ...contacts.clock, now: () => now },
    // The driver is not asked for more than an answer.
    connectionFor: async () => ({ phoneNumberId: '1' }) as Connection,
    provider: {
      blockUsers: async (_connection, users) => {
        calls.push(`block ${users.join()}`);
        return answer(users);
      },
      unblockUsers: async (_connection, users) => {
        calls.push(`unblock ${users.join()}`);
        return answer(users);
      },
    },
  };
  api = await createApiApp(contactRoutes(ctx), world.workspaceId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});
beforeEach(() => {
  now = new Date();
  answer = done;
  calls = [];
});

let serial = 0;
const customer = async () => {
  serial += 1;
  const opened = await world.customer(`+62 812-0007-${String(serial).padStart(4, '0')}`);
  return { ...opened, path: `/v1/contacts/${toPublicId(ID_PREFIXES.contact, opened.contactId)}` };
};
const pass = async (ms: number): Promise<void> => {
  now = new Date(now.getTime() + ms);
  await reconcileBlocks(ctx, new AbortController().signal);
};

describe('blocking', () => {
  it('tells WhatsApp once, shows it, and ends it again', async () => {
    const { path } = await customer();
    expect((await api.send('POST', `${path}/block`)).body).toMatchObject({
      blocked: true,
      numbers: [{ wanted: 'blocked', state: 'applied' }],
    });
    await api.send('POST', `${path}/block`);
    expect(calls).toHaveLength(1);
    expect((await api.get(path)).body['blocked']).toBe(true);
    expect((await api.send('POST', `${path}/unblock`)).body).toMatchObject({
      blocked: false,
      numbers: [{ wanted: 'unblocked', state: 'applied' }],
    });
    const kinds = (await api.get(`${path}/timeline`)).body.data.map((item) => item['kind']);
    expect(kinds).toEqual(expect.arrayContaining(['blocked', 'unblocked']));
  });

  it('waits for the next message where WhatsApp refuses people who have not written, and blocks here all the same', async () => {
    const { path, conversationId } = await customer();
    answer = failed(139_100);
    expect((await api.send('POST', `${path}/block`)).body).toMatchObject({
      blocked: true,
      numbers: [{ state: 'waiting', reason: 'not_engaged' }],
    });
    await pass(3_600_000);
    expect(calls).toHaveLength(1);
    answer = done;
    await database.admin('update conversations set last_inbound_at = $2 where id = $1', [conversationId, new Date(now.getTime() + 1_000)]);
    await pass(60_000);
    expect((await api.get(`${path}/block`)).body).toMatchObject({ numbers: [{ state: 'applied' }] });
  });

  it('tries again after a failure until it holds', async () => {
    const { path } = await customer();
    answer = () => ({ ok: false, unreachable: true, error: error(null) });
    expect((await api.send('POST', `${path}/block`)).body).toMatchObject({ numbers: [{ state: 'pending', reason: 'unreachable' }] });
    answer = done;
    await pass(60_000);
    expect((await api.get(`${path}/block`)).body).toMatchObject({ numbers: [{ state: 'applied', reason: null }] });
  });

  it('says when the list of the number is full', async () => {
    const { path } = await customer();
    answer = failed(139_101);
    expect((await api.send('POST', `${path}/block`)).body).toMatchObject({ numbers: [{ state: 'failed', reason: 'limit_reached' }] });
  });
});
