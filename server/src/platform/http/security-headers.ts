/** The headers of one kind of answer. */
export type HeaderList = Readonly<Record<string, string>>;

/**
 * The headers that keep browsers from doing more with an answer than it is meant for: `page` for the dashboard and all
 * that it loads, `api` for answers that are data and never a document. Computed once, and short where no browser needs
 * more: on the hot paths a kilobyte of headers built anew costs as much as parsing the request.
 *
 * `https` adds HSTS, for installations whose public address is https.
 * Source: OWASP Secure Headers Project and OWASP REST Security Cheat Sheet, read 2026-11.
 */
export function securityHeaders(options: { https: boolean }): { page: HeaderList; api: HeaderList } {
  const all = {
    'x-content-type-options': 'nosniff',
    ...(options.https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    'cross-origin-resource-policy': 'same-origin',
  };
  return {
    page: Object.freeze({
      ...all,
      'content-security-policy': pagePolicy,
      'cross-origin-opener-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'x-permitted-cross-domain-policies': 'none',
    }),
    api: Object.freeze({ ...all, 'content-security-policy': "default-src 'none';frame-ancestors 'none'", 'cache-control': 'no-store' }),
  };
}

const pagePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join(';');
