import type { Statement } from '#platform/db/tx';
import type { SourceRef } from './documents.sql.ts';

/** A contact as the index takes it in, one row per identifier; null where it has none. */
export type ContactSourceRow = {
  workspaceId: string;
  id: string;
  isGone: boolean;
  /** Erased or restricted: nothing they wrote may be found either. */
  isClosed: boolean;
  nameSealed: Buffer | null;
  profileNameSealed: Buffer | null;
  identifierId: string | null;
  kind: string | null;
  valueSealed: Buffer | null;
};

const columns = `
       c.workspace_id as "workspaceId", c.id, (c.merged_into is not null or not kabar_may_process(c.workspace_id, c.id, 'search')) as "isGone",
       not kabar_may_process(c.workspace_id, c.id, 'search') as "isClosed", c.name_sealed as "nameSealed",
       c.profile_name_sealed as "profileNameSealed", i.id as "identifierId", i.kind, i.value_sealed as "valueSealed"`;

/** Contacts with their identifiers; merged and erased ones are marked. */
export function selectContactSources(refs: readonly SourceRef[]): Statement {
  return {
    name: 'search_contact_sources',
    text: `
select ${columns}
  from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
  join contacts c on c.workspace_id = item.workspace_id and c.id = item.id
  left join contact_identifiers i on i.workspace_id = c.workspace_id and i.contact_id = c.id`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id)],
  };
}

/** Contacts of a workspace before an id, newest first. By primary key. */
export function selectContactsBefore(workspaceId: string, beforeId: string, limit: number): Statement {
  return {
    name: 'search_contacts_before',
    text: `
select ${columns}
  from (select * from contacts where workspace_id = $1 and id < $2::uuid order by id desc limit $3) c
  left join contact_identifiers i on i.workspace_id = c.workspace_id and i.contact_id = c.id
 order by c.id desc`,
    values: [workspaceId, beforeId, limit],
  };
}

/** What one contact is found by. */
export type ContactWord = { workspaceId: string; contactId: string; word: number };

/** What contacts are found by now. By the index on the contact. */
export function selectContactWords(refs: readonly SourceRef[]): Statement {
  return {
    name: 'search_contact_words',
    text: `
select w.workspace_id as "workspaceId", w.contact_id as "contactId", w.word
  from unnest($1::uuid[], $2::uuid[]) as item (workspace_id, id)
 cross join lateral (select * from contact_words w where w.workspace_id = item.workspace_id and w.contact_id = item.id) w`,
    values: [refs.map((ref) => ref.workspaceId), refs.map((ref) => ref.id)],
  };
}

/** Adds what contacts are found by. */
export function insertContactWords(words: readonly ContactWord[]): Statement {
  return {
    name: 'search_insert_contact_words',
    text: `
insert into contact_words (workspace_id, word, contact_id)
select * from unnest($1::uuid[], $2::bigint[], $3::uuid[]) order by 1, 2, 3
    on conflict do nothing`,
    values: columnsOf(words),
  };
}

/** Takes away what contacts are found by, each row by its key. */
export function deleteContactWords(words: readonly ContactWord[]): Statement {
  return {
    name: 'search_delete_contact_words',
    text: `
delete from contact_words where ctid = any(array(
  select w.ctid from unnest($1::uuid[], $2::bigint[], $3::uuid[]) as item (workspace_id, word, contact_id)
   cross join lateral (select w.ctid from contact_words w
                        where w.workspace_id = item.workspace_id and w.word = item.word and w.contact_id = item.contact_id limit 1) w))`,
    values: columnsOf(words),
  };
}

function columnsOf(words: readonly ContactWord[]): unknown[] {
  return [words.map((word) => word.workspaceId), words.map((word) => word.word), words.map((word) => word.contactId)];
}
