import { createHmac, timingSafeEqual } from 'node:crypto';
import { engineQuery, tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { systemIn } from './acting.ts';
import { selectOfficeByMailKey, type OfficeRow } from './office.sql.ts';
import { mailSecretPlace } from './office.ts';
import { openRequest } from './open-request.ts';
import { guessKind, guessLanguage, readMail } from './read-mail.ts';
import type { RequestsContext } from './requests-context.ts';

/** Largest mail that is taken; larger ones hold attachments that nobody needs for a request. */
export const maxMailBytes = 2 * 1024 * 1024;
/** How far the clock of the mail server may be off. */
const toleranceMs = 5 * 60_000;

/**
 * Takes a mail that a mail server hands over. `signature` is `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body" under the secret>`. A mail that asks for
 * something becomes a request with a clock; the answer of a machine does not. The same mail handed over twice is one request. Gives whether one was made.
 *
 * Errors: `not_found` for an unknown address; `signature_missing`, `signature_invalid`.
 */
export async function takeMail(
  ctx: RequestsContext,
  key: string,
  signature: string | undefined,
  body: Buffer,
): Promise<{ taken: boolean }> {
  const [office] = await engineQuery<OfficeRow>(ctx.db, selectOfficeByMailKey(key));
  if (office === undefined || office.mailSecretSealed === null) throw new AppError('not_found');
  const { workspaceId } = office;
  if (signature === undefined) throw new AppError('signature_missing');
  const secret = await ctx.keyring.openSecret(mailSecretPlace(workspaceId), office.mailSecretSealed);
  if (!isSigned(secret, signature, body, ctx.clock.now().getTime())) throw new AppError('signature_invalid');
  const mail = readMail(body);
  if (mail === null || mail.isAutomatic) return { taken: false };
  const words = `${mail.subject}\n${mail.text}`;
  const kind = guessKind(words);
  if (await isKnown(ctx, workspaceId, mail.messageId)) return { taken: false };
  const id = await openRequest(ctx, systemIn(workspaceId), {
    kind: kind ?? 'access',
    kindGuessed: true,
    channel: 'mail',
    subject: { name: mail.name, email: mail.from, note: `${mail.subject}\n\n${mail.text}`.trim().slice(0, 4_000) },
    language: guessLanguage(words),
  });
  await remember(ctx, workspaceId, id, mail.messageId);
  return { taken: true };
}

/** Signs a mail as the mail server does it; also what the guide shows. */
export function signMail(secret: string, body: Buffer, atSeconds: number): string {
  const mac = createHmac('sha256', secret).update(`${atSeconds}.`).update(body).digest('hex');
  return `t=${atSeconds},v1=${mac}`;
}

function isSigned(secret: string, signature: string, body: Buffer, nowMs: number): boolean {
  const [, seconds = '', mac = ''] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature.trim()) ?? [];
  const wanted = signMail(secret, body, Number(seconds)).slice(`t=${seconds},v1=`.length);
  if (mac.length !== wanted.length) return false;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(wanted)) && Math.abs(nowMs - Number(seconds) * 1_000) <= toleranceMs;
}

/** Mail servers hand over again what they are not sure of; the id of the mail, as keyed hash, tells. */
async function isKnown(ctx: RequestsContext, workspaceId: string, messageId: string | null): Promise<boolean> {
  if (messageId === null) return false;
  const rows = await tenantQuery(ctx.db, workspaceId, {
    text: `select 1 from privacy_request_events where workspace_id = $1 and kind = 'mail_taken' and data->>'mail' = $2 limit 1`,
    values: [workspaceId, await mailHash(ctx, workspaceId, messageId)],
  });
  return rows.length > 0;
}

async function remember(ctx: RequestsContext, workspaceId: string, id: string, messageId: string | null): Promise<void> {
  if (messageId === null) return;
  await tenantQuery(ctx.db, workspaceId, {
    text: `insert into privacy_request_events (workspace_id, id, request_id, kind, actor_kind, data, at) values ($1, $2, $3, 'mail_taken', 'system', $4, $5)`,
    values: [workspaceId, ctx.ids.uuid(), id, JSON.stringify({ mail: await mailHash(ctx, workspaceId, messageId) }), ctx.clock.now()],
  });
}

async function mailHash(ctx: RequestsContext, workspaceId: string, messageId: string): Promise<string> {
  const key = await ctx.keyring.indexKey(workspaceId, 'privacy_requests');
  return createHmac('sha256', key).update(`mail:${messageId}`).digest('hex').slice(0, 32);
}
