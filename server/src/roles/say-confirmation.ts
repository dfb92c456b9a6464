import type { ConfirmationOrder } from '#modules/consent';
import { sendAutomatic } from '#modules/messages';

/** How the confirmation of a stop or a return is sent: through the gate that every message passes, once per key. */
export function sayConfirmation(send: Parameters<typeof sendAutomatic>[0]) {
  return ({ workspaceId, numberId, contactId }: ConfirmationOrder, key: string, body: string): Promise<unknown> =>
    sendAutomatic(send, {
      workspaceId,
      numberId,
      contactId,
      reason: 'consent_confirmation',
      key,
      content: { type: 'text', text: { body } },
    });
}
