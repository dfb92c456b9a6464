import { ID_PREFIXES, type Contact, type ContactHit } from '@kabar/contract';
import { loadContacts } from '#modules/contacts';
import type { Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { lookUp, wordHasher, type WordHasher } from './hash-words.ts';
import { contactBeginning } from './index-contacts.ts';
import { fits, matchTexts } from './match-texts.ts';
import { isUseful, type Query, type QueryWord } from './parse-query.ts';
import { findDigits, piecesToLookUp, readPhoneDigits } from './phone-digits.ts';
import type { SearchReader } from './search-context.ts';
import {
  selectContactConversations,
  selectTags,
  selectTagsOfContacts,
  walkContacts,
  type ContactConversationRow,
  type ContactFilters,
  type ContactTerm,
  type FoundContactRow,
} from './search.sql.ts';
import { splitWords } from './split-words.ts';

const steps = [200, 2_000] as const;
const mostOpened = 150;
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What is looked for among contacts. `text` is what was typed, for digits of numbers. */
export type ContactSearch = { text: string; query: Query; filters: ContactFilters; limit: number; cursor: string | undefined };

/** What a search for contacts gives. `isCut`: older ones were not looked at. */
export type FoundContacts = { hits: ContactHit[]; nextCursor: string | null; isCut: boolean };

type Tag = { id: string; name: string };
type Wanted = { terms: ContactTerm[]; words: QueryWord[]; digits: string | null; tags: Tag[] };

/**
 * Contacts of whom every word asked for begins a word of their names, usernames or tags, or whose number has the digits typed, newest first,
 * as far as the viewer may see them. Proposed by the index, opened and compared before they count; bounded.
 *
 * Errors: `cursor_invalid`.
 */
export function searchContacts(reader: SearchReader, workspaceId: string, search: ContactSearch, viewer: Viewer): Promise<FoundContacts> {
  const look = (): Promise<FoundContacts> => findContacts(reader, workspaceId, search, viewer);
  return lookUp(reader.keyring, workspaceId, look, ({ hits }) => hits.length === 0);
}

async function findContacts(reader: SearchReader, workspaceId: string, search: ContactSearch, viewer: Viewer): Promise<FoundContacts> {
  let beforeId = readCursor(search.cursor);
  const wanted = await readWanted(reader, workspaceId, search);
  if (wanted === null) return { hits: [], nextCursor: null, isCut: false };
  const found: { id: string; hit: Omit<ContactHit, 'conversations'> }[] = [];
  let openedCount = 0;
  let isCut = true;
  for (const cap of steps) {
    const limit = Math.min(search.limit + 1, mostOpened - openedCount);
    const page = { filters: search.filters, beforeId, cap, limit };
    const rows = await tenantQuery<FoundContactRow>(reader.db, workspaceId, walkContacts(workspaceId, wanted.terms, page, viewer));
    const ids = rows.flatMap((row) => row.id ?? []);
    openedCount += ids.length;
    found.push(...(await verify(reader, workspaceId, wanted, ids)));
    const { walkedCount = 0, walkedTo = null } = rows[0] ?? {};
    const isFull = ids.length === limit;
    beforeId = (isFull ? ids.at(-1) : walkedTo) ?? beforeId;
    isCut = isFull || walkedCount >= cap;
    if (found.length > search.limit || !isCut || openedCount >= mostOpened) break;
  }
  const page = found.slice(0, search.limit);
  const isMore = found.length > search.limit;
  const hits = await withConversations(reader, workspaceId, page, viewer);
  if (isMore) return { hits, nextCursor: encodeCursor([page.at(-1)?.id ?? lastId]), isCut: false };
  return { hits, nextCursor: isCut ? encodeCursor([beforeId]) : null, isCut };
}

async function readWanted(reader: SearchReader, workspaceId: string, search: ContactSearch): Promise<Wanted | null> {
  const hash = await wordHasher(reader.keyring, workspaceId);
  const digits = readPhoneDigits(search.text);
  if (digits !== null) {
    const hashes = piecesToLookUp(digits).map((piece) => hash(piece.kind, piece.digits));
    return { terms: [{ hashes, tagIds: [] }], words: [], digits, tags: [] };
  }
  const words = search.query.groups.flat().filter(isUseful);
  if (words.length === 0) return null;
  const all = await tenantQuery<Tag>(reader.db, workspaceId, selectTags(workspaceId));
  // A name is found by its beginnings anyhow, so every word may go on; the longest one leads.
  const open = words.map((word) => ({ ...word, isBeginning: true })).toSorted((a, b) => b.word.length - a.word.length);
  const terms = open.map((word) => termOf(word, all, hash));
  return { terms, words: open, digits: null, tags: all };
}

function termOf(word: QueryWord, tags: readonly Tag[], hash: WordHasher): ContactTerm {
  return {
    hashes: [hash('contact', contactBeginning(word.word))],
    tagIds: tags.filter((tag) => isNamed(tag.name, word)).map((tag) => tag.id),
  };
}

function isNamed(text: string, word: QueryWord): boolean {
  return splitWords(text).some((one) => fits(word, one.word));
}

async function verify(
  reader: SearchReader,
  workspaceId: string,
  wanted: Wanted,
  ids: readonly string[],
): Promise<{ id: string; hit: Omit<ContactHit, 'conversations'> }[]> {
  if (ids.length === 0) return [];
  const tagIds = wanted.terms.flatMap((term) => term.tagIds);
  const [contacts, tagged] = await Promise.all([
    loadContacts(reader, workspaceId, ids),
    tagIds.length === 0
      ? []
      : tenantQuery<{ contactId: string; tagId: string }>(reader.db, workspaceId, selectTagsOfContacts(workspaceId, ids, tagIds)),
  ]);
  return ids.flatMap((id) => {
    const contact = contacts.get(id);
    if (contact === undefined) return [];
    const tags = wanted.tags.filter((tag) => tagged.some((row) => row.contactId === id && row.tagId === tag.id));
    const matches = wanted.digits === null ? matchesOf(contact, tags, wanted.words) : digitMatches(contact, wanted.digits);
    if (matches === null) return [];
    const { id: publicId, name, phone, username } = contact;
    return [{ id, hit: { contact: { id: publicId, name, phone, username }, matches } }];
  });
}

type Match = ContactHit['matches'][number];
type Named = Pick<Contact, 'name' | 'profile_name'> & { identifiers: readonly Pick<Contact['identifiers'][number], 'kind' | 'value'>[] };

/** Where the words stand; null unless each stands somewhere. */
function matchesOf(contact: Named, tags: readonly Tag[], words: readonly QueryWord[]): Match[] | null {
  const fields: { field: Match['field']; text: string }[] = [
    ...(contact.name === null ? [] : [{ field: 'name' as const, text: contact.name }]),
    ...(contact.profile_name === null || contact.profile_name === contact.name
      ? []
      : [{ field: 'profile_name' as const, text: contact.profile_name }]),
    ...contact.identifiers
      .filter(({ kind }) => kind !== 'phone' && kind !== 'wa_id')
      .map(({ kind, value }) => ({ field: kind, text: value })),
    ...tags.map((tag) => ({ field: 'tag' as const, text: tag.name })),
  ];
  if (!words.every((word) => fields.some(({ text }) => isNamed(text, word)))) return null;
  return fields.flatMap(({ field, text }) => {
    const own = words.filter((word) => isNamed(text, word));
    const snippet = matchTexts({ groups: own.map((word) => [word]) }, [text]);
    return snippet === null ? [] : [{ field, snippet }];
  });
}

function digitMatches(contact: Named, digits: string): Match[] | null {
  const matches = contact.identifiers.flatMap(({ kind, value }): Match[] => {
    if (kind !== 'phone' && kind !== 'wa_id') return [];
    const at = findDigits(digits, value.slice(1));
    return at === null ? [] : [{ field: kind, snippet: { text: value, matches: [{ start: at.start + 1, length: at.length }] } }];
  });
  return matches.length === 0 ? null : matches;
}

async function withConversations(
  reader: SearchReader,
  workspaceId: string,
  page: readonly { id: string; hit: Omit<ContactHit, 'conversations'> }[],
  viewer: Viewer,
): Promise<ContactHit[]> {
  if (page.length === 0) return [];
  const rows = await tenantQuery<ContactConversationRow>(
    reader.db,
    workspaceId,
    selectContactConversations(
      workspaceId,
      page.map(({ id }) => id),
      3,
      viewer,
    ),
  );
  const byContact = Map.groupBy(rows, (row) => row.contactId);
  return page.map(({ id, hit }) => ({ ...hit, conversations: (byContact.get(id) ?? []).map(presentConversation) }));
}

function presentConversation(row: ContactConversationRow): ContactHit['conversations'][number] {
  return {
    // Ids are made with the very prefixes their types are branded with.
    id: toPublicId(ID_PREFIXES.conversation, row.id) as ContactHit['conversations'][number]['id'],
    number_id: toPublicId(ID_PREFIXES.number, row.numberId) as ContactHit['conversations'][number]['number_id'],
    last_activity_at: new Date(row.lastActivityMs).toISOString(),
  };
}

function readCursor(cursor: string | undefined): string {
  const position = decodeCursor(cursor, 1);
  if (position === null) return lastId;
  const [id] = position;
  if (typeof id !== 'string' || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new AppError('cursor_invalid');
  return id;
}
