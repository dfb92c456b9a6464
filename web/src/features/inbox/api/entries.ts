import type { Entry } from '@kabar/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

const pageLimit = 500;
const none: readonly Entry[] = [];

/**
 * Notes and lines of a conversation from a moment on (null: from its beginning) until now, in no certain order. What fails to load is left
 * out: the messages are worth more than the lines between them, and the next live event tries again.
 */
export function useEntries(conversationId: string, from: string | null, enabled: boolean): readonly Entry[] {
  const { api, workspace } = useWorkspace();
  const { data = none } = useQuery({
    queryKey: [...sharedKey(workspace.id, 'entries'), conversationId, from],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const all: Entry[] = [];
      let cursor: string | undefined;
      do {
        const page = await api.conversations.entries(
          conversationId,
          { limit: pageLimit, cursor, ...(from === null ? {} : { from }) },
          { signal },
        );
        all.push(...page.data);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return all;
    },
  });
  return data;
}
