import { mergeContacts, type ContactMerge } from '#modules/contacts';
import { mergeConversations } from '#modules/conversations';
import { moveMessages } from '#modules/messages';
import { moveEpisodes } from '#modules/service-levels';
import { withEngine } from '#platform/db/tx';
import type { IntakeContext } from '../intake-context.ts';

/**
 * Merges two contacts with everything that hangs on them, in one transaction of its own, and forgets here what was
 * remembered of them; other processes forget at commit. Gives false when there was nothing to merge any more.
 */
export async function mergePeople(ctx: IntakeContext, merge: ContactMerge): Promise<boolean> {
  const { workspaceId, fromContactId, intoContactId } = merge;
  const merged = await withEngine(
    ctx.db,
    'merge two contacts on the evidence of a webhook',
    (tx) =>
      mergeContacts(ctx, tx, merge, () =>
        mergeConversations(tx, merge, async ({ from, to }) => {
          const move = { workspaceId, fromConversationId: from, toConversationId: to };
          await moveMessages(tx, { ...move, toContactId: intoContactId });
          await moveEpisodes(tx, move);
        }),
      ),
    { retries: 3 },
  );
  ctx.cache.forget(fromContactId);
  ctx.cache.forget(intoContactId);
  return merged !== null;
}
