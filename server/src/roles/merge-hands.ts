import { foldPhone, type MergeHands } from '#modules/contacts';
import { copyConversationTag, mergeConversations, splitConversations, type MovedConversations } from '#modules/conversations';
import type { Keyring } from '#modules/keyring';
import { giveMediaBack } from '#modules/media';
import { giveMessagesBack, keepMessages, moveMessages, sortMessages, type MessageSplit } from '#modules/messages';
import { moveEpisodes } from '#modules/service-levels';
import type { Ids } from '#platform/ids';

/** What the modules above contacts do when two contacts become one and when they are taken apart again. */
export function createMergeHands(deps: { keyring: Keyring; ids: Ids }): MergeHands {
  return {
    copyTag: copyConversationTag,
    moveRest: (tx, pair) =>
      mergeConversations(tx, pair, async ({ from, to }) => {
        const move = { workspaceId: pair.workspaceId, fromConversationId: from, toConversationId: to };
        await moveMessages(tx, { ...move, toContactId: pair.intoContactId });
        await moveEpisodes(tx, move);
      }),
    bringBack: async (tx, pair, moved, addresses, mergedAt) => {
      const { workspaceId, fromContactId, intoContactId } = pair;
      const rings = await deps.keyring.contactKeys(
        [
          { workspaceId, contactId: fromContactId },
          { workspaceId, contactId: intoContactId },
        ],
        tx,
      );
      const from = rings.get(fromContactId);
      const into = rings.get(intoContactId);
      if (from === undefined || into === undefined) throw new Error('a contact that is to be split has no key');
      const split: MessageSplit = { ...pair, from, into, addresses, foldPhone };
      await splitConversations({ keyring: deps.keyring, newId: () => deps.ids.uuid() }, tx, { ...pair, mergedAt }, movedOf(moved), {
        sort: (conversationId, defaultOwner) => sortMessages(tx, split, conversationId, defaultOwner),
        giveBack: async (messageIds, conversationId) => {
          await giveMessagesBack(tx, split, messageIds, conversationId);
          await giveMediaBack(tx, split, messageIds);
        },
        keep: (messageIds, conversationId) => keepMessages(tx, split, messageIds, conversationId),
      });
    },
  };
}

/** What `mergeConversations` told. Merges from before it told everything keep their folded conversations joined. */
function movedOf(moved: Record<string, unknown>): MovedConversations {
  // Written by `mergeConversations` into the record of the merge.
  const { moved: ids = [], folded = [] } = moved as Partial<MovedConversations>;
  return { moved: ids, folded: folded.filter((one) => 'row' in one) };
}
