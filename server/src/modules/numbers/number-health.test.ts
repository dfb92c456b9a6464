import { describe, expect, it } from 'vitest';
import { describeHealth, holdReasonOf, statusOf, type HealthInput } from './number-health.ts';

const now = new Date('2026-11-21T08:00:00.000Z');
const later = '2026-11-25T00:00:00.000Z';
const earlier = '2026-11-20T00:00:00.000Z';
const fine: HealthInput = {
  disconnectedAt: null,
  holdReason: null,
  restriction: null,
  accountRestriction: null,
  metaStatus: 'CONNECTED',
  health: { canSend: 'available', problems: [] },
  quality: 'green',
  nameStatus: 'APPROVED',
  lastWebhookAt: now,
  connectedAt: now,
  tokenExpiresAt: null,
  reviewStatus: 'APPROVED',
};
const words = (more: Partial<HealthInput>) => describeHealth({ ...fine, ...more }, now);

describe('the health of a number', () => {
  it('is good when nothing is wrong', () => {
    expect(words({})).toEqual({ level: 'good', code: 'works', until: null, title: 'Everything works', next_step: null });
  });

  it.each<[string, Partial<HealthInput>, string, RegExp, string, (string | null)?]>([
    ['disconnected', { disconnectedAt: now }, 'bad', /Disconnected/, 'disconnected'],
    ['with a refused token', { holdReason: 'token_refused' }, 'bad', /token/, 'token_refused'],
    [
      'restricted',
      { restriction: { title: 'WhatsApp stopped templates', until: later, scope: 'all' } },
      'bad',
      /stopped templates/,
      'restricted',
      later,
    ],
    [
      'of a restricted account',
      { accountRestriction: { title: 'WhatsApp disabled the account', until: null, scope: 'all' } },
      'bad',
      /disabled/,
      'restricted',
    ],
    [
      'with templates stopped',
      { accountRestriction: { title: 'WhatsApp stopped templates', until: null, scope: 'business_initiated' } },
      'bad',
      /stopped templates/,
      'templates_restricted',
    ],
    ['held for what its messages met', { holdReason: 'number_restricted' }, 'bad', /restricted/, 'held'],
    ['with a payment problem', { holdReason: 'payment_problem' }, 'bad', /payment/, 'payment_problem'],
    ['banned', { metaStatus: 'BANNED' }, 'bad', /banned/, 'banned'],
    ['in a state nobody knows', { metaStatus: 'SOMETHING_NEW' }, 'bad', /something_new/, 'status_unknown'],
    [
      'blocked by the health check',
      { health: { canSend: 'blocked', problems: [{ entity: 'waba', code: 1, title: 'Verify the business', nextStep: 'Go on' }] } },
      'bad',
      /Verify/,
      'sending_blocked',
    ],
    ['of an account that failed its review', { reviewStatus: 'REJECTED' }, 'bad', /review/, 'review_rejected'],
    ['of low quality', { quality: 'red' }, 'warn', /low/, 'quality_low'],
    ['flagged', { metaStatus: 'FLAGGED' }, 'warn', /flagged/, 'flagged_by_quality'],
    [
      'whose token ends soon',
      { tokenExpiresAt: new Date('2026-11-24T00:00:00Z') },
      'warn',
      /2026-11-24/,
      'token_expiring',
      '2026-11-24T00:00:00.000Z',
    ],
    ['limited by the health check', { health: { canSend: 'limited', problems: [] } }, 'warn', /limits/, 'sending_limited'],
    ['with a declined name', { nameStatus: 'DECLINED' }, 'warn', /name/, 'name_declined'],
    ['of medium quality', { quality: 'yellow' }, 'warn', /medium/, 'quality_medium'],
    [
      'that never got a webhook',
      { lastWebhookAt: null, connectedAt: new Date('2026-11-21T07:00:00Z') },
      'warn',
      /webhook/,
      'nothing_received',
    ],
  ])('%s says so and what to do', (_name, more, level, title, code, until) => {
    const health = words(more);
    expect(health.level).toBe(level);
    expect(health.title).toMatch(title);
    expect([health.code, health.until]).toEqual([code, until ?? null]);
    expect(health.next_step).toMatch(/^\S.+\S$/);
    expect(statusOf({ ...fine, ...more }, now)).toBe(
      level === 'bad' ? (more.disconnectedAt === undefined ? 'needs_attention' : 'disconnected') : 'connected',
    );
  });

  it('names the worst thing first', () => {
    expect(words({ quality: 'red', holdReason: 'token_refused', metaStatus: 'BANNED' }).title).toMatch(/token/);
  });

  it('forgets a restriction that has ended', () => {
    expect(words({ restriction: { title: 'x', until: earlier, scope: 'all' } }).level).toBe('good');
    expect(words({ accountRestriction: { title: 'x', until: now.toISOString(), scope: 'all' } }).level).toBe('good');
  });

  it('is patient with a number that was connected just now', () => {
    expect(words({ lastWebhookAt: null, connectedAt: new Date('2026-11-21T07:50:00Z') }).level).toBe('good');
  });

  it('minds a token only in its last week', () => {
    expect(words({ tokenExpiresAt: new Date('2026-11-30T00:00:00Z') }).level).toBe('good');
  });
});

describe('the reason to hold messages', () => {
  it.each<[string, Partial<HealthInput>, string | null]>([
    ['nothing', {}, null],
    ['a restriction of everything', { restriction: { title: 'x', until: later, scope: 'all' } }, 'number_restricted'],
    [
      'a restriction of templates only, because replies still go',
      { accountRestriction: { title: 'x', until: later, scope: 'business_initiated' } },
      null,
    ],
    ['a restriction that has ended', { restriction: { title: 'x', until: earlier, scope: 'all' } }, null],
    ['a ban', { metaStatus: 'BANNED' }, 'number_restricted'],
    ['a limit of new conversations only', { metaStatus: 'RATE_LIMITED' }, null],
    ['a number that left the Cloud API', { metaStatus: 'DISCONNECTED' }, 'number_disconnected'],
    ['a status that was not told', { metaStatus: null }, null],
    [
      'a payment problem',
      { health: { canSend: 'blocked', problems: [{ entity: 'business', code: 141_006, title: 'x', nextStep: null }] } },
      'payment_problem',
    ],
    [
      'another block',
      { health: { canSend: 'blocked', problems: [{ entity: 'waba', code: 141_014, title: 'x', nextStep: null }] } },
      'number_restricted',
    ],
    ['a mere limit', { health: { canSend: 'limited', problems: [] } }, null],
  ])('for %s is right', (_name, more, reason) => {
    expect(holdReasonOf({ ...fine, ...more }, now)).toBe(reason);
  });
});
