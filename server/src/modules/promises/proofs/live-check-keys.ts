/** Looks into the running installation. What each does stands in `checks/`. */
export const LIVE_CHECK_KEYS = [
  'tenant_tables_forced',
  'server_roles_bound',
  'password_schemes',
  'secrets_sealed',
  'transport',
  'audit_chain',
  'consent_append_only',
  'sessions_end',
  'raw_deliveries_end',
  'backups_made',
  'backup_second_place',
] as const;

export type LiveCheckKey = (typeof LIVE_CHECK_KEYS)[number];
