import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { engineQuery, withEngine } from '../db/tx.ts';
import type { EngineTx, TenantTx } from '../db/tx.ts';
import type { Notifications } from '../events/notifications.ts';
import { outsideRequests } from '../idempotency/steps.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import { WakeSignal } from '../wake-signal.ts';
import { isMailAddress } from './mail.ts';
import type { Mail } from './mail.ts';
import { claimMails, deleteSettledMails, insertMail, mailsChannel, updateMailDelayed, updateMailSettled } from './mails.sql.ts';
import type { ClaimedMail } from './mails.sql.ts';
import type { MailResult, MailTransport } from './smtp-transport.ts';

/** Seals what a mail says until it is sent, bound to the mail's id. */
export type MailSealer = {
  seal(mailId: string, text: string): Promise<Buffer>;
  open(mailId: string, sealed: Buffer): Promise<string>;
};

/** How one mail is put out. */
export type MailOptions = {
  /** A word for logs that says which mail this is, e.g. `reset_password`. Default `mail`. */
  template?: string;
  /** A second mail with the same key is never sent. Default: none. */
  dedupeKey?: string;
};

/** Mails on their way out. */
export type MailOutbox = {
  /**
   * Puts a mail out in the caller's transaction: it is sent if and only if that commits.
   *
   * Errors: throws `TypeError` for something that is not one address; database errors.
   */
  add(tx: TenantTx | EngineTx, mail: Mail, options?: MailOptions): Promise<void>;
  /** Puts a mail out by itself. Never throws; that it could not be stored is logged, and `stop` waits for it. */
  post(mail: Mail): void;
  /** Sends what is due, once. Gives how many were tried. */
  deliverDue(): Promise<number>;
  /** Sends whatever becomes due until `stop`. Does nothing where there is no mail server: mails wait. */
  start(): void;
  stop(): Promise<void>;
  /** Removes the traces of mails that were settled a month ago. For a daily job. Gives how many. */
  removeOld(): Promise<number>;
};

/** What an outbox needs. */
export type MailOutboxOptions = {
  db: Database;
  notifications: Notifications;
  clock: Clock;
  ids: Ids;
  log: Log;
  sealer: MailSealer;
  /** Null where no mail server is set up. */
  transport: MailTransport | null;
  /** How often to look without being woken. Default 5,000. */
  pollMs?: number;
};

const batchSize = 10;
/** Longer than any one attempt can take; a mail in work when its process died is tried again after this. */
const claimMs = 3 * 60_000;
/** Pauses between attempts in seconds; the last one repeats. */
const pausesSeconds = [10, 60, 300, 900, 3_600, 7_200];
/** A mail of this age helps nobody: its links have run out. */
const giveUpAfterMs = 24 * 3_600_000;
const keepTracesMs = 30 * 24 * 3_600_000;

/**
 * The durable way out for mails. At least once: a mail whose server's answer was lost is sent again, with the same
 * message id. Content is sealed until it is sent and emptied then; nothing of it, nor the address, is ever logged.
 */
export function createMailOutbox(options: MailOutboxOptions): MailOutbox {
  const { db, clock, ids, log, sealer, transport, pollMs = 5_000 } = options;
  const wake = new WakeSignal();
  const stopping = new AbortController();
  const posting = new Set<Promise<void>>();
  let loop: Promise<void> | null = null;
  let stopListening: (() => void) | null = null;

  const add: MailOutbox['add'] = async (tx, mail, { template = 'mail', dedupeKey } = {}) => {
    if (!isMailAddress(mail.to)) throw new TypeError('a mail goes to one bare address');
    const id = ids.uuid();
    const { to, subject, text } = mail;
    const sealed = await sealer.seal(id, JSON.stringify({ to, subject, text }));
    const workspaceId = 'workspaceId' in tx ? tx.workspaceId : null;
    await tx.query(insertMail({ id, workspaceId, template, dedupeKey: dedupeKey ?? id, sealed, at: clock.now() }));
  };

  const settle = async (mail: ClaimedMail, result: MailResult): Promise<void> => {
    const now = clock.now();
    const line = { mailId: mail.id, template: mail.template, attemptCount: mail.attemptCount };
    if (result.kind === 'sent') {
      log.info('a mail was sent', line);
      await engineQuery(db, updateMailSettled(mail.id, 'sent', null, now));
    } else if (result.kind === 'refused' || now.getTime() - mail.createdAt.getTime() > giveUpAfterMs) {
      log.warn('a mail could not be sent and is given up', { ...line, reason: result.reason });
      await engineQuery(db, updateMailSettled(mail.id, 'failed', result.reason, now));
    } else {
      const pauseMs = 1_000 * (pausesSeconds[Math.min(mail.attemptCount, pausesSeconds.length) - 1] ?? 60);
      log.warn('a mail could not be sent and is tried again', { ...line, reason: result.reason, delayMs: pauseMs });
      await engineQuery(db, updateMailDelayed(mail.id, result.reason, new Date(now.getTime() + pauseMs)));
    }
  };

  const deliver = async (mail: ClaimedMail, by: MailTransport): Promise<void> => {
    // Written by `add` and authenticated by its seal, so the shape is ours.
    const content = JSON.parse(await sealer.open(mail.id, mail.sealed)) as Mail;
    await settle(mail, await by.send({ ...content, id: mail.id }));
  };

  const deliverDue = async (): Promise<number> => {
    if (transport === null) return 0;
    const now = clock.now();
    const mails = await engineQuery<ClaimedMail>(db, claimMails(batchSize, now, new Date(now.getTime() + claimMs)));
    const outcomes = await Promise.allSettled(mails.map((mail) => deliver(mail, transport)));
    for (const [index, outcome] of outcomes.entries()) {
      // It stays claimed for a while and is then tried again.
      if (outcome.status === 'rejected') log.error('a mail could not be handled', { mailId: mails[index]?.id, error: outcome.reason });
    }
    return mails.length;
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        if ((await deliverDue()) === batchSize) continue;
      } catch (error) {
        log.warn('mails could not be read; trying again', { error });
      }
      await wake.wait(pollMs, stopping.signal);
    }
  };

  return {
    add,
    post: (mail) => {
      // The request that posts it ends before this does; as a step of it the mail would be taken back.
      const done = outsideRequests(() => withEngine(db, 'a mail to a person belongs to no workspace', (tx) => add(tx, mail)))
        .catch((error: unknown) => log.error('a mail could not be stored', { error }))
        .finally(() => posting.delete(done));
      posting.add(done);
    },
    deliverDue,
    start: () => {
      if (transport === null || loop !== null) return;
      const awaken = (): void => wake.wake();
      stopListening = options.notifications.on(mailsChannel, { received: awaken, missed: awaken });
      loop = run();
    },
    stop: async () => {
      stopListening?.();
      stopping.abort();
      await Promise.all(posting);
      await loop;
      transport?.close();
    },
    removeOld: async () => {
      const rows = await engineQuery(db, deleteSettledMails(new Date(clock.now().getTime() - keepTracesMs), 1_000));
      return rows.length;
    },
  };
}
