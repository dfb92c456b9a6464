import type { Message } from '@kabar/contract';

/** A message for tests: an incoming text, changed as given. */
export function sampleMessage(change: Partial<Message> & { n: number }): Message {
  const { n, ...rest } = change;
  const at = new Date(Date.UTC(2026, 10, 21, 3, n)).toISOString();
  return {
    id: `msg_${String(n).padStart(26, '0')}`,
    direction: 'in',
    status: rest.direction === 'out' ? 'sent' : 'received',
    type: 'text',
    content: { body: `message ${n}` },
    media_id: null,
    number_id: 'num_00000000000000000000000001',
    conversation_id: 'cnv_00000000000000000000000001',
    contact_id: 'ctc_00000000000000000000000001',
    author: rest.direction === 'out' ? { kind: 'member', id: 'usr_1', name: 'Dewi' } : { kind: 'contact', id: 'ctc_1', name: null },
    category: null,
    wamid: `wamid.${n}`,
    client_ref: null,
    reply_to: null,
    forwarded: false,
    referral: null,
    reactions: [],
    edited_at: null,
    revoked_at: null,
    occurred_at: at,
    scheduled_at: null,
    created_at: at,
    states: {
      queued_at: null,
      sending_at: null,
      sent_at: null,
      delivered_at: null,
      read_at: null,
      played_at: null,
      failed_at: null,
      cancelled_at: null,
    },
    reason: null,
    pricing: null,
    resent: false,
    automatic: false,
    automatic_reason: null,
    ...rest,
  };
}
