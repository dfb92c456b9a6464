import { MIN_PASSWORD_LENGTH } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { findPasswordProblem } from './password-rules.ts';
import type { UsersContext } from './users-context.ts';

/**
 * Refuses a password that must not be set, by the rules and by the operator's list of breached ones. Asked outside of transactions: it reads a file.
 * Errors: `password_refused` with the reason.
 */
export async function requireGoodPassword(
  ctx: Pick<UsersContext, 'breached'>,
  password: string,
  person: { name: string; email: string },
  hasSecondFactor: boolean = false,
): Promise<void> {
  requireAllowedPassword(password, person, hasSecondFactor);
  if ((await ctx.breached?.has(password)) === true) throw new AppError('password_refused', { details: { reason: 'breached' } });
}

/** Refuses a password that breaks the rules. Errors: `password_refused` with the reason. */
export function requireAllowedPassword(password: string, person: { name: string; email: string }, hasSecondFactor: boolean): void {
  const reason = findPasswordProblem(password, person, hasSecondFactor);
  if (reason !== null) throw new AppError('password_refused', { details: { reason } });
}

/** Whether a password is good enough only beside a second factor. */
export function isShortPassword(password: string): boolean {
  return [...password].length < MIN_PASSWORD_LENGTH;
}
