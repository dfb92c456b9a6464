import { ERRORS, type ErrorCode } from '@kabar/contract/errors';
import type { MetaRefusal } from './graph-refusal.ts';

type Words = Pick<MetaRefusal, 'code' | 'title' | 'subcode' | 'type' | 'message'>;

const token = (title: string, subcode?: number): Words => ({
  code: 190,
  title,
  message: title,
  ...(subcode === undefined ? {} : { subcode }),
});
const tryLater: Words = { code: 2, title: 'Service temporarily unavailable' };

/** Refusals of our catalogue that Meta has something of its own for. */
const OWN_WORDS: Partial<Record<ErrorCode, Words>> = {
  unauthenticated: token('An access token is required to request this resource.'),
  api_key_invalid: token('Invalid OAuth access token - Cannot parse access token'),
  api_key_revoked: token('Error validating access token: The session has been invalidated.', 467),
  api_key_expired: token('Error validating access token: Session has expired.', 463),
  workspace_closing: { code: 131_031, title: 'Account has been locked' },
  number_not_connected: { code: 133_010, title: 'The account is not registered' },
  number_credentials_refused: { code: 131_005, title: 'Access denied' },
  route_not_found: { code: 2500, title: 'Unknown path components', message: 'Unknown path components' },
  media_not_usable: { code: 100, title: 'Invalid parameter' },
  idempotency_in_progress: tryLater,
  webhook_challenge_failed: tryLater,
  upload_cut_short: tryLater,
  internal_error: { code: 131_000, title: 'Something went wrong' },
};

/** The rest, by the kind of refusal that the HTTP status tells. */
const BY_STATUS: Readonly<Record<number, Words>> = {
  401: token('Invalid OAuth access token'),
  403: { code: 10, title: 'Application does not have permission for this action' },
  404: { code: 100, subcode: 33, type: 'GraphMethodException', title: 'Unsupported request' },
  409: { code: 131_009, title: 'Parameter value is not valid' },
  410: { code: 100, subcode: 33, type: 'GraphMethodException', title: 'Unsupported request' },
  422: { code: 131_009, title: 'Parameter value is not valid' },
  429: { code: 80_007, title: 'There have been too many calls to this WhatsApp Business account. Wait a bit and try again.' },
  503: tryLater,
};

const other: Words = { code: 100, title: 'Invalid parameter' };

/** Code and words of Meta's for a refusal of our catalogue. Every code has one, those of later releases, too. */
export function metaWordsOf(code: ErrorCode): Words {
  const { status } = ERRORS[code];
  return OWN_WORDS[code] ?? BY_STATUS[status] ?? (status >= 500 ? { code: 131_000, title: 'Something went wrong' } : other);
}
