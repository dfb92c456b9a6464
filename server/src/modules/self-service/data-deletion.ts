import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { hashPeople, isBsuid, selectByIdentity, type IdentityHit } from '#modules/contacts';
import { keyedHash } from '#platform/crypto/keyed-hash';
import { engineQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { SelfServiceContext } from './self-service-context.ts';
import { addressOf, pageOfWorkspace, type Page } from './settings.ts';

const Payload = z.object({ algorithm: z.literal('HMAC-SHA256'), user_id: z.string().min(1).max(200), issued_at: z.number().optional() });

/** What Meta shows to the person: where to look, and under which code. */
export type DeletionAnswer = { url: string; confirmation_code: string };

/**
 * Answers Meta's data deletion callback. A business-scoped id of a customer becomes a request to erase, which members prove and start; under
 * any other id, such as that of a Facebook login, Kabar stores nothing, and the code leads to a page that says so.
 *
 * Source: Meta, "Data Deletion Request Callback", https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback,
 * read 2026-11: a form with `signed_request`, signature and payload in base64url with a dot between; the answer is JSON with `url` and
 * `confirmation_code`.
 *
 * Errors: `signature_invalid` for an unknown key and for what is not signed with the app secret, alike.
 */
export async function answerDeletion(ctx: SelfServiceContext, webhookKey: string, form: string): Promise<DeletionAnswer> {
  const account = (await ctx.accountByKey(webhookKey, false)) ?? (await ctx.accountByKey(webhookKey, true));
  const payload = account === null ? null : readSignedRequest(new URLSearchParams(form).get('signed_request') ?? '', account.appSecretKeys);
  if (account === null || payload === null) throw new AppError('signature_invalid');
  const page = await pageOfWorkspace(ctx, account.workspaceId);
  const contactId = isBsuid(payload.user_id) ? await contactOf(ctx, account.workspaceId, payload.user_id) : null;
  const address = addressOf(ctx, page.slug);
  if (contactId !== null) {
    const reference = await ctx.requests.open({
      workspaceId: account.workspaceId,
      contactId,
      kind: 'erase',
      note: null,
      channel: 'customer',
      proof: null,
      language: page.language,
    });
    return { url: `${address}/requests/${reference}`, confirmation_code: reference };
  }
  const code = await emptyCode(ctx, account.workspaceId, ctx.clock.now().toISOString().slice(0, 10));
  return { url: `${address}/deletions/${code}`, confirmation_code: code };
}

/** On which day (`2026-11-21`) a code of ours was given out. Errors: `not_found` for any other. */
export async function readDeletionCode(ctx: SelfServiceContext, page: Page, code: string): Promise<string> {
  const [, year, month, day] = /^del_(\d{4})(\d{2})(\d{2})_[0-9a-f]{24}$/.exec(code) ?? [];
  const askedOn = `${year}-${month}-${day}`;
  if (year === undefined || code !== (await emptyCode(ctx, page.workspaceId, askedOn))) throw new AppError('not_found');
  return askedOn;
}

/** The payload of a signed request, when it is signed with one of these secrets; null for anything else. Never throws. */
export function readSignedRequest(text: string, secrets: readonly KeyObject[]): z.infer<typeof Payload> | null {
  const [, signature, payload] = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{1,4000})$/.exec(text) ?? [];
  if (signature === undefined || payload === undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const isSigned = secrets.some((secret) => timingSafeEqual(createHmac('sha256', secret).update(payload).digest(), given));
  if (!isSigned) return null;
  try {
    return Payload.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data ?? null;
  } catch {
    return null; // signed, and no JSON: not a request of the documented form
  }
}

/** A code that only this installation can have made; it names nobody. */
async function emptyCode(ctx: SelfServiceContext, workspaceId: string, day: string): Promise<string> {
  const hash = keyedHash(await ctx.keyring.indexKey(workspaceId, 'self_service'), 'deletion', day);
  return `del_${day.replaceAll('-', '')}_${hash.toString('hex').slice(0, 24)}`;
}

async function contactOf(ctx: SelfServiceContext, workspaceId: string, userId: string): Promise<string | null> {
  const probes = await hashPeople(ctx, [{ workspaceId, identities: [{ kind: 'bsuid', value: userId }] }]);
  const [hit] = await engineQuery<IdentityHit>(ctx.db, selectByIdentity(probes.flat()));
  return hit?.contactId ?? null;
}
