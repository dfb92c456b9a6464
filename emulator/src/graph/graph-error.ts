import { errorRow } from '@kabar/cloud-api';

/** An answer of the Graph that is an error. Thrown by handlers, written by the router. */
export class GraphError extends Error {
  readonly httpStatus: number;
  readonly code: number;
  readonly details: string | undefined;
  readonly subcode: number | undefined;
  readonly type: string;
  readonly userTitle: string | undefined;
  readonly userMessage: string | undefined;

  constructor(
    code: number,
    message: string,
    options: {
      details?: string;
      httpStatus?: number;
      subcode?: number;
      type?: string;
      userTitle?: string;
      userMessage?: string;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.httpStatus = options.httpStatus ?? errorRow(code)?.http ?? 400;
    this.details = options.details;
    this.subcode = options.subcode;
    this.type = options.type ?? 'OAuthException';
    this.userTitle = options.userTitle;
    this.userMessage = options.userMessage;
  }
}

/**
 * The error body of the Graph. Key order as in the captured one (code before type); clients must not depend on it.
 * Source: Meta for Developers, "Error codes", 2026-09-11; order captured on the real platform, 2026-07.
 */
export function graphErrorBody(error: GraphError, traceId: string): Record<string, unknown> {
  const prefix = error.code === 190 || error.type === 'GraphMethodException' ? '' : `(#${error.code}) `;
  return {
    error: {
      message: `${prefix}${error.message}`,
      code: error.code,
      type: error.type,
      ...(error.subcode === undefined ? {} : { error_subcode: error.subcode }),
      ...(error.details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details: error.details } }),
      ...(error.userTitle === undefined
        ? {}
        : { is_transient: false, error_user_title: error.userTitle, error_user_msg: error.userMessage ?? '' }),
      fbtrace_id: traceId,
    },
  };
}

/** The error of our table for a code, with a detail text. */
export function tableError(code: number, details?: string): GraphError {
  return new GraphError(code, META_MESSAGES[code] ?? errorRow(code)?.title ?? 'Error', details === undefined ? {} : { details });
}

/** The words Meta uses for the codes that clients see most. Source: "Error codes", 2026-09-11. */
const META_MESSAGES: Readonly<Record<number, string>> = {
  4: 'Application request limit reached',
  10: 'Application does not have permission for this action',
  100: 'Invalid parameter',
  130429: 'Rate limit hit',
  131000: 'Something went wrong',
  131005: 'Access denied',
  131008: 'Required parameter is missing',
  131009: 'Parameter value is not valid',
  131016: 'Service unavailable',
  131021: 'Recipient cannot be sender',
  131030: 'Recipient phone number not in allowed list',
  131056: '(Business Account, Consumer Account) pair rate limit hit',
  131057: 'Account in maintenance mode',
  131062: 'Business-scoped user ID (BSUID) recipients are not supported for this message',
  132000: 'Number of parameters does not match the expected number of params',
  132001: 'Template name does not exist in the translation',
  132005: 'Translated text too long',
  132007: 'Template format character policy violated',
  132012: 'Parameter format does not match format in the created template',
  132015: 'Template is paused',
  132016: 'Template is disabled',
  133010: 'Phone number not registered',
  133016: 'Account register deregister rate limit exceeded',
  80007: 'Rate limit issues',
};

/** The node does not exist or the token may not see it; Meta does not tell which. */
export function unknownNode(id: string): GraphError {
  return new GraphError(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { httpStatus: 400, subcode: 33, type: 'GraphMethodException' },
  );
}
