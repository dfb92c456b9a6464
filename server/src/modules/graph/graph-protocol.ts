import { ERRORS } from '@kabar/contract/errors';
import type { FastifyRequest } from 'fastify';
import type { AppError } from '#platform/errors';
import type { ForeignProtocol } from '#platform/http/route';
import { GraphRefusal, httpStatusOf, type MetaRefusal } from './graph-refusal.ts';
import { metaWordsOf } from './refusal-codes.ts';

/** How Meta's Graph API takes a token and words a refusal. */
export const graphProtocol: ForeignProtocol = {
  readKey,
  presentRefusal(refusal, requestId) {
    const meta = refusal instanceof GraphRefusal ? refusal.meta : translate(refusal);
    return { status: meta.http ?? httpStatusOf(meta.code), body: { error: errorBody(meta, refusal, requestId) } };
  },
};

/**
 * A token in the header wins; without one the parameter `access_token` is taken, as Meta's own samples send it. Neither is ever logged: our records hold
 * the declared path and no query.
 * Source: Meta for Developers, "Access tokens", 2025-11.
 */
function readKey(request: FastifyRequest): string | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) return /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization)?.[1] ?? null;
  const start = request.url.indexOf('?');
  return start === -1 ? null : new URLSearchParams(request.url.slice(start)).get('access_token');
}

function translate(refusal: AppError): MetaRefusal {
  const details = detailsOf(refusal.details);
  return { ...metaWordsOf(refusal.code), details: details ?? ERRORS[refusal.code].message };
}

/** The most telling line of a refusal's details: each wrong field, or the reason in words. */
function detailsOf(details: unknown): string | null {
  if (typeof details !== 'object' || details === null) return null;
  if ('issues' in details && Array.isArray(details.issues)) {
    const lines = (details.issues as { path: string; message: string }[]) // the catalogue's own shape
      .map(({ path, message }) => (path === '' ? message : `${path.replace(/^body\./, '')}: ${message}`));
    return lines.length === 0 ? null : lines.join('; ');
  }
  if ('reason' in details && typeof details.reason === 'string') return details.reason;
  return 'permission' in details && typeof details.permission === 'string' ? `The key needs the scope ${details.permission}.` : null;
}

function errorBody(meta: MetaRefusal, refusal: AppError, requestId: string): Record<string, unknown> {
  const { code, title, subcode, details } = meta;
  const own = ERRORS[refusal.code];
  return {
    message: meta.message ?? `(#${code}) ${title}`,
    type: meta.type ?? 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
    ...(refusal instanceof GraphRefusal ? {} : { error_user_title: own.title, error_user_msg: own.message }),
    ...(own.retryable ? { is_transient: true } : {}),
    fbtrace_id: requestId,
  };
}
