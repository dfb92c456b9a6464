import { ERRORS, type ErrorCode, type ErrorDetails } from '@kabar/contract/errors';

type DetailsOf<C extends ErrorCode> = C extends keyof ErrorDetails ? ErrorDetails[C] : undefined;

/** What may accompany a refusal. `context` and `cause` go to the log only and never to the caller. */
export type AppErrorOptions<C extends ErrorCode> = (DetailsOf<C> extends undefined
  ? { details?: undefined }
  : { details: DetailsOf<C> }) & {
  context?: Readonly<Record<string, string | number | boolean | null>>;
  cause?: unknown;
};

/**
 * A refusal given to our caller. Its status, title and words come from the catalogue in `@kabar/contract/errors` only;
 * the error exit of the HTTP app is the only place that turns it into an answer.
 */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: unknown;
  readonly context: Readonly<Record<string, string | number | boolean | null>>;

  constructor(code: C, ...[options]: DetailsOf<C> extends undefined ? [options?: AppErrorOptions<C>] : [options: AppErrorOptions<C>]) {
    super(ERRORS[code].message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options?.details;
    this.context = options?.context ?? {};
  }
}

/** For branches that cannot be reached; the compiler proves it, this throws if data proves it wrong. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
