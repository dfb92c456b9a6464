import type { WebhookFailure } from '@kabar/contract';
import type { EgressAnswer } from '#platform/egress/egress';
import { refusedCode } from '../net/webhook-egress.ts';

const dnsCodes: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'ENODATA',
  'ESERVFAIL',
  'EREFUSED',
  'EAI_AGAIN',
  'ECANCELLED',
  'EBADNAME',
  'EBADRESP',
  'EFORMERR',
]);

/** Why there was no answer. */
export function failureOf({ reason, timedOut, code = '' }: Extract<EgressAnswer, { kind: 'no_answer' }>): WebhookFailure {
  if (timedOut || code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'ETIMEOUT') return 'timeout';
  if (reason === 'not_allowed' || reason === 'malformed' || code === refusedCode) return 'address_refused';
  if (reason === 'connect') {
    if (dnsCodes.has(code)) return 'dns';
    return /CERT|TLS|SSL|SIGNED|VERIFY|ISSUER|ALTNAME|EPROTO/.test(code) ? 'tls' : 'connect';
  }
  return 'lost';
}

/** What an answer's status says; null: it arrived. A redirect is no arrival: nobody checked where it leads. */
export function judgeStatus(status: number): WebhookFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirect';
  return status === 410 ? 'gone' : 'status';
}

/** Statuses by which a receiver says that it is too much: its whole endpoint is left alone for as long as it asks. */
export function isThrottling(status: number): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504;
}
