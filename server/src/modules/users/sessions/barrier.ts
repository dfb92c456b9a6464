import type { Role } from '@kabar/contract';
import type { SignInBarrier } from '#platform/http/actor';

/** What a workspace asks of sign-ins, for one of its members. */
export type WorkspaceRules = { workspaceId: string; role: Role | 'custom'; secondFactorFrom: Date | null; singleSignOnOnly: boolean };

/** What a session has to show. */
export type SessionProof = { hasSecondFactor: boolean; singleSignOnWorkspaceId: string | null };

/**
 * What keeps a session out of a workspace that its person belongs to, or null. Pure.
 *
 * - A session that began at a company's provider opens that company's workspace and no other: the provider vouches for its own people there and nowhere else.
 * - Where single sign-on is the only way, owners may still come with their own second factor, or a broken provider would lock everybody out.
 * - Whoever comes through the workspace's own provider needs no second factor of ours; asking for one is the provider's business.
 */
export function barrierOf(rules: WorkspaceRules, session: SessionProof, now: Date): SignInBarrier | null {
  if (session.singleSignOnWorkspaceId !== null)
    return session.singleSignOnWorkspaceId === rules.workspaceId ? null : 'other_sign_in_required';
  if (rules.singleSignOnOnly) {
    if (rules.role !== 'owner') return 'single_sign_on_required';
    return session.hasSecondFactor ? null : 'second_factor_required';
  }
  const isDue = rules.secondFactorFrom !== null && rules.secondFactorFrom <= now;
  return isDue && !session.hasSecondFactor ? 'second_factor_required' : null;
}

/** When a session that is let in now will be kept out by rules that stand already; null when time alone changes nothing. Pure. */
export function barrierDueAt(rules: WorkspaceRules, session: SessionProof, now: Date): Date | null {
  const due = rules.secondFactorFrom;
  if (due === null || due <= now || barrierOf(rules, session, now) !== null) return null;
  return barrierOf(rules, session, due) === null ? null : due;
}
