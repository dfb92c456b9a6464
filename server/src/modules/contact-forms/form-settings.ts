import type { ContactForm, PublicContactForm, UpdateContactFormRequest } from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf } from '#modules/contacts';
import { engineQuery, tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { ContactFormsContext } from './contact-forms-context.ts';
import { selectForm, selectPublicForm, upsertForm, type FormRow } from './contact-forms.sql.ts';

const off: FormRow = { isOn: false, intro: {}, asksProject: false };

/** The workspace's form; off until somebody switches it on. */
export async function getForm(ctx: Pick<ContactFormsContext, 'db'>, workspaceId: string): Promise<ContactForm> {
  const [row] = await tenantQuery<FormRow>(ctx.db, workspaceId, selectForm(workspaceId));
  return present(row ?? off);
}

/** Changes the form; what is left out stays. */
export async function updateForm(ctx: ContactFormsContext, actor: WorkspaceActor, change: UpdateContactFormRequest): Promise<ContactForm> {
  const { workspaceId } = actor;
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const [stored] = await tx.query<FormRow>(selectForm(workspaceId));
    const before = stored ?? off;
    const after: FormRow = {
      isOn: change.is_on ?? before.isOn,
      intro: { en: change.intro?.en ?? before.intro.en ?? '', id: change.intro?.id ?? before.intro.id ?? '' },
      asksProject: change.asks_project ?? before.asksProject,
    };
    await tx.query(upsertForm(workspaceId, after, ctx.clock.now()));
    await appendAudit(ctx.audit, tx, {
      actor: auditActorOf(actor),
      action: 'contact_form.updated',
      before: { is_on: before.isOn, asks_project: before.asksProject },
      after: { is_on: after.isOn, asks_project: after.asksProject },
    });
    return present(after);
  });
}

/** A form that visitors may use, with its workspace. */
export type OpenForm = FormRow & { workspaceId: string; workspaceName: string };

/** The form of the public page under a slug. Errors: `not_found` when there is no such workspace, or its form is off. */
export async function requireOpenForm(ctx: Pick<ContactFormsContext, 'db'>, slug: string): Promise<OpenForm> {
  const [row] = await engineQuery<OpenForm>(ctx.db, selectPublicForm(slug));
  if (row === undefined) throw new AppError('not_found');
  return row;
}

/** What a visitor sees of the form. Errors: as `requireOpenForm`. */
export async function getPublicForm(ctx: Pick<ContactFormsContext, 'db'>, slug: string): Promise<PublicContactForm> {
  const form = await requireOpenForm(ctx, slug);
  const { intro, asks_project } = present(form);
  return { workspace_name: form.workspaceName, intro, asks_project };
}

function present(row: FormRow): ContactForm {
  return { is_on: row.isOn, intro: { en: row.intro.en ?? '', id: row.intro.id ?? '' }, asks_project: row.asksProject };
}
