import { ID_PREFIXES, type AccountEvent, type NumberEvent, type PublicId, type WhatsAppNumber } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { AccountEventRow, NumberEventRow } from './number-events.sql.ts';
import { describeHealth, isInForce, statusOf } from './number-health.ts';
import type { NumberRow } from './numbers.sql.ts';

/** The public id of a number. */
export function numberPublicId(id: string): PublicId<'number'> {
  return toPublicId(ID_PREFIXES.number, id) as PublicId<'number'>; // made with that very prefix
}

/** Where WhatsApp delivers the events of an account. */
export function webhookUrlOf(publicUrl: string, webhookKey: string): string {
  return `${publicUrl.replace(/\/$/, '')}/webhooks/meta/${webhookKey}`;
}

/** The webhook key in an address of the form of ours; null for any other. */
export function webhookKeyOf(url: string): string | null {
  return /\/webhooks\/meta\/([0-9a-z]{32})$/.exec(new URL(url).pathname)?.[1] ?? null;
}

/** Shapes a number for the API. Nothing secret is in the row. */
export function presentNumber(row: NumberRow, publicUrl: string, now: Date): WhatsAppNumber {
  const restriction = [row.restriction, row.accountRestriction].find((candidate) => isInForce(candidate, now)) ?? null;
  return {
    id: numberPublicId(row.id),
    provider: row.provider,
    waba_id: row.wabaId,
    phone_number_id: row.phoneNumberId,
    display_phone_number: row.displayPhoneNumber,
    verified_name: row.verifiedName,
    status: statusOf(row, now),
    quality: row.quality,
    limit_tier: row.limitTier,
    throughput_per_second: row.throughputPerSecond,
    meta_status: row.metaStatus,
    restriction: restriction === null ? null : { title: restriction.title, until: restriction.until },
    health: describeHealth(row, now),
    webhook_url: webhookUrlOf(publicUrl, row.webhookKey),
    last_webhook_at: row.lastWebhookAt?.toISOString() ?? null,
    refreshed_at: row.refreshedAt?.toISOString() ?? null,
    connected_at: row.connectedAt.toISOString(),
  };
}

/** Shapes one line of a number's history. */
export function presentNumberEvent(row: NumberEventRow): NumberEvent {
  return { at: row.at.toISOString(), kind: row.kind as NumberEvent['kind'], text: row.text }; // only such kinds are written
}

/** Shapes one account event. */
export function presentAccountEvent(row: AccountEventRow): AccountEvent {
  return {
    id: toPublicId(ID_PREFIXES.accountEvent, row.id) as AccountEvent['id'], // made with that very prefix
    at: row.at.toISOString(),
    field: row.field,
    event: row.event,
    waba_id: row.wabaId,
    number_id: row.numberId === null ? null : numberPublicId(row.numberId),
    title: row.title,
    severity: row.severity,
    data: row.data,
  };
}
