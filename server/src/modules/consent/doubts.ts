import { ID_PREFIXES, type ConsentDoubt, type DecideConsentDoubtRequest, type ListConsentDoubtsQuery, type Page } from '@kabar/contract';
import { visibleWhere } from '#modules/teams';
import { tenantQuery, withTenant } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { fromPublicId, toPublicId } from '#platform/ids';
import { consentActorOf, type ConsentContext } from './consent-context.ts';
import { lockDoubt, selectDoubts, updateDoubt, type DoubtRow } from './doubts.sql.ts';
import { recordConsents } from './record-consents.ts';

/** A page of doubtful messages, newest first, of the conversations the actor sees. Errors: `cursor_invalid`. */
export async function listDoubts(ctx: ConsentContext, actor: WorkspaceActor, query: ListConsentDoubtsQuery): Promise<Page<ConsentDoubt>> {
  const position = decodeCursor(query.cursor, 1);
  const beforeId = position === null ? null : fromPublicId(ID_PREFIXES.consentDoubt, String(position[0]));
  if (position !== null && beforeId === null) throw new AppError('cursor_invalid');
  const conversationId = query.conversation_id === undefined ? null : fromPublicId(ID_PREFIXES.conversation, query.conversation_id);
  const viewer = await ctx.viewers.of(actor);
  const rows = await tenantQuery<DoubtRow>(
    ctx.db,
    actor.workspaceId,
    selectDoubts(actor.workspaceId, { status: query.status, conversationId, beforeId, limit: query.limit + 1 }, (alias, values) =>
      visibleWhere(viewer, alias, values),
    ),
  );
  const data = rows.slice(0, query.limit).map(present);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor([last.id]) : null };
}

/**
 * Decides whether a message meant stop. If it did, marketing stops from now on, and the message is the evidence. Errors: `not_found`; `conflict`
 * when somebody decided otherwise meanwhile.
 */
export async function decideDoubt(
  ctx: ConsentContext,
  actor: WorkspaceActor,
  publicId: string,
  { decision }: DecideConsentDoubtRequest,
): Promise<ConsentDoubt> {
  const { workspaceId } = actor;
  const id = fromPublicId(ID_PREFIXES.consentDoubt, publicId);
  if (id === null) throw new AppError('not_found');
  const viewer = await ctx.viewers.of(actor);
  return withTenant(ctx.db, workspaceId, async (tx) => {
    const sight = (alias: string, values: unknown[]): string => visibleWhere(viewer, alias, values);
    const [row] = await tx.query<DoubtRow>(lockDoubt(workspaceId, id, sight));
    if (row === undefined) throw new AppError('not_found');
    const status = decision === 'stop_marketing' ? 'stopped' : 'not_meant';
    if (row.status === status) return present(row);
    if (row.status !== 'open') throw new AppError('conflict');
    const now = ctx.clock.now();
    await tx.query(updateDoubt(workspaceId, id, status, actor.kind === 'user' ? actor.memberId : null, now));
    if (status === 'stopped')
      await recordConsents(ctx, tx, workspaceId, [
        {
          contactId: row.contactId,
          purpose: 'marketing',
          state: 'objected',
          source: actor.kind === 'user' ? 'agent' : 'api',
          evidence: { messageId: row.messageId },
          actor: consentActorOf(actor),
          dedupeKey: `doubt:${id}`,
          occurredAt: now,
        },
      ]);
    const [decided] = await tx.query<DoubtRow>(lockDoubt(workspaceId, id, sight));
    if (decided === undefined) throw new AppError('not_found');
    return present(decided);
  });
}

function present(row: DoubtRow): ConsentDoubt {
  const id = <Kind extends 'consentDoubt' | 'contact' | 'conversation' | 'message' | 'member'>(kind: Kind, uuid: string) =>
    toPublicId(ID_PREFIXES[kind], uuid) as `${(typeof ID_PREFIXES)[Kind]}_${string}`; // made with the prefix it is branded with
  return {
    id: id('consentDoubt', row.id),
    contact_id: id('contact', row.contactId),
    conversation_id: id('conversation', row.conversationId),
    message_id: id('message', row.messageId),
    status: row.status,
    decided_by: row.decidedBy === null ? null : id('member', row.decidedBy),
    decided_at: row.decidedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
