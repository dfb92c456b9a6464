import { randomInt, timingSafeEqual } from 'node:crypto';
import type { OpenPublicSessionRequest, SelfServiceLanguage } from '@kabar/contract';
import { z } from 'zod';
import { hashPeople, normalisePhone, selectContactStates, type ContactStateRow } from '#modules/contacts';
import { countUse, networkOf, tallyUse } from '#modules/users';
import { keyedHash } from '#platform/crypto/keyed-hash';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { answerTexts } from './answer-texts.ts';
import { hashToken, newToken, visitMs } from './self-cookie.ts';
import type { Proof, SelfServiceContext, Visitor } from './self-service-context.ts';
import {
  deleteSession,
  insertCode,
  insertCodeForPhone,
  insertSession,
  renewCode,
  selectByToken,
  selectCode,
  selectCodeTemplate,
  selectOpenWindow,
  type CodeTemplate,
  selectSession,
  tryCode,
  useCode,
  type CodeRow,
} from './self-service.sql.ts';
import { addressOf, pageOfWorkspace, type Page } from './settings.ts';

const minuteMs = 60_000;
const codeMs = 10 * minuteMs;
const linkMs = 15 * minuteMs;
/** Five tries at one of a million codes; beyond it another code is needed. */
const mostTries = 5;

/** What one network may do, and how many codes one number gets. Who asks in good faith never gets there. */
export const limits = {
  codePerNetwork: { maxCount: 10, windowMs: 60 * minuteMs },
  codePerNumber: { maxCount: 3, windowMs: 60 * minuteMs },
  tryPerNetwork: { maxCount: 30, windowMs: 60 * minuteMs },
  stopPerNetwork: { maxCount: 10, windowMs: 60 * minuteMs },
  lookPerNetwork: { maxCount: 120, windowMs: 60 * minuteMs },
} as const;

const sendCodeJob = defineJob({
  name: 'self_service.send_code',
  schema: z.object({ workspaceId: z.string(), codeId: z.string(), language: z.enum(['en', 'id']) }),
  timeoutMs: 30_000,
  retry: { limit: 3, delayMs: 2_000, maxDelayMs: 20_000 },
  concurrency: 2,
});

/** Sends a code once it was asked for. */
export function sendCodeJobs(ctx: SelfServiceContext): BoundJob[] {
  return [bindJob(sendCodeJob, ({ workspaceId, codeId, language }) => sendCode(ctx, workspaceId, codeId, language))];
}

/**
 * Asks for a code for a phone number. The same is done and answered for every number, known or not: one row, one job. Whether a
 * message goes out is decided later, out of the caller's sight: to a customer whose service window is open, or by an approved template for codes where the
 * workspace has one.
 *
 * Errors: `rate_limited` by network; `validation_failed` for what is no phone number. A number that asked too often is not told so.
 */
export async function askCode(
  ctx: SelfServiceContext,
  page: Page,
  request: { phone: string; clientIp: string; language: SelfServiceLanguage },
): Promise<void> {
  const { workspaceId } = page;
  const digits = requireDigits(request.phone);
  await countUse(ctx.throttle, 'self.code.network', networkOf(request.clientIp), limits.codePerNetwork);
  if (!(await tallyUse(ctx.throttle, 'self.code.number', `${workspaceId} ${digits}`, limits.codePerNumber))) return;
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  const [addressHash, matchHash] = await Promise.all([addressHashOf(ctx, workspaceId, digits), matchHashOf(ctx, workspaceId, digits)]);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const secrets = await newSecrets(ctx, workspaceId, id);
    const code = { workspaceId, id, kind: 'session' as const, contactId: null, addressHash, createdAt: now };
    await tx.query(insertCodeForPhone({ ...code, ...secrets.hashes, expiresAt: new Date(now.getTime() + codeMs) }, matchHash));
    await ctx.jobs.enqueue(tx, sendCodeJob, { workspaceId, codeId: id, language: request.language });
  });
}

/** Sends the code of a row, if it is somebody's who can be written to. What was kept until then opened nothing. */
async function sendCode(ctx: SelfServiceContext, workspaceId: string, codeId: string, language: SelfServiceLanguage): Promise<void> {
  const now = ctx.clock.now();
  const [row] = await tenantQuery<CodeRow & { expiresAt: Date }>(ctx.db, workspaceId, selectCode(workspaceId, codeId));
  const contactId =
    row === undefined || row.contactId === null || row.expiresAt <= now ? null : await livingContact(ctx, workspaceId, row.contactId);
  if (contactId === null) return;
  const [open] = await tenantQuery<{ numberId: string }>(ctx.db, workspaceId, selectOpenWindow(workspaceId, contactId, now));
  const [template] =
    open === undefined ? await tenantQuery<CodeTemplate>(ctx.db, workspaceId, selectCodeTemplate(workspaceId, contactId, language)) : [];
  const numberId = open?.numberId ?? template?.numberId;
  if (numberId === undefined) return;
  const page = await pageOfWorkspace(ctx, workspaceId);
  const secrets = await newSecrets(ctx, workspaceId, codeId);
  const renewed = await tenantQuery(ctx.db, workspaceId, renewCode(workspaceId, codeId, secrets.hashes.codeHash, secrets.hashes.tokenHash));
  if (renewed.length === 0) return;
  const facts = { title: page.title ?? page.name, page: addressOf(ctx, page.slug) };
  await ctx.send({
    workspaceId,
    numberId,
    contactId,
    reason: 'privacy_request',
    key: `self_code:${codeId}`,
    content:
      template === undefined
        ? { type: 'text', text: { body: answerTexts.code(facts, secrets.code, language) } }
        : { type: 'template', template: codeTemplate(template, secrets.code) },
  });
}

/** Fills a template for codes as WhatsApp wants it: the code stands in the body, and again in the button that copies it. */
function codeTemplate({ name, language, components }: CodeTemplate, code: string) {
  const parameters = [{ type: 'text', text: code }];
  const hasButton = components.some((part) => part.type?.toLowerCase() === 'buttons' && (part.buttons?.length ?? 0) > 0);
  return {
    name,
    language: { code: language },
    components: [{ type: 'body', parameters }, ...(hasButton ? [{ type: 'button', sub_type: 'url', index: '0', parameters }] : [])],
  };
}

/** Makes a link of its own for a customer who has just written; the message proved that they hold the number. Gives the token. */
export async function makeLink(ctx: SelfServiceContext, workspaceId: string, contactId: string): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  const secrets = await newSecrets(ctx, workspaceId, id);
  const code = { workspaceId, id, kind: 'session' as const, contactId, addressHash: null, createdAt: now };
  await tenantQuery(ctx.db, workspaceId, insertCode({ ...code, ...secrets.hashes, expiresAt: new Date(now.getTime() + linkMs) }));
  return secrets.token;
}

/** A visit that was begun: what goes into the cookie. */
export type BegunVisit = { token: string; expiresAt: Date };

/**
 * Begins a visit by number and code, or by the token of a link. A wrong code, a number that nobody has and a code that was used or has
 * expired are one answer.
 *
 * Errors: `token_invalid`; `rate_limited` by network.
 */
export async function beginVisit(
  ctx: SelfServiceContext,
  page: Page,
  request: OpenPublicSessionRequest,
  clientIp: string,
): Promise<BegunVisit> {
  const { workspaceId } = page;
  await countUse(ctx.throttle, 'self.try.network', networkOf(clientIp), limits.tryPerNetwork);
  const now = ctx.clock.now();
  const proof: Proof = 'token' in request ? 'whatsapp_sender' : 'whatsapp_code';
  const row = 'token' in request ? await rowOfToken(ctx, workspaceId, request.token, now) : await rowOfCode(ctx, workspaceId, request, now);
  const contactId = row === null || row.contactId === null ? null : await livingContact(ctx, workspaceId, row.contactId);
  if (row === null || contactId === null) throw new AppError('token_invalid');
  const token = newToken();
  const expiresAt = new Date(now.getTime() + visitMs);
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if ((await tx.query(useCode(workspaceId, row.id, now))).length === 0) throw new AppError('token_invalid');
    await tx.query(insertSession({ workspaceId, tokenHash: hashToken(token), contactId, proof, createdAt: now, expiresAt }));
  });
  return { token, expiresAt };
}

/** Whoever visits, by their cookie; null when the visit is over, belongs to another page, or its contact is gone. */
export async function findVisitor(ctx: SelfServiceContext, page: Page, token: string | null): Promise<Visitor | null> {
  if (token === null) return null;
  const { workspaceId } = page;
  const [row] = await tenantQuery<{ contactId: string; proof: Proof; expiresAt: Date }>(
    ctx.db,
    workspaceId,
    selectSession(workspaceId, hashToken(token), ctx.clock.now()),
  );
  const contactId = row === undefined ? null : await livingContact(ctx, workspaceId, row.contactId);
  return row === undefined || contactId === null ? null : { workspaceId, contactId, proof: row.proof, expiresAt: row.expiresAt };
}

/** Ends a visit. */
export async function endVisit(ctx: SelfServiceContext, page: Page, token: string | null): Promise<void> {
  if (token !== null) await tenantQuery(ctx.db, page.workspaceId, deleteSession(page.workspaceId, hashToken(token)));
}

/** The contact an id stands for now; null once erased. */
export async function livingContact(ctx: Pick<SelfServiceContext, 'db'>, workspaceId: string, contactId: string): Promise<string | null> {
  const [state] = await tenantQuery<ContactStateRow>(ctx.db, workspaceId, selectContactStates([workspaceId], [contactId]));
  return state === undefined || state.erasedAt !== null ? null : state.currentId;
}

/** The digits of a phone number. Errors: `validation_failed`. */
export function requireDigits(phone: string): string {
  const digits = normalisePhone(phone);
  if (digits === null)
    throw new AppError('validation_failed', {
      details: { issues: [{ path: 'body.phone', message: 'is no phone number; write it with its country, such as +62 812 3456 7890' }] },
    });
  return digits;
}

/** The hash by which a contact of a number is found. */
export async function matchHashOf(ctx: SelfServiceContext, workspaceId: string, digits: string): Promise<Buffer> {
  const [[probe] = []] = await hashPeople(ctx, [{ workspaceId, identities: [{ kind: 'phone', value: digits }] }]);
  if (probe === undefined) throw new Error('a phone number gave no hash');
  return probe.hash;
}

async function rowOfToken(ctx: SelfServiceContext, workspaceId: string, token: string, now: Date): Promise<CodeRow | null> {
  const [row] = await tenantQuery<CodeRow>(ctx.db, workspaceId, selectByToken(workspaceId, hashToken(token), now));
  return row ?? null;
}

async function rowOfCode(
  ctx: SelfServiceContext,
  workspaceId: string,
  request: { phone: string; code: string },
  now: Date,
): Promise<CodeRow | null> {
  const digits = normalisePhone(request.phone);
  if (digits === null) return null;
  const addressHash = await addressHashOf(ctx, workspaceId, digits);
  const [row] = await tenantQuery<CodeRow>(ctx.db, workspaceId, tryCode(workspaceId, addressHash, now));
  // Compared in every case, so that a number without a code takes as long as one with a wrong one.
  const given = await codeHashOf(ctx, workspaceId, row?.id ?? workspaceId, request.code);
  const fits = timingSafeEqual(given, row?.codeHash ?? Buffer.alloc(given.length));
  return row !== undefined && fits && row.attempts <= mostTries ? row : null;
}

type Secrets = { code: string; token: string; hashes: { codeHash: Buffer; tokenHash: Buffer } };

async function newSecrets(ctx: SelfServiceContext, workspaceId: string, codeId: string): Promise<Secrets> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0');
  const token = newToken();
  return { code, token, hashes: { codeHash: await codeHashOf(ctx, workspaceId, codeId, code), tokenHash: hashToken(token) } };
}

// Keyed, because six digits behind a plain hash are read back in a second.
async function codeHashOf(ctx: SelfServiceContext, workspaceId: string, codeId: string, code: string): Promise<Buffer> {
  return keyedHash(await ctx.keyring.indexKey(workspaceId, 'self_service'), 'code', `${codeId} ${code}`);
}

async function addressHashOf(ctx: SelfServiceContext, workspaceId: string, digits: string): Promise<Buffer> {
  return keyedHash(await ctx.keyring.indexKey(workspaceId, 'self_service'), 'address', digits);
}
