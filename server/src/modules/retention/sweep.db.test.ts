import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine, withTenant } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createRetentionWorld, idAt, type RetentionWorld } from '../../../test/retention-world.ts';
import { appendAudit, verifyAudit } from '../audit/index.ts';
import { presentRun } from './present.ts';
import { selectRuns, type RunRow } from './retention.sql.ts';
import { steadyPace } from './sweep-pace.ts';
import { sweepWorkspace } from './sweep.ts';

const database = useTestDatabase();
let world: RetentionWorld;
let other: RetentionWorld;
beforeAll(async () => {
  [world, other] = [await createRetentionWorld(database), await createRetentionWorld(database)];
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const day = (text: string): Date => new Date(`${text}T12:00:00Z`);
const quick = () => steadyPace(3, 1);
const still = new AbortController().signal;
const member = newUuid();
let revision = 0;
const decide = async (of: RetentionWorld, policy: { wishes?: object; home?: string | null; serves?: string[]; preset?: string }) => {
  revision += 1;
  await database.admin(
    `insert into retention_policies (workspace_id, revision, preset, home, serves, wishes, decided_by, decided_at)
     values ($1, $2, $3, $4, $5, $6, $7, now())`,
    [of.workspaceId, revision, policy.preset ?? 'engagement-24m', policy.home ?? null, policy.serves ?? [], policy.wishes ?? {}, member],
  );
};
const hold = async (
  of: RetentionWorld,
  scope: { contactId?: string; conversationId?: string; classes?: string[]; from?: Date; until?: Date },
) => {
  const id = newUuid();
  await database.admin(
    `insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, conversation_id, classes, from_at, until_at,
                                  created_by, created_at)
     values ($1, $2, '\\x00', $3, '2030-01-01', $4, $5, $6, $7, $8, $3, now())`,
    [
      of.workspaceId,
      id,
      member,
      scope.contactId ?? null,
      scope.conversationId ?? null,
      scope.classes ?? null,
      scope.from ?? null,
      scope.until ?? null,
    ],
  );
  return id;
};
const release = (of: RetentionWorld) =>
  database.admin(`update retention_holds set released_at = now(), release_reason_sealed = '\\x00' where workspace_id = $1`, [
    of.workspaceId,
  ]);
const sweep = (of: RetentionWorld) => sweepWorkspace(of.ctx, of.workspaceId, still, quick);
const receipts = async (of: RetentionWorld) =>
  (await withEngine(database.db, 'receipts in a test', (tx) => tx.query<RunRow>(selectRuns(of.workspaceId, null, 10)))).map(presentRun);
const messagesOf = async (of: RetentionWorld): Promise<string[]> =>
  (await database.admin<{ id: string }>('select id from messages where workspace_id = $1 order by id', [of.workspaceId])).map(
    ({ id }) => id,
  );

describe('a sweep', () => {
  it('removes what a visitor wrote in the contact form after twelve months, and not before', async () => {
    const own = await createRetentionWorld(database);
    own.now = day('2026-12-15');
    const written = async (at: string): Promise<string> => {
      const id = newUuid();
      await database.admin(
        `insert into contact_form_messages (workspace_id, id, submitted_at, state, language, content_sealed) values ($1, $2, $3, 'new', 'en', '\\x00')`,
        [own.workspaceId, id, day(at)],
      );
      return id;
    };
    await written('2025-12-01');
    const younger = await written('2026-01-05');
    await sweep(own);
    const left = await database.admin<{ id: string }>('select id from contact_form_messages where workspace_id = $1', [own.workspaceId]);
    expect(left.map(({ id }) => id)).toEqual([younger]);
    await own.close();
  });

  it('removes the log of API requests after 90 days, and not before', async () => {
    const [own, undecided] = [await createRetentionWorld(database), await createRetentionWorld(database)];
    await decide(own, { preset: 'business-12m' });
    for (const one of [own, undecided]) one.now = day('2026-12-15');
    const request = async (of: RetentionWorld, at: string): Promise<string> => {
      const id = idAt(day(at));
      await database.admin(
        `insert into request_log (workspace_id, at, id, method, route, status, duration_ms, is_replay)
         values ($1, $2, $3, 'GET', '/v1/contacts', 200, 3, false)`,
        [of.workspaceId, day(at), id],
      );
      return id;
    };
    await request(own, '2026-09-14');
    const younger = await request(own, '2026-09-20');
    const foreign = await request(undecided, '2026-09-14');
    await sweep(own);
    const left = await database.admin<{ id: string }>('select id from request_log where workspace_id = any ($1)', [
      [own.workspaceId, undecided.workspaceId],
    ]);
    expect(left.map(({ id }) => id).toSorted()).toEqual([younger, foreign].toSorted());
    await own.close();
    await undecided.close();
  });

  it('removes what is due from every store and leaves the rest, everybody else’s above all', async () => {
    const ani = await world.customer('+62 812-0000-0101');
    const foreign = await other.customer('+62 812-0000-0102');
    await decide(world, {
      wishes: { message_content: { period: 'P30D', is_maximum: true }, conversation_work: { period: 'P30D', is_maximum: true } },
    });
    world.now = day('2026-12-01');
    for (let index = 0; index < 7; index += 1) await world.message(ani, day('2026-10-01'));
    await world.message(ani, day('2026-09-01'), { receivedAt: day('2026-11-30') });
    const kept = await world.message(ani, day('2026-11-25'));
    await world.note(ani, day('2026-10-01'));
    await other.message(foreign, day('2026-01-01'));
    expect(await world.count('search_documents')).toBe(9);

    const result = await sweep(world);
    expect(result).toMatchObject({ removed: 9, overdue: [] });
    expect(await messagesOf(world)).toEqual([kept]);
    expect(await world.count('media')).toBe(1);
    expect(await world.count('search_documents')).toBe(1);
    expect(await world.count('message_words')).toBeGreaterThan(0);
    expect(await world.count('conversation_entries')).toBe(0);
    expect(world.ctx.deleted).toHaveLength(8);
    expect(await other.count('messages')).toBe(1);

    const [receipt] = await receipts(world);
    expect(receipt).toMatchObject({ status: 'done', removed: 9, held: 0 });
    expect(receipt?.items.find((item) => item.table === 'messages')).toMatchObject({
      class: 'message_content',
      effective: 'P30D',
      removed: 8,
      oldest_at: '2026-09-01T12:00:00.000Z',
      newest_at: '2026-10-01T12:00:00.000Z',
    });
    expect(await sweep(world)).toMatchObject({ runId: null, removed: 0 });
    expect(await receipts(world)).toHaveLength(1);
  });

  it('takes a conversation out of the list with its last message', async () => {
    const empty = await world.customer('+62 812-0000-0103');
    await world.message(empty, day('2026-10-01'));
    await sweep(world);
    const [row] = await database.admin<{ last: string | null }>('select last_message_id as last from conversations where id = $1', [
      empty.conversationId,
    ]);
    expect(row?.last).toBeNull();
  });

  it('counts the day it may take as part of the promise, and stays above floors', async () => {
    const rani = await world.customer('+62 812-0000-0104');
    world.now = day('2026-12-30');
    const due = await world.message(rani, new Date(world.now.getTime() - 29.1 * 86_400_000));
    const young = await world.message(rani, new Date(world.now.getTime() - 28.9 * 86_400_000));
    await sweep(world);
    expect(await messagesOf(world)).not.toContain(due);
    expect(await messagesOf(world)).toContain(young);
  });
});

describe('a hold', () => {
  it.each(['contact', 'conversation', 'class', 'period', 'everything'] as const)(
    'on %s keeps exactly what it covers, and says so',
    async (kind) => {
      const of = await createRetentionWorld(database);
      const [ani, budi] = [await of.customer('+62 812-0000-0201'), await of.customer('+62 812-0000-0202')];
      await decide(of, { preset: 'gateway-30d', home: 'ID' });
      const early = await of.message(ani, day('2026-06-01'));
      const late = await of.message(ani, day('2026-08-01'));
      const others = await of.message(budi, day('2026-08-01'));
      const note = await of.note(ani, day('2026-06-01'));
      const id = await hold(
        of,
        {
          contact: { contactId: ani.contactId },
          conversation: { conversationId: ani.conversationId },
          class: { classes: ['message_content'] },
          period: { from: day('2026-07-01'), until: day('2026-09-01') },
          everything: {},
        }[kind],
      );
      await sweep(of);
      const stays = {
        contact: [early, late],
        conversation: [early, late],
        class: [early, late, others],
        period: [late, others],
        everything: [early, late, others],
      }[kind];
      expect(await messagesOf(of)).toEqual(stays.toSorted());
      expect(await of.count('conversation_entries')).toBe(['class', 'period'].includes(kind) ? 0 : 1);
      const [receipt] = await receipts(of);
      expect(receipt?.items.find((item) => item.table === 'messages')?.held).toEqual([
        { hold_id: expect.stringMatching(/^hld_/), count: stays.length },
      ]);
      expect(id).not.toBe(note);
      await release(of);
      await sweep(of);
      expect(await of.count('messages')).toBe(0);
      expect(await of.count('media')).toBe(0);
      await of.close();
    },
  );

  it('covers the person, also under contacts that were joined', async () => {
    const of = await createRetentionWorld(database);
    const [ani, same] = [await of.customer('+62 812-0000-0211'), await of.customer('+62 812-0000-0212')];
    await decide(of, { preset: 'gateway-30d', home: 'ID' });
    await database.admin('update contacts set merged_into = $2 where workspace_id = $3 and id = $1', [
      same.contactId,
      ani.contactId,
      of.workspaceId,
    ]);
    const kept = await of.message(ani, day('2026-06-01'));
    await hold(of, { contactId: same.contactId });
    await sweep(of);
    expect(await messagesOf(of)).toEqual([kept]);
    await of.close();
  });
});

describe('a floor', () => {
  it('keeps the messages of people under that law, and theirs alone', async () => {
    const of = await createRetentionWorld(database);
    const [indian, indonesian] = [await of.customer('+91 90000 00001'), await of.customer('+62 812-0000-0301')];
    await decide(of, { home: 'ID', serves: ['IN'], wishes: { message_content: { period: 'P30D', is_maximum: false } } });
    of.now = day('2027-12-01');
    const kept = await of.message(indian, day('2027-03-01'));
    await of.message(indian, day('2026-11-01'));
    await of.message(indonesian, day('2027-03-01'));
    await sweep(of);
    expect(await messagesOf(of)).toEqual([kept]);
    const [receipt] = await receipts(of);
    expect(receipt?.items.find((item) => item.table === 'messages')).toMatchObject({
      removed: 2,
      kept_by_law: [{ rule: 'in-dpdp-8-3', count: 1 }],
    });
    // Its year is over, and the day after it is gone.
    of.now = day('2028-03-03');
    await sweep(of);
    expect(await of.count('messages')).toBe(0);
    await of.close();
  });
});

describe('a sweep that dies', () => {
  it('leaves a true account, and the next one goes on', async () => {
    const of = await createRetentionWorld(database);
    const ani = await of.customer('+62 812-0000-0401');
    await decide(of, { preset: 'gateway-30d', home: 'ID' });
    for (let index = 0; index < 8; index += 1) await of.message(ani, day('2026-06-01'), { media: index >= 3 });
    // The storage fails after the batch whose files it should delete was committed.
    const failing = { ...of.ctx, storage: { delete: async () => Promise.reject(new Error('no storage')) } };
    await expect(sweepWorkspace(failing, of.workspaceId, still, quick)).rejects.toThrow('no storage');
    const left = await of.count('messages');
    const removedOf = async (): Promise<number> =>
      (await receipts(of))
        .flatMap((run) => run.items.filter((item) => item.table === 'messages'))
        .reduce((sum, item) => sum + item.removed, 0);
    expect(await removedOf()).toBe(8 - left);
    await sweep(of);
    expect(await of.count('messages')).toBe(0);
    expect(await removedOf()).toBe(8);
    await of.close();
  });
});

describe('files', () => {
  it('go before their messages where their time is shorter, and say why', async () => {
    const of = await createRetentionWorld(database);
    const ani = await of.customer('+62 812-0000-0501');
    await decide(of, { home: 'ID', wishes: { media: { period: 'P7D', is_maximum: true } } });
    await of.message(ani, day('2026-11-01'));
    await of.message(ani, day('2026-11-29'));
    await sweep(of);
    expect(await of.count('messages')).toBe(2);
    const rows = await database.admin('select status, error, storage_key from media where workspace_id = $1 order by created_at', [
      of.workspaceId,
    ]);
    expect(rows).toMatchObject([{ status: 'gone', error: 'retention_over', storage_key: null }, { status: 'stored' }]);
    expect(of.ctx.deleted).toHaveLength(1);
    await of.close();
  });

  it('that we sent stay as long as a message or saved reply needs them', async () => {
    const of = await createRetentionWorld(database);
    const ani = await of.customer('+62 812-0000-0502');
    await decide(of, { preset: 'gateway-30d', home: 'ID' });
    const upload = async () => {
      const id = idAt(day('2026-05-01'));
      await database.admin(
        `insert into media (workspace_id, id, direction, status, kind, mime_type, size_bytes, storage_key, object_key_sealed, attempts, scan, created_at)
         values ($1, $2, 'out', 'stored', 'image', 'image/png', 10, $3, '\\x00', 0, 'off', $4)`,
        [of.workspaceId, id, `${of.workspaceId}/${id}`, day('2026-05-01')],
      );
      return id;
    };
    const [once, twice, saved] = [await upload(), await upload(), await upload()];
    const send = async (mediaId: string, at: Date) => {
      const id = await of.message(ani, at, { media: false });
      await database.admin(`update messages set direction = 'out', status = 'sent', media_id = $2 where id = $1`, [id, mediaId]);
    };
    await send(once, day('2026-05-02'));
    await send(twice, day('2026-05-02'));
    await send(twice, day('2026-11-28'));
    await send(saved, day('2026-05-02'));
    await database.admin(
      `insert into saved_replies (workspace_id, id, name, shortcut, text_sealed, media_id, created_at, updated_at) values ($1, $2, 'a', 'a', '\\x00', $3, now(), now())`,
      [of.workspaceId, newUuid(), saved],
    );
    await sweep(of);
    const left = await database.admin<{ id: string }>(`select id from media where workspace_id = $1 and status = 'stored' order by id`, [
      of.workspaceId,
    ]);
    expect(left.map(({ id }) => id)).toEqual([twice, saved].toSorted());
    await of.close();
  });
});

describe('the audit log', () => {
  it('loses its beginning and still verifies; nothing of the last year goes, whoever asks', async () => {
    const of = await createRetentionWorld(database);
    await decide(of, { home: 'ID', wishes: { audit_event: { period: 'P24M', is_maximum: false } } });
    for (const text of ['2020-01-01', '2020-06-01', '2025-06-01', '2026-06-01']) {
      of.now = day(text);
      await withTenant(database.db, of.workspaceId, (tx) =>
        appendAudit(of.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'thing.done' }),
      );
    }
    of.now = day('2026-12-01');
    await sweep(of);
    const verdict = () => withEngine(database.db, 'verifies in a test', (tx) => verifyAudit(tx, of.workspaceId));
    expect(await verdict()).toEqual({ ok: true, eventCount: 2 });
    await withTenant(database.db, of.workspaceId, (tx) =>
      appendAudit(of.ctx.audit, tx, { actor: { kind: 'system', id: null }, action: 'thing.done' }),
    );
    expect(await verdict()).toEqual({ ok: true, eventCount: 3 });
    await expect(
      withEngine(database.db, 'tries to remove in a test', (tx) =>
        tx.query({ text: 'delete from audit_events where workspace_id = $1', values: [of.workspaceId] }),
      ),
    ).rejects.toThrow('append-only');
    await of.close();
  });
});

describe('a changed policy', () => {
  it('that is shorter acts within one sweep; a longer one brings nothing back', async () => {
    const of = await createRetentionWorld(database);
    const ani = await of.customer('+62 812-0000-0601');
    await decide(of, { home: 'ID' });
    const young = await of.message(ani, day('2026-11-20'));
    await of.message(ani, day('2026-08-01'));
    await sweep(of);
    expect(await of.count('messages')).toBe(2);
    await decide(of, { home: 'ID', preset: 'gateway-30d' });
    await sweep(of);
    expect(await messagesOf(of)).toEqual([young]);
    await decide(of, { home: 'ID' });
    await sweep(of);
    expect(await messagesOf(of)).toEqual([young]);
    await of.close();
  });
});
