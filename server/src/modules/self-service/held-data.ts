import type { HeldData } from '@kabar/contract';
import { listAttributes, loadRecord, memberIdsOf, uuidOf } from '#modules/contacts';
import { tenantQuery } from '#platform/db/tx';
import type { SelfServiceContext, Visitor } from './self-service-context.ts';
import { countHeld, selectConsentStates, selectNames, type CountsRow } from './self-service.sql.ts';

type ConsentRow = { purpose: string; state: HeldData['consents'][number]['state']; source: string; since: Date };

/** An overview of what is held about a visitor. Errors: `not_found` once the contact is erased. */
export async function heldData(ctx: SelfServiceContext, { workspaceId, contactId, expiresAt }: Visitor): Promise<HeldData> {
  const record = await loadRecord(ctx, workspaceId, contactId);
  const ask = <Row>(statement: Parameters<typeof tenantQuery>[2]): Promise<Row[]> => tenantQuery<Row>(ctx.db, workspaceId, statement);
  const tagIds = record.tag_ids.map((id) => uuidOf('tag', id));
  const stageId = record.stage_id === null ? null : uuidOf('stage', record.stage_id);
  const ids = await memberIdsOf(ctx, workspaceId, contactId);
  const [attributes, names, [counts], consents] = await Promise.all([
    listAttributes(ctx, workspaceId),
    ask<{ id: string; name: string }>(selectNames(workspaceId, tagIds, stageId)),
    ask<CountsRow>(countHeld(workspaceId, contactId, ids)),
    ask<ConsentRow>(selectConsentStates(workspaceId, contactId)),
  ]);
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const marketing = counts?.marketing ?? 'unset';
  return {
    name: record.name,
    profile_name: record.profile_name,
    identifiers: record.identifiers.map(({ kind, value }) => ({ kind, value })),
    details: Object.entries(record.attributes).map(([key, value]) => ({
      label: attributes.find((attribute) => attribute.key === key)?.label ?? key,
      value,
    })),
    tags: tagIds.flatMap((id) => nameOf.get(id) ?? []),
    stage: stageId === null ? null : (nameOf.get(stageId) ?? null),
    country: record.country,
    source: record.source,
    since: record.created_at,
    last_seen_at: record.last_seen_at,
    restricted: record.restricted,
    counts: {
      conversations: counts?.conversations ?? 0,
      messages_from_you: counts?.messagesIn ?? 0,
      messages_to_you: counts?.messagesOut ?? 0,
      files: counts?.files ?? 0,
      notes: counts?.notes ?? 0,
    },
    marketing,
    consents: [
      // Marketing is always told, also when nothing is known, because it can always be refused.
      ...(consents.some(({ purpose }) => purpose === 'marketing')
        ? []
        : [
            {
              purpose: 'marketing',
              state: marketing === 'stopped' ? ('objected' as const) : ('unset' as const),
              source: null,
              since: null,
            },
          ]),
      ...consents.map(({ purpose, state, source, since }) => ({ purpose, state, source, since: since.toISOString() })),
    ],
    session_expires_at: expiresAt.toISOString(),
  };
}
