import type { SealedPlace } from '#modules/encryption';

const inWorkspace = (table: string, ...columns: readonly string[]): SealedPlace[] => columns.map((column) => ({ table, column }));
const audited = (places: readonly SealedPlace[]): SealedPlace[] => places.map((place) => ({ ...place, isAudited: true }));

/**
 * Every column whose values may be under the key of a workspace or of the installation, and what they are bound to. A test reads the catalogue of data and refuses a
 * sealed column that is neither here nor in `sealedElsewhere`; another seals one value for each and rotates.
 */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'audit_events', column: 'personal', key: [['seq', 'bigint']] },
  { table: 'contact_form_messages', column: 'content_sealed', as: 'content' },
  { table: 'disclosures', column: 'details_sealed', as: 'details' },
  ...inWorkspace('erasures', 'found_sealed'),
  { table: 'exports', column: 'object_key_sealed', as: 'file', isObjectKey: true },
  { table: 'imports', column: 'object_key_sealed', as: 'file', isObjectKey: true },
  ...inWorkspace('imports', 'details_sealed', 'consent_sealed'),
  { table: 'incidents', column: 'details_sealed', as: 'details' },
  {
    table: 'incident_clocks',
    column: 'remark_sealed',
    as: 'text',
    row: `t.incident_id || '/' || t.key`,
    key: [
      ['incident_id', 'uuid'],
      ['key', 'text'],
    ],
  },
  {
    table: 'incident_entries',
    column: 'text_sealed',
    as: 'text',
    key: [
      ['incident_id', 'uuid'],
      ['id', 'uuid'],
    ],
  },
  { table: 'mails', column: 'sealed', ofInstallation: true },
  { table: 'media', column: 'filename_sealed', as: 'filename' },
  { table: 'media', column: 'provider_ref_sealed', as: 'provider_ref' },
  { table: 'media', column: 'object_key_sealed', as: 'object', isObjectKey: true },
  { table: 'media', column: 'thumb_object_key_sealed', as: 'thumbnail', isObjectKey: true },
  { table: 'person_imports', column: 'object_key_sealed', as: 'file', isObjectKey: true },
  ...inWorkspace('person_imports', 'details_sealed', 'evidence_sealed'),
  { table: 'privacy_offices', column: 'mail_secret_sealed', row: 't.workspace_id::text', key: [], isAudited: true },
  {
    table: 'privacy_request_tasks',
    column: 'note_sealed',
    row: `t.request_id || '/' || t.key`,
    key: [
      ['request_id', 'uuid'],
      ['key', 'text'],
    ],
  },
  ...inWorkspace(
    'privacy_requests',
    'subject_sealed',
    'extension_sealed',
    'identity_sealed',
    'denial_sealed',
    'reply_sealed',
    'answer_sealed',
  ),
  ...audited(inWorkspace('retention_holds', 'reason_sealed')),
  ...inWorkspace('retention_holds', 'release_reason_sealed'),
  ...inWorkspace('saved_replies', 'text_sealed'),
  ...inWorkspace('sealed_openings', 'reason_sealed'),
  {
    table: 'single_sign_on_providers',
    column: 'client_secret_sealed',
    as: 'client_secret',
    row: 't.workspace_id::text',
    key: [],
    isAudited: true,
  },
  ...inWorkspace('suppressions', 'reason_sealed'),
  { table: 'waba_accounts', column: 'app_secret_sealed', as: 'app_secret', isAudited: true },
  // The one before is moved here as it is, so it stays bound as what it was.
  { table: 'waba_accounts', column: 'previous_app_secret_sealed', as: 'app_secret', isAudited: true },
  { table: 'waba_accounts', column: 'access_token_sealed', as: 'access_token', isAudited: true },
  ...inWorkspace('webhook_attempts', 'request_sealed', 'response_sealed'),
  ...audited(inWorkspace('webhook_endpoints', 'url_sealed', 'headers_sealed', 'verify_token_sealed')),
  ...audited(inWorkspace('webhook_secrets', 'secret_sealed')),
];

/** Sealed columns that no key of a workspace seals, each with the key that does. */
export const sealedElsewhere: Readonly<Record<string, string>> = {
  'consent_records.evidence_sealed': 'the key of the contact',
  'contact_attributes.value_sealed': 'the key of the contact',
  'contact_identifiers.value_sealed': 'the key of the contact',
  'contact_merges.before_sealed': 'the key of the contact',
  'contact_notes.text_sealed': 'the key of the contact',
  'contacts.name_sealed': 'the key of the contact',
  'contacts.profile_name_sealed': 'the key of the contact',
  'conversation_entries.content_sealed': 'the key of the contact',
  'import_rows.before_sealed': 'the key of the contact',
  'imported_records.content_sealed': 'the key of the contact',
  'message_reactions.emoji_sealed': 'the key of the contact',
  'messages.content_sealed': 'the key of the contact',
  'messages.wamid_sealed': 'the key of the contact',
  'pending_changes.content_sealed': 'the key of the contact',
  'intake_deliveries.body_sealed': 'the key of the day',
  'intake_units.payload_sealed': 'the key of the day',
  'idempotent_requests.answer_sealed': 'a key made from the caller’s own key and an index key',
  'idempotent_requests.step_values': 'a key made from the caller’s own key and an index key',
  'sealed_records.record_sealed': 'the key of the sealed tier, which the workspace’s key wraps',
  'user_totp.secret_sealed': 'a key made from the identity key, which the installation’s key wraps',
  'retention_policies.sealed': 'no key: names of classes that are sealed instead of removed',
  'retention_run_items.sealed': 'no key: it is a count, not a value',
  'backup_keys.wrapped': 'the root key',
  'workspace_keys.wrapped': 'the root key',
  'contact_keys.wrapped': 'the workspace’s key, as a key: wrapped anew before everything else',
  'index_keys.wrapped': 'the workspace’s key, as a key: wrapped anew before everything else',
  'payload_keys.wrapped': 'the workspace’s key, as a key: wrapped anew before everything else',
};
