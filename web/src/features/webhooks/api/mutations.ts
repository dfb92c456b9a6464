import type { WebhookDelivery, WebhookEndpoint, WebhookEndpointSecret, WebhookReplay } from '@kabar/contract';
import type { Kabar } from '@kabar/sdk';
import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useWorkspace } from '#features/session';
import { webhookKeys } from './keys.ts';

type Endpoints = Kabar['webhookEndpoints'];

/** What a new endpoint is made from. */
export type NewEndpoint = Parameters<Endpoints['create']>[0];
/** What of an endpoint changes. */
export type EndpointChange = Parameters<Endpoints['update']>[1];
/** Which events are sent once more. */
export type ReplayRange = Parameters<Endpoints['replay']>[1];

function useChange<Input, Output>(
  change: (endpoints: Endpoints, input: Input) => Promise<Output>,
  keeps: { gcTime?: number } = {},
): UseMutationResult<Output, Error, Input> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    ...keeps,
    mutationFn: (input) => change(api.webhookEndpoints, input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhookKeys.all(workspace.id) }),
  });
}

/** Makes an endpoint. The answer holds its secret, which never comes again and is not put into the cache. */
export function useCreateEndpoint(): UseMutationResult<WebhookEndpointSecret, Error, NewEndpoint> {
  return useChange((endpoints, input: NewEndpoint) => endpoints.create(input), { gcTime: 0 });
}

/** Changes an endpoint, or switches it off and on. */
export function useUpdateEndpoint(id: string): UseMutationResult<WebhookEndpoint, Error, EndpointChange> {
  return useChange((endpoints, input: EndpointChange) => endpoints.update(id, input));
}

/** Removes an endpoint with its log. What is on screen of it is not asked for again. */
export function useRemoveEndpoint(id: string): UseMutationResult<undefined, Error, void> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => api.webhookEndpoints.remove(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhookKeys.endpoints(workspace.id) }),
  });
}

/** Gives a new secret, in this answer only; the old one signs beside it for so many hours. */
export function useRotateSecret(id: string): UseMutationResult<WebhookEndpointSecret, Error, number> {
  return useChange((endpoints, overlapHours: number) => endpoints.rotateSecret(id, { overlap_hours: overlapHours }), { gcTime: 0 });
}

/** Sends a test event. */
export function useTestEndpoint(id: string): UseMutationResult<WebhookDelivery, Error, void> {
  return useChange((endpoints, _input: void) => endpoints.test(id));
}

/** Sends what happened in a time once more. */
export function useStartReplay(id: string): UseMutationResult<WebhookReplay, Error, ReplayRange> {
  return useChange((endpoints, range: ReplayRange) => endpoints.replay(id, range));
}

/** Sends one event once more. */
export function useReplayDelivery(): UseMutationResult<WebhookDelivery, Error, string> {
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId) => api.webhookDeliveries.replay(deliveryId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhookKeys.all(workspace.id) }),
  });
}
