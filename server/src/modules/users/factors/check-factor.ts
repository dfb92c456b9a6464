import type { PasskeyAnswer, SecondFactor, SecondFactorRequest } from '@kabar/contract';
import type { EngineTx } from '#platform/db/tx';
import type { UsersContext } from '../users-context.ts';
import {
  lockPasskey,
  lockTotp,
  spendRecoveryCode,
  updatePasskeyUse,
  updateTotpStep,
  type PasskeyRow,
  type TotpRow,
} from './factors.sql.ts';
import { provePasskey, relyingPartyOf, userHandleOf } from './passkey-questions.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { matchTotp, openTotpSecret } from './totp.ts';

/**
 * Checks one second factor of a person and uses it up where it works once. Gives which one it was; null when it does not hold.
 * `challenge` is the question that was put to the authenticator, if one was.
 */
export async function checkFactor(
  ctx: UsersContext,
  tx: EngineTx,
  userId: string,
  proof: SecondFactorRequest,
  challenge: string | null,
): Promise<SecondFactor | null> {
  if ('code' in proof) return (await takeTotp(ctx, tx, userId, proof.code)) ? 'totp' : null;
  if ('recovery_code' in proof) {
    const spent = await tx.query(spendRecoveryCode(userId, hashRecoveryCode(proof.recovery_code), ctx.clock.now()));
    return spent.length > 0 ? 'recovery_code' : null;
  }
  return challenge !== null && (await takePasskey(ctx, tx, proof.passkey, challenge, userId)) !== null ? 'passkey' : null;
}

/** Takes a code by time once. False when it is wrong, was used, or no seed counts. */
async function takeTotp(ctx: UsersContext, tx: EngineTx, userId: string, code: string): Promise<boolean> {
  const [row] = await tx.query<TotpRow>(lockTotp(userId));
  if (row === undefined || row.confirmed_at === null) return false;
  const step = await matchStep(ctx, userId, row, code);
  if (step === null) return false;
  await tx.query(updateTotpStep(userId, step, null));
  return true;
}

/** The step of a code for a locked seed; null when it does not hold. */
export function matchStep(ctx: UsersContext, userId: string, row: TotpRow, code: string): Promise<number | null> {
  const secret = openTotpSecret(ctx.keys, userId, row.secret_sealed);
  return matchTotp(secret, code, row.last_step === null ? null : Number(row.last_step), ctx.clock.now());
}

/** Proves a passkey and notes its use; gives whose it is. `userId` null: anybody's. Null when it does not hold. */
export async function takePasskey(
  ctx: UsersContext,
  tx: EngineTx,
  answer: PasskeyAnswer,
  challenge: string,
  userId: string | null,
): Promise<string | null> {
  const [row] = await tx.query<PasskeyRow>(lockPasskey(answer.id));
  if (row === undefined || (userId !== null && row.user_id !== userId)) return null;
  const handle = userHandleOf(answer);
  if (handle !== null && handle !== row.user_id) return null;
  const proved = await provePasskey(relyingPartyOf(ctx.config.publicUrl), answer, challenge, row);
  if (proved === null) return null;
  await tx.query(updatePasskeyUse(row.id, proved.signCount, proved.isSynced, ctx.clock.now()));
  return row.user_id;
}
