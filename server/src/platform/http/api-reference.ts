import { createHash, randomBytes } from 'node:crypto';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/**
 * Serves `GET /openapi.json` and a browsable reference at `/reference`. The reference's own script is served from here and
 * asks nothing of the network. Its page has two scripts inside, which start it: the policy names them by their hashes and lets no other run.
 * Style is put in by the library as it runs: what it makes by `createElement` carries the nonce of the page, what came in as markup would not.
 */
export async function apiReference(app: FastifyInstance, options: { document: object }): Promise<void> {
  app.get('/openapi.json', async () => options.document);
  await app.register(async (reference) => {
    reference.addHook('onSend', async (_request, reply, payload) => {
      const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
      if (!isPage) {
        reply.header('content-security-policy', policyFor('', null));
        return payload;
      }
      const nonce = randomBytes(16).toString('base64');
      const page = payload.replace('<head>', `<head><meta property="csp-nonce" content="${nonce}"><script>${styleStart}</script>`);
      if (!page.includes(nonce)) throw new Error('the reference page has no head');
      reply.header('content-security-policy', policyFor(page, nonce));
      reply.header('content-length', Buffer.byteLength(page));
      return page;
    });
    await reference.register(scalar, {
      routePrefix: '/reference',
      configuration: {
        url: '/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
      },
    });
  });
}

/** Gives every style element that a script makes the nonce of the page; the library gives it to one of five by itself. */
const styleStart = `{const make=document.createElement.bind(document),nonce=document.querySelector('meta[property=csp-nonce]').content;
document.createElement=(name,options)=>{const made=make(name,options);if(made instanceof HTMLStyleElement)made.nonce=nonce;return made}}`;

function policyFor(page: string, nonce: string | null): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inlineScripts(page).map(hashOf)].join(' '),
    nonce === null ? "style-src 'self'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "base-uri 'none'",
  ].join(';');
}

/** What stands between the tags of scripts that have no address of their own, byte for byte. */
export function inlineScripts(page: string): string[] {
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(([, text = '']) => text);
}

/** A source of a content policy. Source: W3C Content Security Policy Level 3, section 6.7.2.3. */
export function hashOf(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
