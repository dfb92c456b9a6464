import { WEBHOOK_DELIVERY_STATUSES, WEBHOOK_EVENT_TYPES, type WebhookDeliveryStatus, type WebhookEventType } from '@kabar/contract';

/** Which deliveries are asked for. */
export interface DeliveryFilter {
  webhook_endpoint_id?: string | undefined;
  status?: WebhookDeliveryStatus | undefined;
  event_type?: WebhookEventType | undefined;
  event_id?: string | undefined;
  message_id?: string | undefined;
}

/** What an endpoint's page shows. `result` narrows the deliveries; another page's `status` means conversations. */
export interface EndpointSearch {
  result?: WebhookDeliveryStatus;
  event?: WebhookEventType;
  delivery?: string;
}

/** Reads an address; what it does not know it leaves out. */
export function endpointSearch(search: Record<string, unknown>): EndpointSearch {
  const result = WEBHOOK_DELIVERY_STATUSES.find((value) => value === search['result']);
  const event = WEBHOOK_EVENT_TYPES.find((value) => value === search['event']);
  const delivery = search['delivery'];
  return {
    ...(result ? { result } : {}),
    ...(event ? { event } : {}),
    ...(typeof delivery === 'string' && delivery.startsWith('wdl_') ? { delivery } : {}),
  };
}
