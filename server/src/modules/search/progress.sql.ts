import type { Statement } from '#platform/db/tx';

/** How far the index of a workspace has come with what was stored before. */
export type ProgressRow = {
  workspaceId: string;
  messagesBefore: string;
  entriesBefore: string;
  contactsBefore: string;
  isEmptying: boolean;
  /** The workspace does not want messages and notes to be indexed. */
  messagesOff: boolean;
};

const fromTheStart = `messages_before = default, entries_before = default, contacts_before = default, started_at = excluded.started_at, done_at = null`;

/** Notes for all workspaces that everything stored so far is to be taken in. */
export function startProgress(at: Date): Statement {
  return {
    text: `
insert into search_progress (workspace_id, started_at) select id, $1 from workspaces
    on conflict (workspace_id) do update set ${fromTheStart}`,
    values: [at],
  };
}

/** Notes for one workspace that its index is to be thrown away and made anew; the next run of the backfill does it. */
export function startRebuild(workspaceId: string, at: Date): Statement {
  return {
    text: `
insert into search_progress (workspace_id, is_emptying, started_at) values ($1, true, $2)
    on conflict (workspace_id) do update set ${fromTheStart}, is_emptying = true`,
    values: [workspaceId, at],
  };
}

/** Notes whether messages and notes may be indexed, and that the index is to be thrown away and made anew with what still belongs into it. */
export function switchMessages(workspaceId: string, isOn: boolean, at: Date): Statement {
  return {
    text: `
insert into search_progress (workspace_id, is_emptying, messages_off, started_at) values ($1, true, $2, $3)
    on conflict (workspace_id) do update set ${fromTheStart}, is_emptying = true, messages_off = excluded.messages_off`,
    values: [workspaceId, !isOn, at],
  };
}

/** Which of these workspaces do not want messages and notes to be indexed. By primary key. */
export function selectMessagesOff(workspaceIds: readonly string[]): Statement {
  return {
    name: 'search_messages_off',
    text: 'select workspace_id as "workspaceId" from search_progress where workspace_id = any($1::uuid[]) and messages_off',
    values: [workspaceIds],
  };
}

/** A workspace whose index is not complete, the one that waits longest. */
export function selectUnfinished(): Statement {
  return {
    text: `
select workspace_id as "workspaceId", messages_before as "messagesBefore", entries_before as "entriesBefore",
       contacts_before as "contactsBefore", is_emptying as "isEmptying", messages_off as "messagesOff"
  from search_progress where done_at is null order by started_at, workspace_id limit 1`,
  };
}

/** How far the index of one workspace is; nothing when it is complete. */
export function selectUnfinishedOf(workspaceId: string): Statement {
  return {
    text: `
select workspace_id as "workspaceId", messages_before as "messagesBefore", entries_before as "entriesBefore",
       contacts_before as "contactsBefore", is_emptying as "isEmptying", messages_off as "messagesOff"
  from search_progress where workspace_id = $1 and done_at is null`,
    values: [workspaceId],
  };
}

/** Notes that the index of a workspace is empty and is to be filled from the start. */
export function startFilling(workspaceId: string, at: Date): Statement {
  return {
    text: `
insert into search_progress (workspace_id, started_at) values ($1, $2)
    on conflict (workspace_id) do update set ${fromTheStart}, is_emptying = false`,
    values: [workspaceId, at],
  };
}

/** Moves on. */
export function updateProgress(row: ProgressRow, doneAt: Date | null): Statement {
  return {
    text: `
update search_progress
   set messages_before = $2, entries_before = $3, contacts_before = $4, is_emptying = $5, done_at = $6
 where workspace_id = $1`,
    values: [row.workspaceId, row.messagesBefore, row.entriesBefore, row.contactsBefore, row.isEmptying, doneAt],
  };
}

/** Whether the index of a workspace is still being made. By primary key. */
export function selectIsIndexing(workspaceId: string): Statement {
  return {
    name: 'search_is_indexing',
    text: 'select true as "isIndexing" from search_progress where workspace_id = $1 and done_at is null',
    values: [workspaceId],
  };
}

const emptied = ['message_words', 'search_documents', 'search_prefixes', 'search_words', 'contact_words'] as const;

/** Deletes up to `limit` rows of each table of a workspace's index; gives how many rows went. */
export function deleteIndexRows(workspaceId: string, limit: number): Statement {
  const parts = emptied.map(
    (table) =>
      `gone_${table} as (delete from ${table} where workspace_id = $1 and ctid = any(array(select ctid from ${table} where workspace_id = $1 limit $2)) returning 1)`,
  );
  const counts = emptied.map((table) => `(select count(*) from gone_${table})`);
  return { text: `with ${parts.join(', ')} select (${counts.join(' + ')})::int as count`, values: [workspaceId, limit] };
}

/** Removes words that stand in no document any more, with their beginnings. For a rare, slow sweep over all workspaces. */
export function deleteUnusedWords(limit: number): Statement {
  return {
    text: `
with unused as materialized (
  select workspace_id, word from search_words where document_count = 0 limit $1
), beginnings as (
  delete from search_prefixes p using unused where p.workspace_id = unused.workspace_id and p.word = unused.word)
delete from search_words w using unused
 where w.workspace_id = unused.workspace_id and w.word = unused.word and w.document_count = 0
returning w.workspace_id as "workspaceId"`,
    values: [limit],
  };
}

/** Whether webhook deliveries wait for a worker; then the index can wait, too. Walks the index of open deliveries. */
export function selectIsIntakeBehind(limit: number): Statement {
  return {
    name: 'search_is_intake_behind',
    text: 'select count(*)::int >= $1 as "isBehind" from (select 1 from intake_deliveries where processed_at is null limit $1) as open',
    values: [limit],
  };
}

/** Which of these workspaces are being emptied; what happens in them is taken in afterwards. */
export function selectEmptying(workspaceIds: readonly string[]): Statement {
  return {
    name: 'search_emptying',
    text: 'select workspace_id as "workspaceId" from search_progress where workspace_id = any($1::uuid[]) and is_emptying',
    values: [workspaceIds],
  };
}
