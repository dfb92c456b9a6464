/**
 * Ids of messages as this surface hands them out. WhatsApp's own id of an outgoing message is known only once it was sent, but programs get theirs
 * with the answer and keep it. So an outgoing message has an id of WhatsApp's form that is made from ours: it is there at once, never changes,
 * is found again without a table, and unlike WhatsApp's holds no phone number.
 *
 * Source of the form: ids in public samples, decoded 2026-11-20.
 */

const prefix = 'wamid.';
/** Where WhatsApp's ids have the digits of the other side. */
const mark = Buffer.from('kabar', 'latin1');
const head = Buffer.from([0x1c, 0x18, mark.length, ...mark, 0x15, 0x02, 0x00, 0x11, 0x18, 0x20]);
const hexForm = /^[0-9A-F]{32}$/;

/** The id of an outgoing message on this surface. `messageId` is the database id. */
export function graphMessageId(messageId: string): string {
  const hex = Buffer.from(messageId.replaceAll('-', '').toUpperCase(), 'latin1');
  return `${prefix}${Buffer.concat([head, hex, Buffer.from([0])]).toString('base64')}`;
}

/** What an id names: a message of ours by database id, or one by WhatsApp's own id. Null when it is no message id at all. */
export function readGraphMessageId(text: string): { id: string } | { wamid: string } | null {
  if (!text.startsWith(prefix) || text.length > 300) return null;
  const bytes = Buffer.from(text.slice(prefix.length), 'base64');
  if (bytes.length !== head.length + 33 || !bytes.subarray(0, head.length).equals(head)) return { wamid: text };
  const hex = bytes.subarray(head.length, -1).toString('latin1');
  if (!hexForm.test(hex)) return { wamid: text };
  const id = hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Exactly what was handed out and nothing that merely decodes to the same.
  return graphMessageId(id) === text ? { id } : { wamid: text };
}
