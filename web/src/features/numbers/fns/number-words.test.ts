import type { WhatsAppNumber } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { customersOfTier, describeHealth } from './number-words.ts';

const healthy: WhatsAppNumber = {
  id: 'num_01jd8z3t5kf6v9b2m4n7p0q1rs',
  provider: 'cloud',
  waba_id: '10000000000001',
  phone_number_id: '20000000000001',
  display_phone_number: '+62 812 0000 1111',
  verified_name: 'Toko Melati',
  status: 'connected',
  quality: 'green',
  limit_tier: 'TIER_2K',
  throughput_per_second: 80,
  meta_status: 'CONNECTED',
  restriction: null,
  health: { level: 'good', title: 'Works', next_step: null },
  webhook_url: 'https://kabar.example/webhooks/meta/abc',
  last_webhook_at: '2026-11-20T08:00:00.000Z',
  refreshed_at: '2026-11-20T08:00:00.000Z',
  connected_at: '2026-11-01T08:00:00.000Z',
};

describe('the health of a number', () => {
  it('is good without a next step when it works', () => {
    expect(describeHealth(healthy)).toMatchObject({ level: 'good', title: { message: 'Works' }, nextStep: null });
  });

  it('names the worst thing first', () => {
    const restriction = { title: 'Cannot send to new customers', until: null };
    expect(describeHealth({ ...healthy, quality: 'red', restriction }).title).toBe('Cannot send to new customers');
    expect(describeHealth({ ...healthy, status: 'disconnected', restriction }).title).toMatchObject({ message: 'Disconnected' });
  });

  it("uses the server's sentence for what the fields do not explain", () => {
    const health = { level: 'bad' as const, title: 'Token refused', next_step: 'Replace it.' };
    expect(describeHealth({ ...healthy, status: 'needs_attention', health })).toEqual({
      level: 'bad',
      title: 'Token refused',
      nextStep: 'Replace it.',
    });
  });

  it('asks for a first message while none has come', () => {
    expect(describeHealth({ ...healthy, last_webhook_at: null }).nextStep).not.toBeNull();
  });
});

describe('limit tiers', () => {
  it.each([
    ['TIER_250', 250],
    ['TIER_2K', 2000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
    ['SOMETHING_NEW', null],
    [null, null],
  ])('%s allows %s', (tier, customers) => {
    expect(customersOfTier(tier)).toBe(customers);
  });
});
