import { simpleParser } from 'mailparser';
import type { AddressObject } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Clock } from './clock.ts';
import type { Mail } from './customers/chat-types.ts';
import type { PhoneEvents } from './phone-events.ts';
import type { Store } from './store/store.ts';

/** Catches mail on loopback; nothing leaves the machine. */
export interface Mailbox {
  list(to: string | null, limit: number): Mail[];
  get(id: number): Mail | undefined;
  clear(): void;
  /** Starts the SMTP server on 127.0.0.1; answers the port in use. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

const MAX_MAIL_BYTES = 25 * 1024 * 1024;

function addressesOf(value: AddressObject | AddressObject[] | undefined): string[] {
  const objects = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return objects.flatMap((object) => object.value.map((address) => address.address ?? '')).filter((address) => address !== '');
}

/** Creates the mailbox; mails are kept in the store. */
export function createMailbox(store: Store, clock: Clock, events: PhoneEvents): Mailbox {
  const insert = store.prepare('insert into mails (seq, at_ms, json) values (?, ?, ?)');
  const select = store.prepare('select json from mails order by seq desc limit ?');
  const selectOne = store.prepare('select json from mails where seq = ?');
  const remove = store.prepare('delete from mails');
  let lastId = Number(store.prepare('select coalesce(max(seq), 0) as seq from mails').get()?.['seq'] ?? 0);
  // Only `add` writes the table, always with a Mail.
  const toMail = (row: Record<string, unknown>) => JSON.parse(String(row['json'])) as Mail;

  async function add(raw: Buffer, recipients: readonly string[]): Promise<void> {
    const parsed = await simpleParser(raw);
    lastId += 1;
    const mail: Mail = {
      id: lastId,
      receivedAtMs: clock.nowMs(),
      from: addressesOf(parsed.from)[0] ?? '',
      // The envelope says who gets it, also for blind copies.
      to: recipients.length > 0 ? [...recipients] : addressesOf(parsed.to),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: typeof parsed.html === 'string' ? parsed.html : null,
      attachments: parsed.attachments.map((attachment) => ({
        fileName: attachment.filename ?? 'attachment',
        mimeType: attachment.contentType,
        sizeBytes: attachment.size,
      })),
    };
    store.write(() => insert.run(mail.id, mail.receivedAtMs, JSON.stringify(mail)));
    await new Promise<void>((resolve) => {
      store.afterCommit(resolve);
    });
    events.publish({ type: 'mails' });
  }

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: MAX_MAIL_BYTES,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', done);
      stream.on('end', () => {
        add(
          Buffer.concat(chunks),
          session.envelope.rcptTo.map((recipient) => recipient.address),
        ).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error('The mail could not be read.')),
        );
      });
    },
  });
  // A client that breaks off must not take the emulator with it.
  server.on('error', () => {});

  return {
    list(to, limit) {
      store.flush();
      const mails = select.all(limit).map(toMail);
      return to === null ? mails : mails.filter((mail) => mail.to.some((address) => address.toLowerCase() === to.toLowerCase()));
    },
    get(id) {
      store.flush();
      const row = selectOne.get(id);
      return row && toMail(row);
    },
    clear: () => store.write(() => remove.run()),
    listen: (port) =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.server.removeListener('error', reject);
          const address = server.server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
