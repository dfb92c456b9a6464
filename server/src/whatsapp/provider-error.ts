import { classifyError, graphErrorBodySchema, type ErrorClass, type ErrorVerdict, type RetryClass } from '@kabar/cloud-api';

/**
 * A failure as WhatsApp (or the way to it) gave it, with our verdict and words. `retry` is the class of the error table:
 * R may be repeated, U outcome unknown, L later, N never with the same content.
 */
export type ProviderError = {
  code: number | null;
  subcode: number | null;
  title: string;
  /** WhatsApp's own text, for developers. May name the recipient: never log it. */
  details: string | null;
  class: ErrorClass;
  retry: RetryClass;
  plainReason: string;
  nextStep: string;
  httpStatus: number | null;
  fbtraceId: string | null;
  /** Shortest sensible wait before the same request may be tried again; null when the table names none. */
  laterAfterMs: number | null;
};

/** Reads an answer that is not a success. `body` is the parsed JSON, or anything else when there was none. Never throws. */
export function readErrorAnswer(httpStatus: number, body: unknown, retryAfterMs: number | null = null): ProviderError {
  const parsed = graphErrorBodySchema.safeParse(body);
  if (!parsed.success) return fromVerdict(classifyError({ httpStatus }), { httpStatus, details: null, fbtraceId: null, retryAfterMs });
  const { error } = parsed.data;
  const verdict = classifyError({ code: error.code, subcode: error.error_subcode ?? null, httpStatus });
  const details = error.error_data?.details ?? error.error_user_msg ?? error.message ?? null;
  const known = fromVerdict(verdict, { httpStatus, details, fbtraceId: error.fbtrace_id ?? null, retryAfterMs });
  // An undocumented code that WhatsApp itself calls passing may have been taken before it failed.
  return !verdict.isKnown && error.is_transient === true ? { ...known, retry: 'U', class: 'transient' } : known;
}

/** The failure of one message or request as a webhook tells it. Never throws. */
export function readWebhookError(error: {
  code: number;
  title?: string | null | undefined;
  message?: string | null | undefined;
  error_data?: { details?: string | null | undefined } | null | undefined;
}): ProviderError {
  const verdict = classifyError({ code: error.code });
  const details = error.error_data?.details ?? error.message ?? error.title ?? null;
  return fromVerdict(verdict, { httpStatus: null, details, fbtraceId: null, retryAfterMs: null });
}

/**
 * No answer at all. `wasSent` false: no byte left, so the request may be repeated; true: it may have arrived.
 */
export function noAnswerError(wasSent: boolean): ProviderError {
  return {
    code: null,
    subcode: null,
    title: wasSent ? 'No answer' : 'WhatsApp cannot be reached',
    details: null,
    class: 'transient',
    retry: wasSent ? 'U' : 'R',
    plainReason: wasSent
      ? 'WhatsApp did not answer, so it is not known whether it took the request.'
      : 'The connection to WhatsApp could not be made; nothing was sent.',
    nextStep: wasSent ? 'Wait for a delivery status; nothing is sent again by itself.' : 'It is tried again by itself.',
    httpStatus: null,
    fbtraceId: null,
    laterAfterMs: null,
  };
}

/** An answer with a success status whose body does not say what it must. */
export function unreadableAnswerError(httpStatus: number): ProviderError {
  return {
    ...noAnswerError(true),
    title: 'Unreadable answer',
    plainReason: 'WhatsApp answered in a form that cannot be read, so it is not known whether it took the request.',
    httpStatus,
  };
}

function fromVerdict(
  verdict: ErrorVerdict,
  answer: { httpStatus: number | null; details: string | null; fbtraceId: string | null; retryAfterMs: number | null },
): ProviderError {
  const tableMs = verdict.retryAfterSeconds === undefined ? null : verdict.retryAfterSeconds * 1000;
  return {
    code: verdict.code,
    subcode: verdict.subcode,
    title: verdict.title,
    details: answer.details,
    class: verdict.class,
    retry: verdict.retry,
    plainReason: verdict.reason,
    nextStep: verdict.nextStep,
    httpStatus: answer.httpStatus,
    fbtraceId: answer.fbtraceId,
    laterAfterMs: answer.retryAfterMs ?? tableMs,
  };
}
