import type { ConsentStateName, MarketingRule, ReasonCode } from '@kabar/contract';

/** What WhatsApp forbids for now; `until` null: until it says otherwise. `business_initiated` forbids templates only. */
export type Restriction = { until: Date | null; scope: 'all' | 'business_initiated' };

/** What the customer agreed to and objected to; null: nothing was ever said. See modules/consent. */
export type ConsentFacts = {
  marketing: ConsentStateName | null;
  /** About every message at all. */
  messages: ConsentStateName | null;
  /** The widest active suppression of any identifier of the contact. */
  suppressedFrom: 'marketing' | 'all' | null;
  marketingRule: MarketingRule;
};

/** What is true at the moment a message would go out; read in the very transaction that claims it. */
export type GateFacts = {
  type: string;
  /** What the message itself was marked as when it was accepted; `marketing` for a campaign in free text. */
  category: string | null;
  /** Why Kabar itself sends it; null for everything else. */
  automaticReason: string | null;
  consent: ConsentFacts;
  /** An owner closed the workspace: nothing leaves it any more. */
  workspaceClosing: boolean;
  contactErased: boolean;
  /** A member wants nothing to this contact. */
  contactBlocked: boolean;
  /** The person's data is only stored: nothing is sent but what answers their own request. */
  contactRestricted: boolean;
  windowExpiresAt: Date | null;
  numberStatus: 'connected' | 'needs_attention' | 'disconnected';
  numberHoldReason: ReasonCode | null;
  numberRestriction: Restriction | null;
  accountRestriction: Restriction | null;
  /** Null for anything but a template, or when no template of that name and language is known. */
  template: { status: string; category: string; pausedUntil: Date | null } | null;
};

/** `hold` waits and is asked again later; `skip` is final. */
export type GateDecision = { kind: 'allow' } | { kind: 'hold'; reason: ReasonCode } | { kind: 'skip'; reason: ReasonCode };

/** Left unused at the end of the service window, because WhatsApp's clock and ours may differ. */
export const windowMarginMs = 60_000;

const templateWaits = new Set(['pending', 'in_appeal', 'unknown']);

/**
 * Decides whether a message may be handed to WhatsApp now. The person's own wishes come first, then what can never
 * work, then what will work later. Pure; asked at every claim, never cached.
 *
 * Source: Meta, "Send messages" and "Customer service windows" (window 24 hours from the customer's last message;
 * outside it templates only), read 2026-11-20.
 */
export function decideGate(facts: GateFacts, now: Date): GateDecision {
  if (facts.workspaceClosing && !isAnswerToRequest(facts)) return skip('workspace_closing');
  if (facts.contactErased) return skip('contact_erased');
  if (facts.contactRestricted && !isAnswerToRequest(facts)) return skip('contact_restricted');
  const consent = decideConsent(facts);
  if (consent !== null) return consent;
  if (facts.type === 'template') {
    const template = decideTemplate(facts.template, now);
    if (template !== null) return template;
  } else if (!isWindowOpen(facts.windowExpiresAt, now)) {
    return skip('window_closed');
  }
  if (facts.numberStatus === 'disconnected') return hold('number_disconnected');
  if (facts.numberHoldReason !== null) return hold(facts.numberHoldReason);
  if (isRestricted(facts.numberRestriction, facts.type, now) || isRestricted(facts.accountRestriction, facts.type, now))
    return hold('number_restricted');
  return { kind: 'allow' };
}

function decideTemplate(template: GateFacts['template'], now: Date): GateDecision | null {
  if (template === null) return skip('template_unknown');
  if (template.status === 'approved') return null;
  if (template.status === 'paused') return template.pausedUntil !== null && template.pausedUntil <= now ? null : hold('template_paused');
  return templateWaits.has(template.status) ? hold('template_not_approved') : skip('template_not_approved');
}

/**
 * The person asked for something about their own data and waits for the code or the answer. It is the one thing that still goes to somebody
 * restricted or suppressed, because they asked for it.
 */
function isAnswerToRequest({ automaticReason }: Pick<GateFacts, 'automaticReason'>): boolean {
  return automaticReason === 'privacy_request';
}

/**
 * The customer's wish. Who wants no message gets none, but the one that says their stop was understood. Marketing needs that they did
 * not stop, and, where the workspace says so, that they agreed.
 *
 * Source: GDPR art. 21(3) (objection to marketing is absolute) and art. 7; UU PDP art. 40; DPDP Act s. 6(4); Meta's business policy
 * (requests to stop are honoured), read 2026-11-20.
 */
function decideConsent({ consent, automaticReason, ...facts }: GateFacts): GateDecision | null {
  if (facts.contactBlocked) return skip('contact_suppressed');
  const wantsNone = consent.suppressedFrom === 'all' || isStopped(consent.messages);
  if (wantsNone && automaticReason !== 'consent_confirmation' && !isAnswerToRequest({ automaticReason })) return skip('contact_suppressed');
  if (!isMarketing(facts)) return null;
  if (consent.suppressedFrom !== null || isStopped(consent.marketing)) return skip('marketing_stopped');
  if (consent.marketingRule === 'opt_in' && consent.marketing === null) return skip('consent_missing');
  return null;
}

function isStopped(state: ConsentStateName | null): boolean {
  return state === 'withdrawn' || state === 'objected';
}

/** A template whose category WhatsApp has not told is taken for marketing: the mistake that hurts nobody. */
export function isMarketing({ template, category }: Pick<GateFacts, 'template' | 'category'>): boolean {
  return category === 'marketing' || template?.category === 'marketing' || template?.category === 'unknown';
}

function isWindowOpen(expiresAt: Date | null, now: Date): boolean {
  return expiresAt !== null && expiresAt.getTime() - windowMarginMs > now.getTime();
}

function isRestricted(restriction: Restriction | null, type: string, now: Date): boolean {
  if (restriction === null || (restriction.scope === 'business_initiated' && type !== 'template')) return false;
  return restriction.until === null || restriction.until > now;
}

function hold(reason: ReasonCode): GateDecision {
  return { kind: 'hold', reason };
}

function skip(reason: ReasonCode): GateDecision {
  return { kind: 'skip', reason };
}
