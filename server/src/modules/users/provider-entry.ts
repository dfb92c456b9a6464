import { appendAccountAudit, personal } from '#modules/audit';
import { engineQuery, withEngine } from '#platform/db/tx';
import { announceAuthorizationChange } from '#platform/events/authorization-change';
import type { Caller } from './caller.ts';
import { forgetOwnWays } from './factors/factors.sql.ts';
import { presentUser, publicUserId } from './present-user.ts';
import { beginSession } from './sessions/begin-session.ts';
import { recordRefusal } from './sessions/record-refusal.ts';
import { updateProved } from './sessions/sessions.sql.ts';
import type { SignedIn } from './sign-in.ts';
import type { UsersContext } from './users-context.ts';
import { insertUser, selectUserByEmail, updateEmailVerified, type UserRow } from './users.sql.ts';

/**
 * The person with an address that a workspace's provider proved, made when there is none yet. `mayCome` is asked first; null when it refuses. An account whose
 * address nobody had proved loses its password, factors and sessions: whoever made it may have been waiting for exactly this.
 */
export async function findOrMakePerson(
  ctx: UsersContext,
  who: { email: string; name: string | null },
  mayCome: (found: UserRow | null) => Promise<boolean>,
): Promise<UserRow | null> {
  const [known] = await engineQuery<UserRow>(ctx.db, selectUserByEmail(who.email));
  if (!(await mayCome(known ?? null))) return null;
  if (known?.email_verified === true) return known;
  return withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const [found] = await tx.query<UserRow>(selectUserByEmail(who.email));
    const now = ctx.clock.now();
    if (found?.email_verified === true) return found;
    const person = found ?? { id: ctx.ids.uuid(), name: nameOf(who), email: who.email, email_verified: true, language: 'en' };
    if (found === undefined) await tx.query(insertUser(person, now));
    else {
      for (const statement of forgetOwnWays(found.id)) await tx.query(statement);
      await tx.query(updateEmailVerified(found.id, now));
      await announceAuthorizationChange(tx, [`user:${found.id}`]);
    }
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'system', id: null },
      action: found === undefined ? 'user.created' : 'user.email_verified',
      target: { kind: 'user', id: publicUserId(person.id) },
      after: { email: personal(who.email), by: 'single_sign_on' },
    });
    return { ...person, email_verified: true };
  });
}

/** Begins a session for somebody whom a workspace's provider vouched for. It is good for that workspace alone. */
export async function enterThroughProvider(ctx: UsersContext, person: UserRow, workspaceId: string, caller: Caller): Promise<SignedIn> {
  const { mail, ...tokens } = await withEngine(ctx.db, 'people belong to no workspace', (tx) =>
    beginSession(ctx, tx, person, { method: 'single_sign_on', secondFactor: null, singleSignOnWorkspaceId: workspaceId }, caller),
  );
  if (mail !== null) ctx.sendMail(mail);
  return { next: 'done', user: presentUser(person), ...tokens };
}

/** Notes that somebody proved themselves once more at the provider; false when the session is gone or another person's. */
export async function noteProved(ctx: UsersContext, who: { userId: string; sessionId: string }, caller: Caller): Promise<boolean> {
  return withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const noted = await tx.query(updateProved(who.sessionId, who.userId, false, ctx.clock.now()));
    if (noted.length === 0) return false;
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: who.userId },
      action: 'user.stepped_up',
      target: { kind: 'user', id: publicUserId(who.userId) },
      after: { network: personal(caller.clientIp), with: 'single_sign_on' },
    });
    return true;
  });
}

/** Records that a provider vouched for somebody who has no place in the workspace. */
export function refuseAtProvider(ctx: UsersContext, userId: string, caller: Caller): Promise<void> {
  return recordRefusal(ctx, userId, { outcome: 'refused', method: 'single_sign_on' }, caller);
}

/** What the provider calls them, made fit for a line of a mail; otherwise the first half of the address. */
function nameOf({ email, name }: { email: string; name: string | null }): string {
  const plain = (name ?? '')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 100);
  return plain === '' ? (email.split('@', 1)[0] ?? email).slice(0, 100) : plain;
}
