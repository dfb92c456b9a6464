import type { SecondFactor } from '@kabar/contract';
import { appendAccountAudit } from '#modules/audit';
import { withEngine, type EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { publicUserId } from '../present-user.ts';
import { factorChangedMail, type FactorChange } from '../security-mails.ts';
import { rekeySession } from '../sessions/rekey-session.ts';
import type { UsersContext } from '../users-context.ts';
import type { UserRow } from '../users.sql.ts';
import { deleteRecoveryCodes, lockUser, replaceRecoveryCodes, selectPasswordFacts, type PasswordRow } from './factors.sql.ts';
import { factorsOf, listFactors, readFactors } from './list-factors.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

/** Who changes something of their own account. */
export type Changer = Pick<UserActor, 'userId' | 'sessionId' | 'singleSignOnWorkspaceId'>;

/** What came of a change: the session's new secret, and what the work gave. */
export type Changed<T> = { token: string; value: T };

/**
 * Runs one change of how somebody proves who they are: one change of a person at a time; all their other sessions end; the current one gets a new secret; the
 * change is recorded, and its owner told by mail. `hasSecondFactor` true when the change itself showed one.
 *
 * Errors: `other_sign_in_required` in a session that began at a company's provider: whoever runs that provider must not be able to add a way into the
 * person's own account; those of `work`, which then changes nothing.
 */
export async function changeFactors<T>(
  ctx: UsersContext,
  changer: Changer,
  change: FactorChange,
  work: (tx: EngineTx, person: UserRow) => Promise<{ value: T; hasSecondFactor?: true }>,
): Promise<Changed<T>> {
  if (changer.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  const { person, ...changed } = await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const [found] = await tx.query<UserRow>(lockUser(changer.userId));
    if (found === undefined) throw new AppError('unauthenticated');
    const { value, hasSecondFactor } = await work(tx, found);
    const isProtected = (await listFactors(ctx, changer.userId, tx)).length > 0;
    const token = await rekeySession(ctx, tx, changer, isProtected ? (hasSecondFactor ?? null) : false);
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: changer.userId },
      action: `user.${change}`,
      target: { kind: 'user', id: publicUserId(changer.userId) },
    });
    return { person: found, token, value };
  });
  ctx.sendMail(factorChangedMail(person, change, ctx.config.publicUrl));
  return changed;
}

/** Makes recovery codes for somebody who just got their first second factor; null for everybody else. */
export async function giveFirstCodes(
  ctx: UsersContext,
  tx: EngineTx,
  userId: string,
  before: readonly SecondFactor[],
): Promise<string[] | null> {
  return before.length > 0 ? null : makeCodes(ctx, tx, userId);
}

/** Replaces all recovery codes. Errors: `second_factor_required` without a factor that they could stand in for. */
export async function makeRecoveryCodes(ctx: UsersContext, changer: Changer): Promise<Changed<{ codes: string[] }>> {
  return changeFactors(ctx, changer, 'recovery_codes_made', async (tx) => {
    if ((await listFactors(ctx, changer.userId, tx)).length === 0) throw new AppError('second_factor_required');
    return { value: { codes: await makeCodes(ctx, tx, changer.userId) } };
  });
}

/**
 * To be called after a factor was taken away: with the last one go the recovery codes, and a password that was good enough only beside it must be replaced
 * first. Errors: `password_needed_first`.
 */
export async function settleRemoval(ctx: UsersContext, tx: EngineTx, userId: string): Promise<void> {
  if (factorsOf(await readFactors(ctx, userId, tx)).length > 0) return;
  const [password] = await tx.query<PasswordRow>(selectPasswordFacts(userId));
  if (password === undefined || password.needs_second_factor) throw new AppError('password_needed_first');
  await tx.query(deleteRecoveryCodes(userId));
}

async function makeCodes(ctx: UsersContext, tx: EngineTx, userId: string): Promise<string[]> {
  const codes = newRecoveryCodes();
  for (const statement of replaceRecoveryCodes(userId, codes.map(hashRecoveryCode), ctx.clock.now())) await tx.query(statement);
  return codes;
}
