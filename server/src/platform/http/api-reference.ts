import { createHash } from 'node:crypto';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/**
 * Serves `GET /openapi.json` and a browsable reference at `/reference`. The reference's own script is served from here and
 * asks nothing of the network. Its page has one script inside, which starts it: the policy names that script by its hash and lets no other run.
 * Style is put in by the script as it runs, so style alone may be inline there.
 */
export async function apiReference(app: FastifyInstance, options: { document: object }): Promise<void> {
  app.get('/openapi.json', async () => options.document);
  await app.register(async (reference) => {
    const policies = new Map<string, string>();
    reference.addHook('onSend', async (_request, reply, payload) => {
      const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html');
      const page = isPage ? payload : '';
      let policy = policies.get(page);
      if (policy === undefined) {
        policy = policyFor(page);
        policies.set(page, policy); // the page is the same each time, so this holds two at most
      }
      reply.header('content-security-policy', policy);
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

function policyFor(page: string): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inlineScripts(page).map(hashOf)].join(' '),
    "style-src 'self' 'unsafe-inline'",
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
