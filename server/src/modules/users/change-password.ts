import { MIN_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH_WITH_FACTOR, type AccountSecurity } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { changeFactors, type Changed, type Changer } from './factors/change-factors.ts';
import {
  selectPasskeys,
  selectPasswordFacts,
  selectRecoveryCodes,
  selectTotp,
  updateNeedsFactor,
  type PasskeyRow,
  type PasswordRow,
  type TotpRow,
} from './factors/factors.sql.ts';
import { listFactors } from './factors/list-factors.ts';
import { presentPasskey } from './factors/manage-passkeys.ts';
import { isShortPassword, requireAllowedPassword, requireGoodPassword } from './password-check.ts';
import type { UsersContext } from './users-context.ts';
import { insertPassword, updatePassword } from './users.sql.ts';

/** How the signed-in person proves who they are. */
export async function getAccountSecurity(
  ctx: UsersContext,
  person: Pick<UserActor, 'userId' | 'signedInBy' | 'singleSignOnWorkspaceId'>,
): Promise<AccountSecurity> {
  const { userId } = person;
  const [[password], [totp], passkeys, [codes]] = await Promise.all([
    engineQuery<PasswordRow>(ctx.db, selectPasswordFacts(userId)),
    engineQuery<TotpRow>(ctx.db, selectTotp(userId)),
    engineQuery<PasskeyRow>(ctx.db, selectPasskeys(userId)),
    engineQuery<{ left: number; of: number; created_at: Date }>(ctx.db, selectRecoveryCodes(userId)),
  ]);
  const setUpAt = totp?.confirmed_at ?? null;
  const hasFactor = setUpAt !== null || passkeys.length > 0;
  return {
    may_change: person.singleSignOnWorkspaceId === null,
    signed_in_by: person.signedInBy,
    password: {
      is_set: password !== undefined,
      changed_at: password?.changed_at.toISOString() ?? null,
      min_length: hasFactor ? MIN_PASSWORD_LENGTH_WITH_FACTOR : MIN_PASSWORD_LENGTH,
    },
    totp: setUpAt === null ? null : { set_up_at: setUpAt.toISOString() },
    passkeys: passkeys.map(presentPasskey),
    recovery_codes: codes === undefined ? null : { left: codes.left, of: codes.of, created_at: codes.created_at.toISOString() },
  };
}

/**
 * Sets another password; a recent factor was shown before (`stepUp` of the route). Errors: `password_refused`, `other_sign_in_required`, `rate_limited`.
 */
export async function changePassword(
  ctx: UsersContext,
  changer: Changer & Pick<UserActor, 'name' | 'email'>,
  password: string,
): Promise<Changed<undefined>> {
  if (changer.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  await requireGoodPassword(ctx, password, changer, (await listFactors(ctx, changer.userId)).length > 0);
  const hashed = await ctx.passwords.hash(changer.userId, password);
  return changeFactors(ctx, changer, 'password_set', async (tx) => {
    // Judged again under the lock: the last factor may have gone meanwhile.
    requireAllowedPassword(password, changer, (await listFactors(ctx, changer.userId, tx)).length > 0);
    const now = ctx.clock.now();
    const [known] = await tx.query(selectPasswordFacts(changer.userId));
    if (known === undefined) await tx.query(insertPassword(ctx.ids.uuid(), changer.userId, hashed, now));
    else await tx.query(updatePassword(changer.userId, hashed, now));
    await tx.query(updateNeedsFactor(changer.userId, isShortPassword(password)));
    return { value: undefined };
  });
}
