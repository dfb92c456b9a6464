import { ID_PREFIXES, type MessageHit, type SearchRequest } from '@kabar/contract';
import { contactAad, identifierAad } from '#modules/contacts';
import type { Viewer } from '#modules/teams';
import type { KeyRing } from '#platform/crypto/data-key';
import { openText } from '#platform/crypto/seal';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { firstPlaceAt } from './document-place.ts';
import { lookUp, wordHasher, type WordHasher } from './hash-words.ts';
import { textsOf } from './index-documents.ts';
import { matchTexts } from './match-texts.ts';
import { isUseful, type Query, type QueryWord } from './parse-query.ts';
import type { SearchReader } from './search-context.ts';
import {
  selectConversationIds,
  selectTagged,
  selectTerms,
  walkDocuments,
  type DocumentFilters,
  type Driver,
  type FoundRow,
  type TermRow,
} from './search.sql.ts';
import { beginningToLookUp } from './split-words.ts';

/** Candidates looked at in each step of one request; together the most that an answer costs. */
const stepsOfOneWord = [200, 2_000, 4_000] as const;
const stepsOfManyWords = [60, 400, 400] as const;
/** Within given conversations every document may be looked at; under a tag the newest are most often enough. */
const stepsOfConversations = [12_000] as const;
const stepsOfTag = [200, 2_000] as const;
/** A tag on no more conversations leads instead of a word that stands in more messages than one answer looks at. */
const fewConversations = 200;
const manyMessages = 6_200;
/** Candidates opened in one request. */
const mostOpened = 400;
const endOfTime = Number.MAX_SAFE_INTEGER;

/** What a search for messages gives. `isCut`: older ones were not looked at. */
export type FoundMessages = { hits: MessageHit[]; nextCursor: string | null; isCut: boolean };

/** What is looked for, and where in time. */
export type MessageSearch = Pick<SearchRequest, 'limit' | 'cursor' | 'from' | 'until'> & { query: Query; filters: DocumentFilters };

type Plan = { driver: Driver; oneOf: number[][]; steps: readonly number[] };

/**
 * Messages and notes in which everything stands that was asked for, newest first, as far as the viewer may see them. The index proposes,
 * each proposal is opened and compared before it counts. Bounded: looks at no more than some thousand candidates, and says when it stopped.
 *
 * Errors: `cursor_invalid`.
 */
export function searchMessages(reader: SearchReader, workspaceId: string, search: MessageSearch, viewer: Viewer): Promise<FoundMessages> {
  const look = (): Promise<FoundMessages> => findMessages(reader, workspaceId, search, viewer);
  return lookUp(reader.keyring, workspaceId, look, ({ hits }) => hits.length === 0);
}

async function findMessages(reader: SearchReader, workspaceId: string, search: MessageSearch, viewer: Viewer): Promise<FoundMessages> {
  const none: FoundMessages = { hits: [], nextCursor: null, isCut: false };
  const start = readCursor(search.cursor);
  const hash = await wordHasher(reader.keyring, workspaceId);
  const plan = await makePlan(reader, workspaceId, search, hash);
  if (plan === null) return none;
  const fromPlace = search.from === undefined ? Number.MIN_SAFE_INTEGER : firstPlaceAt(new Date(search.from));
  let beforePlace = Math.min(start, search.until === undefined ? endOfTime : firstPlaceAt(new Date(search.until)) + 2 ** 19);
  const found: { place: number; hit: MessageHit }[] = [];
  let openedCount = 0;
  // Words that stand apart fail the comparison hardly ever; words in a row often.
  const spare = search.query.groups.some((group) => group.length > 1) ? 2 : 1;
  for (const cap of plan.steps) {
    const limit = Math.min(search.limit * spare + 1, mostOpened - openedCount);
    const walk = { driver: plan.driver, oneOf: plan.oneOf, filters: search.filters, beforePlace, fromPlace, cap, limit };
    const rows = await tenantQuery<FoundRow>(reader.db, workspaceId, walkDocuments(workspaceId, walk, viewer));
    const candidates = rows.filter((row): row is FoundRow & { place: number } => row.place !== null);
    openedCount += candidates.length;
    found.push(...(await verify(reader, workspaceId, search, candidates)));
    const { walkedCount = 0, walkedTo = null } = rows[0] ?? {};
    const isFull = candidates.length === limit;
    beforePlace = (isFull ? candidates.at(-1)?.place : walkedTo) ?? beforePlace;
    if (found.length > search.limit) return pageOf(found, search.limit);
    if (!isFull && walkedCount < cap) return { hits: found.map(({ hit }) => hit), nextCursor: null, isCut: false };
    if (openedCount >= mostOpened) break;
  }
  return { hits: found.map(({ hit }) => hit), nextCursor: encodeCursor([beforePlace]), isCut: true };
}

function pageOf(found: readonly { place: number; hit: MessageHit }[], limit: number): FoundMessages {
  const page = found.slice(0, limit);
  return { hits: page.map(({ hit }) => hit), nextCursor: encodeCursor([page.at(-1)?.place ?? 0]), isCut: false };
}

/** Chooses what leads: the rarest word, or the conversations when few are given. Null when something asked for stands nowhere. */
async function makePlan(reader: SearchReader, workspaceId: string, search: MessageSearch, hash: WordHasher): Promise<Plan | null> {
  const words = search.query.groups.flat().filter(isUseful);
  if (words.length === 0) return null;
  const whole = words.filter((word) => !word.isBeginning).map(({ word }) => hash('word', word));
  const beginnings = words.filter((word) => word.isBeginning);
  const rows = await tenantQuery<TermRow>(
    reader.db,
    workspaceId,
    selectTerms(
      workspaceId,
      [...new Set(whole)],
      beginnings.map((word) => lookUpOf(word, hash)),
    ),
  );
  const sets: { words: number[]; count: number }[] = [];
  for (const one of new Set(whole)) {
    const row = rows.find((term) => term.part === 'word' && term.asked === one);
    if (row === undefined) return null;
    sets.push({ words: [one], count: row.documentCount });
  }
  for (const beginning of beginnings) {
    const terms = rows.filter((term) => term.part === 'beginning' && term.asked === lookUpOf(beginning, hash));
    if (terms.length === 0) return null;
    sets.push({ words: terms.map((term) => term.word), count: terms.reduce((sum, term) => sum + term.documentCount, 0) });
  }
  sets.sort((a, b) => a.count - b.count);
  const { conversationId, contactId, tagId } = search.filters;
  const planOf = (conversations: readonly { id: string }[], steps: readonly number[]): Plan => ({
    driver: { kind: 'conversations', ids: conversations.map(({ id }) => id) },
    oneOf: sets.map((set) => set.words),
    steps,
  });
  if (conversationId !== null) return planOf([{ id: conversationId }], stepsOfConversations);
  if (contactId !== null)
    return planOf(
      await tenantQuery<{ id: string }>(reader.db, workspaceId, selectConversationIds(workspaceId, contactId)),
      stepsOfConversations,
    );
  const [rarest, ...rest] = sets;
  if (rarest === undefined) return null;
  if (tagId !== null && rarest.count > manyMessages) {
    const tagged = await tenantQuery<{ id: string }>(reader.db, workspaceId, selectTagged(workspaceId, tagId, fewConversations + 1));
    if (tagged.length <= fewConversations) return planOf(tagged, stepsOfTag);
  }
  return {
    driver: { kind: 'words', words: rarest.words },
    oneOf: rest.map((set) => set.words),
    steps: rarest.words.length === 1 || rarest.count <= stepsOfManyWords[1] ? stepsOfOneWord : stepsOfManyWords,
  };
}

function lookUpOf(word: QueryWord, hash: WordHasher): number {
  return hash('beginning', beginningToLookUp(word.word));
}

async function verify(
  reader: SearchReader,
  workspaceId: string,
  search: MessageSearch,
  rows: readonly (FoundRow & { place: number })[],
): Promise<{ place: number; hit: MessageHit }[]> {
  if (rows.length === 0) return [];
  const rings = await reader.keyring.contactKeys(rows.map((row) => ({ workspaceId, contactId: row.contactId })));
  const fromMs = search.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(search.from);
  const untilMs = search.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(search.until);
  return rows.flatMap((row) => {
    if (row.contentSealed === null || row.occurredMs < fromMs || row.occurredMs >= untilMs) return [];
    const ring = rings.get(row.contactId);
    const snippet = matchTexts(search.query, textsOf(row, ring));
    return snippet === null || ring === undefined ? [] : [{ place: row.place, hit: presentHit(workspaceId, row, ring, snippet) }];
  });
}

function presentHit(workspaceId: string, row: FoundRow, ring: KeyRing, snippet: MessageHit['snippet']): MessageHit {
  const { nameSealed, profileNameSealed, phoneId, phoneSealed, contactId } = row;
  const given = nameSealed === null ? null : openText(ring, contactAad(workspaceId, 'name_sealed', contactId), nameSealed);
  const told =
    given !== null || profileNameSealed === null
      ? null
      : openText(ring, contactAad(workspaceId, 'profile_name_sealed', contactId), profileNameSealed);
  const phone = phoneId === null || phoneSealed === null ? null : `+${openText(ring, identifierAad(workspaceId, phoneId), phoneSealed)}`;
  const isNote = row.source === 'note';
  return {
    // Ids are made with the very prefixes their types are branded with.
    message_id: isNote ? null : (toPublicId(ID_PREFIXES.message, row.id) as NonNullable<MessageHit['message_id']>),
    entry_id: isNote ? (toPublicId(ID_PREFIXES.entry, row.id) as NonNullable<MessageHit['entry_id']>) : null,
    conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) as MessageHit['conversation_id'],
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as MessageHit['number_id'],
    contact: { id: toPublicId(ID_PREFIXES.contact, contactId) as MessageHit['contact']['id'], name: given ?? told, phone },
    type: row.type as MessageHit['type'], // written by us from the same list
    direction: row.direction,
    author: { kind: row.authorKind as MessageHit['author']['kind'], id: authorId(row), name: null }, // likewise
    occurred_at: new Date(row.occurredMs).toISOString(),
    snippet,
  };
}

function authorId(row: FoundRow): string | null {
  if (row.authorKind === 'contact') return toPublicId(ID_PREFIXES.contact, row.contactId);
  if (row.authorId === null) return null;
  if (row.authorKind === 'member') return toPublicId(row.source === 'note' ? ID_PREFIXES.member : ID_PREFIXES.user, row.authorId);
  return row.authorKind === 'api_key' ? toPublicId(ID_PREFIXES.apiKey, row.authorId) : null;
}

function readCursor(cursor: string | undefined): number {
  const position = decodeCursor(cursor, 1);
  if (position === null) return endOfTime;
  const [place] = position;
  if (typeof place !== 'number' || !Number.isSafeInteger(place)) throw new AppError('cursor_invalid');
  return place;
}
