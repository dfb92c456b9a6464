import type { UpdateMeRequest } from '@kabar/contract';
import { appendAccountAudit, personal } from '#modules/audit';
import { withEngine } from '#platform/db/tx';
import { publicUserId } from './present-user.ts';
import type { UsersContext } from './users-context.ts';
import { selectUserById, updateUser, type UserRow } from './users.sql.ts';

/** Changes the name and language of a person. */
export async function updateProfile(ctx: UsersContext, userId: string, change: UpdateMeRequest): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const [before] = await tx.query<UserRow>(selectUserById(userId));
    const [after] = await tx.query<UserRow>(
      updateUser(userId, { name: change.name ?? null, language: change.language ?? null }, ctx.clock.now()),
    );
    if (before === undefined || after === undefined) throw new Error('the signed-in person is gone');
    if (before.name === after.name && before.language === after.language) return;
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: userId },
      action: 'user.updated',
      target: { kind: 'user', id: publicUserId(userId) },
      before: { name: personal(before.name), language: before.language },
      after: { name: personal(after.name), language: after.language },
    });
  });
}
