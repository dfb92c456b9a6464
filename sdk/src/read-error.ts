import { isErrorCode, KabarError } from './kabar-error.ts';

/** Statuses that a proxy in front of Kabar answers while Kabar itself is away. */
const gatewayStatuses = new Set([429, 502, 503, 504]);

/**
 * Reads an answer that is not a success into a `KabarError`. An answer without Kabar's error body (a proxy's page, a
 * truncated body) becomes `answer_unreadable`, retryable where its status is one of a proxy whose backend is away.
 * Never throws.
 */
export async function readError(response: Response): Promise<KabarError> {
  const text = await response.text().catch(() => '');
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  const requestId = response.headers.get('request-id');
  const body = errorObject(text);
  if (body === null) {
    return new KabarError('answer_unreadable', {
      status: response.status,
      requestId,
      retryable: gatewayStatuses.has(response.status),
      retryAfterMs,
    });
  }
  const { code } = body;
  return new KabarError(isErrorCode(code) ? code : 'unknown_code', {
    status: response.status,
    requestId: stringOf(body['request_id']) ?? requestId,
    title: stringOf(body['title']) ?? code,
    message: stringOf(body['message']) ?? code,
    docs: stringOf(body['doc_url']) ?? null,
    retryable: body['retryable'] === true,
    details: body['details'],
    retryAfterMs,
  });
}

/**
 * Reads a `Retry-After` header, seconds or an HTTP date, into milliseconds from `nowMs`; null when absent or not
 * understood.
 * Source: RFC 9110 section 10.2.3.
 */
export function parseRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function errorObject(text: string): ({ code: string } & Record<string, unknown>) | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: the answer is not Kabar's, which the caller reports.
    return null;
  }
  const error = isRecord(parsed) ? parsed['error'] : null;
  return isRecord(error) && typeof error['code'] === 'string' ? { ...error, code: error['code'] } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
