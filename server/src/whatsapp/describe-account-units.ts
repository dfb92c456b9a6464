import type { WebhookUnit } from '@kabar/cloud-api';
import { ACCOUNT_UNIT_KINDS, type AccountFact, type AccountUnit, type Described } from './account-fact.ts';
import { describeAccountEvent } from './account-words.ts';
import { readWebhookError } from './provider-error.ts';
import { describeTemplateEvent } from './template-words.ts';
import { pick, toWords } from './words.ts';

const kinds: ReadonlySet<string> = new Set(ACCOUNT_UNIT_KINDS);

/** Whether a webhook unit tells about the business itself and so becomes an account event. */
export function isAccountUnit(unit: WebhookUnit): unit is AccountUnit {
  return kinds.has(unit.kind);
}

/**
 * Puts webhook units about the business into words, in the order given. Address book entries, which come by the hundred,
 * become one line per delivery. Never throws.
 */
export function describeAccountUnits(units: readonly AccountUnit[]): AccountFact[] {
  const facts: AccountFact[] = [];
  const synced = units.filter((unit) => unit.kind === 'contact_sync');
  for (const unit of units) {
    if (unit.kind !== 'contact_sync') facts.push(toFact(unit, describe(unit, timeOf(unit)), unit.value));
    else if (unit === synced[0])
      facts.push(
        toFact(
          unit,
          describeSync(synced.length),
          synced.map((item) => item.value),
        ),
      );
  }
  return facts;
}

function toFact(unit: AccountUnit, described: Described, told: unknown): AccountFact {
  return {
    field: unit.field,
    event: null,
    wabaId: unit.wabaId === '' ? null : unit.wabaId,
    at: timeOf(unit),
    historyKind: null,
    data: {},
    ...described,
    phoneNumberId: described.phoneNumberId ?? unit.phoneNumberId ?? textOf(unit.value, 'phone_number_id'),
    displayDigits: digitsOf(described.displayDigits ?? unit.displayPhoneNumber ?? textOf(unit.value, 'display_phone_number')),
    dedupeText: JSON.stringify([unit.kind, unit.field, unit.entryId, unit.entryTime ?? null, unit.phoneNumberId ?? null, told]),
  };
}

function describe(unit: Exclude<AccountUnit, { kind: 'contact_sync' }>, at: Date | null): Described {
  switch (unit.kind) {
    case 'account_event':
      return describeAccountEvent(unit);
    case 'template_status':
    case 'template_quality':
    case 'template_components':
    case 'template_category':
      return describeTemplateEvent(unit, at);
    case 'flow_event': {
      const event = unit.value.event.toUpperCase();
      const isBad = /BLOCKED|THROTTLED/i.test(unit.value.new_status ?? '');
      const isStatus = event === 'FLOW_STATUS_CHANGE';
      return {
        event,
        title: isStatus ? `Form is now ${toWords(unit.value.new_status) || 'changed'}` : `Form: ${toWords(event)}`,
        severity: isBad ? 'bad' : isStatus ? 'info' : 'warn',
        data: pick(unit.value, [
          'flow_id',
          'message',
          'old_status',
          'new_status',
          'error_rate',
          'threshold',
          'alert_state',
          'p50_latency',
          'p90_latency',
          'requests_count',
          'availability',
        ]),
      };
    }
    case 'group_event':
      return {
        event: unit.value.type,
        title: `Group: ${toWords(unit.value.type.replace(/^group_/i, ''))}`,
        severity:
          unit.value.errors !== undefined && unit.value.errors !== null ? 'warn' : /suspend$/i.test(unit.value.type) ? 'bad' : 'info',
        data: { ...pick(unit.value, ['type', 'group_id', 'request_id', 'initiated_by']), ...errorCodes(unit.value.errors) },
      };
    case 'call':
      return {
        event: unit.value.event ?? null,
        title: `${/BUSINESS/i.test(unit.value.direction ?? '') ? 'Outgoing' : 'Incoming'} call: ${toWords(unit.value.event) || 'changed'}`,
        severity: 'info',
        data: pick(unit.value, ['event', 'direction', 'status', 'start_time', 'end_time', 'duration']),
      };
    case 'call_status':
      return {
        event: unit.value.status,
        title: `Call: ${toWords(unit.value.status)}`,
        severity: 'info',
        data: pick(unit.value, ['status']),
      };
    case 'handover':
      return {
        event: unit.value.type ?? null,
        title: `Conversation: ${toWords(unit.value.type) || 'control moved'}`,
        severity: 'info',
        data: pick(unit.value, ['type']),
      };
    case 'automatic_event':
      return {
        event: unit.value.event_name,
        title: `Meta recognised: ${toWords(unit.value.event_name.replace(/([a-z])([A-Z])/g, '$1_$2'))}`,
        severity: 'info',
        // Its `id` is that of a message and holds the customer's number.
        data: pick(unit.value, ['event_name']),
      };
    case 'history':
      return describeHistory(unit.value);
    case 'errors': {
      const [first] = unit.value;
      const error = first === undefined ? null : readWebhookError(first);
      return {
        event: first === undefined ? null : String(first.code),
        title: `WhatsApp reports an error: ${error?.title ?? 'no details'}`,
        severity: 'bad',
        historyKind: 'account_event',
        data: { ...errorCodes(unit.value), reason: error?.plainReason ?? null, next_step: error?.nextStep ?? null },
      };
    }
  }
}

function describeSync(count: number): Described {
  return {
    title: `${count} ${count === 1 ? 'contact' : 'contacts'} synced from the WhatsApp Business app`,
    severity: 'info',
    data: { count },
  };
}

function describeHistory(value: Extract<AccountUnit, { kind: 'history' }>['value']): Described {
  const refused = value.errors?.[0];
  if (refused !== undefined) {
    return {
      event: String(refused.code),
      title: 'The chat history of the WhatsApp Business app was not shared',
      severity: 'warn',
      data: errorCodes(value.errors),
    };
  }
  const progress = value.metadata?.progress;
  return {
    event: 'progress',
    title: `Chat history of the WhatsApp Business app${progress === undefined || progress === null ? '' : `: ${progress} % received`}`,
    severity: 'info',
    data: { ...pick(value.metadata ?? {}, ['phase', 'chunk_order', 'progress']), thread_count: value.threads?.length ?? 0 },
  };
}

function errorCodes(errors: readonly { code: number; title?: string | null | undefined }[] | null | undefined): Record<string, unknown> {
  return errors === undefined || errors === null || errors.length === 0
    ? {}
    : { errors: errors.map(({ code, title }) => ({ code, title: title ?? null })) };
}

/** WhatsApp's own time of the event: the entry's, else the value's. */
function timeOf(unit: AccountUnit): Date | null {
  const own = 'timestamp' in unit.value && typeof unit.value.timestamp === 'number' ? unit.value.timestamp : null;
  const seconds = unit.entryTime ?? own;
  return seconds === null ? null : new Date(seconds * 1000);
}

function textOf(value: object, key: string): string | null {
  const inner: unknown = Reflect.get(value, key);
  return typeof inner === 'string' && inner !== '' ? inner : null;
}

function digitsOf(display: string | null): string | null {
  const digits = display?.replaceAll(/\D/g, '') ?? '';
  return digits === '' ? null : digits;
}
