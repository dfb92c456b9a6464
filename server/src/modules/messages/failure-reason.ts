import type { ReasonCode } from '@kabar/contract';
import type { ProviderError } from '#whatsapp/provider-error';

/**
 * What a refusal by WhatsApp means for one message. `hold` waits for something to change (and `numberWide` says that it
 * concerns every message of the number); `later` repeats after `afterMs`; `fail` is final.
 */
export type RefusalVerdict =
  | { kind: 'hold'; reason: ReasonCode; numberWide: boolean }
  | { kind: 'later'; afterMs: number }
  | { kind: 'fail'; reason: ReasonCode };

const restrictedCodes = new Set([368, 131031]);
const paymentCodes = new Set([131042, 131044]);
const longestWaitMs = 3_600_000;

/** Decides what follows from a refusal of a send. Pure. */
export function judgeRefusal(error: ProviderError): RefusalVerdict {
  if (error.class === 'auth') return { kind: 'hold', reason: 'token_refused', numberWide: true };
  if (error.code !== null && restrictedCodes.has(error.code)) return { kind: 'hold', reason: 'number_restricted', numberWide: true };
  if (error.code !== null && paymentCodes.has(error.code)) return { kind: 'hold', reason: 'payment_problem', numberWide: true };
  if (error.code === 132015) return { kind: 'hold', reason: 'template_paused', numberWide: false };
  if (error.retry === 'L' && error.laterAfterMs !== null && error.laterAfterMs <= longestWaitMs)
    return { kind: 'later', afterMs: error.laterAfterMs };
  return { kind: 'fail', reason: failureReason(error.code) };
}

/**
 * The reason code for a final refusal with one of WhatsApp's error codes, in the answer or by webhook.
 *
 * Source: Meta, "Error codes", fetched 2026-09-11.
 */
export function failureReason(code: number | null): ReasonCode {
  switch (code) {
    case 131047:
      return 'window_closed';
    case 131050:
      return 'marketing_stopped';
    case 131026:
    case 131030:
      return 'recipient_unreachable';
    case 132001:
      return 'template_unknown';
    case 132016:
      return 'template_not_approved';
    case 131053:
      return 'media_missing';
    default:
      return 'meta_refused';
  }
}

/** WhatsApp's error as it is kept with a message and shown to people, as JSON; digits that may be a phone number are taken out. */
export function metaErrorJson(error: { code: number | null; title: string; details: string | null }): string | null {
  if (error.code === null) return null;
  const details = error.details?.replaceAll(/\d{7,}/g, '…').slice(0, 500) ?? null;
  return JSON.stringify({ code: error.code, title: error.title, details });
}
