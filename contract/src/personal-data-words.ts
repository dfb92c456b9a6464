import type { LEGAL_BASES } from './consent.ts';

/**
 * Whose data something is. `contact`: a customer of a workspace. `account`: whoever signs in. `visitor`: whoever opens a public page.
 * `third_person`: somebody who only occurs in what others wrote. `nobody`: says nothing about a person.
 */
export const WHOSE = ['contact', 'account', 'visitor', 'third_person', 'nobody'] as const;
export type Whose = (typeof WHOSE)[number];

/** What kind of data something is. */
export const DATA_CLASSES = [
  'identifier',
  'profile',
  'message_content',
  'message_metadata',
  'media',
  'search_index',
  'internal_note',
  'conversation',
  'consent_evidence',
  'suppression',
  'webhook_payload',
  'export_file',
  'import_file',
  'audit_event',
  'account',
  'credential',
  'session',
  'notification',
  'mail',
  'service_quality',
  'setting',
  'template',
  'key',
  'queue',
  'api_log',
  'access_log',
  'system_log',
  'crash',
  'analytics_raw',
  'aggregate',
  'bot_log',
  'contact_form',
  'support_ticket',
  'rights_request',
  'register',
  'evidence',
  'notice',
  'backup',
  'usage',
  'invoice',
  'payment',
  'technical',
] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** What data is used for. Each purpose is one line of the record of processing. */
export const PURPOSES = [
  'messaging',
  'customer_record',
  'consent_proof',
  'account',
  'security',
  'statistics',
  'accountability',
  'rights',
  'operations',
  'billing',
  'enquiries',
  'product_news',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A ground of GDPR art. 6(1) that a purpose can rest on. */
export type LegalBasis = (typeof LEGAL_BASES)[number];

/**
 * How a value lies in the store. `contact_key`, `workspace_key`, `payload_key`, `installation_key`: sealed with AES-256-GCM under that key.
 * `hash`: keyed or one-way hash. `secret`: a password hash or token that opens nothing by itself. `plain`: readable.
 */
export const ENCRYPTIONS = ['contact_key', 'workspace_key', 'payload_key', 'installation_key', 'hash', 'secret', 'plain'] as const;
export type Encryption = (typeof ENCRYPTIONS)[number];

/**
 * What erasing a person does. `delete`: the row or object goes. `detach`: the reference is emptied. `anonymise`: the value is replaced.
 * `destroy`: the key is destroyed, what it sealed can never be read again. `keep`: stays, for a reason out of `KEEP_REASONS`.
 */
export const ERASURE_EFFECTS = ['delete', 'detach', 'anonymise', 'destroy', 'keep'] as const;
export type ErasureEffect = (typeof ERASURE_EFFECTS)[number];

/** Why something stays when a person is erased. */
export const KEEP_REASONS = [
  'not_personal',
  'erased_mark',
  'points_to_nobody',
  'stop_list',
  'consent_proof',
  'audit_proof',
  'key_tombstone',
  'short_lived',
  'workspace_record',
  'statutory_record',
  'request_proof',
] as const;
export type KeepReason = (typeof KEEP_REASONS)[number];
