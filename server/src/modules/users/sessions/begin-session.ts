import type { SecondFactor, SignInMethod } from '@kabar/contract';
import { appendAccountAudit, personal } from '#modules/audit';
import type { EngineTx } from '#platform/db/tx';
import type { Caller } from '../caller.ts';
import { publicUserId } from '../present-user.ts';
import { newDeviceMail } from '../security-mails.ts';
import { hashSessionToken, newSessionToken } from '../session-cookie.ts';
import type { PersonMail, UsersContext } from '../users-context.ts';
import type { UserRow } from '../users.sql.ts';
import { whereaboutsOf } from '../whereabouts.ts';
import { hashDoorToken, newDoorToken } from './challenge-cookie.ts';
import { insertDevice, insertSession, insertSignIn, touchDevice } from './sessions.sql.ts';

/** A begun session. The tokens are for cookies and are nowhere else in clear. */
export type BegunTokens = {
  token: string;
  /** The browser's own token, new or as it sent it. */
  deviceToken: string;
  /** To be sent after the commit: somebody signed in with a browser that the account did not know. */
  mail: PersonMail | null;
};

/** How somebody came in. `secondFactor`: what was shown beside the password; a passkey by itself is two factors at once. */
export type Entry = {
  method: SignInMethod;
  secondFactor: SecondFactor | null;
  /** Set for a sign-in at a workspace's own provider: the session is good for that workspace alone. */
  singleSignOnWorkspaceId?: string;
};

/**
 * Begins a session: the only place that does, whatever somebody came in with. Writes the line of the history, remembers the browser and records
 * the act, all in the caller's transaction. Call it last, because the audit chain is locked from here on.
 */
export async function beginSession(ctx: UsersContext, tx: EngineTx, person: UserRow, entry: Entry, caller: Caller): Promise<BegunTokens> {
  const now = ctx.clock.now();
  const where = whereaboutsOf(caller);
  const token = newSessionToken();
  const known = caller.deviceToken ?? null;
  const isKnown = known !== null && (await tx.query(touchDevice(person.id, hashDoorToken(known), now))).length > 0;
  // A token that is not this account's is not adopted: two accounts in one browser would share a name, and a made-up one could be planted.
  const deviceToken = isKnown ? known : newDoorToken();
  const earlier = isKnown ? [] : await tx.query<{ count: number }>(insertDevice(person.id, hashDoorToken(deviceToken), where, now));
  const isNew = !isKnown && (earlier[0]?.count ?? 0) > 0;
  await tx.query(
    insertSession(
      {
        id: ctx.ids.uuid(),
        userId: person.id,
        tokenHash: hashSessionToken(token),
        method: entry.method,
        hasSecondFactor: entry.method === 'passkey' || entry.secondFactor !== null,
        singleSignOnWorkspaceId: entry.singleSignOnWorkspaceId ?? null,
        clientIp: caller.clientIp,
        expiresAt: new Date(now.getTime() + ctx.config.sessionAbsoluteMs),
      },
      where,
      now,
    ),
  );
  await tx.query(
    insertSignIn(person.id, {
      id: ctx.ids.uuid(),
      at: now,
      outcome: 'signed_in',
      method: entry.method,
      second_factor: entry.secondFactor,
      is_new_device: isNew,
      ...where,
    }),
  );
  await appendAccountAudit(ctx.audit, tx, {
    actor: { kind: 'user', id: person.id },
    action: 'user.signed_in',
    target: { kind: 'user', id: publicUserId(person.id) },
    after: {
      network: personal(caller.clientIp),
      method: entry.method,
      ...(entry.secondFactor === null ? {} : { second_factor: entry.secondFactor }),
      ...(isNew ? { new_device: true } : {}),
    },
  });
  return { token, deviceToken, mail: isNew ? newDeviceMail(person, where, now, ctx.config.publicUrl) : null };
}
