import { describe, expect, it } from 'vitest';
import { decideGate, windowMarginMs, type ConsentFacts, type GateFacts } from './gate.ts';

const now = new Date('2026-11-21T10:00:00Z');
const later = new Date(now.getTime() + 3_600_000);
const before = new Date(now.getTime() - 1);

const open: GateFacts = {
  type: 'text',
  category: null,
  automaticReason: null,
  consent: { marketing: null, messages: null, suppressedFrom: null, marketingRule: 'no_objection' },
  workspaceClosing: false,
  contactErased: false,
  contactBlocked: false,
  contactRestricted: false,
  windowExpiresAt: later,
  numberStatus: 'connected',
  numberHoldReason: null,
  numberRestriction: null,
  accountRestriction: null,
  template: null,
};
const promo: GateFacts = {
  ...open,
  type: 'template',
  windowExpiresAt: null,
  template: { status: 'approved', category: 'marketing', pausedUntil: null },
};
const order: GateFacts = { ...promo, template: { status: 'approved', category: 'utility', pausedUntil: null } };

function withConsent(facts: GateFacts, consent: Partial<ConsentFacts>): GateFacts {
  return { ...facts, consent: { ...facts.consent, ...consent } };
}

describe('the send gate', () => {
  it.each<[string, GateFacts, string]>([
    ['lets a free message into an open window', open, 'allow'],
    ['lets a template out of the window', order, 'allow'],
    ['lets a connected number that needs attention send', { ...open, numberStatus: 'needs_attention' }, 'allow'],
    [
      'lets a template go once its pause has ended',
      { ...order, template: { status: 'paused', category: 'utility', pausedUntil: before } },
      'allow',
    ],
    ['lets a message go once a restriction has ended', { ...open, numberRestriction: { until: before, scope: 'all' } }, 'allow'],
    [
      'lets a reply through when only business-initiated messages are restricted',
      { ...open, numberRestriction: { until: later, scope: 'business_initiated' } },
      'allow',
    ],
    [
      'holds templates when business-initiated messages are restricted',
      { ...order, accountRestriction: { until: later, scope: 'business_initiated' } },
      'hold number_restricted',
    ],
    [
      'lets utility reach a customer who stopped marketing',
      withConsent(order, { marketing: 'objected', suppressedFrom: 'marketing' }),
      'allow',
    ],
    ['lets marketing reach a customer who resumed it', withConsent(promo, { marketing: 'resumed' }), 'allow'],
    ['refuses a free message with no window', { ...open, windowExpiresAt: null }, 'skip window_closed'],
    [
      'refuses a free message in the last minute',
      { ...open, windowExpiresAt: new Date(now.getTime() + windowMarginMs) },
      'skip window_closed',
    ],
    ['refuses marketing after an objection', withConsent(promo, { marketing: 'objected' }), 'skip marketing_stopped'],
    ['refuses marketing after a withdrawal', withConsent(promo, { marketing: 'withdrawn' }), 'skip marketing_stopped'],
    [
      'refuses marketing to a suppressed identifier, whatever was agreed',
      withConsent(promo, { marketing: 'given', suppressedFrom: 'marketing' }),
      'skip marketing_stopped',
    ],
    [
      'takes a template of unknown category for marketing',
      withConsent({ ...order, template: { status: 'approved', category: 'unknown', pausedUntil: null } }, { marketing: 'objected' }),
      'skip marketing_stopped',
    ],
    [
      'refuses a campaign in free text after a stop',
      withConsent({ ...open, category: 'marketing' }, { marketing: 'objected' }),
      'skip marketing_stopped',
    ],
    ['lets marketing go where nobody objected', promo, 'allow'],
    ['asks for consent where the workspace does', withConsent(promo, { marketingRule: 'opt_in' }), 'skip consent_missing'],
    ['lets marketing go on consent', withConsent(promo, { marketingRule: 'opt_in', marketing: 'given' }), 'allow'],
    ['asks no consent for an order', withConsent(order, { marketingRule: 'opt_in' }), 'allow'],
    ['refuses everything to who wants nothing', withConsent(open, { suppressedFrom: 'all' }), 'skip contact_suppressed'],
    ['refuses everything after an objection to every message', withConsent(order, { messages: 'objected' }), 'skip contact_suppressed'],
    [
      'lets the confirmation of a stop reach who wants nothing',
      withConsent({ ...open, automaticReason: 'consent_confirmation' }, { suppressedFrom: 'all' }),
      'allow',
    ],
    [
      'lets no other automatic message reach who wants nothing',
      withConsent({ ...open, automaticReason: 'away' }, { suppressedFrom: 'all' }),
      'skip contact_suppressed',
    ],
    ['refuses everything to a blocked contact', { ...open, contactBlocked: true }, 'skip contact_suppressed'],
    ['refuses everything to a restricted contact', { ...order, contactRestricted: true }, 'skip contact_restricted'],
    [
      'refuses other automatic messages to a restricted contact',
      { ...open, automaticReason: 'consent_confirmation', contactRestricted: true },
      'skip contact_restricted',
    ],
    [
      'lets the answer to their own request reach somebody restricted',
      { ...open, automaticReason: 'privacy_request', contactRestricted: true },
      'allow',
    ],
    [
      'lets the answer to their own request reach who wants no message',
      withConsent({ ...open, automaticReason: 'privacy_request' }, { suppressedFrom: 'all', messages: 'objected' }),
      'allow',
    ],
    [
      'sends no answer to a request of a blocked contact',
      { ...open, automaticReason: 'privacy_request', contactBlocked: true },
      'skip contact_suppressed',
    ],
    ['refuses anything from a workspace that is closing', { ...order, workspaceClosing: true }, 'skip workspace_closing'],
    ['refuses anything to an erased contact', { ...order, contactErased: true }, 'skip contact_erased'],
    ['refuses a template nobody knows', { ...order, template: null }, 'skip template_unknown'],
    [
      'refuses a rejected template',
      { ...order, template: { status: 'rejected', category: 'utility', pausedUntil: null } },
      'skip template_not_approved',
    ],
    [
      'holds for a template in review',
      { ...order, template: { status: 'pending', category: 'utility', pausedUntil: null } },
      'hold template_not_approved',
    ],
    [
      'holds for a paused template',
      { ...order, template: { status: 'paused', category: 'utility', pausedUntil: later } },
      'hold template_paused',
    ],
    [
      'holds for a pause without an end',
      { ...order, template: { status: 'paused', category: 'utility', pausedUntil: null } },
      'hold template_paused',
    ],
    ['holds while the number is disconnected', { ...open, numberStatus: 'disconnected' }, 'hold number_disconnected'],
    ['holds while the token is refused', { ...open, numberHoldReason: 'token_refused' }, 'hold token_refused'],
    ['holds while the number is restricted', { ...open, numberRestriction: { until: later, scope: 'all' } }, 'hold number_restricted'],
    [
      'holds while the account is restricted without an end',
      { ...open, accountRestriction: { until: null, scope: 'all' } },
      'hold number_restricted',
    ],
  ])('%s', (_name, facts, expected) => {
    const decision = decideGate(facts, now);
    expect(decision.kind === 'allow' ? 'allow' : `${decision.kind} ${decision.reason}`).toBe(expected);
  });

  it('puts the wish of the customer before anything that would only delay', () => {
    expect(decideGate(withConsent({ ...promo, numberStatus: 'disconnected' }, { marketing: 'objected' }), now)).toEqual({
      kind: 'skip',
      reason: 'marketing_stopped',
    });
  });
});
