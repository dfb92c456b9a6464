-- Purpose: more tables that hold rights, secrets and policies refuse a change that told the audit log nothing; restores are stated in the chain.
-- Locks: the named tables for a moment each, to add a trigger.
-- Time at 10 M rows: not affected.
-- Kind: compatible

-- Secrets and where they are used. What a breaker or a delivery writes about an endpoint is no change of it.
select kabar_audited_table(
  'webhook_endpoints', 'url_sealed, event_types, status, format, payload, signature, headers_sealed, verify_token_sealed, max_in_flight, rate_per_second');
select kabar_audited_table('webhook_secrets');
-- The token of a handshake is made anew by the program and good for one request.
select kabar_audited_table(
  'waba_accounts', 'access_token_sealed, app_secret_sealed, previous_app_secret_sealed, app_id, disconnected_at');

-- Who may come in, and how.
select kabar_audited_table('ip_allowlists');
select kabar_audited_table('workspace_sign_in_rules');
select kabar_audited_table('single_sign_on_providers', 'issuer, client_id, client_secret_sealed, may_join, join_role, is_on');
select kabar_audited_table('single_sign_on_domains');

-- What people are told and what is done to them.
select kabar_audited_table('contact_forms');
select kabar_audited_table('notice_versions');
select kabar_audited_table('away_messages');
select kabar_audited_table('working_hours');
select kabar_audited_table('workspace_closures', 'reopened_at');
