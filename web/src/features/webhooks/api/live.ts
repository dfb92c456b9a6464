import type { QueryClient } from '@tanstack/react-query';
import { webhookKeys } from './keys.ts';

const gatherMs = 200;
/** The server tells of an endpoint at most once a second; what came within that second is read when it is over. */
const restMs = 1_200;

interface Pending {
  soon: ReturnType<typeof setTimeout> | undefined;
  rest: ReturnType<typeof setTimeout> | undefined;
}

const pendingOf = new WeakMap<QueryClient, Map<string, Pending>>();

/** What webhook events do to the cache; rows of the page's live table. */
export const webhooksLive = {
  /** An endpoint changed or was tried: read at once, and once more for what the server gathered meanwhile. */
  endpoint(_data: Readonly<Record<string, string>>, { queryClient, workspaceId }: { queryClient: QueryClient; workspaceId: string }): void {
    const all = pendingOf.get(queryClient) ?? new Map<string, Pending>();
    pendingOf.set(queryClient, all);
    const pending = all.get(workspaceId) ?? { soon: undefined, rest: undefined };
    all.set(workspaceId, pending);
    const read = (): void => void queryClient.invalidateQueries({ queryKey: webhookKeys.all(workspaceId) });
    pending.soon ??= setTimeout(() => {
      pending.soon = undefined;
      read();
    }, gatherMs);
    pending.rest ??= setTimeout(() => {
      pending.rest = undefined;
      read();
    }, restMs);
  },
};
