import type { EngineTx } from '#platform/db/tx';

/** Removes messages of the contact form whose time is over. For retention. */
export async function removeFormMessages(tx: EngineTx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `delete from contact_form_messages where workspace_id = $1 and id = any ($2::uuid[])`,
    values: [workspaceId, ids],
  });
}
