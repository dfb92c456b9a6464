import type { Conversation, Message } from '@kabar/contract';
import { KabarError, type Kabar } from '@kabar/sdk';
import type { QueryClient } from '@tanstack/react-query';
import type { Reading } from '../fns/merge-reads.ts';
import { inboxKeys } from './keys.ts';

/** Rows that were read alone, by id. */
export type FreshRows<Row> = ReadonlyMap<string, Reading<Row>>;

// Enough for a busy day; the oldest readings are then part of some page anyway.
const mostKept = 3000;

function keep<Row>(queryClient: QueryClient, key: readonly unknown[], readings: readonly [string, Reading<Row>][]): void {
  queryClient.setQueryData<FreshRows<Row>>(key, (known) => {
    const next = new Map(known);
    for (const [id, reading] of readings) {
      const before = next.get(id);
      if (before && before.readAtMs > reading.readAtMs) continue;
      next.delete(id);
      next.set(id, reading);
    }
    for (const id of next.keys()) {
      if (next.size <= mostKept) break;
      next.delete(id);
    }
    return next;
  });
}

/** Puts a conversation that was read alone beside the lists; null means that it is gone. */
export function keepConversation(
  queryClient: QueryClient,
  workspaceId: string,
  id: string,
  row: Conversation | null,
  readAtMs: number,
): void {
  keep<Conversation>(queryClient, inboxKeys.freshConversations(workspaceId), [[id, { row, readAtMs }]]);
}

/** Puts messages that were read alone beside the thread they belong to. */
export function keepMessages(
  queryClient: QueryClient,
  workspaceId: string,
  conversationId: string,
  rows: readonly Message[],
  readAtMs: number,
): void {
  keep<Message>(
    queryClient,
    inboxKeys.freshMessages(workspaceId, conversationId),
    rows.map((row) => [row.id, { row, readAtMs }]),
  );
}

/** Reads one conversation and keeps it for every list. A failed read leaves what is known. */
export async function refreshConversation(queryClient: QueryClient, api: Kabar, workspaceId: string, id: string): Promise<void> {
  const readAtMs = Date.now();
  try {
    keepConversation(queryClient, workspaceId, id, await api.conversations.get(id), readAtMs);
  } catch (error) {
    if (error instanceof KabarError && error.code === 'not_found') keepConversation(queryClient, workspaceId, id, null, readAtMs);
    else throw error;
  }
}

/** Reads one message with its story and keeps it for its thread. */
export async function refreshMessage(queryClient: QueryClient, api: Kabar, workspaceId: string, id: string): Promise<void> {
  const readAtMs = Date.now();
  const story = await api.messages.get(id);
  queryClient.setQueryData(inboxKeys.story(workspaceId, id), story);
  keepMessages(queryClient, workspaceId, story.conversation_id, [story], readAtMs);
}
