import type { AuditContext } from '#modules/audit';
import { findRecipients, type PeopleDeps } from '#modules/contacts';
import { createConversationOpener, requireMayWrite } from '#modules/conversations';
import type { Keyring } from '#modules/keyring';
import { holdNumber, type Connections, type LearnedHold } from '#modules/numbers';
import type { Viewers } from '#modules/teams';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { tenantQuery, withEngine } from '#platform/db/tx';
import { appendEvents } from '#platform/events/append-events';
import type { Notifications } from '#platform/events/notifications';
import type { Ids } from '#platform/ids';
import type { Log } from '#platform/log';
import type { Metrics } from '#platform/metrics';
import type { Provider } from '#whatsapp/provider';
import { createMessageAcceptor } from './accept-messages.ts';
import { applyPendingChanges } from './apply-changes.ts';
import { applyPendingStatuses } from './apply-statuses.ts';
import { createDispatchMetrics } from './dispatch/dispatch-metrics.ts';
import { createDispatcher, type Dispatcher } from './dispatch/dispatcher.ts';
import { updatedEvent } from './dispatch/record-outcomes.ts';
import type { MediaOutcome } from './dispatch/send-claimed.ts';
import type { SendMessageDeps } from './send-message.ts';

/** What sending is built from. */
export type SendingContext = {
  db: Database;
  clock: Clock;
  ids: Ids;
  log: Log;
  metrics: Metrics;
  keyring: Keyring;
  notifications: Notifications;
  audit: AuditContext;
  people: PeopleDeps;
  /** Who sees which conversations. */
  viewers: Viewers;
  connections: Connections;
  provider: Provider;
  /** This process's name in leases. */
  holder: string;
  /** Folder of the send journals; shared by all processes of this machine that use the same home. */
  journalFolder: string;
  /** How long an unknown outcome waits for a status before the workspace's rule decides. */
  reconcileMs: number;
  /** Which of these media ids exist in the workspace. */
  findMedia(workspaceId: string, mediaIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Makes sure that WhatsApp has these files for this number. */
  ensureMedia(workspaceId: string, numberId: string, mediaIds: readonly string[]): Promise<MediaOutcome>;
};

/** Accepting and dispatching, joined: what is accepted here wakes the dispatcher of this process at once. */
export type Sending = {
  send: SendMessageDeps;
  dispatcher: Dispatcher;
  /** Wakes the dispatcher, in this process. */
  wake(numberIds: readonly string[]): void;
  /** Waits until everything being accepted is durable. */
  close(): Promise<void>;
};

/** Builds both ends of the outgoing path. The dispatcher does nothing until started. */
export function createSending(ctx: SendingContext): Sending {
  const { db, clock, keyring } = ctx;
  const dispatcher = createDispatcher({
    db,
    clock,
    ids: ctx.ids,
    log: ctx.log,
    metrics: createDispatchMetrics(ctx.metrics),
    notifications: ctx.notifications,
    holder: ctx.holder,
    journalFolder: ctx.journalFolder,
    reconcileMs: ctx.reconcileMs,
    provider: ctx.provider,
    random: Math.random,
    connection: (workspaceId, numberId) => ctx.connections.connectionFor(workspaceId, numberId),
    ensureMedia: ctx.ensureMedia,
    recipientOf: async (workspaceId, contactId) => (await findRecipients(ctx.people, [{ workspaceId, contactId }])).get(contactId) ?? null,
    wamidKey: (workspaceId) => keyring.indexKey(workspaceId, 'wamid'),
    contactKeys: (refs) => keyring.contactKeys(refs),
    holdNumber: (workspaceId, numberId, reason) => hold(ctx, workspaceId, numberId, reason),
    applyPending: async (tx, sends) => {
      const now = clock.now();
      const changed = [
        ...(await applyPendingStatuses({ keyring }, tx, sends, now)),
        ...(await applyPendingChanges({ keyring }, tx, sends)),
      ];
      const events = changed.map((row) =>
        updatedEvent(
          { workspace_id: row.workspaceId, id: row.messageId, number_id: row.numberId, conversation_id: row.conversationId },
          now,
        ),
      );
      await appendEvents(tx, events);
    },
  });
  const acceptor = createMessageAcceptor({ db, clock, wake: (numberIds) => dispatcher.wake(numberIds) });
  const opener = createConversationOpener(ctx.people);
  return {
    send: {
      db,
      clock,
      ids: ctx.ids,
      acceptor,
      findNumber: (workspaceId, numberId) => findNumber(ctx, workspaceId, numberId),
      openConversation: async (item, fresh) => {
        const opened = await opener.open(item, fresh);
        if (!('error' in opened)) return opened;
        return opened.error === 'invalid' ? 'invalid' : 'not_found';
      },
      contactKey: async (workspaceId, contactId) => (await keyring.contactKeys([{ workspaceId, contactId }])).get(contactId) ?? null,
      wamidKey: (workspaceId) => keyring.indexKey(workspaceId, 'wamid'),
      findMedia: ctx.findMedia,
      requireMayWrite: (actor, writing) => requireMayWrite(ctx, actor, writing),
    },
    dispatcher,
    wake: (numberIds) => dispatcher.wake(numberIds),
    close: async () => {
      await opener.close();
      await acceptor.close();
    },
  };
}

/** From memory for a connected number; the database is asked only about the others. */
async function findNumber(
  ctx: SendingContext,
  workspaceId: string,
  numberId: string,
): Promise<{ wabaAccountId: string; connected: boolean } | null> {
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  if (connection !== null) return { wabaAccountId: connection.wabaAccountId, connected: true };
  const [row] = await tenantQuery<{ waba_account_id: string; status: string }>(ctx.db, workspaceId, {
    text: 'select waba_account_id, status from numbers where workspace_id = $1 and id = $2',
    values: [workspaceId, numberId],
  });
  return row === undefined ? null : { wabaAccountId: row.waba_account_id, connected: row.status !== 'disconnected' };
}

async function hold(ctx: SendingContext, workspaceId: string, numberId: string, reason: LearnedHold): Promise<void> {
  await withEngine(ctx.db, 'note what a refused send taught about its number', (tx) =>
    holdNumber(ctx, tx, { workspaceId, numberId, reason }),
  );
}
