import { envelope, SAMPLE_IDS, SAMPLE_TIME, sampleMetadata, sampleWireBytes, webhookSamples } from '@kabar/cloud-api/samples';
import { describe, expect, it } from 'vitest';
import { parseWebhook, type InboundUnit } from './parse-webhook.ts';

function unitsOf(body: unknown): InboundUnit[] {
  const parsed = parseWebhook(Buffer.from(JSON.stringify(body)));
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.units;
}

function message(more: Record<string, unknown>, contact: Record<string, unknown> = { wa_id: '6281200000101' }): InboundUnit {
  const base = { from: '6281200000101', id: 'wamid.1', timestamp: String(SAMPLE_TIME) };
  const [unit] = unitsOf(envelope('messages', { metadata: sampleMetadata, contacts: [contact], messages: [{ ...base, ...more }] }));
  if (unit === undefined) throw new Error('no unit');
  return unit;
}

describe('parseWebhook', () => {
  it('gives every golden sample a meaning or counts it as unknown, and quarantines none', () => {
    const kinds: Record<string, number> = {};
    for (const sample of webhookSamples) {
      const parsed = parseWebhook(sampleWireBytes(sample));
      if (!parsed.ok) throw new Error(sample.name);
      expect(
        parsed.units.map((unit) => unit.kind),
        sample.name,
      ).not.toContain('broken');
      expect(parsed.units, sample.name).toHaveLength(sample.expect.length);
      for (const unit of parsed.units) kinds[unit.kind] = (kinds[unit.kind] ?? 0) + 1;
    }
    expect(kinds).toEqual({ message: 33, change: 4, status: 9, preference: 3, account: 48, unknown: 8 });
  });

  it.each([
    ['truncated', Buffer.from('{"entry":[')],
    ['too deep', Buffer.from(`${'['.repeat(100)}${']'.repeat(100)}`)],
    ['empty', Buffer.alloc(0)],
  ])('says why bytes cannot be read: %s', (_what, bytes) => {
    expect(parseWebhook(bytes)).toEqual({ ok: false, reason: expect.stringMatching(/^The body /) });
  });

  it('never takes a BSUID for a phone number, wherever it stands', () => {
    const unit = message({ from: 'ID.13491208655302741918', type: 'text', text: { body: 'x' } }, {});
    expect(unit).toMatchObject({ kind: 'message', person: { bsuid: 'ID.13491208655302741918' } });
    expect(unit.kind === 'message' ? unit.person.waId : 'x').toBeUndefined();
  });

  it('leaves out the short-lived link of a file but tells it to the fetcher', () => {
    const unit = message({ type: 'image', image: { id: '55', mime_type: 'image/png', url: 'https://lookaside.example/1' } });
    expect(unit).toMatchObject({
      content: { id: '55', mime_type: 'image/png' },
      media: { providerId: '55', url: 'https://lookaside.example/1' },
    });
    expect(unit.kind === 'message' && JSON.stringify(unit.content)).not.toContain('lookaside');
  });

  it('knows who somebody was before a change of number', () => {
    const system = { type: 'user_changed_number', wa_id: '6281200000202', user_id: 'ID.2', previous_user_id: 'ID.1' };
    expect(message({ type: 'system', system })).toMatchObject({
      type: 'system',
      opensWindow: false,
      person: { waId: '6281200000202', bsuid: 'ID.2' },
      formerly: { waId: '6281200000101', bsuid: 'ID.1' },
    });
  });

  it('reads an emoji that is absent or empty as a reaction taken back', () => {
    expect(message({ type: 'reaction', reaction: { message_id: 'wamid.0', emoji: '' } })).toMatchObject({
      kind: 'change',
      emoji: null,
      by: 'contact',
    });
    expect(message({ type: 'reaction', reaction: { message_id: 'wamid.0' } })).toMatchObject({ kind: 'change', emoji: null });
  });

  it('breaks a message that names nobody, and only that', () => {
    const value = {
      metadata: sampleMetadata,
      messages: [
        { id: 'wamid.1', timestamp: '1', type: 'text', text: { body: 'x' } },
        { from: SAMPLE_IDS.customerWaId, id: 'wamid.2', timestamp: '1', type: 'text', text: { body: 'y' } },
      ],
    };
    expect(unitsOf(envelope('messages', value)).map((unit) => unit.kind)).toEqual(['broken', 'message']);
  });

  it('keeps ids beyond the precision of numbers as they are', () => {
    const value = { event: 'APPROVED', message_template_id: 12_345, message_template_name: 'x', message_template_language: 'id' };
    const text = JSON.stringify(envelope('message_template_status_update', value)).replace('12345', '98765432109876543');
    const parsed = parseWebhook(Buffer.from(text));
    expect(JSON.stringify(parsed)).toContain('"98765432109876543"');
  });
});
