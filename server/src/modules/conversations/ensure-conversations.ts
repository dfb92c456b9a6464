import type { PeopleDeps } from '#modules/contacts';
import { engineQuery, withEngine } from '#platform/db/tx';
import { insertConversations, selectConversationsByEnds } from './conversations.sql.ts';
import type { ConversationEnds, ConversationHit } from './conversations.sql.ts';

/**
 * Finds or makes the conversation of each number and contact; one id per item, in order. What is on record costs one
 * statement, what is remembered none. Safe between processes and idempotent: a transaction of its own makes what is missing.
 *
 * Errors: a foreign key violation (23503) when a number or contact does not exist or a contact was erased meanwhile.
 */
export async function ensureConversations(deps: PeopleDeps, ends: readonly ConversationEnds[]): Promise<string[]> {
  const found = new Map<string, string>();
  const open = new Map<string, ConversationEnds>();
  for (const end of ends) {
    const key = endsKey(end);
    const cached = deps.cache.get(key)?.more;
    if (cached === undefined) open.set(key, end);
    else found.set(key, cached);
  }
  await find(deps, open, found, (statement) => engineQuery(deps.db, statement));
  if (open.size > 0) {
    await withEngine(
      deps.db,
      'make conversations of a batch',
      async (tx) => {
        const rows = [...open.values()].map((end) => ({ ...end, id: deps.ids.uuid() }));
        await tx.query(insertConversations(rows, deps.clock.now()));
        await find(deps, open, found, (statement) => tx.query(statement));
      },
      { retries: 2 },
    );
  }
  return ends.map((end) => {
    const id = found.get(endsKey(end));
    if (id === undefined) throw new Error('a conversation could not be made');
    return id;
  });
}

/** The conversation of both ends if this process remembers it. */
export function cachedConversation(cache: PeopleDeps['cache'], ends: ConversationEnds): string | null {
  return cache.get(endsKey(ends))?.more ?? null;
}

type Run = (statement: ReturnType<typeof selectConversationsByEnds>) => Promise<ConversationHit[]>;

async function find(deps: PeopleDeps, open: Map<string, ConversationEnds>, found: Map<string, string>, run: Run): Promise<void> {
  if (open.size === 0) return;
  const asked = [...open.entries()];
  for (const hit of await run(selectConversationsByEnds(asked.map(([, end]) => end)))) {
    const [key, end] = asked[hit.position - 1] ?? [];
    if (key === undefined || end === undefined) continue;
    found.set(key, hit.id);
    open.delete(key);
    deps.cache.set(key, { contactId: end.contactId, more: hit.id });
  }
}

function endsKey({ workspaceId, numberId, contactId }: ConversationEnds): string {
  return `${workspaceId} ${numberId} ${contactId}`;
}
