import type { EngineTx, TenantTx } from '#platform/db/tx';

/**
 * Marks contacts as changed, in the transaction in which something that is shown with them changed elsewhere: lists remember contacts by
 * the moment of their last change. In id order, so that two transactions cannot wait for each other.
 */
export async function touchContacts(tx: TenantTx | EngineTx, workspaceId: string, contactIds: readonly string[], at: Date): Promise<void> {
  if (contactIds.length === 0) return;
  await tx.query({
    name: 'contacts_touch_many',
    text: `
      with item as materialized (
        select workspace_id, id from contacts where workspace_id = $1 and id = any($2::uuid[]) order by id for update)
      update contacts
         set updated_at = greatest(contacts.updated_at + interval '1 microsecond', $3)
        from item
       where contacts.workspace_id = item.workspace_id and contacts.id = item.id`,
    values: [workspaceId, contactIds, at],
  });
}
