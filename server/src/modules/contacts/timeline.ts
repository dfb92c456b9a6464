import { ID_PREFIXES, type Page, type PageQuery, type TimelineItem } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext, ContactScope } from './contacts-context.ts';
import { memberIdsOf, requireContact } from './record/current-contact.ts';

type TimelineRow = {
  id: string;
  kind: TimelineItem['kind'];
  occurredAt: Date;
  position: string;
  actorKind: TimelineItem['actor']['kind'];
  actorId: string | null;
  data: Record<string, unknown>;
  conversationId: string | null;
  numberId: string | null;
  consentId: string | null;
};

/**
 * What happened to a contact and to those merged into it, newest first: from its history, the ledger of consent, and its
 * conversations as far as the actor sees them. Errors: `not_found`, `cursor_invalid`.
 */
export async function readTimeline(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  { limit, cursor }: PageQuery,
): Promise<Page<TimelineItem>> {
  const { workspaceId } = actor;
  const contactId = await requireContact(ctx, actor, publicId);
  const [ids, scope] = await Promise.all([memberIdsOf(ctx, workspaceId, contactId), ctx.scopeOf(actor)]);
  const position = decodeCursor(cursor, 2);
  const before = position === null ? null : { at: String(position[0]), id: String(position[1]) };
  const statement = selectTimeline(workspaceId, contactId, ids, scope, before, limit + 1);
  const rows = await tenantQuery<TimelineRow>(ctx.db, workspaceId, statement).catch((cause: unknown) => {
    throw before === null ? cause : new AppError('cursor_invalid', { cause });
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(present),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor([last.position, last.id]) : null,
  };
}

function present(row: TimelineRow): TimelineItem {
  const prefix = { member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey, contact: ID_PREFIXES.contact, bot: null, system: null }[
    row.actorKind
  ];
  return {
    id: toPublicId(ID_PREFIXES.contactEvent, row.id),
    kind: row.kind,
    occurred_at: row.occurredAt.toISOString(),
    actor: { kind: row.actorKind, id: prefix === null || row.actorId === null ? null : toPublicId(prefix, row.actorId) },
    data: {
      ...row.data,
      ...(row.conversationId === null ? {} : { conversation_id: toPublicId(ID_PREFIXES.conversation, row.conversationId) }),
      ...(row.numberId === null ? {} : { number_id: toPublicId(ID_PREFIXES.number, row.numberId) }),
      ...(row.consentId === null ? {} : { consent_record_id: toPublicId(ID_PREFIXES.consentRecord, row.consentId) }),
    },
  };
}

/**
 * Five sources, each by its own index and cut to one page, then put in order. Relies on contact_events_contact,
 * consent_records_contact, conversations_contact and conversation_entries_thread.
 */
function selectTimeline(
  workspaceId: string,
  contactId: string,
  ids: readonly string[],
  scope: ContactScope,
  before: { at: string; id: string } | null,
  limit: number,
): Statement {
  const values: unknown[] = [workspaceId, ids, contactId, limit];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const visible = scope === null ? 'true' : scope.conversations('conversation', values);
  const end = before === null ? null : `(${place(before.at)}::timestamptz, ${place(before.id)}::uuid)`;
  const cut = (at: string, id: string) => `${end === null ? '' : `and (${at}, ${id}) < ${end}`} order by ${at} desc, ${id} desc limit $4`;
  return {
    text: `
      select item.*, "occurredAt"::text as position from (
        (select id, kind, occurred_at as "occurredAt", actor_kind as "actorKind", actor_id as "actorId", data,
                null::uuid as "conversationId", null::uuid as "numberId", null::uuid as "consentId"
           from contact_events where workspace_id = $1 and contact_id = any($2::uuid[]) ${cut('occurred_at', 'id')})
        union all
        (select id, 'created', created_at, 'system', null, jsonb_build_object('source', source), null, null, null
           from contacts where workspace_id = $1 and id = $3 ${cut('created_at', 'id')})
        union all
        (select id, 'consent_changed', occurred_at, actor_kind, actor_id,
                jsonb_build_object('purpose', purpose, 'state', state, 'source', source), null, null, id
           from consent_records where workspace_id = $1 and contact_id = any($2::uuid[]) ${cut('occurred_at', 'id')})
        union all
        (select conversation.id, 'conversation_opened', conversation.created_at, 'system', null, '{}', conversation.id,
                conversation.number_id, null
           from conversations conversation
          where conversation.workspace_id = $1 and conversation.contact_id = $3 and ${visible} ${cut('conversation.created_at', 'conversation.id')})
        union all
        (select entry.id, 'conversation_' || entry.kind, entry.occurred_at, entry.actor_kind, entry.actor_id, '{}', conversation.id,
                conversation.number_id, null
           from conversations conversation
           join conversation_entries entry on entry.workspace_id = conversation.workspace_id and entry.conversation_id = conversation.id
          where conversation.workspace_id = $1 and conversation.contact_id = $3 and entry.kind in ('resolved', 'reopened')
            and entry.deleted_at is null and ${visible} ${cut('entry.occurred_at', 'entry.id')})
      ) as item
      order by "occurredAt" desc, id desc limit $4`,
    values,
  };
}
