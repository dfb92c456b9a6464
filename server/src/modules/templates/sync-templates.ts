import { ID_PREFIXES } from '@kabar/contract';
import { updateTemplatesSynced, type NumberConnection } from '#modules/numbers';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { appendEvents } from '#platform/events/append-events';
import { toPublicId } from '#platform/ids';
import type { TemplateFacts } from '#whatsapp/provider';
import type { TemplatesContext } from './templates-context.ts';
import { selectAccountOfNumber, updateMissingDeleted, updateSynced, upsertTemplates, type ListOrigin } from './templates.sql.ts';

/** How many templates WhatsApp lists now and how many of ours were added, changed or marked as deleted. */
export type SyncResult = { templates: number; changed: number };

const syncEveryMs = 3_600_000;

/** Reads the templates of the number's account from WhatsApp now. Errors: `not_found`; those of `syncTemplatesOfAccount`. */
export async function syncTemplatesOfNumber(
  ctx: TemplatesContext,
  workspaceId: string,
  numberId: string,
  signal?: AbortSignal,
): Promise<SyncResult> {
  const connection = await ctx.connections.connectionFor(workspaceId, numberId);
  if (connection !== null) return sync(ctx, connection, signal);
  const [known] = await tenantQuery(ctx.db, workspaceId, selectAccountOfNumber(workspaceId, numberId));
  throw new AppError(known === undefined ? 'not_found' : 'number_not_connected');
}

/**
 * Brings the templates of an account in step with WhatsApp: all pages, one statement per kind of change. Templates that are
 * gone are marked as deleted and kept, because messages name them. Idempotent.
 *
 * Errors: `number_not_connected`, `number_credentials_refused`, `upstream_unavailable`.
 */
export async function syncTemplatesOfAccount(
  ctx: TemplatesContext,
  workspaceId: string,
  wabaAccountId: string,
  signal?: AbortSignal,
): Promise<SyncResult> {
  const connection = await ctx.connections.connectionForAccount(workspaceId, wabaAccountId);
  if (connection === null) throw new AppError('number_not_connected');
  return sync(ctx, connection, signal);
}

async function sync(ctx: TemplatesContext, connection: NumberConnection, signal: AbortSignal | undefined): Promise<SyncResult> {
  const { workspaceId, wabaAccountId } = connection;
  // The list speaks of the moment it was asked for: a webhook that comes while it is read is newer.
  const factsAt = new Date(Math.floor(ctx.clock.now().getTime() / 1000) * 1000);
  const outcome = await ctx.provider.listTemplates(connection, signal === undefined ? {} : { signal });
  if (!outcome.ok) {
    const { error } = outcome;
    if (outcome.unreachable || error.retry !== 'N')
      throw new AppError('upstream_unavailable', { context: { metaCode: error.code, httpStatus: error.httpStatus } });
    throw new AppError('number_credentials_refused', { details: { reason: `${error.plainReason} ${error.nextStep}` } });
  }
  const facts = onePerKey(outcome.value.templates);
  const now = ctx.clock.now();
  const origin: ListOrigin = { workspaceId, wabaAccountId, factsAt, now, source: 'sync' };
  return withTenant(ctx.db, workspaceId, async (tx) => {
    // The account first, as everywhere, so that nobody waits for each other.
    await tx.query(updateTemplatesSynced(workspaceId, wabaAccountId, now, new Date(now.getTime() + syncEveryMs)));
    const changed = await tx.query<{ id: string }>(
      upsertTemplates(
        origin,
        facts.map(() => ctx.ids.uuid()),
        facts,
      ),
    );
    await tx.query(updateSynced(origin, facts));
    const deleted = outcome.value.isComplete ? await tx.query<{ id: string }>(updateMissingDeleted(origin)) : [];
    const ids = [...changed, ...deleted].map((row) => row.id);
    await appendEvents(
      tx,
      ids.map((id) => ({
        workspaceId,
        type: 'template.updated',
        data: { template_id: toPublicId(ID_PREFIXES.template, id) },
        occurredAt: now,
      })),
    );
    return { templates: facts.length, changed: ids.length };
  });
}

/** `en-US` and `en_US` become one key, and one statement may write a row only once. */
function onePerKey(facts: readonly TemplateFacts[]): TemplateFacts[] {
  return [...new Map(facts.map((fact) => [`${fact.name} ${fact.language}`, fact])).values()];
}
