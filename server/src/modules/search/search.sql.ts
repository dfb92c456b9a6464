import { contactVisibleWhere, visibleWhere, viewerName, type Viewer } from '#modules/teams';
import type { Statement } from '#platform/db/tx';

/** What is known of words before looking for documents. `part` tells which question a row answers. */
export type TermRow = { part: 'word' | 'beginning'; asked: number; word: number; documentCount: number };

/** How many words of one beginning are looked for; the most frequent ones. */
export const mostExpansions = 100;

/**
 * Counts of words, and the most frequent words of beginnings with theirs. By primary keys; a word that is not there stands nowhere. The
 * last row tells whether the index is still being made.
 */
export function selectTerms(workspaceId: string, words: readonly number[], beginnings: readonly number[]): Statement {
  return {
    name: 'search_terms',
    text: `
select 'word' as part, w.word as asked, w.word, w.document_count as "documentCount"
  from search_words w where w.workspace_id = $1 and w.word = any($2::bigint[]) and w.document_count > 0
union all
select 'beginning', item.prefix, w.word, w.document_count
  from unnest($3::bigint[]) as item (prefix)
 cross join lateral (select p.word from search_prefixes p where p.workspace_id = $1 and p.prefix = item.prefix
                      order by p.rank desc, p.word limit ${mostExpansions}) p
 cross join lateral (select s.word, s.document_count from search_words s where s.workspace_id = $1 and s.word = p.word limit 1) w
 where w.document_count > 0`,
    values: [workspaceId, words, beginnings],
  };
}

/** Where candidates come from: postings of words, or all documents of some conversations. */
export type Driver = { kind: 'words'; words: readonly number[] } | { kind: 'conversations'; ids: readonly string[] };

/** Filters by database id; null: any. */
export type DocumentFilters = {
  numberId: string | null;
  conversationId: string | null;
  contactId: string | null;
  memberId: string | null;
  tagId: string | null;
  type: string | null;
  direction: 'in' | 'out' | null;
};

/** One step through the candidates: places in `[fromPlace, beforePlace)`, newest first, at most `cap` looked at and `limit` found. */
export type Walk = {
  driver: Driver;
  /** Sets of words of which each document has at least one. */
  oneOf: readonly (readonly number[])[];
  filters: DocumentFilters;
  beforePlace: number;
  fromPlace: number;
  cap: number;
  limit: number;
};

/** A candidate with all that showing it needs. The first two columns say how far the walk went, also in the single row of one that found none. */
export type FoundRow = {
  walkedCount: number;
  walkedTo: number | null;
  place: number | null;
  source: 'message' | 'note';
  id: string;
  workspaceId: string;
  contactId: string;
  conversationId: string;
  numberId: string;
  type: string;
  direction: 'in' | 'out' | null;
  authorKind: string;
  authorId: string | null;
  contentSealed: Buffer | null;
  templateParts: unknown[] | null;
  occurredMs: number;
  nameSealed: Buffer | null;
  profileNameSealed: Buffer | null;
  phoneId: string | null;
  phoneSealed: Buffer | null;
};

/**
 * Walks candidates newest first and gives those that the index says fit, with their content. The candidates come out of one materialized,
 * capped list, and every further table is reached by primary key row by row: however the planner guesses, the work has a bound.
 */
export function walkDocuments(workspaceId: string, walk: Walk, viewer: Viewer): Statement {
  const values: unknown[] = [workspaceId, walk.beforePlace, walk.fromPlace, walk.cap, walk.limit];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const name = ['search_walk', walk.driver.kind, String(walk.oneOf.length), viewerName(viewer)];
  const walked =
    walk.driver.kind === 'words'
      ? `select distinct p.place from unnest(${place(walk.driver.words)}::bigint[]) as item (word)
          cross join lateral (select w.place from message_words w
                               where w.workspace_id = $1 and w.word = item.word and w.place < $2 and w.place >= $3
                               order by w.place desc limit $4) p
          order by p.place desc limit $4`
      : `select p.place from unnest(${place(walk.driver.ids)}::uuid[]) as item (id)
          cross join lateral (select d.place from search_documents d
                               where d.workspace_id = $1 and d.conversation_id = item.id and d.place < $2 and d.place >= $3
                               order by d.place desc limit $4) p
          order by p.place desc limit $4`;
  const conditions = walk.oneOf.map((words) => `d.words && ${place(words)}::bigint[]`);
  const filter = (part: string, value: unknown, condition: (at: string) => string): void => {
    if (value === null) return;
    name.push(part);
    conditions.push(condition(place(value)));
  };
  const { filters } = walk;
  filter('conversation', filters.conversationId, (at) => `d.conversation_id = ${at}`);
  filter('contact', filters.contactId, (at) => `d.contact_id = ${at}`);
  filter('type', filters.type, (at) => `d.type = ${at}`);
  filter('direction', filters.direction, (at) => `d.direction = ${at}`);
  filter('number', filters.numberId, (at) => `c.number_id = ${at}`);
  filter(
    'member',
    filters.memberId,
    (at) => `d.author_id = any(array[${at}::uuid, (select user_id from workspace_members where workspace_id = $1 and id = ${at}::uuid)])`,
  );
  filter(
    'tag',
    filters.tagId,
    (at) =>
      `exists (select from conversation_tags t where t.workspace_id = $1 and t.conversation_id = d.conversation_id and t.tag_id = ${at})`,
  );
  const visible = visibleWhere(viewer, 'c', values);
  return {
    name: name.join('_'),
    text: `
with walked as materialized (${walked}),
found as materialized (
  select d.*, c.number_id
    from walked
   cross join lateral (select * from search_documents d where d.workspace_id = $1 and d.place = walked.place limit 1) d
   cross join lateral (select * from conversations c where c.workspace_id = $1 and c.id = d.conversation_id limit 1) c
   where ${[...conditions, visible].join(' and ')}
   order by walked.place desc limit $5)
select step.count as "walkedCount", step.last as "walkedTo", f.place, f.source, f.source_id as id, f.workspace_id as "workspaceId",
       f.contact_id as "contactId", f.conversation_id as "conversationId", f.number_id as "numberId", f.type, f.direction,
       coalesce(m.author_kind, e.actor_kind) as "authorKind", coalesce(m.author_id, e.actor_id) as "authorId",
       coalesce(m.content_sealed, e.content_sealed) as "contentSealed", m.template_parts as "templateParts",
       (extract(epoch from coalesce(m.occurred_at, e.occurred_at)) * 1000)::float8 as "occurredMs",
       p.name_sealed as "nameSealed", p.profile_name_sealed as "profileNameSealed", phone.id as "phoneId", phone.value_sealed as "phoneSealed"
  from (select count(*)::int as count, min(place) as last from walked) step
  left join found f on true
  left join lateral (
    select m.author_kind, m.author_id, m.content_sealed, m.occurred_at,
           case when m.template_name is not null then (
             select t.components from numbers n
               join templates t on t.workspace_id = n.workspace_id and t.waba_account_id = n.waba_account_id
                    and t.name = m.template_name and t.language = m.template_language
              where n.workspace_id = $1 and n.id = m.number_id limit 1) end as template_parts
      from messages m where f.source = 'message' and m.workspace_id = $1 and m.id = f.source_id and m.revoked_at is null limit 1) m on true
  left join lateral (
    select e.actor_kind, e.actor_id, e.content_sealed, e.occurred_at
      from conversation_entries e where f.source = 'note' and e.workspace_id = $1 and e.id = f.source_id and e.deleted_at is null limit 1) e on true
  left join lateral (
    select k.name_sealed, k.profile_name_sealed from contacts k where k.workspace_id = $1 and k.id = f.contact_id limit 1) p on true
  left join lateral (${newestPhone('f.contact_id')}) phone on true
 order by f.place desc`,
    values,
  };
}

function newestPhone(contact: string): string {
  return `select i.id, i.value_sealed from contact_identifiers i
     where i.workspace_id = $1 and i.contact_id = ${contact} and i.kind in ('phone', 'wa_id') order by i.first_seen_at desc limit 1`;
}

/** Conversations of a contact. By the index of the foreign key. */
export function selectConversationIds(workspaceId: string, contactId: string): Statement {
  return {
    name: 'search_conversations_of',
    text: 'select id from conversations where workspace_id = $1 and contact_id = $2 limit 100',
    values: [workspaceId, contactId],
  };
}

/** Conversations with a tag, up to `limit`. By the index of tags. */
export function selectTagged(workspaceId: string, tagId: string, limit: number): Statement {
  return {
    name: 'search_conversations_tagged',
    text: 'select conversation_id as id from conversation_tags where workspace_id = $1 and tag_id = $2 limit $3',
    values: [workspaceId, tagId, limit],
  };
}

/** What one word (or typed number) of a search for contacts may be found by. */
export type ContactTerm = { hashes: readonly number[]; tagIds: readonly string[] };

/** Filters of a search for contacts. */
export type ContactFilters = { contactId: string | null; tagId: string | null };

/** A contact that the index says fits. */
export type FoundContactRow = { walkedCount: number; walkedTo: string | null; id: string | null };

/** One step through contacts before an id, newest first: the first term leads, each further one is looked up. */
export function walkContacts(
  workspaceId: string,
  terms: readonly ContactTerm[],
  page: { filters: ContactFilters; beforeId: string; cap: number; limit: number },
  viewer: Viewer,
): Statement {
  const values: unknown[] = [workspaceId, page.beforeId, page.cap, page.limit];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const name = ['search_contacts_walk', String(terms.length), viewerName(viewer)];
  const [first, ...rest] = terms;
  const walked = `
  select distinct p.contact_id as id from (
    select w.contact_id from unnest(${place(first?.hashes ?? [])}::bigint[]) as item (word)
     cross join lateral (select w.contact_id from contact_words w
                          where w.workspace_id = $1 and w.word = item.word and w.contact_id < $2::uuid order by w.contact_id desc limit $3) w
    union all
    select t.contact_id from unnest(${place(first?.tagIds ?? [])}::uuid[]) as item (id)
     cross join lateral (select t.contact_id from contact_tags t
                          where t.workspace_id = $1 and t.tag_id = item.id and t.contact_id < $2::uuid order by t.contact_id desc limit $3) t) p
   order by 1 desc limit $3`;
  const conditions = rest.map(
    ({
      hashes,
      tagIds,
    }) => `(exists (select from contact_words w where w.workspace_id = $1 and w.word = any(${place(hashes)}::bigint[]) and w.contact_id = walked.id)
      or exists (select from contact_tags t where t.workspace_id = $1 and t.contact_id = walked.id and t.tag_id = any(${place(tagIds)}::uuid[])))`,
  );
  if (page.filters.contactId !== null) {
    name.push('contact');
    conditions.push(`walked.id = ${place(page.filters.contactId)}`);
  }
  if (page.filters.tagId !== null) {
    name.push('tag');
    const tag = place(page.filters.tagId);
    conditions.push(`exists (select from contact_tags t where t.workspace_id = $1 and t.contact_id = walked.id and t.tag_id = ${tag})`);
  }
  if (viewer.kind === 'some') {
    conditions.push(
      `exists (select from conversations c where c.workspace_id = $1 and c.contact_id = walked.id and ${visibleWhere(viewer, 'c', values)})`,
    );
  }
  return {
    name: name.join('_'),
    text: `
with walked as materialized (${walked}),
found as materialized (
  select walked.id from walked ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''} order by walked.id desc limit $4)
select step.count as "walkedCount", step.last as "walkedTo", f.id
  from (select count(*)::int as count, (select id from walked order by id limit 1) as last from walked) step
  left join found f on true
 order by f.id desc`,
    values,
  };
}

/** A conversation of a contact that was found. */
export type ContactConversationRow = { contactId: string; id: string; numberId: string; lastActivityMs: number };

/** The newest conversations of contacts that the viewer sees, up to `limit` for each. */
export function selectContactConversations(workspaceId: string, contactIds: readonly string[], limit: number, viewer: Viewer): Statement {
  const values: unknown[] = [workspaceId, contactIds, limit];
  const visible = visibleWhere(viewer, 'c', values);
  return {
    name: `search_contact_conversations_${viewerName(viewer)}`,
    text: `
select item.id as "contactId", c.id, c.number_id as "numberId", (extract(epoch from c.last_activity_at) * 1000)::float8 as "lastActivityMs"
  from unnest($2::uuid[]) as item (id)
 cross join lateral (select * from conversations c where c.workspace_id = $1 and c.contact_id = item.id and ${visible}
                      order by c.last_activity_at desc, c.id desc limit $3) c`,
    values,
  };
}

/** Tags of the workspace, by name. There are few. */
export function selectTags(workspaceId: string): Statement {
  return { name: 'search_tags', text: 'select id, name from tags where workspace_id = $1 order by name limit 1000', values: [workspaceId] };
}

/** Which of these tags these contacts have. */
export function selectTagsOfContacts(workspaceId: string, contactIds: readonly string[], tagIds: readonly string[]): Statement {
  return {
    name: 'search_tags_of_contacts',
    text: `select contact_id as "contactId", tag_id as "tagId" from contact_tags
            where workspace_id = $1 and contact_id = any($2::uuid[]) and tag_id = any($3::uuid[])`,
    values: [workspaceId, contactIds, tagIds],
  };
}

/** A template by what its list shows. */
export type TemplateNameRow = { id: string; name: string; language: string; status: string };

/** Templates whose name holds every one of these pieces, in any case. A workspace has hundreds, not millions. */
export function selectTemplatesNamed(workspaceId: string, pieces: readonly string[], limit: number): Statement {
  return {
    name: 'search_templates_named',
    text: `
select id, name, language, status from templates
 where workspace_id = $1 and status <> 'deleted' and not exists (select from unnest($2::text[]) as piece where strpos(lower(name), piece) = 0)
 order by name, language limit $3`,
    values: [workspaceId, pieces, limit],
  };
}

/**
 * True when everything that filters name exists in the workspace, conversation and contact in the viewer's sight; what is null is not asked for.
 */
export function selectAreKnown(workspaceId: string, filters: DocumentFilters, viewer: Viewer): Statement {
  const values: unknown[] = [workspaceId, filters.numberId, filters.conversationId, filters.contactId, filters.memberId, filters.tagId];
  return {
    name: `search_filters_known_${viewerName(viewer)}`,
    text: `
select ($2::uuid is null or exists (select from numbers where workspace_id = $1 and id = $2))
   and ($3::uuid is null or exists (select from conversations c where c.workspace_id = $1 and c.id = $3 and ${visibleWhere(viewer, 'c', values)}))
   and ($4::uuid is null or exists (select from contacts k where k.workspace_id = $1 and k.id = $4 and ${contactVisibleWhere(viewer, 'k', values)}))
   and ($5::uuid is null or exists (select from workspace_members where workspace_id = $1 and id = $5))
   and ($6::uuid is null or exists (select from tags where workspace_id = $1 and id = $6)) as "areKnown"`,
    values,
  };
}
