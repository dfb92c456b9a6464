/** Tables whose changes the database refuses at commit unless the transaction told the audit log of the workspace (`kabar_audited_table`). */
export const privilegedTables: ReadonlySet<string> = new Set([
  // Rights: who may come in, as what, to see what.
  'api_keys',
  'ip_allowlists',
  'member_limits',
  'member_roles',
  'single_sign_on_domains',
  'single_sign_on_providers',
  'support_grants',
  'support_settings',
  'team_members',
  'team_numbers',
  'teams',
  'visibility_rules',
  'workspace_invitations',
  'workspace_members',
  'workspace_sign_in_rules',
  'workspaces',
  // Secrets, and where they are used.
  'numbers',
  'waba_accounts',
  'webhook_endpoints',
  'webhook_secrets',
  // Policies: what is kept, for how long, what people are told and what is done to them.
  'assignment_rules',
  'away_messages',
  'consent_settings',
  'contact_forms',
  'disclosures',
  'media_settings',
  'notice_versions',
  'privacy_offices',
  'retention_holds',
  'retention_policies',
  'sealed_openings',
  'self_service_settings',
  'service_targets',
  'working_hours',
  'workspace_closures',
]);

/** Columns that look like a right, a secret or a policy. A table that has one is privileged, or stands in `otherTables` with the reason why not. */
export const tellingColumn: RegExp = /secret|token|scopes|permission|allowlist|(^|_)role|_rule$|required|single_sign_on_only|wrapped/;

const ledger = 'a ledger of its own, which nobody can change, says the same';
const keyring = 'keys: each version is kept with its times, and `kabar keys` tells the log what a person does to them';

/** Tables with a telling column that are not privileged, and why. */
export const otherTables: Readonly<Record<string, string>> = {
  assignment_turns: 'whose turn is next: a counter',
  contact_keys: 'one key for each person, made and destroyed with them; erasures have a log of their own',
  index_keys: keyring,
  payload_keys: 'one key a day, made and destroyed by the clock',
  self_service_codes: 'codes that customers are sent, for minutes',
  self_service_sessions: 'sessions of customers on the public page, for minutes',
  suppressions: ledger,
  single_sign_on_visits: 'sign-ins that are half done, for minutes',
  workspace_keys: keyring,
};
