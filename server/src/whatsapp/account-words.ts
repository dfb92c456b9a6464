import type { AccountEventUnit } from '@kabar/cloud-api';
import type { Described, Restriction } from './account-fact.ts';
import { pick, readTier, tierWords, toSentence, toWords } from './words.ts';

type UpdateValue = Extract<AccountEventUnit, { field: 'account_update' }>['value'];

/**
 * Puts an event about the account or one of its numbers into words and names the facts in it. Never throws.
 * Source: Meta for Developers, webhook reference pages of the named fields, 2025-12 to 2026-06.
 */
export function describeAccountEvent(unit: AccountEventUnit): Described {
  switch (unit.field) {
    case 'account_update':
      return describeAccountUpdate(unit.value);
    case 'account_review_update': {
      const decision = unit.value.decision.toUpperCase();
      return {
        event: decision,
        title: `Review of the WhatsApp Business Account: ${toWords(decision)}`,
        severity: decision === 'REJECTED' ? 'bad' : decision === 'APPROVED' ? 'info' : 'warn',
        waba: { reviewStatus: decision },
        data: pick(unit.value, ['decision']),
      };
    }
    case 'account_alerts': {
      const alert = unit.value.alert_info ?? unit.value;
      const severity = (alert.alert_severity ?? '').toUpperCase();
      const isAboutNumber = unit.value.entity_type?.toUpperCase() === 'PHONE_NUMBER';
      return {
        event: alert.alert_type ?? null,
        title: `Alert from WhatsApp: ${toWords(alert.alert_type) || 'see details'}`,
        severity: severity === 'CRITICAL' ? 'bad' : severity === 'WARNING' ? 'warn' : 'info',
        ...(isAboutNumber ? { phoneNumberId: unit.value.entity_id ?? null, historyKind: 'account_event' as const } : {}),
        data: {
          ...pick(unit.value, ['entity_type', 'entity_id']),
          ...pick(alert, ['alert_severity', 'alert_status', 'alert_type', 'alert_description']),
        },
      };
    }
    case 'account_settings_update':
      return {
        event: unit.value.type ?? null,
        title: 'Settings of the number were changed at WhatsApp',
        severity: 'info',
        phoneNumberId: unit.value.phone_number_settings?.phone_number_id ?? null,
        historyKind: 'account_event',
        data: pick(unit.value, ['type', 'phone_number_settings']),
      };
    case 'business_capability_update': {
      const tier = readTier(unit.value.max_daily_conversations_per_business ?? unit.value.max_daily_conversation_per_phone);
      return {
        title: tier === null ? 'Limits of the business changed' : `The business may now start conversations with ${tierWords(tier)}`,
        severity: 'info',
        historyKind: 'limit_changed',
        ...(tier === null ? {} : { waba: { limitTier: tier } }),
        data: pick(unit.value, [
          'max_daily_conversations_per_business',
          'max_daily_conversation_per_phone',
          'max_phone_numbers_per_business',
          'max_phone_numbers_per_waba',
        ]),
      };
    }
    case 'phone_number_quality_update':
      return describeNumberQuality(unit.value);
    case 'phone_number_name_update': {
      const decision = unit.value.decision.toUpperCase();
      const name = unit.value.requested_verified_name ?? null;
      return {
        event: decision,
        title: `Display name ${name === null ? '' : `“${name}” `}${decision === 'APPROVED' ? 'was approved' : `: ${toWords(decision)}`}`,
        severity: decision === 'REJECTED' ? 'bad' : decision === 'APPROVED' ? 'info' : 'warn',
        historyKind: 'name_changed',
        number: { nameStatus: decision, ...(decision === 'APPROVED' && name !== null ? { verifiedName: name } : {}) },
        data: pick(unit.value, ['decision', 'requested_verified_name', 'rejection_reason']),
      };
    }
    case 'security':
      return describeSecurity(unit.value.event.toUpperCase());
    case 'business_username_update':
    case 'business_username_updates':
      return {
        event: unit.value.status ?? null,
        title: `Username ${unit.value.username ?? 'of the number'}: ${toWords(unit.value.status) || 'changed'}`,
        severity: 'info',
        historyKind: 'name_changed',
        data: pick(unit.value, ['username', 'status']),
      };
    case 'payment_configuration_update':
      return {
        event: unit.value.status ?? null,
        title: `Payment configuration ${unit.value.configuration_name ?? ''}: ${toWords(unit.value.status) || 'changed'}`.replace(
          '  ',
          ' ',
        ),
        severity: 'info',
        data: pick(unit.value, ['configuration_name', 'provider_name', 'status', 'created_timestamp', 'updated_timestamp']),
      };
    case 'partner_solutions':
      return {
        event: unit.value.event ?? null,
        title: `Partner solution: ${toWords(unit.value.event ?? unit.value.solution_status) || 'changed'}`,
        severity: 'info',
        data: pick(unit.value, ['event', 'solution_id', 'solution_status']),
      };
  }
}

function describeAccountUpdate(value: UpdateValue): Described {
  const event = value.event.toUpperCase();
  const data = pick(value, [
    'event',
    'country',
    'ban_info',
    'violation_info',
    'restriction_info',
    'waba_info',
    'disconnection_info',
    'volume_tier_info',
    'auth_international_rate_eligibility',
    'partner_client_certification_info',
  ]);
  switch (event) {
    case 'ACCOUNT_DELETED': {
      const title = 'The WhatsApp Business Account was deleted';
      return {
        event,
        title,
        severity: 'bad',
        data,
        historyKind: 'restricted',
        waba: { restriction: { title, until: null, scope: 'all' } },
      };
    }
    case 'ACCOUNT_VIOLATION': {
      const kind = toWords(value.violation_info?.violation_type);
      return {
        event,
        title: `WhatsApp reports a policy violation${kind === '' ? '' : `: ${kind}`}`,
        severity: 'bad',
        data,
        historyKind: 'account_event',
      };
    }
    case 'ACCOUNT_RESTRICTION': {
      const restriction = readRestriction(value.restriction_info ?? []);
      if (restriction === null)
        return { event, title: 'WhatsApp restricted what the account may do', severity: 'warn', data, historyKind: 'account_event' };
      return { event, title: restriction.title, severity: 'bad', data, historyKind: 'restricted', waba: { restriction } };
    }
    case 'DISABLED_UPDATE':
      return describeBan(value, data);
    case 'ACCOUNT_OFFBOARDED': {
      const reason = toWords(value.disconnection_info?.reason);
      return {
        event,
        title: `The number was disconnected from the Cloud API${reason === '' ? '' : `: ${reason}`}`,
        severity: 'bad',
        data,
        historyKind: 'status_changed',
        number: { isOffboarded: true },
      };
    }
    case 'ACCOUNT_RECONNECTED':
      return {
        event,
        title: 'The number is connected to the Cloud API again',
        severity: 'info',
        data,
        historyKind: 'status_changed',
        number: { isOffboarded: false },
      };
    case 'PARTNER_REMOVED':
    case 'PARTNER_APP_UNINSTALLED':
      return {
        event,
        title: `${toSentence(event)}: this connection may stop working`,
        severity: 'bad',
        data,
        historyKind: 'account_event',
      };
    case 'PARTNER_CLIENT_CERTIFICATION_NEEDED':
      return { event, title: 'WhatsApp asks for a certification of the business', severity: 'warn', data, historyKind: 'account_event' };
    default:
      return { event, title: `Account: ${toWords(event)}`, severity: 'info', data, historyKind: 'account_event' };
  }
}

/** WhatsApp bans an account at once, announces it, or takes it back. Some captures wrap the state in a list. */
function describeBan(value: UpdateValue, data: Record<string, unknown>): Described {
  const event = 'DISABLED_UPDATE';
  const raw = value.ban_info?.waba_ban_state;
  const states = (Array.isArray(raw) ? raw : [raw]).map((state) => String(state).toUpperCase());
  if (states.includes('REINSTATE')) {
    return {
      event,
      title: 'The account was reinstated',
      severity: 'info',
      data,
      historyKind: 'restriction_ended',
      waba: { restriction: null },
    };
  }
  if (states.includes('SCHEDULE_FOR_DISABLE')) {
    const date = value.ban_info?.waba_ban_date;
    return {
      event,
      title: `WhatsApp will disable the account${typeof date === 'string' ? ` on ${date}` : ''}`,
      severity: 'bad',
      data,
      historyKind: 'account_event',
    };
  }
  const title = 'WhatsApp disabled the account';
  return { event, title, severity: 'bad', data, historyKind: 'restricted', waba: { restriction: { title, until: null, scope: 'all' } } };
}

/**
 * The restriction on messaging in a list of restrictions, or null when none of them touches messages. The strictest scope
 * and the latest end win.
 */
function readRestriction(
  list: readonly { restriction_type?: string | null | undefined; expiration?: number | null | undefined }[],
): Restriction | null {
  const onMessages = list.filter((item) => /MESSAG/i.test(item.restriction_type ?? ''));
  if (onMessages.length === 0) return null;
  const isOnlyInitiated = onMessages.every((item) => /BIZ_INITIATED/i.test(item.restriction_type ?? ''));
  const ends = onMessages.map((item) => item.expiration ?? null);
  const isOpenEnded = ends.includes(null);
  const lastSeconds = Math.max(0, ...ends.filter((end) => end !== null));
  return {
    title: isOnlyInitiated
      ? 'WhatsApp stopped templates of this account; replies are still possible'
      : 'WhatsApp stopped messages of this account',
    until: isOpenEnded ? null : new Date(lastSeconds * 1000),
    scope: isOnlyInitiated ? 'business_initiated' : 'all',
  };
}

function describeNumberQuality(value: Extract<AccountEventUnit, { field: 'phone_number_quality_update' }>['value']): Described {
  const event = (value.event ?? '').toUpperCase();
  const tier = readTier(value.max_daily_conversations_per_business ?? value.current_limit);
  const data = pick(value, ['event', 'display_phone_number', 'max_daily_conversations_per_business', 'current_limit', 'old_limit']);
  const limit = tier === null ? {} : { limitTier: tier };
  switch (event) {
    case 'FLAGGED':
      return {
        event,
        title: 'Quality of the number is low',
        severity: 'bad',
        data,
        historyKind: 'quality_changed',
        number: { quality: 'red', ...limit },
      };
    case 'UNFLAGGED':
      return { event, title: 'Quality of the number has recovered', severity: 'info', data, historyKind: 'quality_changed', number: limit };
    case 'THROUGHPUT_UPGRADE':
      return {
        event,
        title: 'The number may now send up to 1,000 messages a second',
        severity: 'info',
        data,
        historyKind: 'limit_changed',
        number: { throughputPerSecond: 1000, ...limit },
      };
    case 'DOWNGRADE':
      return {
        event,
        title: `The messaging limit was lowered${tier === null ? '' : ` to ${tierWords(tier)}`}`,
        severity: 'warn',
        data,
        historyKind: 'limit_changed',
        number: limit,
      };
    default:
      return {
        event: event === '' ? null : event,
        title: tier === null ? `Number: ${toWords(event) || 'changed'}` : `The messaging limit is now ${tierWords(tier)}`,
        severity: 'info',
        data,
        historyKind: 'limit_changed',
        number: limit,
      };
  }
}

function describeSecurity(event: string): Described {
  const titles: Readonly<Record<string, string>> = {
    PIN_CHANGED: 'The two-step PIN of the number was changed',
    PIN_RESET_REQUEST: 'Somebody asked to reset the two-step PIN of the number',
    PIN_REQUEST_SUCCESS: 'The two-step PIN of the number was reset',
    PIN_RESET_SUCCESS: 'The two-step PIN of the number was reset',
  };
  return {
    event,
    title: titles[event] ?? `Security of the number: ${toWords(event)}`,
    severity: 'warn',
    historyKind: 'security',
    data: { event },
  };
}
