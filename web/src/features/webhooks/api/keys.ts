import { sharedKey } from '#lib/query-keys.ts';

/** Keys of webhook endpoints and deliveries in the cache. */
export const webhookKeys = {
  all: (workspaceId: string) => sharedKey(workspaceId, 'webhooks'),
  endpoints: (workspaceId: string) => [...webhookKeys.all(workspaceId), 'endpoints'] as const,
  endpoint: (workspaceId: string, endpointId: string) => [...webhookKeys.all(workspaceId), 'endpoint', endpointId] as const,
  statistics: (workspaceId: string, endpointId: string, hours: number) =>
    [...webhookKeys.endpoint(workspaceId, endpointId), 'statistics', hours] as const,
  replay: (workspaceId: string, endpointId: string, replayId: string) =>
    [...webhookKeys.endpoint(workspaceId, endpointId), 'replay', replayId] as const,
  deliveries: (workspaceId: string, filter: Readonly<Record<string, string | undefined>>) =>
    [...webhookKeys.all(workspaceId), 'deliveries', filter] as const,
  delivery: (workspaceId: string, deliveryId: string) => [...webhookKeys.all(workspaceId), 'delivery', deliveryId] as const,
};
