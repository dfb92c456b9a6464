import { splitWebhook, WEBHOOK_FIELDS, type WebhookUnit } from '@kabar/cloud-api';
import { webhookSamples } from '@kabar/cloud-api/samples';
import { describe, expect, it } from 'vitest';
import type { AccountFact } from './account-fact.ts';
import { describeAccountUnits, isAccountUnit } from './describe-account-units.ts';

const at = 1_763_700_000;

function factsOf(field: string, value: object): AccountFact[] {
  const units = splitWebhook({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', time: at, changes: [{ field, value }] }],
  });
  return describeAccountUnits(units.filter(isAccountUnit));
}

function factOf(field: string, value: object): AccountFact {
  const [fact, ...more] = factsOf(field, value);
  if (fact === undefined || more.length > 0) throw new Error('not exactly one fact');
  return fact;
}

describe('the golden samples', () => {
  const units = webhookSamples.flatMap((sample): WebhookUnit[] => splitWebhook(sample.body));

  it('all become sentences without a hole', () => {
    const facts = describeAccountUnits(units.filter(isAccountUnit));
    expect(facts.length).toBeGreaterThan(20);
    for (const fact of facts) {
      expect(fact.title, fact.field).toMatch(/^\S.*\S$/);
      expect(fact.title, fact.field).not.toMatch(/undefined|null|NaN|\[object|: $|\s{2}/);
      expect(fact.field).not.toBe('');
    }
  });

  it('cover the documented fields that are about the business', () => {
    const elsewhere = new Set([
      'messages',
      'message_echoes',
      'smb_message_echoes',
      'user_preferences',
      'standby',
      'consumer_profile',
      'tracking_events',
    ]);
    const covered = new Set(units.filter(isAccountUnit).map((unit) => unit.field));
    const missing = WEBHOOK_FIELDS.filter((field) => !elsewhere.has(field) && !covered.has(field));
    expect(missing).toEqual([]);
  });

  it('keep identifiers of customers out of what is stored', () => {
    const facts = describeAccountUnits(
      units
        .filter(
          (unit) =>
            unit.kind === 'call' ||
            unit.kind === 'call_status' ||
            unit.kind === 'contact_sync' ||
            unit.kind === 'history' ||
            unit.kind === 'group_event',
        )
        .filter(isAccountUnit),
    );
    expect(facts.length).toBeGreaterThan(0);
    for (const fact of facts) {
      expect(Object.keys(fact.data), fact.field).not.toEqual(
        expect.arrayContaining(['from', 'to', 'session', 'threads', 'added_participants', 'removed_participants']),
      );
      expect(JSON.stringify(fact.data)).not.toMatch(/"sdp|full_name|wa_id/);
    }
  });
});

describe('an account', () => {
  it('that is restricted says what is still possible and until when', () => {
    const fact = factOf('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [
        { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: at + 86_400 },
        { restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' },
      ],
    });
    expect(fact).toMatchObject({
      severity: 'bad',
      historyKind: 'restricted',
      waba: { restriction: { scope: 'business_initiated', until: new Date((at + 86_400) * 1000) } },
    });
  });

  it('whose replies are restricted, too, is restricted for all', () => {
    const fact = factOf('account_update', {
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [
        { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: at },
        { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: at + 60 },
      ],
    });
    expect(fact.waba?.restriction).toMatchObject({ scope: 'all', until: new Date((at + 60) * 1000) });
  });

  it('that may only add no numbers can go on sending', () => {
    expect(
      factOf('account_update', {
        event: 'ACCOUNT_RESTRICTION',
        restriction_info: [{ restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION' }],
      }).waba,
    ).toBeUndefined();
  });

  it.each([
    ['DISABLE', { severity: 'bad', waba: { restriction: { scope: 'all', until: null } } }],
    [['DISABLE'], { severity: 'bad', waba: { restriction: { scope: 'all' } } }],
    ['REINSTATE', { severity: 'info', waba: { restriction: null } }],
  ])('follows the ban state %j', (state, expected) => {
    expect(factOf('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } })).toMatchObject(expected);
  });

  it('that will be disabled is not disabled yet', () => {
    const fact = factOf('account_update', {
      event: 'DISABLED_UPDATE',
      ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: '2026-12-01' },
    });
    expect(fact.waba).toBeUndefined();
    expect(fact.title).toContain('2026-12-01');
  });

  it.each([
    [2000, 'TIER_2K'],
    ['TIER_10K', 'TIER_10K'],
    [-1, 'TIER_UNLIMITED'],
  ])('with the limit %j is in tier %s', (limit, tier) => {
    expect(factOf('business_capability_update', { max_daily_conversations_per_business: limit }).waba).toEqual({ limitTier: tier });
  });
});

describe('a number', () => {
  it('is found by its digits when no id is told', () => {
    const fact = factOf('phone_number_quality_update', { display_phone_number: '15550100001', event: 'FLAGGED', current_limit: 'TIER_1K' });
    expect(fact).toMatchObject({
      displayDigits: '15550100001',
      phoneNumberId: null,
      number: { quality: 'red', limitTier: 'TIER_1K' },
      severity: 'bad',
    });
  });

  it('with more throughput may send a thousand a second', () => {
    expect(factOf('phone_number_quality_update', { display_phone_number: '15550100001', event: 'THROUGHPUT_UPGRADE' }).number).toEqual({
      throughputPerSecond: 1000,
    });
  });

  it('takes its approved name and keeps its old one otherwise', () => {
    expect(
      factOf('phone_number_name_update', { display_phone_number: '1', decision: 'APPROVED', requested_verified_name: 'Warung Rani' })
        .number,
    ).toEqual({ nameStatus: 'APPROVED', verifiedName: 'Warung Rani' });
    expect(
      factOf('phone_number_name_update', { display_phone_number: '1', decision: 'REJECTED', requested_verified_name: 'X' }).number,
    ).toEqual({ nameStatus: 'REJECTED' });
  });

  it('hides who asked to reset the PIN', () => {
    expect(
      JSON.stringify(factOf('security', { display_phone_number: '1', event: 'PIN_RESET_REQUEST', requester: '61555822107539' }).data),
    ).not.toContain('61555822107539');
  });
});

describe('a template', () => {
  const base = { message_template_id: 594_425_479_261_596, message_template_name: 'promo', message_template_language: 'en-US' };

  it('that was approved has no reason', () => {
    expect(factOf('message_template_status_update', { ...base, event: 'APPROVED', reason: 'NONE' })).toMatchObject({
      title: 'Template promo (en_US) was approved',
      severity: 'info',
      template: { metaId: '594425479261596', name: 'promo', language: 'en_US', change: { status: 'approved', rejectedReason: null } },
    });
  });

  it('that was rejected says why', () => {
    expect(factOf('message_template_status_update', { ...base, event: 'REJECTED', reason: 'INCORRECT_CATEGORY' })).toMatchObject({
      title: 'Template promo (en_US) was rejected: incorrect category',
      template: { change: { status: 'rejected', rejectedReason: 'INCORRECT_CATEGORY' } },
    });
  });

  it.each([
    ['FIRST_PAUSE', 3],
    ['SECOND_PAUSE', 6],
  ])('is paused for hours by %s', (title, hours) => {
    expect(factOf('message_template_status_update', { ...base, event: 'PAUSED', other_info: { title } }).template?.change).toMatchObject({
      status: 'paused',
      pausedUntil: new Date((at + hours * 3600) * 1000),
    });
  });

  it('with an event without a status of ours is read again', () => {
    expect(factOf('message_template_status_update', { ...base, event: 'FLAGGED' }).template?.change).toMatchObject({ isStale: true });
  });

  it('keeps its category until a notice has come true', () => {
    expect(
      factOf('template_category_update', { ...base, new_category: 'UTILITY', correct_category: 'MARKETING' }).template?.change,
    ).toEqual({ isStale: true, comingCategory: { category: 'marketing', at: null } });
    expect(
      factOf('template_category_update', { ...base, previous_category: 'UTILITY', new_category: 'MARKETING' }).template?.change,
    ).toEqual({ category: 'marketing' });
  });

  it('takes its new quality', () => {
    expect(factOf('message_template_quality_update', { ...base, previous_quality_score: 'GREEN', new_quality_score: 'RED' })).toMatchObject(
      { severity: 'bad', template: { change: { quality: 'red' } } },
    );
  });
});

describe('what was told', () => {
  it('twice has one key, and something else another', () => {
    const told = { display_phone_number: '1', event: 'PIN_CHANGED' };
    expect(factOf('security', told).dedupeText).toBe(factOf('security', told).dedupeText);
    expect(factOf('security', told).dedupeText).not.toBe(factOf('security', { ...told, event: 'PIN_RESET_REQUEST' }).dedupeText);
  });

  it('about a hundred contacts becomes one line', () => {
    const state_sync = Array.from({ length: 100 }, (_, index) => ({
      type: 'contact',
      action: 'add',
      contact: { full_name: 'Rani', phone_number: `155501${index}` },
      metadata: { timestamp: '1' },
    }));
    expect(factsOf('smb_app_state_sync', { metadata: { phone_number_id: '1' }, state_sync })).toMatchObject([
      { title: '100 contacts synced from the WhatsApp Business app', data: { count: 100 } },
    ]);
  });
});
