import type { KeyRing } from '#platform/crypto/data-key';
import { open, seal, sealedKeyId } from '#platform/crypto/seal';
import type { EngineTx, Statement } from '#platform/db/tx';
import { openContent, type StoredContent } from './stored-content.ts';

/** Two contacts that were one, with their keys. `addresses` are those that go back: `phone <folded digits>` and `bsuid <id>`. */
export type MessageSplit = {
  workspaceId: string;
  fromContactId: string;
  intoContactId: string;
  from: KeyRing;
  into: KeyRing;
  addresses: ReadonlySet<string>;
  foldPhone(digits: string): string;
};

type SortRow = { id: string; contentSealed: Buffer; position: string };

const pageSize = 500;

/**
 * Tells whose each message of a conversation is: what is sealed under the key of the contact that goes was theirs before the
 * merge; of the rest, the address that it came from or went to tells, and where there is none, it goes with the message before it.
 */
export async function sortMessages(
  tx: EngineTx,
  split: MessageSplit,
  conversationId: string,
  defaultOwner: 'theirs' | 'ours',
): Promise<{ theirs: string[]; ours: string[] }> {
  const sorted: { theirs: string[]; ours: string[] } = { theirs: [], ours: [] };
  let owner = defaultOwner;
  let after: { at: string; id: string } | null = null;
  for (;;) {
    const rows: SortRow[] = await tx.query<SortRow>(selectInOrder(split.workspaceId, conversationId, after));
    for (const row of rows) {
      owner = ownerOf(split, row) ?? owner;
      sorted[owner].push(row.id);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return sorted;
    after = { at: last.position, id: last.id };
  }
}

function ownerOf(split: MessageSplit, row: SortRow): 'theirs' | 'ours' | null {
  if (split.from.all.has(sealedKeyId(row.contentSealed))) return 'theirs';
  const addresses = addressesOf(split, openContent(split.into, split.workspaceId, row.id, row.contentSealed));
  if (addresses.length === 0) return null;
  return addresses.some((address) => split.addresses.has(address)) ? 'theirs' : 'ours';
}

function addressesOf({ foldPhone }: MessageSplit, { from, to }: StoredContent): string[] {
  if (to !== undefined) return [to.kind === 'phone' ? `phone ${foldPhone(to.digits)}` : `bsuid ${to.value}`];
  return [
    ...(from?.waId === undefined ? [] : [`phone ${foldPhone(from.waId)}`]),
    ...(from?.bsuid === undefined ? [] : [`bsuid ${from.bsuid}`]),
  ];
}

/**
 * Gives messages to the contact that goes: a conversation of theirs, and everything sealed under the survivor's key is sealed
 * anew under theirs, so that from now on either can be erased without the other.
 */
export async function giveMessagesBack(
  tx: EngineTx,
  split: MessageSplit,
  messageIds: readonly string[],
  conversationId: string,
): Promise<void> {
  const { workspaceId, fromContactId } = split;
  for (let at = 0; at < messageIds.length; at += pageSize) {
    const ids = messageIds.slice(at, at + pageSize);
    await tx.query(updateMessages(workspaceId, ids, conversationId, fromContactId));
    await tx.query(updateDispatch(workspaceId, ids, conversationId));
    const rows = await tx.query<{ id: string; contentSealed: Buffer; wamidSealed: Buffer | null }>(selectSealed(workspaceId, ids));
    const changed = rows.flatMap((row) => {
      const contentSealed = reseal(split, [workspaceId, 'messages', 'content_sealed', row.id], row.contentSealed);
      const wamidSealed = reseal(split, [workspaceId, 'messages', 'wamid_sealed', row.id], row.wamidSealed);
      return contentSealed === row.contentSealed && wamidSealed === row.wamidSealed ? [] : [{ id: row.id, contentSealed, wamidSealed }];
    });
    if (changed.length > 0) await tx.query(updateSealed(workspaceId, changed));
    const reactions = await tx.query<{ id: string; by: string; sealed: Buffer }>(selectReactions(workspaceId, ids));
    for (const { id, by, sealed } of reactions) {
      const anew = reseal(split, [workspaceId, 'message_reactions', 'emoji_sealed', `${id}/${by}`], sealed);
      if (anew !== sealed) await tx.query(updateReaction(workspaceId, id, by, anew));
    }
  }
}

/** Gives messages to another conversation of the contact that stays. */
export async function keepMessages(
  tx: EngineTx,
  split: MessageSplit,
  messageIds: readonly string[],
  conversationId: string,
): Promise<void> {
  await tx.query(updateMessages(split.workspaceId, messageIds, conversationId, split.intoContactId));
  await tx.query(updateDispatch(split.workspaceId, messageIds, conversationId));
}

function reseal<T extends Buffer | null>(split: MessageSplit, aad: readonly string[], sealed: T): T | Buffer {
  if (sealed === null || split.from.all.has(sealedKeyId(sealed))) return sealed;
  return seal(split.from.primary, aad, open(split.into, aad, sealed));
}

function selectInOrder(workspaceId: string, conversationId: string, after: { at: string; id: string } | null): Statement {
  return {
    text: `
      select id, content_sealed as "contentSealed", occurred_at::text as position from messages
       where workspace_id = $1 and conversation_id = $2
         and ($3::timestamptz is null or (occurred_at, id) > ($3::timestamptz, $4::uuid))
       order by occurred_at, id limit ${pageSize}`,
    values: [workspaceId, conversationId, after?.at ?? null, after?.id ?? null],
  };
}

function updateMessages(workspaceId: string, ids: readonly string[], conversationId: string, contactId: string): Statement {
  return {
    text: 'update messages set conversation_id = $3, contact_id = $4 where workspace_id = $1 and id = any($2::uuid[])',
    values: [workspaceId, ids, conversationId, contactId],
  };
}

function updateDispatch(workspaceId: string, ids: readonly string[], conversationId: string): Statement {
  return {
    text: 'update dispatch set conversation_id = $3 where workspace_id = $1 and message_id = any($2::uuid[])',
    values: [workspaceId, ids, conversationId],
  };
}

function selectSealed(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      select id, content_sealed as "contentSealed", wamid_sealed as "wamidSealed" from messages
       where workspace_id = $1 and id = any($2::uuid[])`,
    values: [workspaceId, ids],
  };
}

function updateSealed(workspaceId: string, rows: readonly { id: string; contentSealed: Buffer; wamidSealed: Buffer | null }[]): Statement {
  return {
    text: `
      update messages set content_sealed = item.content, wamid_sealed = item.wamid
        from unnest($2::uuid[], $3::bytea[], $4::bytea[]) as item (id, content, wamid)
       where messages.workspace_id = $1 and messages.id = item.id`,
    values: [workspaceId, rows.map((row) => row.id), rows.map((row) => row.contentSealed), rows.map((row) => row.wamidSealed)],
  };
}

function selectReactions(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      select message_id as id, reacted_by as by, emoji_sealed as sealed from message_reactions
       where workspace_id = $1 and message_id = any($2::uuid[]) and emoji_sealed is not null`,
    values: [workspaceId, ids],
  };
}

function updateReaction(workspaceId: string, id: string, by: string, sealed: Buffer): Statement {
  return {
    text: 'update message_reactions set emoji_sealed = $4 where workspace_id = $1 and message_id = $2 and reacted_by = $3',
    values: [workspaceId, id, by, sealed],
  };
}
