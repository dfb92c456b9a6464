import { ID_PREFIXES, type WebhookEventType } from '@kabar/contract';
import { loadContacts } from '#modules/contacts';
import type { Keyring } from '#modules/keyring';
import { loadToldMessages } from '#modules/messages';
import type { MetaWebhookEvent } from '#modules/webhooks';
import type { Database } from '#platform/db/database';
import { tenantQuery } from '#platform/db/tx';
import { fromPublicId } from '#platform/ids';
import { selectAccountEvents, selectNumbers, type AccountEventRow, type GraphNumberRow } from './graph.sql.ts';
import { inboundValue, statusValue, type Told } from './webhook-values.ts';

/** States of outgoing messages by the event that tells of them. What our own gate refused has failed, as far as Meta's words go. */
const STATUS_OF: Partial<Record<WebhookEventType, 'sent' | 'delivered' | 'read' | 'failed'>> = {
  'message.sent': 'sent',
  'message.delivered': 'delivered',
  'message.read': 'read',
  'message.failed': 'failed',
  'message.skipped': 'failed',
};

/**
 * Bodies in the very shape of WhatsApp's webhooks, by event id, as JSON text in which everything beyond ASCII is escaped in lower case: that is what Meta
 * sends and signs, and what programs that write the text anew before they check it expect. Events that Meta has nothing for, or whose subject is
 * gone, are left out. Never more statements than kinds of things, however many events.
 *
 * Source: Meta for Developers, "Webhooks" reference, 2026-04-30; the escaping was observed by makers of libraries.
 */
export async function renderWebhooks(
  ctx: { db: Database; keyring: Keyring },
  workspaceId: string,
  events: readonly MetaWebhookEvent[],
): Promise<Map<string, string>> {
  const told = await load(ctx, workspaceId, events);
  const bodies = new Map<string, string>();
  for (const event of events) {
    const body = renderOne(event, told);
    if (body !== null) bodies.set(event.id, toMetaText(body));
  }
  return bodies;
}

type Loaded = {
  messages: Awaited<ReturnType<typeof loadToldMessages>>;
  contacts: Awaited<ReturnType<typeof loadContacts>>;
  numbers: Map<string, GraphNumberRow>;
  accountEvents: Map<string, AccountEventRow>;
};

async function load(ctx: { db: Database; keyring: Keyring }, workspaceId: string, events: readonly MetaWebhookEvent[]): Promise<Loaded> {
  const messageIds = [...new Set(events.flatMap(({ messageId }) => messageId ?? []))];
  const accountEventIds = events.flatMap(({ data }) => fromPublicId(ID_PREFIXES.accountEvent, String(data['account_event_id'])) ?? []);
  const [messages, numbers, accountEvents] = await Promise.all([
    messageIds.length === 0 ? new Map<string, never>() : loadToldMessages(ctx, workspaceId, messageIds),
    messageIds.length === 0 ? [] : tenantQuery<GraphNumberRow>(ctx.db, workspaceId, selectNumbers(workspaceId)),
    accountEventIds.length === 0
      ? []
      : tenantQuery<AccountEventRow>(ctx.db, workspaceId, selectAccountEvents(workspaceId, accountEventIds)),
  ]);
  return {
    messages,
    contacts: await loadContacts(
      ctx,
      workspaceId,
      [...messages.values()].map(({ contactId }) => contactId),
    ),
    numbers: new Map(numbers.map((row) => [row.id, row])),
    accountEvents: new Map(accountEvents.map((row) => [row.id, row])),
  };
}

function renderOne(event: MetaWebhookEvent, loaded: Loaded): object | null {
  if (event.type === 'account_event.created') return renderAccountEvent(event, loaded);
  const message = event.messageId === null ? undefined : loaded.messages.get(event.messageId);
  const number = message === undefined ? undefined : loaded.numbers.get(message.numberId);
  if (message === undefined || number === undefined || event.messageId === null) return null;
  const told: Told = { ...message, id: event.messageId, number, contact: loaded.contacts.get(message.contactId) ?? null };
  const status = STATUS_OF[event.type];
  if (event.type === 'message.received' && message.message.direction === 'in')
    return envelope(number.wabaId, 'messages', inboundValue(told));
  return status !== undefined && message.message.direction === 'out'
    ? envelope(number.wabaId, 'messages', statusValue(told, status, event.occurredAt))
    : null;
}

/** What WhatsApp told about accounts, numbers and templates is kept in its own fields; only what we do not keep is missing. */
function renderAccountEvent(event: MetaWebhookEvent, { accountEvents }: Loaded): object | null {
  const row = accountEvents.get(fromPublicId(ID_PREFIXES.accountEvent, String(event.data['account_event_id'])) ?? '');
  if (row === undefined || row.wabaId === null) return null;
  const isTemplateStatus = row.field === 'message_template_status_update';
  const value = {
    ...(row.event === null ? {} : { event: row.event }),
    ...row.data,
    // Meta writes NONE where there is no reason.
    ...(isTemplateStatus ? { reason: row.data['reason'] ?? 'NONE' } : {}),
  };
  return envelope(row.wabaId, row.field, value, Math.floor(row.at.getTime() / 1_000));
}

function envelope(wabaId: string, field: string, value: object, time?: number): object {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: wabaId, ...(time === undefined ? {} : { time }), changes: [{ value, field }] }],
  };
}

/** Ids of templates are whole numbers in webhooks, too large for numbers of JavaScript; so they are written as text first. */
const templateId = /"message_template_id":"(\d+)"/g;

function toMetaText(body: object): string {
  return JSON.stringify(body)
    .replaceAll(templateId, '"message_template_id":$1')
    .replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
