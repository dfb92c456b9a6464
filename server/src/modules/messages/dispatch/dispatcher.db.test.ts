import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '#platform/clock';
import { newUuid, systemIds } from '#platform/ids';
import { createHolderId } from '#platform/leases/lease';
import { silentLog } from '#platform/log';
import { createMetrics } from '#platform/metrics';
import type { SendBody } from '#whatsapp/build-send-body';
import type { Provider, SendOutcome } from '#whatsapp/provider';
import { noAnswerError, readErrorAnswer } from '#whatsapp/provider-error';
import { useTestDatabase, waitFor } from '../../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../../test/message-world.ts';
import { createMessageAcceptor } from '../accept-messages.ts';
import type { NewOutgoingMessage } from '../accept.sql.ts';
import { sealContent } from '../stored-content.ts';
import { createDispatchMetrics } from './dispatch-metrics.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { openSendJournal } from './send-journal.ts';

const database = useTestDatabase();

/** What reached WhatsApp, in order, and how it answers. */
type Upstream = { sent: string[]; answer: (text: string, tryNumber: number) => SendOutcome | Promise<SendOutcome> };

let world: MessageWorld;
let upstream: Upstream;
let dispatchers: Dispatcher[];
let held: string[];
/** How many look-ups of the connection fail as only a defect of ours can. */
let faultCount = 0;

beforeEach(async () => {
  world = await createMessageWorld(database);
  upstream = { sent: [], answer: () => accepted() };
  dispatchers = [];
  held = [];
  faultCount = 0;
});
afterEach(async () => {
  for (const dispatcher of dispatchers) await dispatcher.stop(2_000);
  await database.admin('delete from dispatch; ').catch(() => undefined);
  await world.close();
});

function accepted(): SendOutcome {
  return { kind: 'accepted', wamid: `wamid.${randomBytes(12).toString('base64')}`, waId: null, userId: null, messageStatus: null };
}

function refused(code: number, httpStatus = 400): SendOutcome {
  return {
    kind: 'refused',
    error: readErrorAnswer(httpStatus, { error: { message: 'no', type: 'OAuthException', code, fbtrace_id: 'x' } }),
  };
}

/** A number's driver that records what it is given; everything else of the port is not used by the dispatcher. */
function provider(): Provider {
  const tries = new Map<string, number>();
  const send: Provider['send'] = async (_connection, body: SendBody, options) => {
    const text = textOf(body);
    const tryNumber = (tries.get(text) ?? 0) + 1;
    tries.set(text, tryNumber);
    options.onBeforeWrite?.();
    upstream.sent.push(text);
    return upstream.answer(text, tryNumber);
  };
  return new Proxy({ send } as Provider, {
    get: (target, name) => {
      if (name === 'send') return target.send;
      throw new Error(`the dispatcher called ${String(name)}`);
    },
  });
}

function textOf(body: SendBody): string {
  const content = body.text ?? body.template;
  if (typeof content !== 'object' || content === null) return '';
  return 'body' in content ? String(content.body) : 'name' in content ? String(content.name) : '';
}

async function startDispatcher(options: { holder?: string; reconcileMs?: number } = {}): Promise<Dispatcher> {
  const dispatcher = createDispatcher({
    db: database.db,
    clock: systemClock,
    ids: systemIds,
    log: silentLog,
    metrics: createDispatchMetrics(createMetrics({ processMetrics: false })),
    notifications: world.notifications,
    holder: options.holder ?? createHolderId(),
    journalFolder: path.join(world.folder, 'journal'),
    reconcileMs: options.reconcileMs ?? 60_000,
    provider: provider(),
    random: () => 0.5,
    connection: async () => {
      faultCount -= 1;
      if (faultCount >= 0) throw new Error('a defect');
      return { baseUrl: 'http://127.0.0.1:1', version: 'v26.0', phoneNumberId: '1', wabaId: '1', accessToken: 'x' };
    },
    ensureMedia: async () => ({ kind: 'ready', providerIds: new Map() }),
    recipientOf: async () => null,
    wamidKey: (workspaceId) => world.keyring.indexKey(workspaceId, 'wamid'),
    contactKeys: (refs) => world.keyring.contactKeys(refs),
    holdNumber: async (_workspaceId, _numberId, reason) => void held.push(reason),
    applyPending: async () => undefined,
  });
  dispatchers.push(dispatcher);
  await dispatcher.start();
  return dispatcher;
}

async function accept(phone: string, texts: readonly string[], more: Partial<NewOutgoingMessage> = {}): Promise<string[]> {
  const { contactId, conversationId } = await world.customer(phone);
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new Error('no key');
  const acceptor = createMessageAcceptor({ db: database.db, clock: systemClock, wake: () => undefined });
  const ids: string[] = [];
  for (const text of texts) {
    const id = newUuid();
    ids.push(id);
    await acceptor.add({
      workspaceId: world.workspaceId,
      id,
      numberId: world.numberId,
      conversationId,
      contactId,
      type: more.template === undefined ? 'text' : 'template',
      authorKind: 'system',
      authorId: null,
      contentSealed: sealContent(ring.primary, world.workspaceId, id, {
        content:
          more.type === 'reaction'
            ? { message_id: 'the target', emoji: text }
            : more.template === undefined || more.template === null
              ? { body: text }
              : { name: more.template.name, language: { code: 'en_US' } },
        to: { kind: 'phone', digits: phone.replace('+', '') },
      }),
      clientRef: null,
      replyToId: null,
      mediaId: null,
      scheduledAt: null,
      template: null,
      idempotency: null,
      ...more,
    });
  }
  return ids;
}

type Row = {
  id: string;
  status: string;
  reason_code: string | null;
  attempt_count: number;
  resent: boolean;
  has_wamid: boolean;
  in_dispatch: boolean;
};

async function rowOf(id: string): Promise<Row> {
  const [row] = await database.admin<Row>(
    `select m.id, m.status, m.reason_code, m.attempt_count, m.resent, m.wamid_hash is not null as has_wamid, d.message_id is not null as in_dispatch
       from messages m left join dispatch d on d.message_id = m.id where m.id = $1`,
    [id],
  );
  if (row === undefined) throw new Error('no such message');
  return row;
}

async function until(what: string, ids: readonly string[], status: string): Promise<void> {
  await waitFor(what, async () => (await Promise.all(ids.map(rowOf))).every((row) => row.status === status));
}

describe('the dispatcher', () => {
  it('sends what is due, once, in the order of the conversation, and records it', async () => {
    const texts = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const ids = await accept('+12025550121', texts);
    await startDispatcher();
    await until('all sent', ids, 'sent');
    expect(upstream.sent).toEqual(texts);
    expect(await rowOf(ids[0] ?? '')).toMatchObject({ has_wamid: true, in_dispatch: false, attempt_count: 1 });
    const attempts = await database.admin(`select outcome, count(*)::int from message_attempts where message_id = any($1) group by 1`, [
      ids,
    ]);
    expect(attempts).toEqual([{ outcome: 'accepted', count: 30 }]);
  });

  it('sends nothing to somebody whose data came to be only stored while it waited, but the answer to their own request', async () => {
    const [id = ''] = await accept('+12025550147', ['an offer']);
    const [answer = ''] = await accept('+12025550147', ['your code is 123456'], {
      automatic: { reason: 'privacy_request', key: newUuid() },
    });
    await database.admin(`update contacts set restricted_at = now() where id = (select contact_id from messages where id = $1)`, [id]);
    await startDispatcher();
    await until('the answer sent', [answer], 'sent');
    expect(await rowOf(id)).toMatchObject({ status: 'skipped', reason_code: 'contact_restricted', in_dispatch: false });
    expect(upstream.sent).toEqual(['your code is 123456']);
  });

  it('puts a reaction onto the message it belongs to once it is sent, and takes it off again', async () => {
    const [target = ''] = await accept('+12025550140', ['nice to meet you']);
    const reactions = (): Promise<unknown[]> =>
      database.admin(
        `select reacted_by, emoji_sealed is not null as stands from message_reactions where workspace_id = $1 and message_id = $2`,
        [world.workspaceId, target],
      );
    const dispatcher = await startDispatcher();
    const react = async (emoji: string): Promise<void> => {
      const ids = await accept('+12025550140', [emoji], { type: 'reaction', replyToId: target });
      dispatcher.wake([world.numberId]);
      await until('the reaction sent', ids, 'sent');
    };
    await until('the target sent', [target], 'sent');
    await react('👍');
    expect(await reactions()).toEqual([{ reacted_by: 'business', stands: true }]);
    await react('');
    expect(await reactions()).toEqual([{ reacted_by: 'business', stands: false }]);
  });

  it('shares numbers with another process and never sends twice', async () => {
    const phones = Array.from({ length: 20 }, (_, index) => `+1202555${String(1000 + index)}`);
    const ids = (
      await Promise.all(
        phones.map((phone) =>
          accept(
            phone,
            ['a', 'b', 'c'].map((text) => `${phone}${text}`),
          ),
        ),
      )
    ).flat();
    await Promise.all([startDispatcher(), startDispatcher(), startDispatcher()]);
    await until('all sent', ids, 'sent');
    expect(upstream.sent).toHaveLength(60);
    expect(new Set(upstream.sent).size).toBe(60);
  });

  it('wakes at once for a message that is accepted while it waits', async () => {
    const dispatcher = await startDispatcher();
    const [id] = await accept('+12025550122', ['hello']);
    dispatcher.wake([world.numberId]);
    await until('sent', [id ?? ''], 'sent');
  });

  it('skips with the reason what the gate refuses and holds what may go later', async () => {
    await world.template('promo', { category: 'marketing' });
    await world.template('waiting', { status: 'pending' });
    const template = (name: string): Partial<NewOutgoingMessage> => ({
      template: { wabaAccountId: world.wabaAccountId, name, language: 'en_US' },
    });
    const { contactId } = await world.customer('+12025550123');
    await database.admin(
      `insert into consent_states (workspace_id, contact_id, purpose, state, source, record_id, since)
       values ($1, $2, 'marketing', 'objected', 'agent', $3, now())`,
      [world.workspaceId, contactId, newUuid()],
    );
    const [stopped] = await accept('+12025550123', ['promo'], template('promo'));
    const [unknownTemplate] = await accept('+12025550123', ['none'], template('none'));
    const [pending] = await accept('+12025550123', ['waiting'], template('waiting'));
    const [closed] = await accept('+12025550124', ['late']);
    await database.admin(
      `update conversations set window_expires_at = now() - interval '1 minute' where id = (select conversation_id from messages where id = $1)`,
      [closed],
    );
    await startDispatcher();
    await until('skipped', [stopped ?? '', unknownTemplate ?? '', closed ?? ''], 'skipped');
    await until('held', [pending ?? ''], 'held');
    expect(upstream.sent).toEqual([]);
    expect((await rowOf(stopped ?? '')).reason_code).toBe('marketing_stopped');
    expect((await rowOf(unknownTemplate ?? '')).reason_code).toBe('template_unknown');
    expect((await rowOf(closed ?? '')).reason_code).toBe('window_closed');
    expect(await rowOf(pending ?? '')).toMatchObject({ reason_code: 'template_not_approved', in_dispatch: true });
  });

  it('sends a held message once its cause is gone', async () => {
    await world.template('review', { status: 'pending' });
    const [id] = await accept('+12025550125', ['review'], {
      template: { wabaAccountId: world.wabaAccountId, name: 'review', language: 'en_US' },
    });
    await startDispatcher();
    await until('held', [id ?? ''], 'held');
    await database.admin(`update templates set status = 'approved' where name = 'review'`);
    await database.admin(`update dispatch set due_at = now() where message_id = $1`, [id]); // the next look, without the wait
    await until('sent', [id ?? ''], 'sent');
  });

  it('repeats a try that provably sent nothing and keeps later messages of the conversation behind it', async () => {
    upstream.answer = (text, tryNumber) =>
      text === 'first' && tryNumber === 1 ? { kind: 'retry', error: noAnswerError(false), afterMs: null } : accepted();
    const ids = await accept('+12025550126', ['first', 'second']);
    await startDispatcher();
    await until('both sent', ids, 'sent');
    expect(upstream.sent).toEqual(['first', 'first', 'second']);
    expect((await rowOf(ids[0] ?? '')).attempt_count).toBe(2);
  });

  it('repeats a message that failed in our own code before anything left', async () => {
    faultCount = 1;
    const [id] = await accept('+12025550135', ['after a fault']);
    await startDispatcher();
    await until('sent', [id ?? ''], 'sent');
    expect(upstream.sent).toEqual(['after a fault']);
    expect((await rowOf(id ?? '')).attempt_count).toBe(2);
  });

  it('never repeats an unknown outcome by itself, lets later messages pass, and leaves the decision to a person', async () => {
    upstream.answer = (text) => (text === 'lost' ? { kind: 'unknown', cause: 'timed_out', httpStatus: null, error: null } : accepted());
    const ids = await accept('+12025550127', ['lost', 'next']);
    await startDispatcher({ reconcileMs: 1 });
    await until('unknown', [ids[0] ?? ''], 'unknown');
    await until('sent', [ids[1] ?? ''], 'sent');
    await waitFor('the reconcile time is over', async () => !(await rowOf(ids[0] ?? '')).in_dispatch);
    expect(await rowOf(ids[0] ?? '')).toMatchObject({ status: 'unknown', reason_code: 'outcome_unknown', resent: false });
    expect(upstream.sent.filter((text) => text === 'lost')).toHaveLength(1);
  });

  it('sends a second, marked copy when the workspace chose that rule', async () => {
    await database.admin(`update workspaces set unknown_rule = 'resend' where id = $1`, [world.workspaceId]);
    upstream.answer = (_text, tryNumber) =>
      tryNumber === 1 ? { kind: 'unknown', cause: 'connection_lost', httpStatus: null, error: null } : accepted();
    const [id] = await accept('+12025550128', ['code 4711']);
    await startDispatcher({ reconcileMs: 1 });
    await until('sent', [id ?? ''], 'sent');
    expect(await rowOf(id ?? '')).toMatchObject({ resent: true, attempt_count: 2 });
    expect(upstream.sent).toHaveLength(2);
  });

  it('fails with a plain reason and holds the number when the token is refused', async () => {
    upstream.answer = (text) => (text === 'a' ? refused(131026) : text === 'b' ? refused(190, 401) : accepted());
    const [a] = await accept('+12025550129', ['a']);
    const [b] = await accept('+12025550130', ['b']);
    await startDispatcher();
    await until('failed', [a ?? ''], 'failed');
    await until('held', [b ?? ''], 'held');
    expect((await rowOf(a ?? '')).reason_code).toBe('recipient_unreachable');
    expect((await rowOf(b ?? '')).reason_code).toBe('token_refused');
    expect(held).toEqual(['token_refused']);
  });

  it('puts back what a dead process claimed and never began, and keeps what it began as unknown', async () => {
    const ids = await accept('+12025550131', ['began', 'did not begin']);
    const [began, waiting] = ids;
    const dead = JSON.stringify({ ...JSON.parse(createHolderId()), pid: 1, startedAt: '1' });
    const journal = openSendJournal(path.join(world.folder, 'journal'), dead);
    journal.started(began ?? '', 1);
    journal.close();
    await database.admin(`update dispatch set state = 1, attempt = 1, holder = $1, fence = 1 where message_id = any($2)`, [dead, ids]);
    await database.admin(`update messages set status = 'sending' where id = any($1)`, [ids]);
    await startDispatcher();
    await until('unknown', [began ?? ''], 'unknown');
    await until('sent', [waiting ?? ''], 'sent');
    expect(upstream.sent).toEqual(['did not begin']);
  });

  it('keeps everything a process of another machine left as unknown', async () => {
    const ids = await accept('+12025550132', ['x']);
    const elsewhere = JSON.stringify({ pid: 1, startedAt: '1', machine: 'elsewhere/boot', nonce: 'x' });
    await database.admin(`update dispatch set state = 1, attempt = 1, holder = $1, fence = 1 where message_id = any($2)`, [elsewhere, ids]);
    await database.admin(`update messages set status = 'sending' where id = any($1)`, [ids]);
    await startDispatcher();
    await until('unknown', ids, 'unknown');
    expect(upstream.sent).toEqual([]);
  });

  it('lets marketing wait until everything is read that was received before, because it may be a stop', async () => {
    await world.template('promo', { category: 'marketing' });
    const deliveryId = newUuid();
    await database.admin(
      `insert into intake_deliveries (workspace_id, id, waba_account_id, day, received_at, lane, body_hash, body_sealed, size_bytes)
       values ($1, $2, $3, now()::date, now(), 0, $4, $4, 1)`,
      [world.workspaceId, deliveryId, world.wabaAccountId, randomBytes(32)],
    );
    const template = { wabaAccountId: world.wabaAccountId, name: 'promo', language: 'en_US' };
    const { contactId } = await world.customer('+12025550135');
    const [stopped] = await accept('+12025550135', ['promo'], { template });
    const [kept] = await accept('+12025550136', ['promo'], { template });
    const [other] = await accept('+12025550137', ['your parcel']);
    await startDispatcher();
    await until('sent', [other ?? ''], 'sent');
    await waitFor('marketing was looked at', async () => {
      const rows = await database.admin<{ state: number }>('select state from dispatch where message_id = any($1)', [[stopped, kept]]);
      return rows.length === 2 && rows.every((row) => row.state === 4);
    });
    expect(upstream.sent).toEqual(['your parcel']);
    // What reading it does, in one commit.
    await database.admin(
      `with stop as (
         insert into consent_states (workspace_id, contact_id, purpose, state, source, record_id, since)
         values ($1, $2, 'marketing', 'objected', 'whatsapp_keyword', $3, now()))
       update intake_deliveries set status = 'processed', processed_at = now() where id = $4`,
      [world.workspaceId, contactId, newUuid(), deliveryId],
    );
    await until('skipped', [stopped ?? ''], 'skipped');
    await until('sent', [kept ?? ''], 'sent');
    expect(upstream.sent).toEqual(['your parcel', 'promo']);
  });

  it('lets transactional messages pass a long line of marketing', async () => {
    await world.template('promo', { category: 'marketing' });
    await database.admin(`update numbers set throughput_per_second = 20 where id = $1`, [world.numberId]);
    const promos = await accept(
      '+12025550133',
      Array.from({ length: 40 }, () => 'promo'),
      { template: { wabaAccountId: world.wabaAccountId, name: 'promo', language: 'en_US' } },
    );
    const dispatcher = await startDispatcher();
    await waitFor('some marketing is out', async () => upstream.sent.length > 3);
    const [id] = await accept('+12025550134', ['your code']);
    dispatcher.wake([world.numberId]);
    await until('sent', [id ?? ''], 'sent');
    expect(upstream.sent.indexOf('your code')).toBeLessThan(promos.length - 1);
  });
});
