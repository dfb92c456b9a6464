/**
 * Kinds of data that share one retention rule. Every table column, file and job payload that holds personal data belongs to exactly one.
 * A name is never reused for another kind.
 */
export const RETENTION_CLASSES = [
  'message_content',
  'message_metadata',
  'media',
  'conversation_work',
  'webhook_payload',
  'contact_record',
  'consent_evidence',
  'suppression',
  'import_file',
  'export_file',
  'notification',
  'live_event',
  'mail',
  'session',
  'account',
  'api_log',
  'access_log',
  'system_log',
  'audit_event',
  'bot_log',
  'invoice',
  'payment',
  'contact_form',
  'support_ticket',
  'rights_request',
  'register',
  'backup',
  'crash',
  'analytics_raw',
  'aggregate',
  'configuration',
] as const;

/** Name of a kind of data with one retention rule. */
export type RetentionClass = (typeof RETENTION_CLASSES)[number];
