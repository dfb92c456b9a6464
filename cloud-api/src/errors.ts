import { ERROR_ROWS } from './error-rows.ts';

/**
 * What may be done with a request that failed:
 * `R` refused before processing, the same request may be sent again with backoff;
 * `U` outcome unknown, it may have been sent, never resend by itself;
 * `L` later, once the stated condition or time has passed;
 * `N` never with the same content.
 */
export type RetryClass = 'R' | 'U' | 'L' | 'N';

/** What kind of problem it is; the same names as in Kabar's house style for outcomes of outbound calls. */
export type ErrorClass =
  | 'auth'
  | 'permission'
  | 'rate_limit'
  | 'window_policy'
  | 'template'
  | 'recipient'
  | 'media'
  | 'transient'
  | 'unknown';

/** Who can do something about it. */
export type ErrorActor = 'system' | 'operator' | 'admin' | 'developer' | 'owner' | 'customer' | 'support' | 'nobody';

/** How an error reaches us: in the HTTP answer, by webhook, by either, or only inside a health status. */
export type ErrorChannel = 'sync' | 'webhook' | 'both' | 'health';

/** One known error code of Meta's. Texts are our own words, short and safe to show. */
export interface CloudApiErrorRow {
  code: number;
  title: string;
  /** Documented HTTP status, `null` where the code never comes in an HTTP answer of its own. */
  http: number | null;
  channel: ErrorChannel;
  retry: RetryClass;
  class: ErrorClass;
  actor: ErrorActor;
  reason: string;
  nextStep: string;
  /** Shortest sensible wait before another try, where Meta names one. */
  retryAfterSeconds?: number;
  /** Meta's page and the date it was read. */
  source: string;
}

/** Known token sub-codes of code 190, in plain words. Source: "Error codes", 2026-09-11. */
const TOKEN_SUBCODE_REASONS: Readonly<Record<number, string>> = {
  458: 'The app is no longer installed for the account that made the access token.',
  459: 'The person behind the access token has to pass a security check at Meta.',
  460: 'The password behind the access token was changed.',
  463: 'The access token has expired.',
  464: 'The person behind the access token is not confirmed at Meta.',
  467: 'The access token was invalidated.',
};

/** The verdict on one failed call or one failed status. */
export interface ErrorVerdict {
  code: number | null;
  subcode: number | null;
  isKnown: boolean;
  title: string;
  class: ErrorClass;
  retry: RetryClass;
  actor: ErrorActor;
  reason: string;
  nextStep: string;
  retryAfterSeconds?: number;
}

const rowsByCode: ReadonlyMap<number, CloudApiErrorRow> = new Map(ERROR_ROWS.map((row) => [row.code, row]));

/** The row of a code, or undefined for a code Meta has not documented. */
export function errorRow(code: number): CloudApiErrorRow | undefined {
  return rowsByCode.get(code);
}

/** All rows, in ascending order of code. */
export function allErrorRows(): readonly CloudApiErrorRow[] {
  return ERROR_ROWS;
}

/** Codes 200 to 299 without a row of their own all mean a missing permission. */
function rowFor(code: number, subcode: number | null): CloudApiErrorRow | undefined {
  // Template and migration problems come as sub-codes of 100, which says nothing by itself.
  const bySubcode = code === 100 && subcode !== null ? rowsByCode.get(subcode) : undefined;
  if (bySubcode) return bySubcode;
  const row = rowsByCode.get(code);
  if (row) return row;
  return code >= 200 && code <= 299 ? rowsByCode.get(200) : undefined;
}

/**
 * Judges a failed call or a failed status.
 *
 * Without a code the HTTP status decides: 5xx and no answer at all are outcome-unknown (`U`), 429 is a refusal (`R`), other
 * 4xx are final. A 5xx with a known code follows its row, unless that row would allow a resend: then it stays `U`, because
 * a server that failed may have sent the message first.
 *
 * Errors: never throws; an unknown code is class `unknown` with `isKnown: false`.
 * Source: Meta for Developers, "Error codes", 2026-09-11; the retry classes are ours.
 */
export function classifyError(input: {
  code?: number | null | undefined;
  subcode?: number | null | undefined;
  httpStatus?: number | null | undefined;
}): ErrorVerdict {
  const code = input.code ?? null;
  const subcode = input.subcode ?? null;
  const httpStatus = input.httpStatus ?? null;
  const row = code === null ? undefined : rowFor(code, subcode);
  if (!row) return verdictWithoutRow(code, subcode, httpStatus);
  const isServerFailure = httpStatus !== null && httpStatus >= 500;
  const tokenReason = code === 190 && subcode !== null ? TOKEN_SUBCODE_REASONS[subcode] : undefined;
  return {
    code,
    subcode,
    isKnown: true,
    title: row.title,
    class: row.class,
    retry: isServerFailure && row.retry === 'R' && row.http !== null && row.http < 500 ? 'U' : row.retry,
    actor: row.actor,
    reason: tokenReason ?? row.reason,
    nextStep: row.nextStep,
    ...(row.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: row.retryAfterSeconds }),
  };
}

function verdictWithoutRow(code: number | null, subcode: number | null, httpStatus: number | null): ErrorVerdict {
  const base = { code, subcode, isKnown: false };
  if (httpStatus === null || httpStatus === 0 || httpStatus >= 500) {
    return {
      ...base,
      title: httpStatus ? 'No usable answer' : 'No answer',
      class: 'transient',
      retry: 'U',
      actor: 'system',
      reason: 'WhatsApp did not give a usable answer, so it is not known whether the message was taken.',
      nextStep: 'Wait for a delivery status; nothing is sent again by itself.',
    };
  }
  if (httpStatus === 429) {
    return {
      ...base,
      title: 'Too many requests',
      class: 'rate_limit',
      retry: 'R',
      actor: 'system',
      reason: 'WhatsApp is asked too often at the moment.',
      nextStep: 'It is tried again by itself, more slowly.',
    };
  }
  if (httpStatus === 401 || httpStatus === 403) {
    return {
      ...base,
      title: 'Not allowed',
      class: httpStatus === 401 ? 'auth' : 'permission',
      retry: 'N',
      actor: 'admin',
      reason: 'WhatsApp does not accept the credentials of this number for this request.',
      nextStep: 'Check the access token and its permissions.',
    };
  }
  return {
    ...base,
    title: code === null ? 'Refused' : `Error ${code}`,
    class: 'unknown',
    retry: 'N',
    actor: 'support',
    reason: 'WhatsApp refused the request for a reason that is not documented.',
    nextStep: 'Look at the details; if it happens again, ask support with the trace id.',
  };
}
