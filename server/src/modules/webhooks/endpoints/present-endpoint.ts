import { ID_PREFIXES, type WebhookEndpoint } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import { breakerThreshold, disableAfterMs } from '../engine/schedule.ts';
import type { EndpointRow } from './endpoints.sql.ts';

/** Public id of an endpoint. */
export function publicEndpointId(id: string): WebhookEndpoint['id'] {
  return toPublicId(ID_PREFIXES.webhookEndpoint, id) as WebhookEndpoint['id']; // joins exactly this prefix and 26 characters
}

/** An endpoint as the API shows it; secrets and values of headers are never part of it. */
export function presentEndpoint(row: EndpointRow, url: string, now: Date): WebhookEndpoint {
  const isTripped = row.failureCount >= breakerThreshold || row.openUntil !== null;
  return {
    id: publicEndpointId(row.id),
    url,
    description: row.description,
    event_types: row.eventTypes,
    status: row.status,
    disabled_reason: row.disabledReason,
    disabled_at: iso(row.disabledAt),
    format: row.format,
    payload: row.payload,
    ordering: row.ordering,
    signature: row.signature,
    public_key: row.secrets[0]?.publicKey ?? null,
    header_names: row.headerNames,
    max_in_flight: row.maxInFlight,
    rate_per_second: row.ratePerSecond,
    secrets: row.secrets.map((secret) => ({ created_at: secret.createdAt.toISOString(), expires_at: iso(secret.expiresAt) })),
    circuit: {
      state: !isTripped ? 'closed' : row.openUntil !== null && row.openUntil > now ? 'open' : 'half_open',
      next_try_at: iso(row.openUntil),
      failure_count: row.failureCount,
      failing_since: iso(row.failingSince),
      disables_at: row.failingSince === null ? null : new Date(row.failingSince.getTime() + disableAfterMs).toISOString(),
    },
    last_success_at: iso(row.lastSuccessAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
