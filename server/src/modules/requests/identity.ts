import { randomInt } from 'node:crypto';
import type { SendPrivacyCodeResponse } from '@kabar/contract';
import { loadRecord } from '#modules/contacts';
import { keyedHash } from '#platform/crypto/keyed-hash';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { Actor } from './acting.ts';
import { answerText } from './answer-texts.ts';
import { applyChange, changeRequest } from './change-request.ts';
import { countCodes, insertCode, tryCode, useCode, type CodeRow } from './codes.sql.ts';
import type { RequestsContext } from './requests-context.ts';
import { lockRequest, selectRequest, type RequestRow } from './requests.sql.ts';
import { openSubject, sealText } from './subject.ts';
import { answerFacts, hasOpenWindow, sendInWindow } from './tell-person.ts';

const lifeMs = 10 * 60_000;
const hourMs = 3_600_000;
/** Codes of one request in an hour, and of one person in a day: who asks in good faith never gets there. */
const perHour = 3;
const perDay = 10;
/** Wrong tries at one code; a million codes against five tries leaves a guess one chance in 200,000. */
const mostTries = 5;

const unproved = ['received', 'identity_check'] as const;

/**
 * Sends a code of six digits that only the person can receive: over WhatsApp while their service window is open, or to a mail address that their
 * contact record holds already. An address that only the request names proves nothing and gets none. Kept as keyed hash, good for ten minutes.
 *
 * Errors: `not_found`; `request_not_possible`; `code_not_sendable`; `rate_limited`.
 */
export async function sendIdentityCode(
  ctx: RequestsContext,
  actor: Actor,
  id: string,
  via: 'whatsapp' | 'mail',
): Promise<SendPrivacyCodeResponse> {
  const { workspaceId } = actor;
  const [row] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, id));
  if (row === undefined) throw new AppError('not_found');
  if (row.contactId === null || !(await codeWays(ctx, row))[via]) throw new AppError('code_not_sendable');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const codeId = ctx.ids.uuid();
  const now = ctx.clock.now();
  const expiresAt = new Date(now.getTime() + lifeMs);
  await changeRequest(ctx, actor, id, unproved, async (_row, tx) => {
    const [lately] = await tx.query<{ own: number }>(countCodes(workspaceId, id, row.contactId, new Date(now.getTime() - hourMs)));
    const [today] = await tx.query<{ person: number }>(countCodes(workspaceId, id, row.contactId, new Date(now.getTime() - 24 * hourMs)));
    if ((lately?.own ?? 0) >= perHour || (today?.person ?? 0) >= perDay)
      throw new AppError('rate_limited', { details: { retry_after_seconds: hourMs / 1_000 } });
    const codeHash = await hashOf(ctx, row, code);
    await tx.query(insertCode({ workspaceId, id: codeId, requestId: id, codeHash, via, attempts: 0, sentAt: now, expiresAt }));
    return { patch: { state: 'identity_check', identity: 'code_sent' }, event: 'code_sent', data: { via } };
  });
  const { subject, text } = answerText(row.language, 'code', { ...(await answerFacts(ctx, row)), code });
  if (via === 'whatsapp') {
    if ((await sendInWindow(ctx, row, `privacy_code:${codeId}`, text)) === null) throw new AppError('code_not_sendable');
  } else {
    const email = (await openSubject(ctx, row))?.email ?? '';
    await withTenant(ctx.db, workspaceId, (tx) =>
      ctx.mails.add(tx, { to: email, subject, text }, { template: 'privacy_code', dedupeKey: `privacy_code:${codeId}` }),
    );
  }
  return { via, expires_at: expiresAt.toISOString() };
}

/** By which ways a code can reach the person of a request now. */
export async function codeWays(ctx: RequestsContext, row: RequestRow): Promise<{ whatsapp: boolean; mail: boolean }> {
  if (row.contactId === null) return { whatsapp: false, mail: false };
  const email = (await openSubject(ctx, row))?.email ?? null;
  const [whatsapp, mail] = await Promise.all([
    hasOpenWindow(ctx, row.workspaceId, row.contactId),
    email === null ? false : holdsMail(ctx, row.workspaceId, row.contactId, email),
  ]);
  return { whatsapp, mail };
}

/** Whether the record of a contact holds this mail address, as the value of any attribute. */
async function holdsMail(ctx: RequestsContext, workspaceId: string, contactId: string, email: string): Promise<boolean> {
  const record = await loadRecord(ctx.contacts, workspaceId, contactId);
  const wanted = email.toLowerCase();
  return Object.values(record?.attributes ?? {}).some((value) => typeof value === 'string' && value.trim().toLowerCase() === wanted);
}

/**
 * Takes the code that the person was sent. Every try is counted before it is compared. Errors: `not_found`; `request_not_possible`; `code_wrong`
 * for a wrong, used, outdated or too often tried one: which of them is nobody's business.
 */
export async function confirmIdentityCode(ctx: RequestsContext, actor: Actor, id: string, code: string): Promise<void> {
  const { workspaceId } = actor;
  const now = ctx.clock.now();
  const [tried] = await tenantQuery<CodeRow>(ctx.db, workspaceId, tryCode(workspaceId, id, now));
  const [known] = await tenantQuery<RequestRow>(ctx.db, workspaceId, selectRequest(workspaceId, id));
  if (known === undefined) throw new AppError('not_found');
  if (tried === undefined || tried.attempts > mostTries || !(await hashOf(ctx, known, code)).equals(tried.codeHash))
    throw new AppError('code_wrong');
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const [row] = await tx.query<RequestRow>(lockRequest(workspaceId, id));
    if (row === undefined) throw new AppError('not_found');
    if (row.state !== 'identity_check') throw new AppError('request_not_possible');
    if ((await tx.query(useCode(workspaceId, tried.id, now))).length === 0) throw new AppError('code_wrong');
    const identityMethod = tried.via === 'mail' ? 'mail_code' : 'whatsapp_code';
    await applyChange(ctx, tx, actor, row, {
      patch: { state: 'planned', identity: 'proved', identityMethod, identityAt: now },
      event: 'identity_proved',
      data: { method: identityMethod },
    });
  });
}

/** Records that a member knows that it is them, and how. Errors: `not_found`; `request_not_possible` also while nobody was found. */
export async function judgeIdentity(ctx: RequestsContext, actor: Actor, id: string, reason: string): Promise<void> {
  await changeRequest(ctx, actor, id, unproved, async (row, tx) => {
    if (row.contactId === null && row.userId === null) throw new AppError('request_not_possible');
    return {
      patch: {
        state: 'planned',
        identity: 'judged',
        identityMethod: 'judged',
        identityBy: actor.kind === 'member' ? actor.id : null,
        identityAt: ctx.clock.now(),
        identitySealed: await sealText(ctx, tx, { workspaceId: actor.workspaceId, id, column: 'identity_sealed' }, reason),
      },
      event: 'identity_judged',
    };
  });
}

async function hashOf(ctx: RequestsContext, row: Pick<RequestRow, 'workspaceId' | 'id'>, code: string): Promise<Buffer> {
  return keyedHash(await ctx.keyring.indexKey(row.workspaceId, 'privacy_codes'), row.id, code);
}
