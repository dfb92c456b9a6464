import { setImmediate as nextTurn } from 'node:timers/promises';
import { openNoteText } from '#modules/conversations';
import type { Keyring } from '#modules/keyring';
import { openContent } from '#modules/messages';
import type { KeyRing } from '#platform/crypto/data-key';
import { SealError } from '#platform/crypto/seal-error';
import type { EngineTx } from '#platform/db/tx';
import { placeOf } from './document-place.ts';
import {
  deleteDocuments,
  insertDocuments,
  lockIndexes,
  moveWordsToRank,
  updateCounts,
  type NewDocument,
  type PrefixRow,
  type RankedWord,
  type RemovedWord,
  type SourceRef,
  type SourceRow,
} from './documents.sql.ts';
import { batchHasher, type WordHasher } from './hash-words.ts';
import { messageTexts } from './message-texts.ts';
import { beginningsOf, isIndexed, splitWords } from './split-words.ts';

/** Words of one document that are indexed. */
const mostWords = 400;
/** Documents prepared before others get a turn of the event loop. */
const perTurn = 40;

/** A document with its words in the clear, which only live in memory and for as long as a batch. */
type Prepared = { document: NewDocument; words: ReadonlySet<string>; hash: WordHasher };

/**
 * What can be read of a message or note; nothing without content or key, or where the seal is broken: one bad row must neither stop the
 * index nor spoil an answer.
 */
export function textsOf(row: Omit<SourceRow, 'occurredMs' | 'authorId' | 'direction'>, ring: KeyRing | undefined): string[] {
  if (row.contentSealed === null || ring === undefined) return [];
  try {
    if (row.source === 'note') return [openNoteText(ring, row.workspaceId, row.id, row.contentSealed)];
    return messageTexts(row.type, openContent(ring, row.workspaceId, row.id, row.contentSealed).content, row.templateParts);
  } catch (error) {
    if (error instanceof SealError) return [];
    throw error;
  }
}

/**
 * Brings messages and notes into the index as they are now, in the caller's transaction, of any workspaces: what stood there of them is
 * replaced; what has no words (any more) is left out. Idempotent.
 */
export async function indexDocuments(keyring: Keyring, tx: EngineTx, rows: readonly SourceRow[]): Promise<void> {
  if (rows.length === 0) return;
  const rings = await keyring.contactKeys(rows);
  const hashers = new Map<string, WordHasher>();
  for (const workspaceId of new Set(rows.map((row) => row.workspaceId)))
    hashers.set(workspaceId, await batchHasher(keyring, tx, workspaceId));
  const prepared: Prepared[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % perTurn === perTurn - 1) await nextTurn();
    const hash = hashers.get(row.workspaceId);
    if (hash === undefined) continue;
    const words = wordsOf(textsOf(row, rings.get(row.contactId)));
    if (words.size === 0) continue;
    const document = {
      ...row,
      place: placeOf(new Date(row.occurredMs), row.id),
      words: [...new Set([...words].map((word) => hash('word', word)))],
    };
    prepared.push({ document, words, hash });
  }
  await tx.query(lockIndexes(rows.map((row) => row.workspaceId)));
  const removed = await tx.query<RemovedWord>(deleteDocuments(rows));
  await insertAll(
    tx,
    prepared.map(({ document }) => document),
  );
  await count(tx, prepared, removed);
}

/** Takes messages and notes out of the index. Idempotent. */
export async function removeDocuments(tx: EngineTx, refs: readonly SourceRef[]): Promise<void> {
  if (refs.length === 0) return;
  await tx.query(lockIndexes(refs.map((ref) => ref.workspaceId)));
  await count(tx, [], await tx.query<RemovedWord>(deleteDocuments(refs)));
}

function wordsOf(texts: readonly string[]): Set<string> {
  const words = new Set<string>();
  for (const text of texts) {
    for (const { word } of splitWords(text)) {
      if (words.size >= mostWords) return words;
      if (isIndexed(word)) words.add(word);
    }
  }
  return words;
}

/** Two documents can want one place; the second moves on within its tenth of a second. */
async function insertAll(tx: EngineTx, documents: readonly NewDocument[]): Promise<void> {
  const taken = new Set<string>();
  let left = documents.map((document) => ({ ...document }));
  while (left.length > 0) {
    for (const document of left) {
      while (taken.has(`${document.workspaceId} ${document.place}`)) document.place += 1;
      taken.add(`${document.workspaceId} ${document.place}`);
    }
    const stored = new Set((await tx.query<{ id: string }>(insertDocuments(left))).map((row) => row.id));
    left = left.filter((document) => !stored.has(document.id));
  }
}

async function count(tx: EngineTx, added: readonly Prepared[], removed: readonly RemovedWord[]): Promise<void> {
  const changes = new Map<string, { workspaceId: string; word: number; change: number }>();
  const change = (workspaceId: string, word: number, by: number): void => {
    const id = `${workspaceId} ${word}`;
    const known = changes.get(id);
    if (known === undefined) changes.set(id, { workspaceId, word, change: by });
    else known.change += by;
  };
  for (const { workspaceId, word, count: times } of removed) change(workspaceId, word, -times);
  for (const { document } of added) for (const word of document.words) change(document.workspaceId, word, 1);
  const counts = [...changes.values()].filter((one) => one.change !== 0);
  if (counts.length === 0) return;
  const ranked = await tx.query<RankedWord>(updateCounts(counts));
  if (ranked.length === 0) return;
  const rows = prefixRows(added, ranked);
  if (rows.length > 0) await tx.query(moveWordsToRank(rows));
}

function prefixRows(added: readonly Prepared[], ranked: readonly RankedWord[]): PrefixRow[] {
  const ranks = new Map(ranked.map((one) => [`${one.workspaceId} ${one.word}`, one]));
  const rows: PrefixRow[] = [];
  for (const { document, words, hash } of added) {
    for (const word of words) {
      const id = `${document.workspaceId} ${hash('word', word)}`;
      const rank = ranks.get(id);
      if (rank === undefined) continue;
      ranks.delete(id);
      for (const beginning of beginningsOf(word)) rows.push({ ...rank, prefix: hash('beginning', beginning) });
    }
  }
  return rows;
}
