import type { EngineTx, Statement, TenantTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import { lockContact } from '../contacts.sql.ts';
import type { Doer } from '../record/acting.ts';
import { recordContactEvents, tellUpdated } from '../record/contact-events.ts';

/**
 * Restricts a contact, or ends that, in the caller's transaction: while restricted, their data is stored and nothing else. From the commit on
 * the send gate refuses messages to them, and nothing automatic happens. Gives whether it changed anything; an erased, merged or unknown
 * contact is left alone. The caller writes the audit entry, because only it knows why.
 */
export async function setRestricted(
  deps: { ids: Ids },
  tx: TenantTx | EngineTx,
  change: { workspaceId: string; contactId: string; isRestricted: boolean; actor: Doer; at: Date },
): Promise<boolean> {
  const { workspaceId, contactId, isRestricted, actor, at } = change;
  const locked = await tx.query(lockContact(workspaceId, contactId));
  if (locked.length === 0) return false;
  const changed = await tx.query(updateRestricted(workspaceId, contactId, isRestricted, at));
  if (changed.length === 0) return false;
  await recordContactEvents(deps.ids, tx, [{ workspaceId, contactId, kind: isRestricted ? 'restricted' : 'unrestricted', actor, at }]);
  await tellUpdated(tx, workspaceId, [contactId], at);
  return true;
}

function updateRestricted(workspaceId: string, contactId: string, isRestricted: boolean, at: Date): Statement {
  return {
    text: `
      update contacts set restricted_at = $3, updated_at = greatest($4, updated_at + interval '1 microsecond')
       where workspace_id = $1 and id = $2 and (restricted_at is null) = $5
      returning id`,
    values: [workspaceId, contactId, isRestricted ? at : null, at, isRestricted],
  };
}
