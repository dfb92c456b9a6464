import { ID_PREFIXES } from '@kabar/contract';
import { ratingReplies, type RatingReply } from '#modules/messages';
import type { Hours } from '#modules/working-hours';
import { withEngine, type EngineTx } from '#platform/db/tx';
import type { ConsumerBatch } from '#platform/events/event-consumer';
import type { FeedEvent } from '#platform/events/event-feed';
import { fromPublicId } from '#platform/ids';
import { applyFact, type EpisodeFact } from './episode-state.ts';
import { lockOpenEpisodes, type EpisodeRow, type Place } from './episodes.sql.ts';
import {
  addCounts,
  deleteDays,
  recountDays,
  selectEntryFacts,
  selectMessageFacts,
  selectMovedZones,
  type EntryFact,
  type QuarterCount,
  type MessageFact,
} from './facts.sql.ts';
import { recordAnswers } from './record-answers.ts';
import { loadRules } from './rule-book.ts';
import type { EpisodeDeps } from './service-levels-context.ts';
import { storeEpisodes, type ChangedEpisode } from './store-episodes.ts';
import { updateCheckNow } from './targets.sql.ts';

type Happening = { place: MessageFact | EntryFact; fact: EpisodeFact | null };

/**
 * Follows one batch of events: turns of conversations begin, are answered, snoozed and resolved; messages are counted; answers to
 * the question are kept. All in one transaction that also moves the reader on, so each event counts exactly once, whatever dies when.
 */
export async function followEpisodes(deps: EpisodeDeps, batch: ConsumerBatch): Promise<void> {
  const { events } = batch;
  const messagePlaces = placesOf(events, 'message.created', ID_PREFIXES.message, 'message_id');
  const entryPlaces = placesOf(events, 'entry.updated', ID_PREFIXES.entry, 'entry_id');
  const changedWorkspaces = [
    ...new Set(
      events
        .filter((event) => event.type === 'working_hours.updated' || event.type === 'workspace.updated')
        .map((event) => event.workspaceId),
    ),
  ];
  if (messagePlaces.length + entryPlaces.length + changedWorkspaces.length === 0) return;
  const answers = await findAnswers(deps, messagePlaces);
  await withEngine(
    deps.db,
    'follow the turns of conversations of all workspaces',
    async (tx) => {
      const messages = messagePlaces.length === 0 ? [] : await tx.query<MessageFact>(selectMessageFacts(messagePlaces));
      const entries = entryPlaces.length === 0 ? [] : await tx.query<EntryFact>(selectEntryFacts(entryPlaces));
      await moveEpisodes(deps, tx, inOrder(events, messages, entries, answers));
      const counts = countQuarters(messages);
      if (counts.length > 0) await tx.query(addCounts(counts));
      await recordAnswers(deps, tx, { answers, messages });
      if (changedWorkspaces.length > 0) {
        await tx.query(updateCheckNow(changedWorkspaces, deps.clock.now()));
        await recountMoved(tx, changedWorkspaces);
      }
      await batch.advance(tx);
    },
    { retries: 3 },
  );
}

/** A workspace in another time zone has other days. */
async function recountMoved(tx: EngineTx, workspaceIds: readonly string[]): Promise<void> {
  const moved = await tx.query<{ workspaceId: string }>(selectMovedZones(workspaceIds));
  for (const { workspaceId } of moved) {
    await tx.query(deleteDays(workspaceId));
    await tx.query(recountDays(workspaceId));
  }
}

/** Whose answers these messages are. A message that is none is left out. */
async function findAnswers(deps: EpisodeDeps, places: readonly Place[]): Promise<Map<string, RatingReply>> {
  const found = new Map<string, RatingReply>();
  for (const [workspaceId, own] of Map.groupBy(places, (place) => place.workspaceId)) {
    const replies = await ratingReplies(
      deps,
      workspaceId,
      own.map((place) => place.id),
    );
    for (const [id, reply] of replies) found.set(id, reply);
  }
  return found;
}

/** What happened, in the order of the events. */
function inOrder(
  events: readonly FeedEvent[],
  messages: readonly MessageFact[],
  entries: readonly EntryFact[],
  answers: ReadonlyMap<string, RatingReply>,
): Happening[] {
  const byId = new Map<string, MessageFact | EntryFact>([...messages, ...entries].map((row) => [row.id, row]));
  return events.flatMap((event): Happening[] => {
    const id =
      event.type === 'message.created'
        ? fromPublicId(ID_PREFIXES.message, event.data['message_id'] ?? '')
        : event.type === 'entry.updated'
          ? fromPublicId(ID_PREFIXES.entry, event.data['entry_id'] ?? '')
          : null;
    const place = id === null ? undefined : byId.get(id);
    if (place === undefined) return [];
    return [{ place, fact: 'kind' in place ? entryFact(place) : messageFact(place, answers) }];
  });
}

function messageFact(message: MessageFact, answers: ReadonlyMap<string, RatingReply>): EpisodeFact | null {
  const at = message.occurredAt;
  if (message.direction === 'in') return message.type === 'system' || answers.has(message.id) ? null : { kind: 'inbound', at };
  const isReply = !message.isAutomatic && message.authorKind !== 'system' && message.type !== 'reaction' && !message.isScheduled;
  return isReply ? { kind: 'reply', at, by: message.memberId } : null;
}

/** Null for an entry that only says whose the conversation is now. */
function entryFact({ kind, actorKind, occurredAt: at }: EntryFact): EpisodeFact | null {
  switch (kind) {
    case 'resolved':
    case 'snoozed':
    case 'woken':
      return { kind, at };
    case 'reopened':
      return { kind, at, byCustomer: actorKind === 'contact' };
    default:
      return null;
  }
}

async function moveEpisodes(deps: EpisodeDeps, tx: EngineTx, happenings: readonly Happening[]): Promise<void> {
  if (happenings.length === 0) return;
  const places = new Map(happenings.map(({ place }) => [`${place.workspaceId} ${place.conversationId}`, place]));
  const rules = await loadRules(tx, [...new Set(happenings.map(({ place }) => place.workspaceId))]);
  const open = await tx.query<EpisodeRow>(
    lockOpenEpisodes([...places.values()].map((place) => ({ workspaceId: place.workspaceId, id: place.conversationId }))),
  );
  const current = new Map<string, EpisodeRow>(open.map((row) => [`${row.workspaceId} ${row.conversationId}`, row]));
  const changed = new Map<string, ChangedEpisode>();
  for (const { place, fact } of happenings) {
    const key = `${place.workspaceId} ${place.conversationId}`;
    const before = current.get(key) ?? null;
    const after = fact === null ? before : advance(deps, place, before, fact, rules.hours.of(place.workspaceId, place.numberId));
    if (after === null) continue;
    changed.set(after.id, { row: after, resolvedNow: after.resolvedAt !== null });
    if (after.resolvedAt === null) current.set(key, after);
    else current.delete(key);
  }
  await storeEpisodes(tx, deps, rules, [...changed.values()]);
}

function advance(
  deps: EpisodeDeps,
  place: MessageFact | EntryFact,
  before: EpisodeRow | null,
  fact: EpisodeFact,
  hours: Hours,
): EpisodeRow | null {
  const state = applyFact(before, fact, hours);
  if (state === null) return null;
  const { workspaceId, conversationId, numberId, teamId, assigneeId } = place;
  return { ...state, workspaceId, id: before?.id ?? deps.ids.uuid(), conversationId, numberId, teamId, assigneeId };
}

function countQuarters(messages: readonly MessageFact[]): QuarterCount[] {
  const counts = new Map<string, QuarterCount>();
  for (const { workspaceId, numberId, teamId, memberId, direction, isAutomatic, occurredAt, type } of messages) {
    if (type === 'system') continue;
    const since = new Date(Math.floor(occurredAt.getTime() / 900_000) * 900_000);
    const kind = direction === 'in' ? 'in' : isAutomatic ? 'automatic' : 'out';
    const key = [workspaceId, since.getTime(), numberId, teamId, memberId, kind].join(' ');
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { workspaceId, since, numberId, teamId, memberId, kind, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()];
}

function placesOf(events: readonly FeedEvent[], type: string, prefix: string, field: string): Place[] {
  const places = new Map<string, Place>();
  for (const event of events) {
    const id = event.type === type ? fromPublicId(prefix, event.data[field] ?? '') : null;
    if (id !== null) places.set(id, { workspaceId: event.workspaceId, id });
  }
  return [...places.values()];
}
