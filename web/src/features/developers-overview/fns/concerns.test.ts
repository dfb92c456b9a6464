import type { ApiKey, WebhookEndpoint } from '@kabar/contract';
import { expect, it } from 'vitest';
import { findConcerns } from './concerns.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

function key(name: string, more: Partial<ApiKey>): ApiKey {
  const made = { id: `key_${name}`, name, status: 'active', expires_at: null, is_unused: false, last_used_at: '2026-11-20T00:00:00Z' };
  return { ...made, ...more } as ApiKey; // the fields that are looked at
}

function endpoint(url: string, more: Partial<WebhookEndpoint>): WebhookEndpoint {
  const made = { id: url, url, status: 'enabled', disabled_reason: null, circuit: { failing_since: null } };
  return { ...made, ...more } as WebhookEndpoint; // the fields that are looked at
}

it('finds what is wrong or soon will be, the worst first', () => {
  const failing = { ...endpoint('', {}).circuit, failing_since: '2026-11-21T10:00:00Z' };
  const found = findConcerns(
    [
      key('fine', { expires_at: '2027-05-01T00:00:00Z' }),
      key('ends soon', { expires_at: '2026-12-04T00:00:00Z' }),
      key('idle', { is_unused: true }),
      key('never used', { is_unused: true, last_used_at: null }),
      key('new', { last_used_at: null }),
      key('being replaced', { status: 'retiring', expires_at: '2026-11-22T00:00:00Z' }),
      key('revoked', { status: 'revoked', is_unused: true }),
    ],
    [
      endpoint('fine', {}),
      endpoint('failing', { circuit: failing }),
      endpoint('gone', { status: 'disabled', disabled_reason: 'gone', circuit: failing }),
      endpoint('meant', { status: 'disabled', disabled_reason: 'member' }),
    ],
    now,
  );
  expect(found.map((concern) => [concern.kind, 'name' in concern ? concern.name : concern.url])).toEqual([
    ['endpoint_off', 'gone'],
    ['endpoint_failing', 'failing'],
    ['key_expires', 'ends soon'],
    ['key_unused', 'idle'],
    ['key_unused', 'never used'],
  ]);
});
