import type { TagColor } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A tag as stored, with how often it is in use. */
export type TagRow = { id: string; name: string; color: TagColor; createdAt: Date; contactCount: number; conversationCount: number };

/** All tags of a workspace by name. Relies on contact_tags_tag and conversation_tags_tag for the counts. */
export function selectTags(workspaceId: string): Statement {
  return {
    text: `
      select tag.id, tag.name, tag.color, tag.created_at as "createdAt",
             coalesce(contact.count, 0)::int as "contactCount", coalesce(conversation.count, 0)::int as "conversationCount"
        from tags tag
        left join (select tag_id, count(*) from contact_tags
                    where workspace_id = $1
                      and not exists (select from contacts where contacts.workspace_id = $1 and contacts.id = contact_tags.contact_id
                                         and contacts.merged_into is not null)
                    group by tag_id) contact on contact.tag_id = tag.id
        left join (select tag_id, count(*) from conversation_tags where workspace_id = $1 group by tag_id) conversation
               on conversation.tag_id = tag.id
       where tag.workspace_id = $1 order by lower(tag.name), tag.id`,
    values: [workspaceId],
  };
}

/** Adds tags; gives those whose name was free. */
export function insertTags(workspaceId: string, rows: readonly { id: string; name: string; color: TagColor }[], at: Date): Statement {
  return {
    text: `
      insert into tags (workspace_id, id, name, color, created_at)
      select $1, item.id, item.name, item.color, $5 from unnest($2::uuid[], $3::text[], $4::text[]) as item (id, name, color)
      on conflict (workspace_id, lower(name)) do nothing
      returning id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.name), rows.map((row) => row.color), at],
  };
}

/** The tags of these names, whatever their case. */
export function selectTagsByName(workspaceId: string, names: readonly string[]): Statement {
  return {
    text: `select id, name from tags where workspace_id = $1 and lower(name) = any(select lower(item) from unnest($2::text[]) as item)`,
    values: [workspaceId, names],
  };
}

/** Locks tags by id, in id order. */
export function lockTags(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `select id, name, color from tags where workspace_id = $1 and id = any($2::uuid[]) order by id for update`,
    values: [workspaceId, ids],
  };
}

/** Whether another tag has this name. */
export function selectTagNamed(workspaceId: string, name: string, otherThanId: string): Statement {
  return {
    text: `select id from tags where workspace_id = $1 and lower(name) = lower($2) and id <> $3`,
    values: [workspaceId, name, otherThanId],
  };
}

/** Changes name and colour. */
export function updateTag(workspaceId: string, id: string, name: string, color: TagColor): Statement {
  return { text: `update tags set name = $3, color = $4 where workspace_id = $1 and id = $2`, values: [workspaceId, id, name, color] };
}

/** Deletes a tag, and with it its place on contacts and conversations. */
export function deleteTag(workspaceId: string, id: string): Statement {
  return { text: `delete from tags where workspace_id = $1 and id = $2 returning id`, values: [workspaceId, id] };
}

/** Gives all contacts of one tag another as well. */
export function copyContactTag(workspaceId: string, fromId: string, intoId: string): Statement {
  return {
    text: `
      insert into contact_tags (workspace_id, contact_id, tag_id, tagged_at)
      select workspace_id, contact_id, $3, tagged_at from contact_tags where workspace_id = $1 and tag_id = $2
      on conflict do nothing`,
    values: [workspaceId, fromId, intoId],
  };
}

/** Tags contacts, pair by pair; gives the pairs that were new. */
export function insertContactTags(workspaceId: string, pairs: readonly { contactId: string; tagId: string }[], at: Date): Statement {
  return {
    name: 'contact_tags_insert',
    text: `
      insert into contact_tags (workspace_id, contact_id, tag_id, tagged_at)
      select distinct $1::uuid, item.contact_id, item.tag_id, $4::timestamptz from unnest($2::uuid[], $3::uuid[]) as item (contact_id, tag_id)
      on conflict do nothing
      returning contact_id as "contactId", tag_id as "tagId"`,
    values: [workspaceId, pairs.map((pair) => pair.contactId), pairs.map((pair) => pair.tagId), at],
  };
}

/** Takes tags from contacts, pair by pair; gives the pairs that were there. */
export function deleteContactTags(workspaceId: string, pairs: readonly { contactId: string; tagId: string }[]): Statement {
  return {
    text: `
      delete from contact_tags using unnest($2::uuid[], $3::uuid[]) as item (contact_id, tag_id)
       where contact_tags.workspace_id = $1 and contact_tags.contact_id = item.contact_id and contact_tags.tag_id = item.tag_id
      returning contact_tags.contact_id as "contactId", contact_tags.tag_id as "tagId"`,
    values: [workspaceId, pairs.map((pair) => pair.contactId), pairs.map((pair) => pair.tagId)],
  };
}

/** Tags of contacts, oldest first. Relies on the primary key. */
export function selectContactTags(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    name: 'contact_tags_of_contacts',
    text: `
      select contact_id as "contactId", tag_id as "tagId" from contact_tags
       where workspace_id = $1 and contact_id = any($2::uuid[]) order by tagged_at, tag_id`,
    values: [workspaceId, contactIds],
  };
}
