import type { IntakeDelivery, IntakeDeliveryDetail, ListDeliveriesQuery, Page } from '@kabar/contract';
import { eachRow } from '../each-row.ts';
import { pathOf, type Transport } from '../transport.ts';
import type { CallOptions, Query } from '../wire-types.ts';

/** Webhook deliveries of WhatsApp as they were stored, newest first. */
export function createDeliveries(http: Transport) {
  const list = (query?: Query<ListDeliveriesQuery>, options?: CallOptions) =>
    http.json<Page<IntakeDelivery>>({ method: 'GET', path: '/v1/intake/deliveries', query, ...options });
  return {
    list,
    each: (query?: Query<ListDeliveriesQuery>, options?: CallOptions) => eachRow(query, (page) => list(page, options)),
    /** The delivery with its units that are unknown or quarantined. */
    get: (id: string, options?: CallOptions) =>
      http.json<IntakeDeliveryDetail>({ method: 'GET', path: pathOf`/v1/intake/deliveries/${id}`, ...options }),
    /** Processes a stored delivery again; what it already made is not made twice. Errors: `delivery_expired`. */
    replay: (id: string, options?: CallOptions) =>
      http.json<IntakeDelivery>({ method: 'POST', path: pathOf`/v1/intake/deliveries/${id}/replay`, ...options }),
  };
}
