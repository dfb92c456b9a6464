import type { Notification } from '@kabar/contract';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { sharedKey } from '#lib/query-keys.ts';

const pageLimit = 30;

/** How many things the reader was told of and has not looked at; 100 means 100 or more. */
export function useUnreadNotifications(): UseQueryResult<number> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: [...sharedKey(workspace.id, 'notifications'), 'count'],
    queryFn: async ({ signal }) => (await api.notifications.unreadCount({ signal })).unread_count,
  });
}

/** What the reader was told of, newest first. */
export interface NotificationList {
  notifications: Notification[] | null;
  error: Error | null;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** Everything the reader was told of; read only while the list is open. */
export function useNotifications(enabled: boolean): NotificationList {
  const { api, workspace } = useWorkspace();
  const query = useInfiniteQuery({
    queryKey: [...sharedKey(workspace.id, 'notifications'), 'list'],
    enabled,
    queryFn: ({ signal, pageParam }) =>
      api.notifications.list({ limit: pageLimit, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  return {
    notifications: query.data?.pages.flatMap((page) => page.data) ?? null,
    error: query.error,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** Marks one notification as read, or all (null). */
export function useMarkNotificationsRead(): UseMutationResult<void, Error, string | null> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id) => (id === null ? api.notifications.markAllRead() : api.notifications.markRead(id)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sharedKey(workspace.id, 'notifications') }),
  });
}
