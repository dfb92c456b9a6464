import { describe, expect, it } from 'vitest';
import { INBOUND_MESSAGE_TYPES } from './inbound-message.ts';
import { parseBigIntSafeJson } from './json.ts';
import { MESSAGE_STATUSES } from './message-status.ts';
import { messageSamples, SAMPLE_IDS, sampleWireBytes, statusSamples, webhookSamples } from './samples/index.ts';
import { envelope, sampleContact, sampleMetadata, sampleWamid } from './samples/sample.ts';
import { splitWebhook } from './split-webhook.ts';
import { WEBHOOK_FIELDS } from './webhook-units.ts';
import type { WebhookUnit } from './webhook-units.ts';

function unitsOf(bytes: Uint8Array): WebhookUnit[] {
  const outcome = parseBigIntSafeJson(bytes);
  if (!outcome.ok) throw new Error(outcome.message);
  return splitWebhook(outcome.value);
}

function only<Kind extends WebhookUnit['kind']>(units: WebhookUnit[], kind: Kind): Extract<WebhookUnit, { kind: Kind }> {
  const unit = units[0];
  if (units.length !== 1 || unit?.kind !== kind) throw new Error(`expected one ${kind}, got ${units.map((u) => u.kind).join()}`);
  return unit as Extract<WebhookUnit, { kind: Kind }>; // narrowed by the check above
}

const text = (seed: number, extras: Record<string, unknown> = {}) => ({
  from: SAMPLE_IDS.customerWaId,
  id: sampleWamid(seed),
  timestamp: '1788249600',
  type: 'text',
  text: { body: `message ${seed}` },
  ...extras,
});

const messagesChange = (messages: unknown[], extras: Record<string, unknown> = {}) =>
  envelope('messages', { messaging_product: 'whatsapp', metadata: sampleMetadata, messages, ...extras });

describe('splitWebhook on golden samples', () => {
  it.each(webhookSamples.map((sample) => [sample.name, sample] as const))('splits %s into its kinds', (_name, sample) => {
    const units = unitsOf(sampleWireBytes(sample));
    expect(units.map((unit) => unit.kind)).toEqual(sample.expect);
    for (const unit of units) expect(unit.wabaId).toBe(SAMPLE_IDS.wabaId);
  });

  it('has a sample for every field, every inbound type and every status in use', () => {
    const fields = new Set(webhookSamples.map((sample) => sample.field));
    for (const field of WEBHOOK_FIELDS) expect(fields, field).toContain(field);

    const units = [...messageSamples, ...statusSamples].flatMap((sample) => unitsOf(sampleWireBytes(sample)));
    const types = new Set(units.flatMap((unit) => (unit.kind === 'message' ? [unit.value.type] : [])));
    for (const type of INBOUND_MESSAGE_TYPES) if (type !== 'voice') expect(types, type).toContain(type);
    const names = new Set(units.flatMap((unit) => (unit.kind === 'status' ? [unit.value.status] : [])));
    for (const name of MESSAGE_STATUSES) if (name !== 'deleted' && name !== 'warning') expect(names, name).toContain(name);
  });
});

describe('splitWebhook on tolerated differences', () => {
  it('reads times and ids that come as numbers', () => {
    const unit = only(splitWebhook(messagesChange([text(1, { from: 6281200000101, timestamp: 1788249600 })])), 'message');
    expect(unit.value).toMatchObject({ from: '6281200000101', timestamp: 1_788_249_600 });
  });

  it('keeps unknown keys', () => {
    const unit = only(splitWebhook(messagesChange([text(1, { from_logical_id: '8', text: { body: 'x', shade: 1 } })])), 'message');
    expect(unit.value).toMatchObject({ from_logical_id: '8', text: { shade: 1 } });
  });

  it('accepts a message without from and a status without recipient', () => {
    const { from: _from, ...anonymous } = text(1, { from_user_id: 'US.77' });
    const status = { id: sampleWamid(2, 'out'), status: 'READ', timestamp: '1788249600' };
    const units = splitWebhook(messagesChange([anonymous], { statuses: [status] }));
    expect(units.map((unit) => unit.kind)).toEqual(['message', 'status']);
    expect(units[1]).toMatchObject({ isKnownStatus: true, value: { status: 'read' } });
  });

  it('writes categories and languages one way', () => {
    const status = statusSamples.find((sample) => sample.name === 'status-sent-with-conversation');
    const template = webhookSamples.find((sample) => sample.name === 'template-approved');
    if (!status || !template) throw new Error('samples are missing');
    expect(only(splitWebhook(status.body), 'status').value.pricing?.category).toBe('authentication_international');
    expect(only(splitWebhook(template.body), 'template_status').value).toMatchObject({
      message_template_id: '1689556908129832',
      message_template_language: 'en_US',
      reason: null,
    });
  });

  it('finds the participant and the price of a group status wherever Meta puts them', () => {
    const sample = statusSamples.find((candidate) => candidate.name === 'status-group-participant');
    expect(only(splitWebhook(sample?.body), 'status').value).toMatchObject({
      recipient_participant_id: SAMPLE_IDS.customerWaId,
      pricing: { category: 'group_utility' },
    });
  });

  it('takes the WABA from the value where the entry names the business portfolio', () => {
    const sample = webhookSamples.find((candidate) => candidate.name === 'partner-added');
    const unit = only(splitWebhook(sample?.body), 'account_event');
    expect([unit.wabaId, unit.entryId]).toEqual([SAMPLE_IDS.wabaId, SAMPLE_IDS.businessId]);
  });

  it('tells where each unit stood', () => {
    const units = splitWebhook(messagesChange([text(1), text(2)]));
    expect(units.map((unit) => unit.path)).toEqual(['entry[0].changes[0].messages[0]', 'entry[0].changes[0].messages[1]']);
    expect(units[0]).toMatchObject({ phoneNumberId: SAMPLE_IDS.phoneNumberId, field: 'messages' });
  });
});

describe('splitWebhook and people', () => {
  const other = { profile: { name: 'Budi' }, wa_id: '6281200000102', user_id: 'ID.2' };

  function names(messages: unknown[], contacts: unknown[]): (string | null | undefined)[] {
    return splitWebhook(messagesChange(messages, { contacts })).map((unit) =>
      unit.kind === 'message' ? unit.contact?.profile?.name : 'not a message',
    );
  }

  it('matches by id when the order differs', () => {
    expect(names([text(1), text(2, { from: other.wa_id })], [other, sampleContact])).toEqual(['Sari Wulandari', 'Budi']);
  });

  it('matches by user id when the phone number is withheld', () => {
    expect(names([text(1, { from: undefined, from_user_id: 'ID.2' })], [sampleContact, other])).toEqual(['Budi']);
  });

  it('matches by index when there are no ids and the counts agree', () => {
    expect(names([text(1)], [{ profile: { name: 'Only name' } }])).toEqual(['Only name']);
  });

  it('gives nobody when the counts differ or the ids contradict', () => {
    expect(names([text(1), text(2)], [{ profile: { name: 'Only name' } }])).toEqual([undefined, undefined]);
    expect(names([text(1)], [other])).toEqual([undefined]);
  });

  it('survives a broken contact', () => {
    expect(names([text(1)], [{ wa_id: { nested: true } }])).toEqual([undefined]);
  });
});

describe('splitWebhook on damage', () => {
  it('gives a broken unit for each unreadable item and leaves its neighbours whole', () => {
    const units = splitWebhook(
      messagesChange([text(1), { id: '', type: 'text' }, null, text(4, { text: {} }), text(5, { type: 'hologram' }), text(6)], {
        statuses: [{ id: 'x' }, { id: sampleWamid(7, 'out'), status: 'sent', timestamp: '1788249600' }],
      }),
    );
    expect(units.map((unit) => unit.kind)).toEqual(['message', 'broken', 'broken', 'broken', 'message', 'message', 'broken', 'status']);
    expect(units[4]).toMatchObject({ isKnownType: false });
  });

  it('names paths but never content in the reason', () => {
    const unit = only(splitWebhook(messagesChange([text(1, { text: { body: 42, note: 'my secret' } })])), 'broken');
    expect(unit.reason).toContain('text.body');
    expect(JSON.stringify(unit.reason)).not.toContain('secret');
    expect(JSON.stringify(unit.value)).toContain('my secret');
  });

  it('keeps going through broken entries and changes', () => {
    const good = messagesChange([text(1)]).entry[0];
    const units = splitWebhook({
      object: 'whatsapp_business_account',
      entry: [null, { id: '1' }, { id: '2', changes: [7, { field: 'messages', value: 'text' }, { value: {} }] }, good],
    });
    expect(units.map((unit) => unit.kind)).toEqual(['broken', 'broken', 'broken', 'broken', 'broken', 'message']);
  });

  it('marks lists that are not lists', () => {
    expect(splitWebhook(messagesChange([], { statuses: 'none' })).map((unit) => unit.kind)).toEqual(['broken']);
  });

  it.each([[null], ['text'], [[]], [{}], [{ object: 'whatsapp_business_account', entry: 'x' }]])(
    'gives one broken unit for the body %j',
    (body) => {
      expect(splitWebhook(body).map((unit) => unit.kind)).toEqual(['broken']);
    },
  );

  it('gives one unknown unit for another product and for values with nothing known', () => {
    expect(splitWebhook({ object: 'page', entry: [] }).map((unit) => unit.kind)).toEqual(['unknown']);
    expect(splitWebhook(envelope('messages', { metadata: sampleMetadata })).map((unit) => unit.kind)).toEqual(['unknown']);
  });

  it('splits a full batch of 1,000 statuses', () => {
    const statuses = Array.from({ length: 1000 }, (_item, index) => ({
      id: sampleWamid(index, 'out'),
      status: 'delivered',
      timestamp: '1788249600',
    }));
    const units = splitWebhook(messagesChange([], { statuses }));
    expect(units).toHaveLength(1000);
    expect(new Set(units.map((unit) => (unit.kind === 'status' ? unit.value.id : ''))).size).toBe(1000);
  });
});
