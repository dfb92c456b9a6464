import {
  ID_PREFIXES,
  type AutomaticReplySettings,
  type AwayMessage,
  type PreviewAwayMessageRequest,
  type PreviewAwayMessageResponse,
} from '@kabar/contract';
import { appendAudit } from '#modules/audit';
import { auditActorOf, loadHours, nextOpening } from '#modules/working-hours';
import { tenantQuery, withTenant, type TenantTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId, toPublicId } from '#platform/ids';
import type { AutomaticRepliesContext } from './automatic-replies-context.ts';
import { awayText, unknownVariables } from './away-text.ts';
import { deleteAway, selectAway, selectNumber, upsertAway, type AwayRow } from './away.sql.ts';

/** What holds until somebody sets one: nothing is sent. */
const unsetAway: AwayMessage = { enabled: false, text: '', language: 'en', translations: {}, min_hours_between: 12, says_automatic: true };

/** The away message of a workspace and those of numbers that have their own. */
export async function listAwayMessages(ctx: Pick<AutomaticRepliesContext, 'db'>, workspaceId: string): Promise<AutomaticReplySettings> {
  const rows = await tenantQuery<AwayRow>(ctx.db, workspaceId, selectAway([workspaceId]));
  const own = rows.find((row) => row.numberId === null);
  return {
    workspace: { ...(own?.settings ?? unsetAway), updated_at: own?.updatedAt.toISOString() ?? null },
    numbers: rows.flatMap(({ numberId, settings, updatedAt }) =>
      numberId === null
        ? []
        : [
            {
              // Made with the very prefix its type is branded with.
              number_id: toPublicId(ID_PREFIXES.number, numberId) as AutomaticReplySettings['numbers'][number]['number_id'],
              ...settings,
              updated_at: updatedAt.toISOString(),
            },
          ],
    ),
  };
}

/** Sets the away message of the workspace (`numberId` null) or of a number. Errors: `validation_failed`; `not_found`. */
export async function setAwayMessage(
  ctx: AutomaticRepliesContext,
  actor: WorkspaceActor,
  numberId: string | null,
  settings: AwayMessage,
): Promise<AutomaticReplySettings> {
  const { workspaceId } = actor;
  checkAway(settings, 'body');
  await withTenant(ctx.db, workspaceId, async (tx) => {
    if (numberId !== null && (await tx.query(selectNumber(workspaceId, numberId))).length === 0) throw new AppError('not_found');
    const rows = await tx.query<AwayRow>(selectAway([workspaceId]));
    await tx.query(upsertAway({ workspaceId, numberId, settings, at: ctx.clock.now() }));
    await record(ctx, tx, actor, numberId, { before: rows.find((row) => row.numberId === numberId)?.settings ?? null, after: settings });
  });
  return listAwayMessages(ctx, workspaceId);
}

/** Lets a number follow the workspace again. Errors: `not_found` when it has no away message of its own. */
export async function removeAwayMessage(ctx: AutomaticRepliesContext, actor: WorkspaceActor, numberId: string): Promise<void> {
  await withTenant(ctx.db, actor.workspaceId, async (tx) => {
    const [gone] = await tx.query<{ settings: AwayMessage }>(deleteAway(actor.workspaceId, numberId));
    if (gone === undefined) throw new AppError('not_found');
    await record(ctx, tx, actor, numberId, { before: gone.settings, after: null });
  });
}

/** How a customer would read a message now, with an invented name. Errors: `validation_failed`; `not_found`. */
export async function previewAwayMessage(
  ctx: Pick<AutomaticRepliesContext, 'db' | 'clock'>,
  workspaceId: string,
  request: PreviewAwayMessageRequest,
): Promise<PreviewAwayMessageResponse> {
  const { message } = request;
  checkAway({ ...message, enabled: true }, 'body.message');
  const numberId = request.number_id === undefined ? null : fromPublicId(ID_PREFIXES.number, request.number_id);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    if (request.number_id !== undefined && (numberId === null || (await tx.query(selectNumber(workspaceId, numberId))).length === 0))
      throw new AppError('not_found');
    const hours = (await loadHours(tx, [workspaceId])).of(workspaceId, numberId);
    const language = request.language ?? message.language;
    return { text: awayText(message, { language, name: 'Siti', nextOpening: nextOpening(hours, ctx.clock.now()), zone: hours.zone }) };
  });
}

/** What a schema cannot say. */
function checkAway(settings: AwayMessage, path: string): void {
  const texts = [
    ['text', settings.text],
    ...Object.entries(settings.translations).map(([key, text]) => [`translations.${key}`, text]),
  ] as const;
  const issues = texts.flatMap(([key = '', text = '']) =>
    unknownVariables(text).map((name) => ({ path: `${path}.${key}`, message: `there is no variable {{${name}}}` })),
  );
  if (settings.enabled && settings.text === '') issues.push({ path: `${path}.text`, message: 'is required when it is enabled' });
  if (issues.length > 0) throw new AppError('validation_failed', { details: { issues } });
}

async function record(
  ctx: AutomaticRepliesContext,
  tx: TenantTx,
  actor: WorkspaceActor,
  numberId: string | null,
  change: { before: AwayMessage | null; after: AwayMessage | null },
): Promise<void> {
  await appendAudit(ctx.audit, tx, {
    actor: auditActorOf(actor),
    action: change.after === null ? 'away_message.removed' : 'away_message.changed',
    target:
      numberId === null
        ? { kind: 'workspace', id: toPublicId(ID_PREFIXES.workspace, actor.workspaceId) }
        : { kind: 'number', id: toPublicId(ID_PREFIXES.number, numberId) },
    before: { settings: change.before },
    after: { settings: change.after },
  });
}
