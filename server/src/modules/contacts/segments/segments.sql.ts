import type { ContactFilter } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A segment as stored. */
export type SegmentRow = {
  id: string;
  name: string;
  shared: boolean;
  ownerMemberId: string | null;
  filter: ContactFilter;
  createdAt: Date;
  updatedAt: Date;
};

const columns = `id, name, shared, owner_member_id as "ownerMemberId", filter, created_at as "createdAt", updated_at as "updatedAt"`;

/** Segments that a member sees: the shared ones and their own; all shared ones for no member. */
export function selectSegments(workspaceId: string, memberId: string | null): Statement {
  return {
    text: `
      select ${columns} from segments where workspace_id = $1 and (shared or owner_member_id = $2::uuid)
       order by lower(name), id limit 500`,
    values: [workspaceId, memberId],
  };
}

/** One segment. */
export function selectSegment(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from segments where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** Saves a segment, over what it was. */
export function upsertSegment(workspaceId: string, row: SegmentRow): Statement {
  return {
    text: `
      insert into segments (workspace_id, id, name, shared, owner_member_id, filter, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8)
      on conflict (workspace_id, id) do update
         set name = excluded.name, shared = excluded.shared, filter = excluded.filter, updated_at = excluded.updated_at`,
    values: [workspaceId, row.id, row.name, row.shared, row.ownerMemberId, JSON.stringify(row.filter), row.createdAt, row.updatedAt],
  };
}

/** Deletes a segment. */
export function deleteSegment(workspaceId: string, id: string): Statement {
  return { text: `delete from segments where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** Conditions over `contacts contact`, each of which appends its values; the workspace is `$1`. */
export type Condition = (values: unknown[]) => string;

function whereOf(conditions: readonly Condition[], values: unknown[]): string {
  return [
    'contact.workspace_id = $1',
    'contact.merged_into is null',
    'contact.erased_at is null',
    ...conditions.map((one) => one(values)),
  ].join('\n         and ');
}

const activity = 'coalesce(contact.last_seen_at, contact.created_at)';

/** A page of contact ids that fit, by who wrote last. Relies on contacts_activity. `position` is what the next page begins behind. */
export function selectPageByActivity(
  workspaceId: string,
  conditions: readonly Condition[],
  after: { at: string; id: string } | null,
  limit: number,
): Statement {
  const values: unknown[] = [workspaceId];
  const where = whereOf(conditions, values);
  const place = (value: unknown): string => `$${values.push(value)}`;
  const behind = after === null ? '' : `and (${activity}, contact.id) < (${place(after.at)}::timestamptz, ${place(after.id)}::uuid)`;
  return {
    ...plainName('contacts_by_activity', conditions, after),
    text: `
      select contact.id, ${activity}::text as position
        from contacts contact
       where ${where} ${behind}
       order by ${activity} desc, contact.id desc limit ${place(limit)}`,
    values,
  };
}

/** A page of contact ids that fit, newest first. Relies on the primary key: ids grow with time. */
export function selectPageByCreation(
  workspaceId: string,
  conditions: readonly Condition[],
  beforeId: string | null,
  limit: number,
): Statement {
  const values: unknown[] = [workspaceId];
  const where = whereOf(conditions, values);
  const place = (value: unknown): string => `$${values.push(value)}`;
  const behind = beforeId === null ? '' : `and contact.id < ${place(beforeId)}::uuid`;
  return {
    ...plainName('contacts_by_creation', conditions, beforeId),
    text: `
      select contact.id, contact.id::text as position
        from contacts contact
       where ${where} ${behind}
       order by contact.id desc limit ${place(limit)}`,
    values,
  };
}

/** The list without conditions is asked for most and has one text, so it is prepared. */
function plainName(name: string, conditions: readonly Condition[], after: unknown): { name?: string } {
  if (conditions.length > 0) return {};
  return { name: after === null ? name : `${name}_after` };
}

/** Ids of contacts that fit, in id order, behind one; for engines that go through all of them. */
export function selectIdsAfter(workspaceId: string, conditions: readonly Condition[], afterId: string | null, limit: number): Statement {
  const values: unknown[] = [workspaceId];
  const where = whereOf(conditions, values);
  const place = (value: unknown): string => `$${values.push(value)}`;
  const behind = afterId === null ? '' : `and contact.id > ${place(afterId)}::uuid`;
  return {
    text: `select contact.id from contacts contact where ${where} ${behind} order by contact.id limit ${place(limit)}`,
    values,
  };
}

/** How many contacts fit, at most `limit`: counting stops there. */
export function countContacts(workspaceId: string, conditions: readonly Condition[], limit: number): Statement {
  const values: unknown[] = [workspaceId];
  const where = whereOf(conditions, values);
  const place = `$${values.push(limit)}`;
  return {
    text: `select count(*)::int as count from (select from contacts contact where ${where} limit ${place}) as fitting`,
    values,
  };
}

/** How many of these tags, stages and attributes there are. */
export function countReferences(
  workspaceId: string,
  tagIds: readonly string[],
  stageIds: readonly string[],
  attributeIds: readonly string[],
): Statement {
  return {
    text: `
      select ((select count(*) from tags where workspace_id = $1 and id = any($2::uuid[]))
            + (select count(*) from lifecycle_stages where workspace_id = $1 and id = any($3::uuid[]))
            + (select count(*) from attributes where workspace_id = $1 and id = any($4::uuid[]) and removed_at is null))::int as count`,
    values: [workspaceId, tagIds, stageIds, attributeIds],
  };
}
