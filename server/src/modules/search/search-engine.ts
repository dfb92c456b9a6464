import { ID_PREFIXES } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine } from '#platform/db/tx';
import { createEventConsumer, type ConsumerBatch } from '#platform/events/event-consumer';
import { selectEventConsumer } from '#platform/events/event-consumers.sql';
import type { FeedEvent } from '#platform/events/event-feed';
import type { Notifications } from '#platform/events/notifications';
import { fromPublicId } from '#platform/ids';
import type { Log } from '#platform/log';
import { secondsBuckets, type HistogramMetric, type Metrics } from '#platform/metrics';
import { selectContactSources, type ContactSourceRow } from './contacts.sql.ts';
import {
  lockIndexes,
  relocateDocuments,
  selectChangedMessages,
  selectDocumentsOfContacts,
  selectNotes,
  type SourceRef,
  type SourceRow,
  type ToldContact,
} from './documents.sql.ts';
import { indexContacts } from './index-contacts.ts';
import { indexDocuments, removeDocuments } from './index-documents.ts';
import { selectEmptying, selectIsIntakeBehind, selectMessagesOff, startProgress } from './progress.sql.ts';

/** Name of the cursor in the events; see `event_consumers`. */
export const searchConsumer = 'search';

/** What the index is kept with. */
export type SearchEngineOptions = {
  db: Database;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  notifications: Notifications;
  /** This process, from `createHolderId`. */
  holder: string;
};

/** Keeps the index in step with what happens. One process of all works, the others wait. */
export type SearchEngine = { start(): Promise<void>; stop(): Promise<void> };

type IndexDeps = Pick<SearchEngineOptions, 'db' | 'keyring' | 'clock'>;

const batchSize = 400;
/** Deliveries that wait for a worker before the index lets them go first. */
const behindCount = 200;
const pauseMs = 250;
const mostPauses = 8;

/**
 * Makes the engine. What happened while nobody ran it is caught up with from the events; what lies further back, and what an installation
 * held before it had an index, is taken in by the job `search.backfill`.
 */
export function createSearchEngine(options: SearchEngineOptions): SearchEngine {
  const { db, clock, log, metrics } = options;
  const lag = metrics.histogram({
    name: 'kabar_search_lag_seconds',
    help: 'Time from an event to the commit of what it changes in the search index.',
    buckets: secondsBuckets,
  });
  const consumer = createEventConsumer({
    ...options,
    name: searchConsumer,
    batchSize,
    handle: async (batch) => {
      await letIntakeGoFirst(options, batch.signal);
      await handleEvents(options, batch, lag);
    },
    onMissed: () => {
      void engineQuery(db, startProgress(clock.now())).catch((error: unknown) =>
        log.error('the search index misses events and could not be marked for repair; run the job search.rebuild', { error }),
      );
    },
  });
  return {
    start: async () => {
      // Before the first event is seen, so that nothing lies between what is taken in as new and what as old.
      if ((await selectEventConsumer(db, searchConsumer)) === null) await engineQuery(db, startProgress(clock.now()));
      consumer.start();
    },
    stop: () => consumer.stop(),
  };
}

/** Messages that come in are worth more than finding them; but a long campaign must not keep the index from ever moving on. */
async function letIntakeGoFirst({ db, clock }: IndexDeps, signal: AbortSignal): Promise<void> {
  for (let pause = 0; pause < mostPauses && !signal.aborted; pause += 1) {
    const [row] = await engineQuery<{ isBehind: boolean }>(db, selectIsIntakeBehind(behindCount));
    if (row?.isBehind !== true) return;
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
}

/** Brings what a batch of events speaks of into the index, and moves the cursor in the same transaction. */
export async function handleEvents(deps: IndexDeps, batch: ConsumerBatch, lag?: HistogramMetric<never>): Promise<void> {
  const seen = idsOf(batch.events);
  const workspaceIds = [...new Set(batch.events.map((event) => event.workspaceId))];
  await withEngine(deps.db, 'the search index follows events of all workspaces', async (tx) => {
    if (seen.messages.length + seen.entries.length + seen.contacts.length > 0) {
      await tx.query(lockIndexes(workspaceIds));
      const emptying = new Set((await tx.query<SourceRef>(selectEmptying(workspaceIds))).map((row) => row.workspaceId));
      const kept = <Ref extends SourceRef>(refs: readonly Ref[]): Ref[] => refs.filter((ref) => !emptying.has(ref.workspaceId));
      const off = new Set((await tx.query<{ workspaceId: string }>(selectMessagesOff(workspaceIds))).map((row) => row.workspaceId));
      const wanted = (refs: readonly SourceRef[]): SourceRef[] => kept(refs).filter((ref) => !off.has(ref.workspaceId));
      const [messages, entries, contacts] = [wanted(seen.messages), wanted(seen.entries), kept(seen.contacts)];
      const rows: SourceRow[] = [];
      if (messages.length > 0) rows.push(...(await tx.query<SourceRow>(selectChangedMessages(messages))));
      if (entries.length > 0) rows.push(...(await tx.query<SourceRow>(selectNotes(entries))));
      await indexDocuments(deps.keyring, tx, rows);
      if (contacts.length > 0) {
        await tx.query(relocateDocuments(contacts));
        const found = await tx.query<ContactSourceRow>(selectContactSources(contacts));
        await indexContacts(deps.keyring, tx, contacts, found);
        await forgetErased(deps, tx, found);
      }
    }
    await batch.advance(tx);
  });
  const nowMs = deps.clock.now().getTime();
  for (const event of batch.events) lag?.observe(Math.max(0, nowMs - event.occurredAt.getTime()) / 1_000);
}

type Seen = { messages: SourceRef[]; entries: SourceRef[]; contacts: ToldContact[] };

function idsOf(events: readonly FeedEvent[]): Seen {
  const seen = { messages: new Map<string, SourceRef>(), entries: new Map<string, SourceRef>(), contacts: new Map<string, ToldContact>() };
  const add = (to: Map<string, SourceRef>, prefix: string, event: FeedEvent, key: string): void => {
    const id = fromPublicId(prefix, event.data[key] ?? '');
    if (id !== null) to.set(id, { workspaceId: event.workspaceId, id });
  };
  for (const event of events) {
    if (event.type === 'message.created' || event.type === 'message.updated') add(seen.messages, ID_PREFIXES.message, event, 'message_id');
    else if (event.type === 'entry.updated') add(seen.entries, ID_PREFIXES.entry, event, 'entry_id');
    else if (event.type === 'contact.updated' || event.type === 'contact.merged') {
      for (const key of ['contact_id', 'merged_contact_id']) {
        const id = fromPublicId(ID_PREFIXES.contact, event.data[key] ?? '');
        if (id === null) continue;
        const isMerged = event.type === 'contact.merged' || seen.contacts.get(id)?.isMerged === true;
        seen.contacts.set(id, { workspaceId: event.workspaceId, id, isMerged });
      }
    }
  }
  return { messages: [...seen.messages.values()], entries: [...seen.entries.values()], contacts: [...seen.contacts.values()] };
}

/** Few and large: every batch moves the counts of most words there are. */
const perRemoval = 5_000;

/** A contact without a key is erased, and a restricted one is only stored: nothing of them may be found. */
async function forgetErased(deps: IndexDeps, tx: Parameters<typeof removeDocuments>[0], rows: readonly ContactSourceRow[]): Promise<void> {
  const rings = await deps.keyring.contactKeys(
    rows.map((row) => ({ workspaceId: row.workspaceId, contactId: row.id })),
    tx,
  );
  for (const row of new Map(rows.map((one) => [one.id, one])).values()) {
    if (row.isClosed || !rings.has(row.id)) await removeDocumentsOf(tx, row.workspaceId, [row.id]);
  }
}

/** Takes everything that contacts wrote and were written out of the index, in the caller's transaction. */
async function removeDocumentsOf(
  tx: Parameters<typeof removeDocuments>[0],
  workspaceId: string,
  contactIds: readonly string[],
): Promise<void> {
  for (;;) {
    const found = await tx.query<{ id: string }>(selectDocumentsOfContacts(workspaceId, contactIds, perRemoval));
    await removeDocuments(
      tx,
      found.map(({ id }) => ({ workspaceId, id })),
    );
    if (found.length < perRemoval) return;
  }
}
