import { ERRORS, type ErrorCode, type ErrorDetails } from '@kabar/contract/errors';

/** Failures that happen before an answer of the server can be read; the server's own refusals are in `ERRORS`. */
export const CLIENT_ERRORS = {
  connection_failed: {
    title: 'No connection',
    message: 'The server could not be reached. Check the address and the network.',
    retryable: true,
  },
  timed_out: {
    title: 'No answer in time',
    message: 'The server did not answer in time. It may still have done what was asked.',
    retryable: true,
  },
  answer_unreadable: {
    title: 'Answer not understood',
    message: 'The answer did not come from Kabar or was cut off. Check the base address and what stands in between.',
    retryable: false,
  },
  unknown_code: {
    title: 'Request refused',
    message: 'The server refused the request with a code that this version of the SDK does not know.',
    retryable: false,
  },
} as const satisfies Record<string, { title: string; message: string; retryable: boolean }>;

/** Every code a `KabarError` can carry: the server's catalogue and the failures on the way to it. */
export type KabarErrorCode = ErrorCode | keyof typeof CLIENT_ERRORS;

/** A `KabarError` whose code is known, and with it the shape of its details. */
export type KabarErrorOf<C extends KabarErrorCode> = KabarError & {
  readonly code: C;
  readonly details: C extends keyof ErrorDetails ? ErrorDetails[C] : unknown;
};

/** What a `KabarError` is made from. */
export type KabarErrorInit = {
  status?: number | null;
  title?: string;
  message?: string;
  requestId?: string | null;
  docs?: string | null;
  details?: unknown;
  retryable?: boolean;
  retryAfterMs?: number | null;
  cause?: unknown;
};

/**
 * The one error that calls of the SDK reject with, except for an abort by the caller's own signal, which rejects with the
 * signal's reason. `code` is stable and meant for `switch`; `message` is safe to show and says what to do next.
 */
export class KabarError extends Error {
  readonly code: KabarErrorCode;
  /** HTTP status, or null when no answer came. */
  readonly status: number | null;
  readonly title: string;
  /** Name this id when asking for help: the server's log carries it. Null when no answer came. */
  readonly requestId: string | null;
  /** Address of the documentation of this code, relative to the server. */
  readonly docs: string | null;
  /** What the server added; `is` tells its shape. */
  readonly details: unknown;
  /** True when the very same request may succeed later. */
  readonly retryable: boolean;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(code: KabarErrorCode, init: KabarErrorInit = {}) {
    const entry = entryOf(code);
    super(init.message ?? entry.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'KabarError';
    this.code = code;
    this.status = init.status ?? null;
    this.title = init.title ?? entry.title;
    this.requestId = init.requestId ?? null;
    this.docs = init.docs ?? null;
    this.details = init.details;
    this.retryable = init.retryable ?? entry.retryable;
    this.retryAfterMs = init.retryAfterMs ?? null;
  }

  /** Narrows the error, and with it `details`, to one code. */
  is<K extends KabarErrorCode>(code: K): this is KabarErrorOf<K> {
    return this.code === code;
  }
}

/** Whether `text` is a code of the server's catalogue that this version knows. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

function entryOf(code: KabarErrorCode): { title: string; message: string; retryable: boolean } {
  return isErrorCode(code) ? ERRORS[code] : CLIENT_ERRORS[code];
}
