import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/**
 * Serves `GET /openapi.json` and a browsable reference at `/reference`. The reference's own script is served from here and
 * asks nothing of the network; it needs inline script and style, so these pages alone have a wider content policy.
 */
export async function apiReference(app: FastifyInstance, options: { document: object }): Promise<void> {
  app.get('/openapi.json', async () => options.document);
  await app.register(async (reference) => {
    reference.addHook('onSend', async (_request, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; object-src 'none'; base-uri 'none'",
      );
    });
    await reference.register(scalar, {
      routePrefix: '/reference',
      configuration: { content: options.document, withDefaultFonts: false, telemetry: false, agent: { disabled: true } },
    });
  });
}
