import { createHash, randomBytes } from 'node:crypto';

/** How long an invitation can be accepted. */
export const invitationMs: number = 7 * 24 * 60 * 60 * 1_000;

/** A fresh 256-bit token for the link in the mail. */
export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of a token. */
export function hashInvitationToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
