import type { WebhookUnitKind } from '../webhook-units.ts';

/**
 * One golden webhook body: invented data in the shape of Meta's documentation.
 * `expect` names the unit kinds that `splitWebhook` must return for it, in order.
 */
export interface WebhookSample {
  name: string;
  /** What it shows, one sentence. */
  what: string;
  /** Meta's page and the date it was read. */
  source: string;
  field: string;
  expect: readonly WebhookUnitKind[];
  body: Readonly<Record<string, unknown>>;
}

/** Invented ids that all samples share, so that tests can replace them by their own. */
export const SAMPLE_IDS = {
  wabaId: '102290129340398',
  phoneNumberId: '106540352242922',
  displayPhoneNumber: '15550100100',
  businessId: '506914307656634',
  customerWaId: '6281200000101',
  customerUserId: 'ID.13491208655302741918',
  usernameOnlyUserId: 'US.77120044812300561234',
} as const;

/** Seconds since 1970 at which the samples play: 2026-09-01 08:00 UTC. */
export const SAMPLE_TIME = 1_788_249_600;

/** `wamid` of an invented message; `seed` makes it differ. */
export function sampleWamid(seed: number, direction: 'in' | 'out' = 'in'): string {
  const peer = SAMPLE_IDS.customerWaId;
  const hex = seed
    .toString(16)
    .toUpperCase()
    .padStart(direction === 'in' ? 20 : 18, '0');
  const bytes = [
    0x1c,
    0x18,
    peer.length,
    ...Buffer.from(peer, 'ascii'),
    0x15,
    0x02,
    0x00,
    direction === 'in' ? 0x12 : 0x11,
    0x18,
    hex.length,
    ...Buffer.from(hex, 'ascii'),
    0x00,
  ];
  return `wamid.${Buffer.from(bytes).toString('base64')}`;
}

/** `metadata` of the shared number. */
export const sampleMetadata = {
  display_phone_number: SAMPLE_IDS.displayPhoneNumber,
  phone_number_id: SAMPLE_IDS.phoneNumberId,
};

/** `contacts[0]` of the shared customer. */
export const sampleContact = {
  profile: { name: 'Sari Wulandari' },
  wa_id: SAMPLE_IDS.customerWaId,
  user_id: SAMPLE_IDS.customerUserId,
};

/** Envelope around one change. `time` only stands on management fields. */
export function envelope(field: string, value: unknown, entry: { id?: string; time?: number } = {}) {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: entry.id ?? SAMPLE_IDS.wabaId,
        ...(entry.time === undefined ? {} : { time: entry.time }),
        changes: [{ value, field }],
      },
    ],
  };
}
