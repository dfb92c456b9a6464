import { envelope, SAMPLE_IDS, SAMPLE_TIME } from './sample.ts';
import type { WebhookSample } from './sample.ts';

function account(
  name: string,
  field: string,
  what: string,
  value: Record<string, unknown>,
  source?: string,
  entryId?: string,
): WebhookSample {
  return {
    name,
    what,
    source: source ?? `${field} webhook reference, 2025-12`,
    field,
    expect: ['account_event'],
    body: envelope(field, value, { time: SAMPLE_TIME, ...(entryId === undefined ? {} : { id: entryId }) }),
  };
}

const number = { display_phone_number: SAMPLE_IDS.displayPhoneNumber };

/** Events about the WABA, its limits and its numbers. */
export const accountSamples: readonly WebhookSample[] = [
  account('account-banned', 'account_update', 'The account is about to be disabled.', {
    event: 'DISABLED_UPDATE',
    ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'September 8, 2026' },
  }),
  account('account-violation', 'account_update', 'A policy was violated.', {
    event: 'ACCOUNT_VIOLATION',
    violation_info: { violation_type: 'SPAM' },
  }),
  account('account-restricted', 'account_update', 'Business-initiated messages are restricted for some days.', {
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [
      { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: String(SAMPLE_TIME + 604_800) },
      { restriction_type: 'RESTRICTED_ADD_PHONE_NUMBER_ACTION', expiration: SAMPLE_TIME + 604_800 },
    ],
  }),
  account(
    'partner-added',
    'account_update',
    'A partner was added: the entry id is the business portfolio, the WABA stands inside.',
    { event: 'PARTNER_ADDED', waba_info: { waba_id: SAMPLE_IDS.wabaId, owner_business_id: SAMPLE_IDS.businessId } },
    undefined,
    SAMPLE_IDS.businessId,
  ),
  account(
    'account-offboarded',
    'account_update',
    'A number left the Cloud API from its own app.',
    { event: 'ACCOUNT_OFFBOARDED', disconnection_info: { reason: 'PRIMARY_INACTIVITY', initiated_by: 'USER' } },
    'Changelog, 2026-05-18',
  ),
  account('volume-tier', 'account_update', 'A new price tier is reached.', {
    event: 'VOLUME_BASED_PRICING_TIER_UPDATE',
    volume_tier_info: {
      tier_update_time: SAMPLE_TIME,
      pricing_category: 'UTILITY',
      tier: '100000:500000',
      effective_month: '2026-09',
      region: 'Indonesia',
    },
  }),
  account('account-review', 'account_review_update', 'The review of the account is done.', { decision: 'APPROVED' }),
  account('account-alert', 'account_alerts', 'A raise of the limits was put off.', {
    entity_type: 'PHONE_NUMBER',
    entity_id: SAMPLE_IDS.phoneNumberId,
    alert_info: {
      alert_severity: 'WARNING',
      alert_status: 'ACTIVE',
      alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
      alert_description: 'Eligibility is checked again later.',
    },
  }),
  account(
    'account-settings',
    'account_settings_update',
    'Call settings of a number changed.',
    {
      messaging_product: 'whatsapp',
      timestamp: String(SAMPLE_TIME),
      type: 'PHONE_NUMBER_SETTINGS',
      phone_number_settings: { phone_number_id: SAMPLE_IDS.phoneNumberId, calling: { status: 'ENABLED' } },
    },
    'account_settings_update webhook reference, 2026-09',
  ),
  account('capability-number', 'business_capability_update', 'A new messaging limit, as a number.', {
    max_daily_conversations_per_business: 2000,
    max_phone_numbers_per_business: 20,
  }),
  account(
    'capability-tier',
    'business_capability_update',
    'A new messaging limit, as a tier.',
    { max_daily_conversations_per_business: 'TIER_UNLIMITED', max_phone_numbers_per_waba: 20 },
    'business_capability_update webhook reference, 2026-09',
  ),
  account('number-quality', 'phone_number_quality_update', 'The throughput of a number was raised.', {
    ...number,
    event: 'THROUGHPUT_UPGRADE',
    max_daily_conversations_per_business: 'TIER_100K',
  }),
  account('number-quality-flagged', 'phone_number_quality_update', 'The older form: a number was flagged.', {
    ...number,
    event: 'FLAGGED',
    current_limit: 'TIER_1K',
    old_limit: 'TIER_10K',
  }),
  account('number-name', 'phone_number_name_update', 'A display name was accepted.', {
    ...number,
    decision: 'APPROVED',
    requested_verified_name: 'Kopi Merdeka',
    rejection_reason: null,
  }),
  account('security-pin', 'security', 'The PIN of a number changed.', {
    ...number,
    event: 'PIN_CHANGED',
  }),
  account('security-reset', 'security', 'Someone asked to reset the PIN.', {
    ...number,
    event: 'PIN_RESET_REQUEST',
    requester: '61555822107539',
  }),
  account(
    'username-update',
    'business_username_update',
    'The username of a number was approved.',
    { ...number, username: 'kopi.merdeka', status: 'approved' },
    'business_username_update webhook reference, 2026-09',
  ),
  account(
    'username-updates',
    'business_username_updates',
    'The same under its plural name.',
    { ...number, status: 'deleted' },
    'business_username_update webhook reference, 2026-09',
  ),
  account(
    'payment-configuration',
    'payment_configuration_update',
    'A payment configuration is active.',
    {
      configuration_name: 'shop',
      provider_name: 'razorpay',
      provider_mid: 'acc_invented',
      status: 'Active',
      created_timestamp: SAMPLE_TIME,
      updated_timestamp: SAMPLE_TIME,
    },
    'payment_configuration_update webhook reference, 2026-09',
  ),
  account(
    'partner-solution',
    'partner_solutions',
    'A multi-partner solution changed.',
    { event: 'SOLUTION_UPDATED', solution_id: '774485461512159', solution_status: 'INITIATED' },
    'partner_solutions webhook reference, 2026-09',
  ),
];
