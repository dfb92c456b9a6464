import type { Statement } from '#platform/db/tx';

/** How a block stands at one number. */
export type BlockRow = {
  numberId: string;
  wanted: 'blocked' | 'unblocked';
  state: 'applied' | 'pending' | 'waiting' | 'failed';
  reason: string | null;
  updatedAt: Date;
};

/** A block that WhatsApp is to be told of. */
export type DueBlock = { workspaceId: string; contactId: string; numberId: string; wanted: 'blocked' | 'unblocked'; attempts: number };

/** Blocks of a contact by number. */
export function selectBlocks(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select number_id as "numberId", wanted, state, reason, updated_at as "updatedAt" from contact_blocks
       where workspace_id = $1 and contact_id = $2 order by number_id`,
    values: [workspaceId, contactId],
  };
}

/** Since when a contact is blocked. */
export function selectBlockedAt(workspaceId: string, contactId: string): Statement {
  return { text: `select blocked_at as "blockedAt" from contacts where workspace_id = $1 and id = $2`, values: [workspaceId, contactId] };
}

/** Marks a contact as blocked or not. */
export function updateBlockedAt(workspaceId: string, contactId: string, blockedAt: Date | null, at: Date): Statement {
  return {
    text: `
      update contacts set blocked_at = $3, updated_at = greatest($4, updated_at + interval '1 microsecond')
       where workspace_id = $1 and id = $2`,
    values: [workspaceId, contactId, blockedAt, at],
  };
}

/** Wants a block at every number that talks with the contact. What is applied already stays. */
export function wantBlocks(workspaceId: string, contactId: string, at: Date): Statement {
  return {
    text: `
      insert into contact_blocks as block (workspace_id, contact_id, number_id, wanted, state, next_try_at, updated_at)
      select workspace_id, contact_id, number_id, 'blocked', 'pending', $3, $3 from conversations
       where workspace_id = $1 and contact_id = $2
      on conflict (workspace_id, contact_id, number_id) do update
         set wanted = 'blocked', state = 'pending', reason = null, attempts = 0, next_try_at = $3, updated_at = $3
       where block.wanted = 'unblocked'`,
    values: [workspaceId, contactId, at],
  };
}

/** Wants the end of every block; where WhatsApp never had it, there is nothing to do. */
export function wantUnblocks(workspaceId: string, contactId: string, at: Date): Statement {
  return {
    text: `
      update contact_blocks
         set wanted = 'unblocked', state = case when state = 'waiting' then 'applied' else 'pending' end, reason = null, attempts = 0,
             next_try_at = case when state = 'waiting' then null else $3::timestamptz end, updated_at = $3::timestamptz
       where workspace_id = $1 and contact_id = $2 and wanted = 'blocked'`,
    values: [workspaceId, contactId, at],
  };
}

/**
 * Wants blocks that came to be needed since: at numbers that began to talk with a blocked contact, and where WhatsApp refused
 * until the customer wrote again and they did. Relies on contacts_blocked.
 */
export function wantMissingBlocks(at: Date): Statement {
  return {
    text: `
      insert into contact_blocks as block (workspace_id, contact_id, number_id, wanted, state, next_try_at, updated_at)
      select conversation.workspace_id, conversation.contact_id, conversation.number_id, 'blocked', 'pending', $1, $1
        from contacts contact
        join conversations conversation on conversation.workspace_id = contact.workspace_id and conversation.contact_id = contact.id
        left join contact_blocks known on known.workspace_id = conversation.workspace_id and known.contact_id = conversation.contact_id
              and known.number_id = conversation.number_id
       where contact.blocked_at is not null and contact.merged_into is null and contact.erased_at is null
         and (known.number_id is null or (known.state = 'waiting' and conversation.last_inbound_at > known.updated_at))
      on conflict (workspace_id, contact_id, number_id) do update
         set state = 'pending', reason = null, attempts = 0, next_try_at = $1, updated_at = $1
       where block.state = 'waiting' and block.wanted = 'blocked'`,
    values: [at],
  };
}

/** Takes blocks that are due, of one contact or of all, and puts their next try behind the longest call. Relies on contact_blocks_due. */
export function claimDueBlocks(now: Date, leaseUntil: Date, contactId: string | null, limit: number): Statement {
  return {
    text: `
      with due as (
        select workspace_id, contact_id, number_id from contact_blocks
         where next_try_at <= $1 and ($3::uuid is null or contact_id = $3) order by next_try_at limit $4 for update skip locked)
      update contact_blocks block set next_try_at = $2, attempts = block.attempts + 1
        from due
       where block.workspace_id = due.workspace_id and block.contact_id = due.contact_id and block.number_id = due.number_id
      returning block.workspace_id as "workspaceId", block.contact_id as "contactId", block.number_id as "numberId", block.wanted,
                block.attempts`,
    values: [now, leaseUntil, contactId, limit],
  };
}

/** Records what became of a try, unless the opposite is wanted meanwhile. Gives the row when it was. */
export function updateBlock(
  block: DueBlock,
  outcome: { state: BlockRow['state']; reason: string | null; nextTryAt: Date | null },
  at: Date,
): Statement {
  return {
    text: `
      update contact_blocks set state = $5, reason = $6, next_try_at = $7, updated_at = $8
       where workspace_id = $1 and contact_id = $2 and number_id = $3 and wanted = $4
      returning number_id`,
    values: [block.workspaceId, block.contactId, block.numberId, block.wanted, outcome.state, outcome.reason, outcome.nextTryAt, at],
  };
}
