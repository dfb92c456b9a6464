import { tenantQuery } from '#platform/db/tx';
import type { Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import type { ContactsContext, ContactScope } from '../contacts-context.ts';
import { selectContactStates } from '../contacts.sql.ts';
import type { ContactStateRow } from '../contacts.sql.ts';
import { uuidOf } from './acting.ts';

/**
 * The database id of the contact that a public id stands for now: of a merged one, the one it went into. Errors: `not_found`
 * also for an erased contact and for one that the actor may not see.
 */
export async function requireContact(
  ctx: Pick<ContactsContext, 'db' | 'scopeOf'>,
  actor: WorkspaceActor,
  publicId: string,
): Promise<string> {
  const { workspaceId } = actor;
  const [state] = await tenantQuery<ContactStateRow>(
    ctx.db,
    workspaceId,
    selectContactStates([workspaceId], [uuidOf('contact', publicId)]),
  );
  if (state === undefined || state.erasedAt !== null) throw new AppError('not_found');
  const scope = await ctx.scopeOf(actor);
  if (scope !== null) {
    const seen = await tenantQuery(ctx.db, workspaceId, selectVisible(workspaceId, state.currentId, scope));
    if (seen.length === 0) throw new AppError('not_found');
  }
  return state.currentId;
}

/** The contact and all that were merged into it, directly or through others. */
export async function memberIdsOf(ctx: Pick<ContactsContext, 'db'>, workspaceId: string, contactId: string): Promise<string[]> {
  const rows = await tenantQuery<{ id: string }>(ctx.db, workspaceId, selectMembers(workspaceId, contactId));
  return rows.map((row) => row.id);
}

function selectVisible(workspaceId: string, contactId: string, scope: NonNullable<ContactScope>): Statement {
  const values: unknown[] = [workspaceId, contactId];
  const condition = scope.contacts('contact', values);
  return { text: `select from contacts contact where contact.workspace_id = $1 and contact.id = $2 and ${condition}`, values };
}

function selectMembers(workspaceId: string, contactId: string): Statement {
  return {
    name: 'contacts_members',
    text: `
      with recursive member as (
        select $2::uuid as id
        union
        select contact.id from member join contacts contact on contact.workspace_id = $1 and contact.merged_into = member.id)
      select id from member`,
    values: [workspaceId, contactId],
  };
}
