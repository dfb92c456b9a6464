import { afterEach, beforeEach, expect, test } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { openGate } from '../../../test/open-gate.ts';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { newDataKey } from '../crypto/data-key.ts';
import { openText, seal } from '../crypto/seal.ts';
import { withEngine, withTenant } from '../db/tx.ts';
import type { EgressGate } from '../egress/gate.ts';
import { createNotifications } from '../events/notifications.ts';
import type { Notifications } from '../events/notifications.ts';
import { RequestSteps } from '../idempotency/steps.ts';
import { newUuid, systemIds } from '../ids.ts';
import { createLog, silentLog } from '../log.ts';
import type { Log } from '../log.ts';
import { createMailOutbox } from './mail-outbox.ts';
import type { MailOutbox, MailSealer } from './mail-outbox.ts';
import { startSmtpTestServer } from './smtp-test-server.ts';
import type { SmtpTestServer } from './smtp-test-server.ts';
import { createSmtpTransport } from './smtp-transport.ts';

const database = useTestDatabase();
const { key } = newDataKey();
const sealer: MailSealer = {
  seal: async (id, text) => seal(key, ['mails', id], text),
  open: async (id, sealed) => openText(key, ['mails', id], sealed),
};
const mail = {
  to: 'siti@example.com',
  subject: 'Undangan ke Toko Bunga',
  text: 'Halo Siti,\n\nhttps://kabar.example.com/x#token=invented-token',
};

let notifications: Notifications;
let smtp: SmtpTestServer;
let outboxes: MailOutbox[];

beforeEach(async () => {
  await database.admin('truncate mails');
  outboxes = [];
  smtp = await startSmtpTestServer();
  notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  await notifications.start();
});
afterEach(async () => {
  for (const box of outboxes) await box.stop();
  await notifications.stop();
  await smtp.close();
});

function outbox(options: { clock?: Clock; log?: Log; url?: string | null; gate?: EgressGate } = {}): MailOutbox {
  const { clock = systemClock, log = silentLog, url = smtp.url, gate = openGate } = options;
  const transport = url === null ? null : createSmtpTransport({ url, from: 'Kabar <kabar@example.com>', gate });
  const made = createMailOutbox({ db: database.db, notifications, clock, ids: systemIds, log, sealer, transport, pollMs: 60_000 });
  outboxes.push(made);
  return made;
}

function movable(): { clock: Clock; advance(ms: number): void } {
  let offsetMs = 0;
  return { clock: { ...systemClock, now: () => new Date(Date.now() + offsetMs) }, advance: (ms) => (offsetMs += ms) };
}

type Row = { status: string; reason: string | null; attempt_count: number; sealed: Buffer; workspace_id: string | null };
const rows = (): Promise<Row[]> => database.admin<Row>('select * from mails order by created_at');

test('sends a mail with text and HTML once its transaction has committed', async () => {
  const box = outbox();
  box.start();
  await withEngine(database.db, 'test', async (tx) => {
    await box.add(tx, mail);
    expect(smtp.mails).toEqual([]);
  });
  await waitFor('the mail', () => smtp.mails.length === 1);
  const [wire = ''] = smtp.mails;
  expect(wire).toMatch(/^From: Kabar <kabar@example\.com>/m);
  expect(wire).toMatch(/^To: siti@example\.com/m);
  expect(wire).toMatch(/^Subject: Undangan ke Toko Bunga/m);
  expect(wire).toMatch(/^Auto-Submitted: auto-generated/m);
  expect(wire).toMatch(/^Message-ID: <[0-9a-f-]{36}@example\.com>/m);
  expect(wire).toContain('Content-Type: text/plain');
  expect(wire).toContain('Content-Type: text/html');
  await waitFor('the record', async () => (await rows())[0]?.status === 'sent');
  expect((await rows())[0]?.sealed.byteLength).toBe(0);
});

test('sends nothing of a transaction that was rolled back', async () => {
  const box = outbox();
  const failing = withEngine(database.db, 'test', async (tx) => {
    await box.add(tx, mail);
    throw new Error('changed our mind');
  });
  await expect(failing).rejects.toThrow('changed our mind');
  expect(await box.deliverDue()).toBe(0);
  expect(smtp.mails).toEqual([]);
});

test('lets a workspace put mails out but never read them', async () => {
  const box = outbox();
  const workspaceId = newUuid();
  await withTenant(database.db, workspaceId, (tx) => box.add(tx, mail));
  expect((await rows())[0]?.workspace_id).toBe(workspaceId);
  await expect(withTenant(database.db, workspaceId, (tx) => tx.query({ text: 'select * from mails' }))).rejects.toMatchObject({
    code: '42501',
  });
  expect(await box.deliverDue()).toBe(1);
  expect(smtp.mails).toHaveLength(1);
});

test('sends one mail per dedupe key, however often it is put out', async () => {
  const box = outbox();
  for (let round = 0; round < 3; round += 1) {
    await withEngine(database.db, 'test', (tx) => box.add(tx, mail, { template: 'invitation', dedupeKey: 'invitation:1' }));
    await box.deliverDue();
  }
  expect(smtp.mails).toHaveLength(1);
});

test('tries again with growing pauses while the server is away and loses nothing', async () => {
  const time = movable();
  const away = new URL(smtp.url).port;
  await smtp.close();
  const box = outbox({ clock: time.clock });
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  expect(await box.deliverDue()).toBe(1);
  expect(await rows()).toMatchObject([{ status: 'waiting', attempt_count: 1 }]);
  expect(await box.deliverDue()).toBe(0);
  time.advance(11_000);
  expect(await box.deliverDue()).toBe(1);
  time.advance(11_000);
  expect(await box.deliverDue()).toBe(0);
  smtp = await startSmtpTestServer(Number(away));
  time.advance(60_000);
  expect(await box.deliverDue()).toBe(1);
  expect(smtp.mails).toHaveLength(1);
  expect(await rows()).toMatchObject([{ status: 'sent', attempt_count: 3, reason: null }]);
});

test('tries again when the server asks to, with the same message id', async () => {
  const time = movable();
  const box = outbox({ clock: time.clock });
  smtp.answer('RCPT', '450 mailbox busy');
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  await box.deliverDue();
  expect(await rows()).toMatchObject([{ status: 'waiting', reason: 'smtp_450' }]);
  smtp.answer('RCPT', null);
  time.advance(60_000);
  await box.deliverDue();
  expect(smtp.mails[0]).toContain((await database.admin<{ id: string }>('select id from mails'))[0]?.id);
});

test('gives up at once when there is no such mailbox, and keeps nothing of the mail', async () => {
  const box = outbox();
  smtp.answer('RCPT', '550 no such user');
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  await box.deliverDue();
  expect(await rows()).toMatchObject([{ status: 'failed', reason: 'smtp_550' }]);
  expect((await rows())[0]?.sealed.byteLength).toBe(0);
});

test('gives up after a day', async () => {
  const time = movable();
  const box = outbox({ clock: time.clock });
  smtp.answer('RCPT', '450 mailbox busy');
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  let tryCount = 0;
  for (let hours = 0; hours < 40; hours += 1) {
    tryCount += await box.deliverDue();
    time.advance(3_600_000);
  }
  expect(await rows()).toMatchObject([{ status: 'failed', reason: 'smtp_450' }]);
  expect(tryCount).toBeGreaterThan(8);
});

test('shares the work between processes without sending twice', async () => {
  const boxes = [outbox(), outbox(), outbox()];
  await withEngine(database.db, 'test', async (tx) => {
    for (let index = 0; index < 40; index += 1) await boxes[0]?.add(tx, { ...mail, subject: `Mail ${index}` });
  });
  await Promise.all(
    boxes.map(async (box) => {
      while ((await box.deliverDue()) > 0);
    }),
  );
  expect(smtp.mails).toHaveLength(40);
  expect(new Set(smtp.mails.map((wire) => /^Subject: (.*)$/m.exec(wire)?.[1])).size).toBe(40);
});

test('takes up a mail again whose process died while sending it', async () => {
  const time = movable();
  await withEngine(database.db, 'test', (tx) => outbox().add(tx, mail));
  await database.admin(`update mails set attempt_count = 1, next_attempt_at = now() + interval '3 minutes'`);
  const box = outbox({ clock: time.clock });
  expect(await box.deliverDue()).toBe(0);
  time.advance(3 * 60_000 + 1_000);
  expect(await box.deliverDue()).toBe(1);
  expect(smtp.mails).toHaveLength(1);
});

test('keeps mails where no mail server is set up', async () => {
  const box = outbox({ url: null });
  box.start();
  box.post(mail);
  await box.stop();
  expect(await rows()).toMatchObject([{ status: 'waiting', attempt_count: 0 }]);
  await outbox().deliverDue();
  expect(smtp.mails).toHaveLength(1);
});

test('refuses what is not one address', async () => {
  const box = outbox();
  for (const to of ['a@b, c@d', 'a@b\r\nBcc: c@d']) {
    await expect(withEngine(database.db, 'test', (tx) => box.add(tx, { ...mail, to }))).rejects.toThrow(TypeError);
  }
});

test('keeps address and content out of logs and out of the table', async () => {
  const lines: string[] = [];
  const log = await createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const box = outbox({ log });
  smtp.answer('RCPT', '550 no such user siti@example.com');
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail, { template: 'invitation' }));
  const [stored] = await rows();
  await box.deliverDue();
  smtp.answer('RCPT', null);
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail, { template: 'invitation' }));
  await box.deliverDue();
  const written = lines.join('');
  expect(written).toContain('a mail was sent');
  for (const canary of ['siti', 'Toko Bunga', 'invented-token']) {
    expect(written).not.toContain(canary);
    expect(stored?.sealed.includes(canary)).toBe(false);
  }
});

test('removes traces after a month', async () => {
  const time = movable();
  const box = outbox({ clock: time.clock });
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  await box.deliverDue();
  time.advance(29 * 24 * 3_600_000);
  expect(await box.removeOld()).toBe(0);
  time.advance(2 * 24 * 3_600_000);
  expect(await box.removeOld()).toBe(1);
});

test('sends nothing to a mail server that the register does not allow, and keeps the mail', async () => {
  const box = outbox({ gate: { admit: () => ({ allowed: false, reason: 'not_active' }) } });
  await withEngine(database.db, 'mail in a test', (tx) => box.add(tx, { ...mail, to: 'shut@example.com' }));
  await box.deliverDue();
  expect(smtp.mails.some((sent) => JSON.stringify(sent).includes('shut@example.com'))).toBe(false);
  const waiting = await database.admin<{ waiting: boolean }>(
    'select settled_at is null as waiting from mails order by created_at desc limit 1',
  );
  expect(waiting).toEqual([{ waiting: true }]);
});

test('keeps a mail that was posted by a request which ends before the mail is stored', async () => {
  const box = outbox();
  const steps = new RequestSteps({
    workspaceId: null,
    rowWorkspaceId: newUuid(),
    earlier: [],
    seal: (_name, value) => value,
    open: (_name, sealed) => sealed,
    // What the row of a request says that has been answered: nothing is kept for it any more.
    keep: () => ({ text: 'select true as wrote, false as kept' }),
  });
  await steps.run(async () => box.post(mail));
  await box.stop();
  expect(await rows()).toMatchObject([{ status: 'waiting' }]);
});

test('sends nothing in the clear to a mail server that is not on this machine', async () => {
  // The same server by an address that is not taken for one of this machine.
  const { port } = new URL(smtp.url);
  const box = outbox({ url: `smtp://[::ffff:127.0.0.1]:${port}` });
  smtp.answer('STARTTLS', '454 not here');
  await withEngine(database.db, 'test', (tx) => box.add(tx, mail));
  await box.deliverDue();
  expect(smtp.mails).toEqual([]);
  expect(await rows()).toMatchObject([{ attempt_count: 1, reason: 'smtp_454' }]);
});
