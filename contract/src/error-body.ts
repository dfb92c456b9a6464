import type { ErrorCode } from './errors.ts';

/** What `details` holds for the codes that carry any. */
export type ErrorDetails = {
  validation_failed: { issues: { path: string; message: string }[] };
  content_invalid: { issues: { path: string; message: string }[] };
  body_too_large: { limit_bytes: number };
  permission_denied: { permission: string };
  in_use: { count: number };
  processor_incomplete: { problems: string[] };
  incident_unfinished: { left: string[] };
  lockout_unconfirmed: { addresses: string[] };
  identifier_taken: { contact_id: string };
  password_refused: { reason: 'too_short' | 'too_long' | 'contains_name' | 'pattern' | 'common' | 'breached' };
  webhook_url_refused: { reason: 'not_a_url' | 'scheme' | 'credentials' | 'fragment' | 'port' | 'private_address' | 'local_name' };
  webhook_challenge_failed: { failure: string };
  number_credentials_refused: { reason: string };
  media_not_usable: { reason: string };
  retention_impossible: { collisions: unknown[] };
  provider_unusable: { reason: 'unreachable' | 'not_trusted' | 'refused_there' | 'off' | 'not_proved' };
  domain_not_proved: { found: 'no_answer' | 'nothing' | 'other' };
  rate_limited: { retry_after_seconds: number };
};

/** Body of every answer that is not a success. */
export type ErrorBody = {
  error: {
    code: ErrorCode;
    title: string;
    message: string;
    /** Page about this code, relative to the server's address. */
    doc_url: string;
    request_id: string;
    retryable: boolean;
    details?: unknown;
  };
};
