import type { TotpAdded, TotpSetup } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import type { UsersContext } from '../users-context.ts';
import { changeFactors, giveFirstCodes, settleRemoval, type Changed, type Changer } from './change-factors.ts';
import { matchStep } from './check-factor.ts';
import { deleteTotp, lockTotp, updateTotpStep, upsertTotp, type TotpRow } from './factors.sql.ts';
import { listFactors } from './list-factors.ts';
import { newTotpSecret, sealTotpSecret, totpUri } from './totp.ts';

/**
 * A new seed, which counts once a code of it was confirmed; asking again gives another one. Errors: `conflict` when one counts already;
 * `other_sign_in_required`.
 */
export async function beginTotp(ctx: UsersContext, person: Changer & Pick<UserActor, 'email'>): Promise<TotpSetup> {
  if (person.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  const secret = newTotpSecret();
  const sealed = sealTotpSecret(ctx.keys, person.userId, secret);
  const written = await engineQuery(ctx.db, upsertTotp(person.userId, sealed, ctx.clock.now()));
  if (written.length === 0) throw new AppError('conflict');
  return { secret, uri: totpUri(secret, person.email, new URL(ctx.config.publicUrl).hostname) };
}

/** Makes the new seed count, with a first code of it. Errors: `second_factor_failed`, `conflict` when there is none that waits. */
export function confirmTotp(ctx: UsersContext, changer: Changer, code: string): Promise<Changed<TotpAdded>> {
  return changeFactors(ctx, changer, 'totp_added', async (tx) => {
    const before = await listFactors(ctx, changer.userId, tx);
    const [row] = await tx.query<TotpRow>(lockTotp(changer.userId));
    if (row === undefined || row.confirmed_at !== null) throw new AppError('conflict');
    const step = await matchStep(ctx, changer.userId, row, code);
    if (step === null) throw new AppError('second_factor_failed');
    await tx.query(updateTotpStep(changer.userId, step, ctx.clock.now()));
    return { value: { recovery_codes: await giveFirstCodes(ctx, tx, changer.userId, before) }, hasSecondFactor: true };
  });
}

/** Takes the seed away. Errors: `not_found`, `password_needed_first`. */
export function removeTotp(ctx: UsersContext, changer: Changer): Promise<Changed<undefined>> {
  return changeFactors(ctx, changer, 'totp_removed', async (tx) => {
    const [removed] = await tx.query<{ confirmed_at: Date | null }>(deleteTotp(changer.userId));
    if (removed === undefined || removed.confirmed_at === null) throw new AppError('not_found');
    await settleRemoval(ctx, tx, changer.userId);
    return { value: undefined };
  });
}
