import { ID_PREFIXES, type Passkey, type PasskeyAdded, type PasskeyAnswer, type PasskeyQuestion, type PublicId } from '@kabar/contract';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { UserActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import { challengeMs, hashDoorToken } from '../sessions/challenge-cookie.ts';
import type { UsersContext } from '../users-context.ts';
import { changeFactors, giveFirstCodes, settleRemoval, type Changed, type Changer } from './change-factors.ts';
import {
  deletePasskey,
  insertPasskey,
  selectPasskeys,
  takeAttempt,
  updatePasskeyName,
  upsertChallenge,
  type ChallengeRow,
  type PasskeyRow,
} from './factors.sql.ts';
import { listFactors } from './list-factors.ts';
import { askForNewPasskey, proveNewPasskey, relyingPartyOf } from './passkey-questions.ts';

/** More passkeys than anybody has devices. */
const mostPasskeys = 20;

/** The question that makes a passkey. Errors: `other_sign_in_required`, `conflict` beyond 20 passkeys. */
export async function askToAddPasskey(ctx: UsersContext, person: Changer & Pick<UserActor, 'email' | 'name'>): Promise<PasskeyQuestion> {
  if (person.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  const known = await engineQuery<PasskeyRow>(ctx.db, selectPasskeys(person.userId));
  if (known.length >= mostPasskeys) throw new AppError('conflict');
  const question = await askForNewPasskey(
    relyingPartyOf(ctx.config.publicUrl),
    { id: person.userId, name: person.name, email: person.email },
    known,
  );
  const row = {
    tokenHash: questionOf(person.sessionId),
    kind: 'passkey_add',
    userId: person.userId,
    sessionId: person.sessionId,
    challenge: question.challenge,
  } as const;
  await engineQuery(ctx.db, upsertChallenge(row, new Date(ctx.clock.now().getTime() + challengeMs)));
  return question;
}

/** Adds the passkey that the authenticator made. Errors: `passkey_refused`. */
export async function addPasskey(
  ctx: UsersContext,
  changer: Changer,
  input: { name: string; passkey: PasskeyAnswer },
): Promise<Changed<PasskeyAdded>> {
  const [asked] = await engineQuery<ChallengeRow>(ctx.db, takeAttempt(questionOf(changer.sessionId), 'passkey_add', 1, ctx.clock.now()));
  const proved =
    asked === undefined || asked.challenge === null
      ? null
      : await proveNewPasskey(relyingPartyOf(ctx.config.publicUrl), input.passkey, asked.challenge);
  if (proved === null) throw new AppError('passkey_refused');
  return changeFactors(ctx, changer, 'passkey_added', async (tx) => {
    const before = await listFactors(ctx, changer.userId, tx);
    const [row] = await tx.query<PasskeyRow>(
      insertPasskey({
        id: ctx.ids.uuid(),
        user_id: changer.userId,
        credential_id: proved.credentialId,
        public_key: proved.publicKey,
        sign_count: proved.signCount,
        transports: proved.transports,
        is_synced: proved.isSynced,
        name: input.name,
        created_at: ctx.clock.now(),
      }),
    );
    if (row === undefined) throw new AppError('passkey_refused');
    const codes = await giveFirstCodes(ctx, tx, changer.userId, before);
    return { value: { passkey: presentPasskey(row), recovery_codes: codes }, hasSecondFactor: true };
  });
}

/** Names a passkey anew. Errors: `not_found`, `other_sign_in_required`. */
export async function renamePasskey(ctx: UsersContext, changer: Changer, id: string, name: string): Promise<Passkey> {
  if (changer.singleSignOnWorkspaceId !== null) throw new AppError('other_sign_in_required');
  const [row] = await engineQuery<PasskeyRow>(ctx.db, updatePasskeyName(changer.userId, id, name));
  if (row === undefined) throw new AppError('not_found');
  return presentPasskey(row);
}

/** Takes a passkey away; it signs nobody in from then on. Errors: `not_found`, `password_needed_first`. */
export function removePasskey(ctx: UsersContext, changer: Changer, id: string): Promise<Changed<undefined>> {
  return changeFactors(ctx, changer, 'passkey_removed', async (tx) => {
    if ((await tx.query(deletePasskey(changer.userId, id))).length === 0) throw new AppError('not_found');
    await settleRemoval(ctx, tx, changer.userId);
    return { value: undefined };
  });
}

/** A passkey as the API shows it to its owner. */
export function presentPasskey(row: PasskeyRow): Passkey {
  return {
    id: toPublicId(ID_PREFIXES.passkey, row.id) as PublicId<'passkey'>, // toPublicId joins exactly this prefix and 26 characters
    name: row.name,
    is_synced: row.is_synced,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}

function questionOf(sessionId: string): string {
  return hashDoorToken(`passkey_add ${sessionId}`);
}
