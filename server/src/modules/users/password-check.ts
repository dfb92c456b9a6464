import { AppError } from '#platform/errors';
import { findPasswordProblem } from './password-rules.ts';

/** Refuses a password that must not be set. Errors: `password_refused` with the reason. */
export function requireGoodPassword(password: string, person: { name: string; email: string }): void {
  const reason = findPasswordProblem(password, person);
  if (reason !== null) throw new AppError('password_refused', { details: { reason } });
}
