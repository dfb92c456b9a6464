import type { DataKey, KeyRing } from '#platform/crypto/data-key';
import { open, seal } from '#platform/crypto/seal';
import type { Recipient } from '#whatsapp/build-send-body';

/**
 * What the sealed column `content_sealed` holds, as JSON. `content` is the object under the name of the message's type.
 * `to` is the address an outgoing message was accepted for, `from` the ones an incoming message came by: they tell whose it is
 * when two contacts that became one are taken apart. `replyToWamid` names the quoted message by WhatsApp's id;
 * `reply_to_id` in the row names it by ours when it is known here. `callbackData` is what the program that sent the message wants to
 * hear again with everything that becomes of it. `referral` is the ad or post an incoming message came
 * from, as WhatsApp told it.
 */
export type StoredContent = {
  content: unknown;
  to?: Recipient;
  from?: SenderAddress;
  replyToWamid?: string;
  callbackData?: string;
  referral?: Record<string, unknown>;
};

/** The ids by which WhatsApp named the sender of a message. */
export type SenderAddress = { waId?: string; bsuid?: string };

/** Seals a message's content under its contact's key, bound to the message. */
export function sealContent(key: DataKey, workspaceId: string, messageId: string, stored: StoredContent): Buffer {
  return seal(key, [workspaceId, 'messages', 'content_sealed', messageId], JSON.stringify(stored));
}

/** Opens what `sealContent` made. Errors: `SealError` when the key was destroyed or the bytes were moved or changed. */
export function openContent(keys: DataKey | KeyRing, workspaceId: string, messageId: string, sealed: Buffer): StoredContent {
  // Sealed by us under an authenticated cipher, so the shape is the one we wrote.
  return JSON.parse(open(keys, [workspaceId, 'messages', 'content_sealed', messageId], sealed).toString()) as StoredContent;
}

/** Seals the WhatsApp id of a message; it contains the customer's phone number. */
export function sealWamid(key: DataKey, workspaceId: string, messageId: string, wamid: string): Buffer {
  return seal(key, [workspaceId, 'messages', 'wamid_sealed', messageId], wamid);
}

/** Opens what `sealWamid` made. Errors: like `openContent`. */
export function openWamid(keys: DataKey | KeyRing, workspaceId: string, messageId: string, sealed: Buffer): string {
  return open(keys, [workspaceId, 'messages', 'wamid_sealed', messageId], sealed).toString();
}
