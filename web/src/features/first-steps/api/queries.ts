import type { Conversation, Message } from '@kabar/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { workspaceKey } from '#lib/query-keys.ts';

/** What has already passed between this workspace and its customers, as far as the first steps need to know. */
export interface Traffic {
  conversation: Conversation | null;
  received: boolean;
  answered: boolean;
  sentByApi: boolean;
}

function traces(messages: readonly Message[]): Omit<Traffic, 'conversation'> {
  const outgoing = messages.filter((message) => message.direction === 'out');
  return {
    received: messages.some((message) => message.direction === 'in'),
    answered: outgoing.some((message) => message.author.kind === 'member'),
    sentByApi: outgoing.some((message) => message.author.kind === 'api_key'),
  };
}

/**
 * Looks at the newest messages of the ten newest conversations. Asked again every 3 s while the page is open and a step is
 * left, beside the live updates, so that a step completes in front of one's eyes.
 */
export function useTraffic(complete: (traffic: Traffic) => boolean): UseQueryResult<Traffic> {
  const { api, workspace } = useWorkspace();
  return useQuery<Traffic>({
    queryKey: [...workspaceKey(workspace.id), 'first-steps', 'traffic'],
    refetchInterval: (query) => (query.state.data && complete(query.state.data) ? false : 3000),
    queryFn: async ({ signal }): Promise<Traffic> => {
      const conversations = await api.conversations.list({ limit: 10 }, { signal });
      const pages = await Promise.all(
        conversations.data.map((conversation) => api.conversations.messages(conversation.id, { limit: 30 }, { signal })),
      );
      return { conversation: conversations.data[0] ?? null, ...traces(pages.flatMap((page) => page.data)) };
    },
  });
}
