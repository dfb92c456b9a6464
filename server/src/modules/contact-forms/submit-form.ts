import { ID_PREFIXES, type SubmitContactFormRequest } from '@kabar/contract';
import { identityHashes, normalisePhone } from '#modules/contacts';
import { seal } from '#platform/crypto/seal';
import { withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { ContactFormsContext } from './contact-forms-context.ts';
import { insertMessage } from './contact-forms.sql.ts';
import { requireOpenForm } from './form-settings.ts';

/** What the bytes of a message are bound to. */
export function contentAad(workspaceId: string, id: string): string[] {
  return [workspaceId, 'contact_form_messages', 'content', id];
}

/**
 * Stores what a visitor typed. Something that filled in the hidden field is told that all is well, and nothing is stored.
 *
 * Errors: `not_found` where there is no open form; `validation_failed` without a way to answer; `rate_limited`.
 */
export async function submitForm(ctx: ContactFormsContext, input: SubmitContactFormRequest, clientIp: string): Promise<void> {
  await ctx.countFlow(clientIp);
  const { workspaceId, asksProject } = await requireOpenForm(ctx, input.workspace);
  const { project, ...typed } = input.content;
  const phone = typed.phone === undefined || typed.phone === '' ? null : normalisePhone(typed.phone);
  if (phone === null && typed.email === undefined) {
    throw new AppError('validation_failed', {
      details: {
        issues: [
          { path: 'body.content.email', message: 'give an e-mail or a phone number with country code, so that somebody can answer' },
        ],
      },
    });
  }
  if (input.website !== '') return;
  // What the form does not ask for is not kept.
  const content = { ...typed, ...(asksProject && project !== undefined ? { project } : {}) };
  const id = ctx.ids.uuid();
  const { primary } = await ctx.keyring.workspaceKeys(workspaceId);
  const [matchHash = null] = phone === null ? [] : await identityHashes(ctx, workspaceId, [{ kind: 'phone', value: phone }]);
  const submittedAt = ctx.clock.now();
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const contentSealed = seal(primary, contentAad(workspaceId, id), JSON.stringify(content));
    await tx.query(insertMessage(workspaceId, { id, submittedAt, language: input.language, contentSealed, matchHash }));
    const data = { form_message_id: toPublicId(ID_PREFIXES.formMessage, id) };
    await appendEvents(tx, [{ workspaceId, type: 'form_message.updated', data, occurredAt: submittedAt }]);
  });
}
