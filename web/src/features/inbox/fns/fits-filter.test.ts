import type { Conversation } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { fitsFilter } from './fits-filter.ts';

const nowMs = Date.parse('2026-11-20T10:00:00Z');
const row = (change: Partial<Conversation> = {}): Conversation =>
  ({
    status: 'open',
    assignee_id: null,
    team_id: null,
    number_id: 'num_1',
    tag_ids: [],
    unread_count: 0,
    waiting_since: null,
    bot_active: false,
    window: { open: true, expires_at: '2026-11-20T20:00:00Z' },
    ...change,
  }) as unknown as Conversation; // only what the filter looks at
const fits = (change: Partial<Conversation>, filter: Record<string, string>) =>
  fitsFilter(row(change), filter, { memberId: 'mem_me', nowMs });

describe('whether a conversation belongs into a list', () => {
  it('follows state and view, open ones by default', () => {
    expect(fits({}, {})).toBe(true);
    expect(fits({ status: 'resolved' }, {})).toBe(false);
    expect(fits({ status: 'resolved' }, { status: 'any' })).toBe(true);
    expect(fits({ assignee_id: 'mem_me' }, { view: 'mine' })).toBe(true);
    expect(fits({ assignee_id: 'mem_other' }, { view: 'mine' })).toBe(false);
    expect(fits({ assignee_id: 'mem_other' }, { view: 'unassigned' })).toBe(false);
  });

  it('follows team, tags and flags', () => {
    expect(fits({ team_id: 'tem_a' }, { team_id: 'tem_a' })).toBe(true);
    expect(fits({ team_id: 'tem_a' }, { team_id: 'none' })).toBe(false);
    expect(fits({ tag_ids: ['tag_b'] }, { tag_id: 'tag_a,tag_b' })).toBe(true);
    expect(fits({ tag_ids: [] }, { tag_id: 'tag_a' })).toBe(false);
    expect(fits({ unread_count: 2 }, { unread: 'true' })).toBe(true);
    expect(fits({ unread_count: 2 }, { unread: 'false' })).toBe(false);
    expect(fits({}, { waiting: 'true' })).toBe(false);
    expect(fits({}, { sort: 'waiting_longest' })).toBe(false);
  });

  it('reads the window by the clock', () => {
    const closesSoon = { window: { open: true, expires_at: '2026-11-20T13:00:00Z' } };
    expect(fits(closesSoon, { window: 'closing_soon' })).toBe(true);
    expect(fits({}, { window: 'closing_soon' })).toBe(false);
    expect(fits({ window: { open: true, expires_at: '2026-11-20T10:00:00Z' } }, { window: 'closed' })).toBe(true);
    expect(fits({ window: { open: false, expires_at: null } }, { window: 'closed' })).toBe(true);
  });

  it('leaves attributes of the contact to the server', () => {
    expect(fits({}, { attribute: 'atr_1:gold' })).toBe('unknown');
    expect(fits({ status: 'resolved' }, { attribute: 'atr_1:gold' })).toBe(false);
  });
});
