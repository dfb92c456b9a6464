import { randomUUID } from 'node:crypto';
import { prepareRequest, type PreparedRequest } from './load.ts';

/** How many customers `sendRequest` writes to. */
export const recipientCount = 500;

/** One send to one of the recipients, with a key of its own. */
export function sendRequest(url: URL, apiKey: string, numberId: string, index: number): PreparedRequest {
  const to = `1202555${String(1_000 + (index % recipientCount)).padStart(4, '0')}`;
  const body = JSON.stringify({ number_id: numberId, to, type: 'text', text: { body: `Your order ${index} is on its way` } });
  return prepareRequest(url, { authorization: `Bearer ${apiKey}`, 'idempotency-key': randomUUID() }, body);
}

/** A short list of contacts. */
export function listRequest(base: URL, apiKey: string): PreparedRequest {
  return prepareRequest(new URL('/v1/contacts?limit=20', base), { authorization: `Bearer ${apiKey}` }, null);
}
