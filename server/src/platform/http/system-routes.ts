import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { defineRoute, type Route } from './route.ts';

/** One thing that must work for this process to serve, with what to do when it does not. */
export type ReadinessCheck = { name: string; check(): Promise<{ ok: true } | { ok: false; problem: string }> };

const Readiness = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), problem: z.string().nullable() })),
});

/**
 * Probes for whoever watches the process: `/healthz` says that it runs, `/readyz` that it can serve (database reachable,
 * schema current, not shutting down), `/metrics` counts for Prometheus. They name no workspace and no person. The
 * last is for whoever shows `metricsToken`; null: for this machine alone.
 */
export function systemRoutes(deps: { checks: readonly ReadinessCheck[]; metrics: Metrics; metricsToken: string | null }): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      summary: 'Is the process alive',
      tag: 'System',
      auth: 'public',
      responses: { 200: z.object({ status: z.literal('ok') }) },
      handler: async () => ({ status: 'ok' }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      summary: 'Can the process serve requests',
      tag: 'System',
      auth: 'public',
      responses: { 200: Readiness, 503: Readiness },
      handler: async ({ reply }) => {
        const checks = await Promise.all(deps.checks.map(runCheck));
        const ready = checks.every((check) => check.ok);
        reply.code(ready ? 200 : 503);
        return { ready, checks };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      summary: 'Metrics for Prometheus',
      tag: 'System',
      auth: 'public',
      responses: { 200: 'text/plain' },
      handler: async ({ reply, raw }) => {
        if (!mayRead(raw, deps.metricsToken)) throw new AppError('unauthenticated');
        const { contentType, body } = await deps.metrics.text();
        reply.type(contentType);
        return body;
      },
    }),
  ];
}

/**
 * With a token, who shows it; without one, programs on this machine that came straight here. A proxy on this machine is known by the
 * header it adds, and what comes through it is from outside.
 */
function mayRead({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token === null) {
    const isPassedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined || headers.via !== undefined;
    return !isPassedOn && isLoopback(socket.remoteAddress ?? '');
  }
  const given = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function isLoopback(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

async function runCheck(check: ReadinessCheck): Promise<{ name: string; ok: boolean; problem: string | null }> {
  try {
    const result = await check.check();
    return { name: check.name, ok: result.ok, problem: result.ok ? null : result.problem };
  } catch {
    return { name: check.name, ok: false, problem: 'the check itself failed' };
  }
}
