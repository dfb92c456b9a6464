import type { Statement } from '#platform/db/tx';

/** A message or note as the index takes it in. `templateParts` are the components of the named template, where it is known. */
export type SourceRow = {
  workspaceId: string;
  id: string;
  source: 'message' | 'note';
  contactId: string;
  conversationId: string;
  type: string;
  direction: 'in' | 'out' | null;
  authorId: string | null;
  contentSealed: Buffer | null;
  /** Milliseconds since 1970. */
  occurredMs: number;
  templateParts: unknown[] | null;
};

/** Ids with the workspace they belong to, by position. */
export type SourceRef = { workspaceId: string; id: string };

const messageColumns = `
       m.workspace_id as "workspaceId", m.id, 'message' as source, m.contact_id as "contactId", m.conversation_id as "conversationId", m.type,
       m.direction, case when m.author_kind = 'member' then m.author_id end as "authorId",
       case when m.revoked_at is null and kabar_may_process(m.workspace_id, m.contact_id, 'search') then m.content_sealed end as "contentSealed",
       (extract(epoch from m.occurred_at) * 1000)::float8 as "occurredMs", t.components as "templateParts"`;

/** The template that a message names, as the account of its number has it. */
const messageTemplate = `
  left join lateral (
    select t.components from numbers n
     cross join lateral (select t.components from templates t
                          where t.workspace_id = n.workspace_id and t.waba_account_id = n.waba_account_id
                            and t.name = m.template_name and t.language = m.template_language limit 1) t
     where m.template_name is not null and n.workspace_id = m.workspace_id and n.id = m.number_id limit 1) t on true`;

/** Messages that are not in the index yet, or changed since: most news of a message are about its way and change no text. */
export function selectChangedMessages(refs: readonly SourceRef[]): Statement {
  return {
    name: 'search_changed_messages',
    text: `
select ${messageColumns}
  from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
  join messages m on m.workspace_id = item.workspace_id and m.id = item.id
  left join lateral (select d.place from search_documents d
                      where d.workspace_id = m.workspace_id and d.source_id = m.id limit 1) d on true
  ${messageTemplate}
 where d.place is null or m.edited_at is not null or m.revoked_at is not null`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id)],
  };
}

/** Messages of a workspace before an id that are not in the index yet, newest first, with all ids looked at. By primary key. */
export function selectMessagesBefore(workspaceId: string, beforeId: string, limit: number): Statement {
  return {
    name: 'search_messages_before',
    text: `
select ${messageColumns}
  from (select * from messages where workspace_id = $1 and id < $2::uuid order by id desc limit $3) m
  ${messageTemplate}
 order by m.id desc`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Messages of a contact before an id, newest first, whether they are in the index or not. */
export function selectMessagesOfContact(workspaceId: string, contactId: string, beforeId: string, limit: number): Statement {
  return {
    text: `
select ${messageColumns}
  from (select m.* from conversations v join messages m on m.workspace_id = v.workspace_id and m.conversation_id = v.id
         where v.workspace_id = $1 and v.contact_id = $2 and m.id < $3::uuid order by m.id desc limit $4) m
  ${messageTemplate}
 order by m.id desc`,
    values: [workspaceId, contactId, beforeId, limit],
  };
}

const noteColumns = `
       e.workspace_id as "workspaceId", e.id, 'note' as source, c.contact_id as "contactId", e.conversation_id as "conversationId", 'note' as type,
       null as direction, case when e.actor_kind = 'member' then e.actor_id end as "authorId",
       case when e.deleted_at is null and kabar_may_process(c.workspace_id, c.contact_id, 'search') then e.content_sealed end as "contentSealed",
       (extract(epoch from e.occurred_at) * 1000)::float8 as "occurredMs", null as "templateParts"`;

/** Notes by id; other entries carry no text and are left out. */
export function selectNotes(refs: readonly SourceRef[]): Statement {
  return {
    name: 'search_notes',
    text: `
select ${noteColumns}
  from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
  join conversation_entries e on e.workspace_id = item.workspace_id and e.id = item.id and e.kind = 'note'
  join conversations c on c.workspace_id = e.workspace_id and c.id = e.conversation_id`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id)],
  };
}

/** Entries of a workspace before an id, newest first; those that are no notes come without content. By primary key. */
export function selectEntriesBefore(workspaceId: string, beforeId: string, limit: number): Statement {
  return {
    name: 'search_entries_before',
    text: `
select ${noteColumns}
  from (select * from conversation_entries where workspace_id = $1 and id < $2::uuid order by id desc limit $3) e
  join conversations c on c.workspace_id = e.workspace_id and c.id = e.conversation_id
 order by e.id desc`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Entries of a contact's conversations before an id, newest first; those that are no notes come without content. */
export function selectNotesOfContact(workspaceId: string, contactId: string, beforeId: string, limit: number): Statement {
  return {
    text: `
select ${noteColumns}
  from conversations c join conversation_entries e on e.workspace_id = c.workspace_id and e.conversation_id = c.id
 where c.workspace_id = $1 and c.contact_id = $2 and e.id < $3::uuid and e.kind = 'note'
 order by e.id desc limit $4`,
    values: [workspaceId, contactId, beforeId, limit],
  };
}

/** One transaction at a time writes the index of a workspace, so that counts and their words agree. In one order, so it cannot deadlock. */
export function lockIndexes(workspaceIds: readonly string[]): Statement {
  return {
    name: 'search_lock_indexes',
    text: `
select pg_advisory_xact_lock(hashtext('kabar_search'), hashtext(item.id))
  from (select distinct unnest($1::text[]) as id order by id) as item`,
    values: [workspaceIds],
  };
}

/** What a removed document counted for. */
export type RemovedWord = { workspaceId: string; word: number; count: number };

/**
 * Takes documents out by what they were made from, with their postings; gives how often each word went. Rows are found one by one by their
 * keys and deleted by their place: a join would be planned on what the planner believes of tables that grow by the second. In the order of the index,
 * so that each of its pages is come to once.
 */
export function deleteDocuments(refs: readonly SourceRef[]): Statement {
  return {
    name: 'search_delete_documents',
    text: `
with gone as (
  delete from search_documents where ctid = any(array(
    select d.ctid from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
     cross join lateral (select d.ctid from search_documents d
                          where d.workspace_id = item.workspace_id and d.source_id = item.id limit 1) d))
  returning workspace_id, place, words
), postings as (
  delete from message_words where ctid = any(array(
    select w.ctid
      from (select gone.workspace_id, item.word, gone.place from gone cross join unnest(gone.words) as item (word) order by 1, 2, 3) as item
     cross join lateral (select w.ctid from message_words w
                          where w.workspace_id = item.workspace_id and w.word = item.word and w.place = item.place limit 1) w))
  returning workspace_id, word)
select workspace_id as "workspaceId", word, count(*)::int as count from postings group by 1, 2`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id)],
  };
}

/** Ids of up to `limit` documents of contacts. */
export function selectDocumentsOfContacts(workspaceId: string, contactIds: readonly string[], limit: number): Statement {
  return {
    text: 'select source_id as id from search_documents where workspace_id = $1 and contact_id = any($2::uuid[]) limit $3',
    values: [workspaceId, contactIds, limit],
  };
}

/** A document to be put into the index. */
export type NewDocument = {
  workspaceId: string;
  place: number;
  source: 'message' | 'note';
  id: string;
  contactId: string;
  conversationId: string;
  type: string;
  direction: 'in' | 'out' | null;
  authorId: string | null;
  words: readonly number[];
};

/**
 * Inserts documents with their postings; gives the ids that found their place. Those whose place is taken have to try another. The postings of a
 * document lie together, so that taking out somebody's documents touches a page for each and not one for each of their words.
 */
export function insertDocuments(documents: readonly NewDocument[]): Statement {
  return {
    name: 'search_insert_documents',
    text: `
with fresh as (
  insert into search_documents (workspace_id, place, source, source_id, contact_id, conversation_id, type, direction, author_id, words)
  select item.workspace_id, item.place, item.source, item.id, item.contact_id, item.conversation_id, item.type, item.direction, item.author_id,
         string_to_array(item.words, ' ')::bigint[]
    from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::text[])
         as item (workspace_id, place, source, id, contact_id, conversation_id, type, direction, author_id, words)
  on conflict (workspace_id, place) do nothing
  returning workspace_id, place, source_id, words
), postings as (
  insert into message_words (workspace_id, word, place)
  select fresh.workspace_id, item.word, fresh.place from fresh cross join unnest(fresh.words) as item (word)
   order by 1, 3, 2)
select source_id as id from fresh`,
    values: [
      documents.map((document) => document.workspaceId),
      documents.map((document) => document.place),
      documents.map((document) => document.source),
      documents.map((document) => document.id),
      documents.map((document) => document.contactId),
      documents.map((document) => document.conversationId),
      documents.map((document) => document.type),
      documents.map((document) => document.direction),
      documents.map((document) => document.authorId),
      documents.map((document) => document.words.join(' ')),
    ],
  };
}

/** By how much a word's count changes. */
export type WordCount = { workspaceId: string; word: number; change: number };

/** A word whose rank among the words of one beginning is new. */
export type RankedWord = { workspaceId: string; word: number; rankBefore: number | null; rank: number };

/** Changes counts of words, each word once in the list, in order. A count never falls below nothing, a rank never falls. Gives the words whose rank changed. */
export function updateCounts(counts: readonly WordCount[]): Statement {
  return {
    name: 'search_update_counts',
    text: `
with counted as (
  insert into search_words as w (workspace_id, word, document_count, rank)
  select item.workspace_id, item.word, item.change, floor(log(4, greatest(item.change, 1)))::smallint
    from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as item (workspace_id, word, change)
   order by 1, 2
      on conflict (workspace_id, word) do update
     set document_count = greatest(w.document_count + excluded.document_count, 0),
         rank = greatest(w.rank, floor(log(4, greatest(w.document_count + excluded.document_count, 1)))::smallint)
  returning w.workspace_id, w.word, old.rank as rank_before, new.rank)
select workspace_id as "workspaceId", word, rank_before as "rankBefore", rank from counted where rank is distinct from rank_before`,
    values: [counts.map((count) => count.workspaceId), counts.map((count) => count.word), counts.map((count) => count.change)],
  };
}

/** A word under one of its beginnings. */
export type PrefixRow = { workspaceId: string; prefix: number; word: number; rankBefore: number | null; rank: number };

/** Puts words under their beginnings at their new rank and takes them from the old one. */
export function moveWordsToRank(rows: readonly PrefixRow[]): Statement {
  return {
    name: 'search_move_words',
    text: `
with gone as (
  delete from search_prefixes where ctid = any(array(
    select p.ctid from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::smallint[]) as item (workspace_id, prefix, word, rank)
     cross join lateral (select p.ctid from search_prefixes p
                          where p.workspace_id = item.workspace_id and p.prefix = item.prefix and p.rank = item.rank and p.word = item.word limit 1) p
     where item.rank is not null)))
insert into search_prefixes (workspace_id, prefix, rank, word)
select item.workspace_id, item.prefix, item.rank, item.word
  from unnest($1::uuid[], $2::bigint[], $3::bigint[], $5::smallint[]) as item (workspace_id, prefix, word, rank)
 order by 1, 2, 3, 4
    on conflict do nothing`,
    values: [
      rows.map((row) => row.workspaceId),
      rows.map((row) => row.prefix),
      rows.map((row) => row.word),
      rows.map((row) => row.rankBefore),
      rows.map((row) => row.rank),
    ],
  };
}

/** A contact of whom something is told; `isMerged`: that they were joined with another. */
export type ToldContact = SourceRef & { isMerged: boolean };

/**
 * Gives documents of contacts the contact and conversation that their messages and notes have now, after people were joined or taken apart. Whoever never was
 * is passed over: looking at each of their documents would cost as much as removing them.
 */
export function relocateDocuments(refs: readonly ToldContact[]): Statement {
  return {
    name: 'search_relocate_documents',
    text: `
with moved as materialized (
  select item.workspace_id, item.contact_id
    from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as item (workspace_id, contact_id, is_merged)
   where item.is_merged
      or exists (select from contact_merges g where g.workspace_id = item.workspace_id and g.contact_id = item.contact_id)
      or exists (select from contact_merges g where g.workspace_id = item.workspace_id and g.merged_contact_id = item.contact_id)
), now_at as materialized (
  select d.workspace_id, d.place, c.contact_id, c.id as conversation_id
    from moved as item
   cross join lateral (select * from search_documents d where d.workspace_id = item.workspace_id and d.contact_id = item.contact_id) d
   cross join lateral (
     select m.conversation_id as id from messages m where d.source = 'message' and m.workspace_id = d.workspace_id and m.id = d.source_id
     union all
     select e.conversation_id from conversation_entries e where d.source = 'note' and e.workspace_id = d.workspace_id and e.id = d.source_id) o
   cross join lateral (select c.id, c.contact_id from conversations c where c.workspace_id = d.workspace_id and c.id = o.id limit 1) c
   where c.contact_id <> d.contact_id or c.id <> d.conversation_id)
update search_documents d set contact_id = now_at.contact_id, conversation_id = now_at.conversation_id
  from now_at where d.workspace_id = now_at.workspace_id and d.place = now_at.place`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id), refs.map((ref) => ref.isMerged)],
  };
}
