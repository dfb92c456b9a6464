import type { FastifyReply } from 'fastify';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { RateLimiter, RateRule, RateState } from '../rate-limit/rate-limiter.ts';
import type { Actor, WorkspaceActor } from './actor.ts';

/** How many requests a second callers may make, where they have no figure of their own. */
export type RateFigures = { perKey: number; perWorkspace: number; perMember: number };

/** What limiting needs. */
export type RateLimiting = { limiter: RateLimiter; figures: RateFigures; clock: Clock };

/**
 * A refusal is held back this long at the median: a caller that repeats at once without looking then costs next to nothing. Never equally long: refusals that
 * leave together come back together, and everybody else finds a hundred requests before them in that moment.
 */
const heldMs = 400;
/** So many refusals are held at the same time; further ones leave at once. */
const maxHeldCount = 2_000;
let heldCount = 0;

/**
 * Counts a request against the limits of its caller and says in the answer how they stand. Programs count against their key and,
 * together, against their workspace; people against a limit of their own, so that no program locks people out.
 *
 * Headers: `RateLimit` and `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers-10
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/, read 2026-11-21).
 * Errors: `rate_limited`.
 */
export async function limitRate(
  { limiter, figures, clock }: RateLimiting,
  actor: Actor | WorkspaceActor,
  reply: FastifyReply,
): Promise<void> {
  const verdict = await limiter.check(rulesOf(actor, figures));
  reply.header('ratelimit-policy', verdict.states.map(policyText).join(', ')).header('ratelimit', verdict.states.map(stateText).join(', '));
  if (verdict.isAllowed) return;
  if (heldCount < maxHeldCount) {
    heldCount += 1;
    try {
      await clock.sleep(heldMs * (0.5 + Math.random()));
    } finally {
      heldCount -= 1;
    }
  }
  throw new AppError('rate_limited', { details: { retry_after_seconds: Math.max(1, Math.ceil(verdict.retryAfterMs / 1_000)) } });
}

/** Counts further requests for one that turned out to be as much work as several; it goes on, and later ones wait. */
export function chargeFurther({ limiter, figures }: RateLimiting, actor: Actor | WorkspaceActor, count: number): void {
  limiter.charge(rulesOf(actor, figures), count);
}

function rulesOf(actor: Actor | WorkspaceActor, figures: RateFigures): RateRule[] {
  if (actor.kind === 'api_key') {
    const own = 'requestsPerSecond' in actor ? actor.requestsPerSecond : null;
    return [
      { policy: 'key', id: actor.apiKeyId, perSecond: own ?? figures.perKey },
      { policy: 'workspace', id: actor.workspaceId, perSecond: figures.perWorkspace },
    ];
  }
  return 'memberId' in actor
    ? [{ policy: 'member', id: actor.memberId, perSecond: figures.perMember }]
    : [{ policy: 'user', id: actor.userId, perSecond: figures.perMember }];
}

function policyText({ policy, quota, windowSeconds }: RateState): string {
  return `"${policy}";q=${quota};w=${windowSeconds}`;
}

function stateText({ policy, quota, windowSeconds, remaining }: RateState): string {
  return `"${policy}";r=${remaining};t=${Math.ceil(((quota - remaining) / quota) * windowSeconds)}`;
}
