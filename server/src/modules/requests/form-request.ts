import type { CreatePrivacyRequest } from '@kabar/contract';
import { getFormMessage } from '#modules/contact-forms';
import { AppError } from '#platform/errors';
import type { OpenRequest } from './open-request.ts';
import type { RequestsContext } from './requests-context.ts';

/** What a request takes from where it was made: who asks, in which words and language, and from when the clock runs. */
export type RequestSource = Pick<OpenRequest, 'channel' | 'subject' | 'language' | 'receivedAt'>;

/**
 * A request that somebody made in the contact form, in the words and with the time of their message; what the body says besides goes before it.
 *
 * Errors: `not_found`; `conflict` when the message was made a contact, who has it as a note then.
 */
export async function requestOfForm(
  ctx: Pick<RequestsContext, 'db' | 'keyring'>,
  workspaceId: string,
  body: CreatePrivacyRequest & { form_message_id: string },
): Promise<RequestSource> {
  const { content, language, submitted_at: submittedAt } = await getFormMessage(ctx, workspaceId, body.form_message_id);
  if (content === null) throw new AppError('conflict');
  return {
    channel: 'form',
    subject: {
      name: body.name ?? content.name,
      phone: body.phone ?? content.phone ?? null,
      email: body.email ?? content.email ?? null,
      note: body.note ?? content.message.slice(0, 4_000),
    },
    language: body.language ?? language,
    receivedAt: new Date(submittedAt),
  };
}

/** A request that reached somebody otherwise, as they recorded it. */
export function requestOfBody(channel: 'member' | 'api', body: CreatePrivacyRequest): RequestSource {
  const { name = null, phone = null, email = null, note = null, language = null, received_at: receivedAt } = body;
  return {
    channel,
    subject: { name, phone, email, note },
    language,
    ...(receivedAt === undefined ? {} : { receivedAt: new Date(receivedAt) }),
  };
}
