import type { RetentionClass } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A hold as stored, with the name of its owner while they are a member. */
export type HoldRow = {
  id: string;
  reasonSealed: Buffer;
  ownerMemberId: string;
  ownerName: string | null;
  /** YYYY-MM-DD. */
  reviewOn: string;
  contactId: string | null;
  conversationId: string | null;
  classes: RetentionClass[] | null;
  fromAt: Date | null;
  untilAt: Date | null;
  createdAt: Date;
  releasedAt: Date | null;
  releaseReasonSealed: Buffer | null;
};

const columns = `h.id, h.reason_sealed as "reasonSealed", h.owner_member_id as "ownerMemberId",
       (select u.name from workspace_members m join users u on u.id = m.user_id
         where m.workspace_id = h.workspace_id and m.id = h.owner_member_id) as "ownerName",
       h.review_on::text as "reviewOn", h.contact_id as "contactId", h.conversation_id as "conversationId", h.classes, h.from_at as "fromAt",
       h.until_at as "untilAt", h.created_at as "createdAt", h.released_at as "releasedAt", h.release_reason_sealed as "releaseReasonSealed"`;

/** Waits until no sweep of the workspace is in the middle of a batch, and keeps batches waiting: a hold counts from its commit on. */
export function lockSweep(workspaceId: string): Statement {
  return { text: `select pg_advisory_xact_lock(hashtext('kabar_retention'), hashtext($1::text))`, values: [workspaceId] };
}

/** Adds a hold. */
export function insertHold(
  workspaceId: string,
  hold: Omit<HoldRow, 'ownerName' | 'releasedAt' | 'releaseReasonSealed'> & { createdBy: string },
): Statement {
  return {
    text: `
      insert into retention_holds (workspace_id, id, reason_sealed, owner_member_id, review_on, contact_id, conversation_id, classes, from_at, until_at,
                                   created_by, created_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      workspaceId,
      hold.id,
      hold.reasonSealed,
      hold.ownerMemberId,
      hold.reviewOn,
      hold.contactId,
      hold.conversationId,
      hold.classes,
      hold.fromAt,
      hold.untilAt,
      hold.createdBy,
      hold.createdAt,
    ],
  };
}

/** A page of holds, newest first. */
export function selectHolds(
  workspaceId: string,
  query: { isReleased: boolean; contactId: string | null; beforeId: string | null; limit: number },
): Statement {
  return {
    text: `
      select ${columns} from retention_holds h
       where h.workspace_id = $1 and (h.released_at is not null) = $2 and ($3::uuid is null or h.contact_id = $3)
         and h.id < coalesce($4::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       order by h.id desc limit $5`,
    values: [workspaceId, query.isReleased, query.contactId, query.beforeId, query.limit],
  };
}

/** One hold. */
export function selectHold(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from retention_holds h where h.workspace_id = $1 and h.id = $2`, values: [workspaceId, id] };
}

/** Changes who answers for a hold and when it is looked at; nothing once it is released. */
export function updateHold(workspaceId: string, id: string, change: { ownerMemberId: string | null; reviewOn: string | null }): Statement {
  return {
    text: `
      update retention_holds set owner_member_id = coalesce($3, owner_member_id), review_on = coalesce($4, review_on)
       where workspace_id = $1 and id = $2 and released_at is null returning id`,
    values: [workspaceId, id, change.ownerMemberId, change.reviewOn],
  };
}

/** Ends a hold; nothing when it has ended. */
export function releaseHold(workspaceId: string, id: string, by: string, reasonSealed: Buffer, at: Date): Statement {
  return {
    text: `
      update retention_holds set released_at = $5, released_by = $3, release_reason_sealed = $4
       where workspace_id = $1 and id = $2 and released_at is null returning id`,
    values: [workspaceId, id, by, reasonSealed, at],
  };
}

/** An active hold with everybody that its contact was merged with. */
export type ActiveHold = {
  id: string;
  classes: RetentionClass[] | null;
  /** Null: not about a contact. */
  contactIds: string[] | null;
  conversationId: string | null;
  fromAt: Date | null;
  untilAt: Date | null;
  reviewOn: string;
};

/** Active holds of a workspace. A hold on a contact covers all contacts of that person, in whichever direction they were merged. */
export function selectActiveHolds(workspaceId: string): Statement {
  return {
    text: `
      with recursive held as (
        select h.* from retention_holds h where h.workspace_id = $1 and h.released_at is null),
      up as (
        select h.id as hold_id, c.id, c.merged_into from held h join contacts c on c.workspace_id = $1 and c.id = h.contact_id
        union
        select up.hold_id, c.id, c.merged_into from up join contacts c on c.workspace_id = $1 and c.id = up.merged_into),
      person as (
        select up.hold_id, up.id from up
        union
        select p.hold_id, c.id from person p join contacts c on c.workspace_id = $1 and c.merged_into = p.id)
      select h.id, h.classes, h.conversation_id as "conversationId", h.from_at as "fromAt", h.until_at as "untilAt", h.review_on::text as "reviewOn",
             case when h.contact_id is not null then coalesce(
               (select array_agg(distinct p.id) from person p where p.hold_id = h.id), array[h.contact_id]) end as "contactIds"
        from held h order by h.id`,
    values: [workspaceId],
  };
}

/** Marks holds whose review date has passed and was not told yet, of all workspaces. */
export function claimReviewAlerts(today: string, limit: number): Statement {
  return {
    text: `
      update retention_holds h set alerted_for = h.review_on
        from (select workspace_id, id from retention_holds
               where released_at is null and review_on <= $1::date and alerted_for is distinct from review_on limit $2 for update skip locked) due
       where h.workspace_id = due.workspace_id and h.id = due.id
      returning h.workspace_id as "workspaceId", h.id, h.owner_member_id as "ownerMemberId", h.review_on::text as "reviewOn"`,
    values: [today, limit],
  };
}

/** Whether a contact, conversation and member of the workspace exist. */
export function selectHoldEnds(
  workspaceId: string,
  ends: { contactId: string | null; conversationId: string | null; memberId: string | null },
): Statement {
  return {
    text: `
      select ($2::uuid is null or exists (select from contacts where workspace_id = $1 and id = $2)) as contact,
             ($3::uuid is null or exists (select from conversations where workspace_id = $1 and id = $3)) as conversation,
             ($4::uuid is null or exists (select from workspace_members where workspace_id = $1 and id = $4)) as member`,
    values: [workspaceId, ends.contactId, ends.conversationId, ends.memberId],
  };
}

/** Active holds that touch a person: on one of their contacts, on a conversation of theirs, or on nobody in particular. */
export function selectHoldsOnPerson(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `
      select h.id, h.reason_sealed as "reasonSealed", h.review_on::text as "reviewOn" from retention_holds h
       where h.workspace_id = $1 and h.released_at is null
         and (h.contact_id is null or h.contact_id = any ($2::uuid[]))
         and (h.conversation_id is null or exists (select from conversations v
               where v.workspace_id = $1 and v.id = h.conversation_id and v.contact_id = any ($2::uuid[])))
       order by h.id`,
    values: [workspaceId, contactIds],
  };
}
