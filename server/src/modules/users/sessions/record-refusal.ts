import { appendAccountAudit, personal } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import type { Caller } from '../caller.ts';
import { publicUserId } from '../present-user.ts';
import type { UsersContext } from '../users-context.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { insertSignIn, type SignInRow } from './sessions.sql.ts';

/**
 * Records that somebody was not let in. `userId` null for an address that nobody has: the work is the same, and guessing of addresses shows in the audit.
 */
export async function recordRefusal(
  ctx: UsersContext,
  userId: string | null,
  what: Pick<SignInRow, 'outcome' | 'method'>,
  caller: Caller,
): Promise<void> {
  const line = { id: ctx.ids.uuid(), at: ctx.clock.now(), ...what, second_factor: null, is_new_device: false, ...whereaboutsOf(caller) };
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    await tx.query(insertSignIn(userId ?? ctx.ids.uuid(), line));
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: what.outcome === 'wrong_second_factor' ? 'user.second_factor_failed' : 'user.sign_in_failed',
      ...(userId === null ? {} : { target: { kind: 'user', id: publicUserId(userId) } }),
      after: { network: personal(caller.clientIp), method: what.method },
    });
  });
}
