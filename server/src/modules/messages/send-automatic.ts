import type { AutomaticReason, InteractiveContent, TemplateContent, TextContent } from '@kabar/contract';
import type { z } from 'zod';
import { checkContent } from '#whatsapp/check-content';
import type { SendMessageDeps } from './send-message.ts';
import { sealContent, type StoredContent } from './stored-content.ts';

/** What Kabar itself can say: text, text with buttons, or a template where the service window is closed. */
export type AutomaticContent =
  | { type: 'text'; text: z.infer<typeof TextContent> }
  | { type: 'interactive'; interactive: z.infer<typeof InteractiveContent> }
  | { type: 'template'; template: z.infer<typeof TemplateContent> };

/**
 * One automatic message to a contact on a number. `key` names the occasion, e.g. `away:<conversation>:<closed since>`:
 * unique in the workspace and at most 200 characters. It holds ids and instants, never anything personal.
 */
export type AutomaticMessage = {
  workspaceId: string;
  numberId: string;
  contactId: string;
  reason: AutomaticReason;
  key: string;
  content: AutomaticContent;
};

/**
 * `accepted`: durable and on its way. `earlier`: the same occasion was served before and nothing was done. `impossible`: there
 * is nobody to send to (erased contact, unknown or disconnected number); trying again cannot help.
 */
export type AutomaticOutcome = { kind: 'accepted' | 'earlier'; messageId: string; conversationId: string } | { kind: 'impossible' };

const tries = 3;

/**
 * Accepts a message that Kabar itself sends into a conversation, durable when it resolves. It takes the path of every other
 * message, so the send gate decides at the claim whether it may go out. Sent once per key, however often and by however many
 * processes it is asked for. It does not count as an answer: whoever waited still waits.
 *
 * Errors: throws for content that WhatsApp would refuse (a defect of the caller); database errors.
 */
export async function sendAutomatic(deps: SendMessageDeps, message: AutomaticMessage): Promise<AutomaticOutcome> {
  const { workspaceId, numberId, contactId, content } = message;
  const inner = content.type === 'text' ? content.text : content.type === 'template' ? content.template : content.interactive;
  const issues = checkContent(content.type, inner);
  if (issues.length > 0) throw new TypeError(`an automatic message is not valid: ${issues.map(({ path }) => path).join(', ')}`);
  const number = await deps.findNumber(workspaceId, numberId);
  if (number === null || !number.connected) return { kind: 'impossible' };
  for (let tryNumber = 1; ; tryNumber += 1) {
    const open = await deps.openConversation({ workspaceId, numberId, address: { kind: 'contact', value: contactId } }, tryNumber > 1);
    if (open === 'not_found' || open === 'invalid') return { kind: 'impossible' };
    const key = await deps.contactKey(workspaceId, open.contactId);
    if (key === null) return { kind: 'impossible' };
    const id = deps.ids.uuid();
    const stored: StoredContent = { content: inner, ...(open.recipient === null ? {} : { to: open.recipient }) };
    const result = await deps.acceptor.add({
      workspaceId,
      id,
      numberId,
      conversationId: open.conversationId,
      contactId: open.contactId,
      type: content.type,
      authorKind: 'system',
      authorId: null,
      contentSealed: sealContent(key.primary, workspaceId, id, stored),
      clientRef: null,
      replyToId: null,
      mediaId: null,
      scheduledAt: null,
      template:
        content.type === 'template'
          ? { wabaAccountId: number.wabaAccountId, name: content.template.name, language: content.template.language.code.replace('-', '_') }
          : null,
      idempotency: null,
      automatic: { reason: message.reason, key: message.key },
    });
    if (result.kind === 'stored') return { kind: 'accepted', messageId: id, conversationId: open.conversationId };
    if (result.kind === 'earlier') return { kind: 'earlier', messageId: result.message.id, conversationId: result.message.conversation_id };
    if (tryNumber >= tries) throw new Error('the contact of an automatic message was merged again and again');
  }
}
