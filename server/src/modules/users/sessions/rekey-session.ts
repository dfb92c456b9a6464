import type { EngineTx } from '#platform/db/tx';
import { announceAuthorizationChange, type AuthorizationKey } from '#platform/events/authorization-change';
import { deleteChallengesOf } from '../factors/factors.sql.ts';
import { hashSessionToken, newSessionToken } from '../session-cookie.ts';
import type { UsersContext } from '../users-context.ts';
import { deleteOtherSessions, updateSessionToken } from './sessions.sql.ts';

/**
 * Ends every other session of a person, and every sign-in that is half done, and gives the current session another token; for changes of how the person
 * proves who they are. Gives the new secret for the cookie. Open streams of the ended sessions close at the commit.
 */
export async function rekeySession(
  ctx: UsersContext,
  tx: EngineTx,
  person: { userId: string; sessionId: string },
  hasSecondFactor: boolean | null,
): Promise<string> {
  const token = newSessionToken();
  const ended = await tx.query<{ id: string }>(deleteOtherSessions(person.userId, person.sessionId));
  await tx.query(updateSessionToken(person.sessionId, hashSessionToken(token), hasSecondFactor, ctx.clock.now()));
  await tx.query(deleteChallengesOf(person.userId));
  await announceAuthorizationChange(
    tx,
    ended.map(({ id }): AuthorizationKey => `session:${id}`),
  );
  return token;
}
