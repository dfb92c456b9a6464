import { MIN_PASSWORD_LENGTH } from '@kabar/contract';
import { AppError } from '#platform/errors';
import { findPasswordProblem } from './password-rules.ts';

/** Refuses a password that must not be set. Errors: `password_refused` with the reason. */
export function requireGoodPassword(password: string, person: { name: string; email: string }, hasSecondFactor: boolean = false): void {
  const reason = findPasswordProblem(password, person, hasSecondFactor);
  if (reason !== null) throw new AppError('password_refused', { details: { reason } });
}

/** Whether a password is good enough only beside a second factor. */
export function isShortPassword(password: string): boolean {
  return [...password].length < MIN_PASSWORD_LENGTH;
}
