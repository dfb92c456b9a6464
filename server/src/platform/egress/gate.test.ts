import { describe, expect, it } from 'vitest';
import { createManualClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { createEgressGate, judge, type EgressRule } from './gate.ts';

const now = new Date('2026-11-21T08:00:00Z');
const rule = (more: Partial<EgressRule> = {}): EgressRule => ({
  hosts: ['graph.example.com', '*.files.example.com'],
  purposes: ['messaging'],
  addresses: 'public',
  openUntil: 'always',
  refusal: 'not_active',
  ...more,
});

describe('a connection', () => {
  it.each([
    ['graph.example.com', 'messaging', { allowed: true, addresses: 'public' }],
    ['a.files.example.com', 'messaging', { allowed: true, addresses: 'public' }],
    ['files.example.com', 'messaging', { allowed: false, reason: 'not_registered' }],
    ['evilfiles.example.com', 'messaging', { allowed: false, reason: 'not_registered' }],
    ['graph.example.com.evil.test', 'messaging', { allowed: false, reason: 'not_registered' }],
    ['graph.example.com', 'analytics', { allowed: false, reason: 'other_purpose' }],
  ] as const)('to %s for %s', (host, purpose, verdict) => {
    expect(judge([rule()], host, purpose, now)).toEqual(verdict);
  });

  it('ends with the time of its recipient', () => {
    expect(judge([rule({ openUntil: new Date(now.getTime() + 1) })], 'graph.example.com', 'messaging', now).allowed).toBe(true);
    expect(judge([rule({ openUntil: now })], 'graph.example.com', 'messaging', now)).toEqual({ allowed: false, reason: 'not_active' });
    expect(judge([rule({ openUntil: null, refusal: 'no_transfer' })], 'graph.example.com', 'messaging', now)).toEqual({
      allowed: false,
      reason: 'no_transfer',
    });
  });

  it('is allowed when one of several recipients of the same host allows it', () => {
    const rules = [rule({ openUntil: null }), rule()];
    expect(judge(rules, 'graph.example.com', 'messaging', now).allowed).toBe(true);
  });

  it('to a private address is for recipients of one’s own network alone', () => {
    const hosts = ['10.0.0.7'];
    expect(judge([rule({ hosts })], '10.0.0.7', 'messaging', now)).toEqual({ allowed: false, reason: 'private_address' });
    expect(judge([rule({ hosts, addresses: 'any' })], '10.0.0.7', 'messaging', now)).toEqual({ allowed: true, addresses: 'any' });
  });
});

describe('the gate', () => {
  it('is shut before it has rules, counts every refusal, and tallies what was asked', async () => {
    const metrics = createMetrics({ processMetrics: false });
    const gate = createEgressGate({ clock: createManualClock(now), log: silentLog, metrics });
    const target = { host: 'Graph.Example.com.', port: 443, purpose: 'messaging' } as const;
    expect(gate.admit(target)).toEqual({ allowed: false, reason: 'not_ready' });
    gate.replaceRules([rule()]);
    expect(gate.admit(target).allowed).toBe(true);
    expect(gate.admit(target).allowed).toBe(true);
    expect(gate.admit({ ...target, host: '[::1]' })).toEqual({ allowed: false, reason: 'not_registered' });
    expect(gate.drainTallies()).toEqual([
      { host: 'graph.example.com', purpose: 'messaging', outcome: 'not_ready', count: 1, lastAt: now },
      { host: 'graph.example.com', purpose: 'messaging', outcome: 'allowed', count: 2, lastAt: now },
      { host: '::1', purpose: 'messaging', outcome: 'not_registered', count: 1, lastAt: now },
    ]);
    expect(gate.drainTallies()).toEqual([]);
    expect((await metrics.text()).body).toContain('kabar_egress_refused_total{purpose="messaging",reason="not_registered"} 1');
  });
});
