import { z } from 'zod';
import { recordConsents } from '#modules/consent';
import { countUse, networkOf } from '#modules/users';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { bindJob, defineJob, type BoundJob } from '#platform/jobs/job';
import { limits, livingContact, matchHashOf, requireDigits } from './prove.ts';
import { hashToken, newToken } from './self-cookie.ts';
import type { SelfServiceContext } from './self-service-context.ts';
import { insertCodeForPhone, selectCode, selectConsentStates, type CodeRow } from './self-service.sql.ts';
import type { Page } from './settings.ts';

const stopJob = defineJob({
  name: 'self_service.stop_marketing',
  schema: z.object({ workspaceId: z.string(), codeId: z.string() }),
  timeoutMs: 30_000,
  retry: { limit: 10, delayMs: 2_000, maxDelayMs: 60_000 },
  concurrency: 1,
});

/** Stops marketing for a number once it was asked for. */
export function stopMarketingJobs(ctx: SelfServiceContext): BoundJob[] {
  return [bindJob(stopJob, ({ workspaceId, codeId }) => stopForCode(ctx, workspaceId, codeId))];
}

/**
 * Takes back what a person agreed to, or records that they object where they never did; at once, for a purpose. Doing it twice changes
 * nothing: what holds follows from the ledger.
 */
export async function refusePurpose(
  ctx: SelfServiceContext,
  who: { workspaceId: string; contactId: string },
  purpose: string,
): Promise<void> {
  const { workspaceId, contactId } = who;
  await withTenant(ctx.db, workspaceId, async (tx) => {
    const states = await tx.query<{ purpose: string; state: string }>(selectConsentStates(workspaceId, contactId));
    const now = states.find((one) => one.purpose === purpose)?.state;
    if (now === 'withdrawn' || now === 'objected') return;
    await recordConsents(ctx.consent, tx, workspaceId, [
      {
        contactId,
        purpose,
        state: now === 'given' || now === 'resumed' ? 'withdrawn' : 'objected',
        source: 'form',
        actor: { kind: 'contact', id: contactId },
        occurredAt: ctx.clock.now(),
      },
    ]);
  });
}

/**
 * Stops marketing for whoever has a phone number, without asking who they are: stopping shall be easy, and whoever was stopped by
 * somebody else loses nothing but advertisements and can say START. The same is done and answered for every number.
 *
 * Errors: `rate_limited` by network; `validation_failed` for what is no phone number.
 */
export async function stopByNumber(ctx: SelfServiceContext, page: Page, request: { phone: string; clientIp: string }): Promise<void> {
  const { workspaceId } = page;
  const digits = requireDigits(request.phone);
  await countUse(ctx.throttle, 'self.stop.network', networkOf(request.clientIp), limits.stopPerNetwork);
  const now = ctx.clock.now();
  const id = ctx.ids.uuid();
  const matchHash = await matchHashOf(ctx, workspaceId, digits);
  // A row that opens nothing: its secrets are thrown away. It is the job's way to the person, because jobs hold no numbers.
  const sealed = hashToken(newToken());
  await withTenant(ctx.db, workspaceId, async (tx) => {
    await tx.query(
      insertCodeForPhone(
        {
          workspaceId,
          id,
          kind: 'erase',
          contactId: null,
          addressHash: null,
          codeHash: sealed,
          tokenHash: sealed,
          createdAt: now,
          expiresAt: now,
        },
        matchHash,
      ),
    );
    await ctx.jobs.enqueue(tx, stopJob, { workspaceId, codeId: id });
  });
}

async function stopForCode(ctx: SelfServiceContext, workspaceId: string, codeId: string): Promise<void> {
  const [row] = await tenantQuery<CodeRow>(ctx.db, workspaceId, selectCode(workspaceId, codeId));
  const contactId = row === undefined || row.contactId === null ? null : await livingContact(ctx, workspaceId, row.contactId);
  if (contactId !== null) await refusePurpose(ctx, { workspaceId, contactId }, 'marketing');
}
