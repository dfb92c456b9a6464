import type { z } from 'zod';
import type { WebhookError } from './graph-error.ts';
import type { InboundMessage, UnknownInboundMessage, WebhookContact } from './inbound-message.ts';
import type { MessageStatus } from './message-status.ts';
import type {
  AccountField,
  accountValueSchemas,
  automaticEventSchema,
  callSchema,
  contactSyncSchema,
  flowEventSchema,
  groupEventSchema,
  handoverSchema,
  historyChunkSchema,
  messageEchoSchema,
  templateCategorySchema,
  templateComponentsSchema,
  templateQualitySchema,
  templateStatusSchema,
  userPreferenceSchema,
} from './webhook-values.ts';

/**
 * Where a unit stood in its body. `path` is for people and quarantine, e.g. `entry[0].changes[2].statuses[17]`.
 * `wabaId` is the WABA also where `entry[].id` is the business portfolio (PARTNER_* events); `entryId` is what stood there.
 * `entryTime` is seconds since 1970 and only present on management fields.
 */
export interface UnitOrigin {
  field: string;
  path: string;
  wabaId: string;
  entryId: string;
  entryTime?: number;
  phoneNumberId?: string;
  displayPhoneNumber?: string;
}

/** A unit that carries one parsed value of Meta's. */
interface Valued<Kind extends string, Value> extends UnitOrigin {
  kind: Kind;
  value: Value;
}

/** Someone's message; `contact` is who wrote it, when the body tells. */
export interface MessageUnit extends Valued<'message', InboundMessage> {
  isKnownType: true;
  contact?: WebhookContact;
}

/** Someone's message of a type that this package does not know: store it, show "not supported", count it. */
export interface UnknownMessageUnit extends Valued<'message', UnknownInboundMessage> {
  isKnownType: false;
  contact?: WebhookContact;
}

/** A delivery status of an outgoing message. `isKnownStatus` is false for a status name without meaning to us. */
export interface StatusUnit extends Valued<'status', MessageStatus> {
  isKnownStatus: boolean;
  contact?: WebhookContact;
}

/** Account and number events; `field` and `value` belong together. */
export type AccountEventUnit = {
  [Field in AccountField]: Valued<'account_event', z.output<(typeof accountValueSchemas)[Field]>> & { field: Field };
}[AccountField];

/** A value that could not be read. `value` is what stood there, for quarantine; `reason` names paths, never content. */
export interface BrokenUnit extends Valued<'broken', unknown> {
  reason: string;
}

/** Something that this package has no meaning for; `reason` says what was not recognised. */
export interface UnknownUnit extends Valued<'unknown', unknown> {
  reason: string;
}

/** A conversation item seen by an application that does not hold the thread. */
export interface StandbyUnit extends Valued<'standby', unknown> {
  part: 'message' | 'status' | 'message_echo';
}

/** One independent piece of a webhook body. Each is stored, deduplicated and processed by itself. */
export type WebhookUnit =
  | MessageUnit
  | UnknownMessageUnit
  | StatusUnit
  | (Valued<'user_preference', z.output<typeof userPreferenceSchema>> & { contact?: WebhookContact })
  | (Valued<'message_echo', z.output<typeof messageEchoSchema>> & { contact?: WebhookContact })
  | (Valued<'call', z.output<typeof callSchema>> & { contact?: WebhookContact })
  | Valued<'call_status', MessageStatus>
  | Valued<'template_status', z.output<typeof templateStatusSchema>>
  | Valued<'template_quality', z.output<typeof templateQualitySchema>>
  | Valued<'template_components', z.output<typeof templateComponentsSchema>>
  | Valued<'template_category', z.output<typeof templateCategorySchema>>
  | AccountEventUnit
  | Valued<'flow_event', z.output<typeof flowEventSchema>>
  | Valued<'group_event', z.output<typeof groupEventSchema>>
  | Valued<'contact_sync', z.output<typeof contactSyncSchema>>
  | Valued<'history', z.output<typeof historyChunkSchema>>
  | Valued<'history_message', UnknownInboundMessage>
  | Valued<'handover', z.output<typeof handoverSchema>>
  | Valued<'automatic_event', z.output<typeof automaticEventSchema>>
  | StandbyUnit
  | Valued<'errors', WebhookError[]>
  | UnknownUnit
  | BrokenUnit;

/** The kinds of units. */
export type WebhookUnitKind = WebhookUnit['kind'];

/** Every webhook field Meta documents. Source: webhook reference pages, 2025-12 to 2026-09. */
export const WEBHOOK_FIELDS = [
  'messages',
  'message_echoes',
  'smb_message_echoes',
  'smb_app_state_sync',
  'history',
  'calls',
  'user_preferences',
  'messaging_handovers',
  'standby',
  'automatic_events',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'flows',
  'account_alerts',
  'account_review_update',
  'account_update',
  'account_settings_update',
  'business_capability_update',
  'business_username_update',
  'business_username_updates',
  'partner_solutions',
  'payment_configuration_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
  'message_template_components_update',
  'message_template_quality_update',
  'message_template_status_update',
  'template_category_update',
  'template_correct_category_detection',
  'consumer_profile',
  'tracking_events',
] as const;

/** One documented webhook field. */
export type WebhookField = (typeof WEBHOOK_FIELDS)[number];

/** The fields that follow a callback override; all others always go to the app's own URL. Source: 2026-04-21. */
export const OVERRIDABLE_WEBHOOK_FIELDS: readonly WebhookField[] = [
  'messages',
  'message_echoes',
  'calls',
  'consumer_profile',
  'messaging_handovers',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
  'group_status_update',
  'smb_message_echoes',
  'smb_app_state_sync',
  'history',
  'account_settings_update',
];
