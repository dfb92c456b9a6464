import type { EngineTx } from '#platform/db/tx';
import { announceAuthorizationChange } from '#platform/events/authorization-change';

/** Deletes an account with everything that belongs to it alone, and ends its sessions on every server at commit. Gives false when there is none. */
export async function removeUser(tx: EngineTx, userId: string): Promise<boolean> {
  await tx.query({ text: 'delete from user_verifications where value = $1', values: [userId] });
  const gone = await tx.query({ text: 'delete from users where id = $1 returning id', values: [userId] });
  await announceAuthorizationChange(tx, [`user:${userId}`]);
  return gone.length > 0;
}
