import { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleMetadata, sampleWamid, webhookSamples } from '@kabar/cloud-api/samples';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT_UNIT_KINDS } from '#whatsapp/account-fact';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createIntakeWorld, type IntakeWorld } from '../../../test/intake-world.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { openContent } from '../messages/stored-content.ts';

const database = useTestDatabase();
let world: MessageWorld;
let intake: IntakeWorld;
beforeAll(async () => {
  world = await createMessageWorld(database);
  intake = await createIntakeWorld(database, world);
});
afterAll(async () => {
  await intake.close();
  await world.close();
});

let seed = 1_000;
/** A customer nobody else in this file is. */
function customer(): { wa_id: string; user_id: string; name: string } {
  seed += 1;
  return { wa_id: `62815000${String(seed).padStart(5, '0')}`, user_id: `ID.9${seed}`, name: `Sari ${seed}` };
}

function wamid(): string {
  seed += 1;
  return sampleWamid(seed);
}

type Who = ReturnType<typeof customer>;
type Message = Record<string, unknown> & { id: string };

function text(who: Who, body: string, more: Record<string, unknown> = {}): Message {
  return { from: who.wa_id, from_user_id: who.user_id, id: wamid(), timestamp: String(SAMPLE_TIME), type: 'text', text: { body }, ...more };
}

function inbound(who: Who, ...messages: unknown[]): Buffer {
  const contacts = [{ profile: { name: who.name }, wa_id: who.wa_id, user_id: who.user_id }];
  return intake.about(envelope('messages', { messaging_product: 'whatsapp', metadata: sampleMetadata, contacts, messages }));
}

function statuses(...items: unknown[]): Buffer {
  return intake.about(envelope('messages', { messaging_product: 'whatsapp', metadata: sampleMetadata, statuses: items }));
}

async function take(...bodies: Buffer[]): Promise<void> {
  await Promise.all(bodies.map((body) => intake.deliver(body)));
  await intake.settled();
}

type MessageRow = Record<string, unknown> & { id: string; contact_id: string; conversation_id: string; content_sealed: Buffer };

/** Messages with a customer, oldest first, as they are in the table. */
async function messagesOf(who: Who): Promise<MessageRow[]> {
  world.people.cache.clear(); // another process would have heard of merges
  const found = await world.customer(who.wa_id, { window: 'closed' });
  return database.admin<MessageRow>('select * from messages where contact_id = $1 order by occurred_at, id', [found.contactId]);
}

async function contentOf(row: MessageRow | undefined): Promise<unknown> {
  if (row === undefined) throw new Error('no message');
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId: row.contact_id }])).get(row.contact_id);
  if (ring === undefined) throw new Error('no key');
  return openContent(ring, world.workspaceId, row.id, row.content_sealed).content;
}

async function conversationOf(who: Who): Promise<Record<string, unknown>> {
  const { conversationId } = await world.customer(who.wa_id, { window: 'closed' });
  const [row] = await database.admin<Record<string, unknown>>('select * from conversations where id = $1', [conversationId]);
  if (row === undefined) throw new Error('no conversation');
  return row;
}

async function lastDelivery(): Promise<Record<string, unknown>> {
  const [row] = await database.admin<Record<string, unknown>>('select * from intake_deliveries order by id desc limit 1');
  if (row === undefined) throw new Error('no delivery');
  return row;
}

describe('incoming messages', () => {
  it('become messages of a new contact, counted as unread, with the window by their own time', async () => {
    const who = customer();
    await take(inbound(who, text(who, 'halo'), text(who, 'ada stok?', { timestamp: String(SAMPLE_TIME + 60) })));
    const rows = await messagesOf(who);
    expect(rows).toMatchObject([
      { direction: 'in', type: 'text', status: 'received', author_kind: 'contact' },
      { direction: 'in', type: 'text' },
    ]);
    expect(await contentOf(rows[1])).toEqual({ body: 'ada stok?' });
    expect(await conversationOf(who)).toMatchObject({
      unread_count: 2,
      last_message_id: rows[1]?.id,
      last_activity_at: new Date((SAMPLE_TIME + 60) * 1000),
      window_expires_at: new Date((SAMPLE_TIME + 60 + 86_400) * 1000),
    });
  });

  it('count once however often and in whatever grouping they come', async () => {
    const who = customer();
    const [one, two, three] = [text(who, '1'), text(who, '2'), text(who, '3')];
    await take(inbound(who, one, two), inbound(who, two, one, two), inbound(who, two, three));
    await take(inbound(who, three), inbound(who, one, two));
    expect(await messagesOf(who)).toHaveLength(3);
    expect(await conversationOf(who)).toMatchObject({ unread_count: 3 });
  });

  it('never close a window again when an older message comes late', async () => {
    const who = customer();
    await take(inbound(who, text(who, 'new', { timestamp: String(SAMPLE_TIME + 500) })));
    await take(inbound(who, text(who, 'old', { timestamp: String(SAMPLE_TIME) })));
    const rows = await messagesOf(who);
    expect(await conversationOf(who)).toMatchObject({
      last_message_id: rows[1]?.id,
      window_expires_at: new Date((SAMPLE_TIME + 500 + 86_400) * 1000),
    });
  });

  it('point at the message they answer, in the same batch and later', async () => {
    const who = customer();
    const first = text(who, 'a');
    const second = text(who, 'b', { context: { id: first.id }, timestamp: String(SAMPLE_TIME + 1) });
    await take(inbound(who, first, second));
    await take(inbound(who, text(who, 'c', { context: { id: second.id, forwarded: true }, timestamp: String(SAMPLE_TIME + 2) })));
    const rows = await messagesOf(who);
    expect(rows.map((row) => row['reply_to_id'])).toEqual([null, rows[0]?.id, rows[1]?.id]);
    expect(rows[2]).toMatchObject({ forwarded: true });
  });

  it('have their files put in line, once', async () => {
    const who = customer();
    const image = {
      ...text(who, ''),
      type: 'image',
      image: { id: '5512', mime_type: 'image/jpeg', sha256: 'c2E=', caption: 'foto', url: 'https://example.com/x' },
    };
    await take(inbound(who, image));
    await take(inbound(who, image, text(who, 'again')));
    const [row] = await messagesOf(who);
    const files = intake.files.filter((file) => file.messageId === row?.id);
    expect(files).toMatchObject([
      { id: row?.['media_id'], kind: 'image', providerMediaId: '5512', mimeType: 'image/jpeg', url: 'https://example.com/x' },
    ]);
    expect(await contentOf(row)).toEqual({ id: '5512', mime_type: 'image/jpeg', sha256: 'c2E=', caption: 'foto' });
  });

  it('of an unknown type are kept, shown and counted', async () => {
    const who = customer();
    await take(inbound(who, { ...text(who, ''), type: 'hologram', hologram: { depth: 3 } }));
    const [row] = await messagesOf(who);
    expect(row).toMatchObject({ type: 'unknown' });
    expect(await contentOf(row)).toMatchObject({ type: 'hologram', hologram: { depth: 3 } });
    expect(await lastDelivery()).toMatchObject({ status: 'processed', unit_count: 1, unknown_count: 1, quarantined_count: 0 });
  });

  it('of somebody without a phone number belong to their BSUID', async () => {
    const { user_id, name } = customer();
    const contacts = [{ profile: { name, username: 'sari.w' }, user_id }];
    const message = { from_user_id: user_id, id: wamid(), timestamp: String(SAMPLE_TIME), type: 'text', text: { body: 'hai' } };
    await take(
      intake.about(envelope('messages', { messaging_product: 'whatsapp', metadata: sampleMetadata, contacts, messages: [message] })),
    );
    const kinds = await database.admin<{ kind: string }>(
      `select i.kind from contact_identifiers i join messages m on m.contact_id = i.contact_id
        where i.scope = $1 and m.contact_id = (select contact_id from messages order by id desc limit 1)`,
      [intake.wabaId],
    );
    expect(kinds).toEqual([{ kind: 'bsuid' }]);
  });

  it('of a number that is not connected here are counted as unknown and can be processed later', async () => {
    const who = customer();
    const contacts = [{ wa_id: who.wa_id }];
    const body = envelope('messages', {
      metadata: { phone_number_id: '999', display_phone_number: '1' },
      contacts,
      messages: [text(who, 'x')],
    });
    await take(intake.about(body));
    expect(await lastDelivery()).toMatchObject({ status: 'processed', unknown_count: 1, number_id: null });
    expect(await messagesOf(who)).toEqual([]);
  });
});

describe('changes to messages', () => {
  const reaction = (who: Who, target: string, emoji: string | undefined, at: number): Message => ({
    ...text(who, ''),
    timestamp: String(at),
    type: 'reaction',
    reaction: { message_id: target, ...(emoji === undefined ? {} : { emoji }) },
  });
  const edit = (who: Who, target: string, body: string, at: number): Message => ({
    ...text(who, ''),
    timestamp: String(at),
    type: 'edit',
    edit: { original_message_id: target, message: { type: 'text', text: { body } } },
  });
  const revoke = (who: Who, target: string, at: number): Message => ({
    ...text(who, ''),
    timestamp: String(at),
    type: 'revoke',
    revoke: { original_message_id: target },
  });

  async function reactionsOf(messageId: string | undefined): Promise<{ gone: boolean; at: Date }[]> {
    return database.admin('select emoji_sealed is null as gone, occurred_at as at from message_reactions where message_id = $1', [
      messageId,
    ]);
  }

  it('are applied whether they come before, with or after their message, the newest of each kind', async () => {
    for (const order of ['before', 'with', 'after'] as const) {
      const who = customer();
      const message = text(who, 'pertama');
      const changes = [
        reaction(who, message.id, '👍', SAMPLE_TIME + 5),
        edit(who, message.id, 'kedua', SAMPLE_TIME + 7),
        edit(who, message.id, 'ketiga', SAMPLE_TIME + 6),
        reaction(who, message.id, undefined, SAMPLE_TIME + 4),
      ];
      if (order === 'with') await take(inbound(who, ...changes, message));
      else {
        for (const body of order === 'before'
          ? [inbound(who, ...changes), inbound(who, message)]
          : [inbound(who, message), inbound(who, ...changes)])
          await take(body);
      }
      const [row, ...rest] = await messagesOf(who);
      expect(rest, order).toEqual([]);
      expect(await contentOf(row), order).toEqual({ body: 'kedua' });
      expect(row, order).toMatchObject({ edited_at: new Date((SAMPLE_TIME + 7) * 1000) });
      expect(await reactionsOf(row?.id), order).toEqual([{ gone: false, at: new Date((SAMPLE_TIME + 5) * 1000) }]);
    }
    expect(await database.admin('select * from pending_changes')).toEqual([]);
  });

  it('empty a message that its author took back', async () => {
    const who = customer();
    const message = text(who, 'salah kirim');
    await take(inbound(who, revoke(who, message.id, SAMPLE_TIME + 9)));
    await take(inbound(who, message));
    const [row] = await messagesOf(who);
    expect(row).toMatchObject({ revoked_at: new Date((SAMPLE_TIME + 9) * 1000) });
    expect(await contentOf(row)).toEqual({});
  });

  it('of somebody else than the author do nothing', async () => {
    const who = customer();
    const outgoing = wamid();
    await take(
      intake.about(
        envelope('smb_message_echoes', {
          metadata: sampleMetadata,
          message_echoes: [
            {
              from: '15550100100',
              to: who.wa_id,
              id: outgoing,
              timestamp: String(SAMPLE_TIME),
              type: 'text',
              text: { body: 'dari ponsel' },
            },
          ],
        }),
      ),
    );
    await take(inbound(who, edit(who, outgoing, 'palsu', SAMPLE_TIME + 1), revoke(who, outgoing, SAMPLE_TIME + 2)));
    const [row] = await messagesOf(who);
    expect(row).toMatchObject({ direction: 'out', author_kind: 'phone', status: 'sent', edited_at: null, revoked_at: null });
    expect(await contentOf(row)).toEqual({ body: 'dari ponsel' });
  });
});

describe('people', () => {
  it('become one when a payload proves it, with their conversations and messages', async () => {
    const who = customer();
    const onlyPhone = { ...text(who, 'satu'), from_user_id: undefined };
    const onlyId = { ...text(who, 'dua', { timestamp: String(SAMPLE_TIME + 1) }), from: undefined };
    const body = (message: unknown, contact: Record<string, unknown>): Buffer =>
      intake.about(envelope('messages', { metadata: sampleMetadata, contacts: [contact], messages: [message] }));
    await take(body(onlyPhone, { wa_id: who.wa_id }));
    await take(body(onlyId, { user_id: who.user_id }));
    const before = await messagesOf(who);
    expect(before).toHaveLength(1);
    await take(inbound(who, text(who, 'tiga', { timestamp: String(SAMPLE_TIME + 2) })));
    const rows = await messagesOf(who);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.conversation_id)).size).toBe(1);
    expect(await Promise.all(rows.map(contentOf))).toEqual([{ body: 'satu' }, { body: 'dua' }, { body: 'tiga' }]);
    expect(await conversationOf(who)).toMatchObject({ unread_count: 3 });
    const merges = await database.admin('select evidence, undone_at from contact_merges where merged_contact_id = $1', [
      before[0]?.contact_id,
    ]);
    expect(merges).toMatchObject([{ evidence: { kind: 'same_payload' }, undone_at: null }]);
    const events = await database.admin(`select 1 from events where type = 'contact.merged'`);
    expect(events).toHaveLength(1);
  });

  it('stay the same when WhatsApp tells that their number changed', async () => {
    const who = customer();
    const next = customer();
    await take(inbound(who, text(who, 'dulu')));
    const system = {
      ...text(who, ''),
      timestamp: String(SAMPLE_TIME + 3),
      type: 'system',
      system: {
        type: 'user_changed_number',
        body: 'User changed number',
        wa_id: next.wa_id,
        user_id: next.user_id,
        previous_user_id: who.user_id,
      },
    };
    await take(inbound(who, system));
    await take(inbound(next, text(next, 'sekarang', { timestamp: String(SAMPLE_TIME + 4) })));
    const rows = await messagesOf(next);
    expect(rows.map((row) => row['type'])).toEqual(['text', 'system', 'text']);
    expect(await conversationOf(next)).toMatchObject({ unread_count: 2 });
  });

  it('stop and resume marketing by the time of their word, not by its arrival', async () => {
    const who = customer();
    const preference = (value: string, at: number): Buffer =>
      intake.about(
        envelope('user_preferences', {
          metadata: sampleMetadata,
          contacts: [{ wa_id: who.wa_id }],
          user_preferences: [{ wa_id: who.wa_id, category: 'marketing_messages', value, timestamp: at }],
        }),
      );
    const choice = async (): Promise<unknown> => {
      const { contactId } = await world.customer(who.wa_id);
      const [row] = await database.admin<{ choice: string }>('select kabar_marketing_choice($1, $2) as choice', [
        world.workspaceId,
        contactId,
      ]);
      return row?.choice;
    };
    await take(preference('stop', SAMPLE_TIME + 10));
    expect(await choice()).toBe('stopped');
    await take(preference('resume', SAMPLE_TIME + 5));
    expect(await choice()).toBe('stopped');
    await take(preference('resume', SAMPLE_TIME + 20), preference('stop', SAMPLE_TIME + 20));
    expect(await choice()).toBe('stopped');
    await take(preference('signup', SAMPLE_TIME + 30));
    expect(await choice()).toBe('resumed');
  });
});

describe('every golden sample', () => {
  it('becomes something visible or a counted unknown', async () => {
    const unknown: string[] = [];
    for (const sample of webhookSamples) {
      await take(intake.about(sample.body));
      const row = await lastDelivery();
      expect(row, sample.name).toMatchObject({ status: 'processed', unit_count: sample.expect.length, quarantined_count: 0 });
      if (row['unknown_count'] !== 0) unknown.push(sample.name);
    }
    // Everything else is a message, a change, a status or an account event. A new name here is a decision, not an accident.
    expect(unknown).toEqual([
      'type-of-tomorrow',
      'group-text',
      'status-of-tomorrow',
      'history-media',
      'standby',
      'consumer-profile',
      'tracking-events',
      'field-of-tomorrow',
    ]);
    const [events] = await database.admin<{ count: number }>('select count(*)::int as count from account_events');
    const accountKinds = new Set<string>(ACCOUNT_UNIT_KINDS);
    expect(events?.count).toBe(webhookSamples.flatMap((sample) => sample.expect).filter((kind) => accountKinds.has(kind)).length - 1); // one line for both synced contacts
  }, 60_000);
});

describe('broken things', () => {
  it.each([
    ['truncated JSON', Buffer.from('{"object":"whatsapp_business_account","entry":[{"id":"1","chan')],
    ['JSON nested a thousand levels deep', Buffer.from(`${'['.repeat(1_000)}${']'.repeat(1_000)}`)],
    ['a body that is no object', Buffer.from('"halo"')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x01])],
  ])('are quarantined as a whole: %s', async (_what, body) => {
    await take(body);
    expect(await lastDelivery()).toMatchObject({ status: 'quarantined', unit_count: 1, quarantined_count: 1 });
    const [unit] = await database.admin<{ outcome: string; path: string }>(
      'select outcome, path from intake_units order by id desc limit 1',
    );
    expect(unit).toEqual({ outcome: 'quarantined', path: 'body' });
  });

  it('never harm their neighbours', async () => {
    const who = customer();
    const noId = { ...text(who, 'tanpa id'), id: undefined };
    await take(inbound(who, text(who, 'sebelum'), noId, text(who, 'sesudah'), { type: 'text' }, 7));
    expect(await messagesOf(who)).toHaveLength(2);
    expect(await lastDelivery()).toMatchObject({ status: 'processed', unit_count: 5, unknown_count: 0, quarantined_count: 3 });
  });

  it('that only the database refuses are found unit by unit and quarantined with the reason', async () => {
    const who = customer();
    await database.admin(`create function refuse_cursed() returns trigger language plpgsql as $$
      begin if new.type = 'location' then raise exception 'no' using errcode = '22000'; end if; return new; end $$`);
    await database.admin('create trigger cursed before insert on messages for each row execute function refuse_cursed()');
    const cursed = { ...text(who, ''), type: 'location', location: { latitude: 1, longitude: 2 } };
    const other = customer();
    await take(inbound(who, text(who, 'baik'), cursed, text(who, 'juga baik')), inbound(other, text(other, 'tetangga')));
    expect(await messagesOf(who)).toHaveLength(2);
    expect(await messagesOf(other)).toHaveLength(1);
    expect(await conversationOf(who)).toMatchObject({ unread_count: 2 });
    const units = await database.admin<{ id: string; reason: string; delivery_id: string }>(
      `select id, reason, delivery_id from intake_units where reason like 'the database%'`,
    );
    expect(units).toMatchObject([{ reason: 'the database does not take it (SQLSTATE 22000)' }]);

    await database.admin('drop trigger cursed on messages');
    await database.admin(
      `update intake_deliveries set processed_at = null, status = 'received', replay_count = replay_count + 1 where id = $1`,
      [units[0]?.delivery_id],
    );
    intake.intake.engine.wake(Array.from({ length: 16 }, (_, lane) => lane));
    await intake.settled();
    expect(await messagesOf(who)).toHaveLength(3);
    expect(await conversationOf(who)).toMatchObject({ unread_count: 3 });
    const [delivery] = await database.admin('select status, quarantined_count from intake_deliveries where id = $1', [
      units[0]?.delivery_id,
    ]);
    expect(delivery).toEqual({ status: 'processed', quarantined_count: 0 });
    expect(await database.admin('select 1 from intake_units where delivery_id = $1', [units[0]?.delivery_id])).toEqual([]);
  });
});

describe('trouble of the database', () => {
  it('is nobody’s fault: nothing is quarantined and everything is processed once it is over', async () => {
    const who = customer();
    await database.admin(`create function be_busy() returns trigger language plpgsql as $$
      begin raise exception 'busy' using errcode = '55P03'; end $$`);
    await database.admin('create trigger busy before insert on messages for each statement execute function be_busy()');
    await intake.deliver(inbound(who, text(who, 'menunggu')));
    const failures = async (): Promise<boolean> =>
      (await intake.metrics.text()).body.includes('kabar_intake_failures_total{reason="database"}');
    await waitFor('a failed try', failures);
    expect(await lastDelivery()).toMatchObject({ status: 'received', processed_at: null });
    await database.admin('drop trigger busy on messages');
    await intake.settled();
    expect(await messagesOf(who)).toHaveLength(1);
    expect(await lastDelivery()).toMatchObject({ status: 'processed', quarantined_count: 0 });
  });
});

describe('statuses', () => {
  const status = (id: string, name: string, at: number, more: Record<string, unknown> = {}): Record<string, unknown> => ({
    id,
    status: name,
    timestamp: String(at),
    recipient_id: SAMPLE_IDS.customerWaId,
    ...more,
  });

  it('that come before their message wait for it', async () => {
    const who = customer();
    const id = wamid();
    await database.admin('delete from pending_statuses');
    await take(statuses(status(id, 'read', SAMPLE_TIME + 9), status(id, 'delivered', SAMPLE_TIME + 8)));
    expect(await database.admin('select 1 from pending_statuses')).toHaveLength(2);
    await take(
      intake.about(
        envelope('smb_message_echoes', {
          metadata: sampleMetadata,
          message_echoes: [{ from: '1', to: who.wa_id, id, timestamp: String(SAMPLE_TIME), type: 'text', text: { body: 'x' } }],
        }),
      ),
    );
    const [row] = await messagesOf(who);
    expect(row).toMatchObject({
      status: 'read',
      read_at: new Date((SAMPLE_TIME + 9) * 1000),
      delivered_at: new Date((SAMPLE_TIME + 8) * 1000),
      sent_at: new Date(SAMPLE_TIME * 1000),
    });
    expect(await database.admin('select 1 from pending_statuses')).toEqual([]);
  });
});
