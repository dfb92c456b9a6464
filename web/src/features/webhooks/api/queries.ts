import type { Page, WebhookDelivery, WebhookDeliveryDetail, WebhookEndpoint, WebhookReplay, WebhookStatistics } from '@kabar/contract';
import {
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
  useQueries,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { usePermission, useWorkspace } from '#features/session';
import type { DeliveryFilter } from '../fns/webhook-search.ts';
import { webhookKeys } from './keys.ts';

/** Every webhook endpoint of the workspace, newest first; asked for only where the reader may see them. */
export function useEndpoints(): UseQueryResult<WebhookEndpoint[]> {
  const { api, workspace } = useWorkspace();
  const maySee = usePermission('webhooks:read');
  return useQuery({
    queryKey: webhookKeys.endpoints(workspace.id),
    enabled: maySee,
    queryFn: async ({ signal }) => {
      const all: WebhookEndpoint[] = [];
      for await (const endpoint of api.webhookEndpoints.each({ limit: 100 }, { signal })) all.push(endpoint);
      return all;
    },
  });
}

/** One endpoint. */
export function useEndpoint(endpointId: string): UseQueryResult<WebhookEndpoint> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: webhookKeys.endpoint(workspace.id, endpointId),
    queryFn: ({ signal }) => api.webhookEndpoints.get(endpointId, { signal }),
  });
}

/** How tries of the last hours went. */
export function useEndpointStatistics(endpointId: string, hours: number): UseQueryResult<WebhookStatistics> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: webhookKeys.statistics(workspace.id, endpointId, hours),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.webhookEndpoints.statistics(endpointId, { hours }, { signal }),
  });
}

/** How tries of the last 24 hours went at each of several endpoints, by their id; those that are still read are left out. */
export function useAllStatistics(endpoints: readonly WebhookEndpoint[]): ReadonlyMap<string, WebhookStatistics> {
  const { api, workspace } = useWorkspace();
  return useQueries({
    queries: endpoints.map(({ id }) => ({
      queryKey: webhookKeys.statistics(workspace.id, id, 24),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.webhookEndpoints.statistics(id, { hours: 24 }, { signal }),
    })),
    combine: (results) =>
      new Map(
        endpoints.flatMap(({ id }, index): [string, WebhookStatistics][] => (results[index]?.data ? [[id, results[index].data]] : [])),
      ),
  });
}

/** What was sent, newest first, page by page. The live updates read it again while tries happen. */
export function useDeliveries(filter: DeliveryFilter, enabled = true): UseInfiniteQueryResult<WebhookDelivery[]> {
  const { api, workspace } = useWorkspace();
  return useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: webhookKeys.deliveries(workspace.id, { ...filter }),
      enabled,
      queryFn: ({ signal, pageParam }): Promise<Page<WebhookDelivery>> =>
        api.webhookDeliveries.list({ ...filter, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      placeholderData: keepPreviousData,
      select: (data) => data.pages.flatMap((page) => page.data),
    }),
  );
}

/** A delivery with every try. */
export function useDelivery(deliveryId: string): UseQueryResult<WebhookDeliveryDetail> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: webhookKeys.delivery(workspace.id, deliveryId),
    queryFn: ({ signal }) => api.webhookDeliveries.get(deliveryId, { signal }),
  });
}

const replayRestMs = 1_500;

/** How far a replay is; asked again until nothing of it waits. */
export function useReplay(endpointId: string, replay: WebhookReplay | null): UseQueryResult<WebhookReplay> {
  const { api, workspace } = useWorkspace();
  return useQuery({
    queryKey: webhookKeys.replay(workspace.id, endpointId, replay?.id ?? ''),
    enabled: replay !== null,
    ...(replay === null ? {} : { initialData: replay }),
    refetchInterval: (query) => ((query.state.data?.pending_count ?? 0) > 0 ? replayRestMs : false),
    queryFn: ({ signal }) => api.webhookEndpoints.getReplay(endpointId, replay?.id ?? '', { signal }),
  });
}
