import { ID_PREFIXES, type Contact, type ContactMerge, type MergePreview, type PublicId } from '@kabar/contract';
import { tenantQuery } from '#platform/db/tx';
import type { Statement } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import type { WorkspaceActor } from '#platform/http/actor';
import { toPublicId } from '#platform/ids';
import type { ContactsContext } from '../contacts-context.ts';
import { requireContact } from '../record/current-contact.ts';
import { loadRecords } from '../record/load-records.ts';

type MergeRow = {
  id: string;
  contactId: string;
  mergedContactId: string;
  evidence: { kind: ContactMerge['evidence'] };
  actorKind: ContactMerge['actor']['kind'];
  actorId: string | null;
  at: Date;
  undoneAt: Date | null;
  canUndo: boolean;
};

/** Every merge that a contact was the survivor of, newest first. Errors: `not_found`. */
export async function listMerges(ctx: ContactsContext, actor: WorkspaceActor, publicId: string): Promise<ContactMerge[]> {
  const contactId = await requireContact(ctx, actor, publicId);
  return (await tenantQuery<MergeRow>(ctx.db, actor.workspaceId, selectMerges(actor.workspaceId, contactId))).map(present);
}

/** What merging another contact into this one would do. Errors: `not_found`; `conflict` for a contact with itself. */
export async function previewMerge(
  ctx: ContactsContext,
  actor: WorkspaceActor,
  publicId: string,
  otherPublicId: string,
): Promise<MergePreview> {
  const { workspaceId } = actor;
  const [contactId, otherId] = await Promise.all([requireContact(ctx, actor, publicId), requireContact(ctx, actor, otherPublicId)]);
  if (contactId === otherId) throw new AppError('conflict');
  const [records, [counts]] = await Promise.all([
    loadRecords(ctx, workspaceId, [contactId, otherId]),
    tenantQuery<Counts>(ctx.db, workspaceId, selectCounts(workspaceId, contactId, otherId)),
  ]);
  const contact = records.get(contactId);
  const other = records.get(otherId);
  if (contact === undefined || other === undefined || counts === undefined) throw new AppError('not_found');
  return {
    contact,
    other,
    conflicts: conflictsOf(contact, other),
    moved: {
      identifiers: other.identifiers.length,
      tags: other.tag_ids.filter((id) => !contact.tag_ids.includes(id)).length,
      attributes: Object.keys(other.attributes).filter((key) => !(key in contact.attributes)).length,
      notes: counts.notes,
      conversations: counts.conversations,
      joined_conversations: counts.joined,
      messages: counts.messages,
    },
  };
}

function conflictsOf(contact: Contact, other: Contact): MergePreview['conflicts'] {
  const differing = (field: string, own: string | null, theirs: string | null): MergePreview['conflicts'] =>
    own === null || theirs === null || own === theirs ? [] : [{ field, this: own, other: theirs }];
  return [
    ...differing('name', contact.name, other.name),
    ...differing('stage', contact.stage_id, other.stage_id),
    ...Object.entries(other.attributes).flatMap(([key, theirs]) => {
      const own = contact.attributes[key];
      return own === undefined || own === theirs ? [] : [{ field: `attributes.${key}`, this: own, other: theirs }];
    }),
  ];
}

function present(row: MergeRow): ContactMerge {
  const prefix = { member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey, system: null }[row.actorKind];
  const contact = (id: string) => toPublicId(ID_PREFIXES.contact, id) as PublicId<'contact'>; // made with the prefix it is branded with
  return {
    id: toPublicId(ID_PREFIXES.merge, row.id) as PublicId<'merge'>, // likewise
    contact_id: contact(row.contactId),
    merged_contact_id: contact(row.mergedContactId),
    evidence: row.evidence.kind,
    actor: { kind: row.actorKind, id: prefix === null || row.actorId === null ? null : toPublicId(prefix, row.actorId) },
    merged_at: row.at.toISOString(),
    undone_at: row.undoneAt?.toISOString() ?? null,
    can_undo: row.canUndo,
  };
}

type Counts = { notes: number; conversations: number; joined: number; messages: number };

function selectCounts(workspaceId: string, contactId: string, otherId: string): Statement {
  return {
    text: `
      select (select count(*)::int from contact_notes where workspace_id = $1 and contact_id = $3) as notes,
             count(mine.id)::int as conversations, count(twin.id)::int as joined,
             coalesce(sum((select count(*) from messages where workspace_id = $1 and conversation_id = mine.id)), 0)::int as messages
        from conversations mine
        left join conversations twin on twin.workspace_id = $1 and twin.contact_id = $2 and twin.number_id = mine.number_id
       where mine.workspace_id = $1 and mine.contact_id = $3`,
    values: [workspaceId, contactId, otherId],
  };
}

function selectMerges(workspaceId: string, contactId: string): Statement {
  return {
    text: `
      select merge.id, merge.contact_id as "contactId", merge.merged_contact_id as "mergedContactId", merge.evidence,
             merge.actor_kind as "actorKind", merge.actor_id as "actorId", merge.at, merge.undone_at as "undoneAt",
             merge.undone_at is null and merged.merged_into = merge.contact_id and merged.erased_at is null
               and kept.merged_into is null and kept.erased_at is null as "canUndo"
        from contact_merges merge
        join contacts merged on merged.workspace_id = merge.workspace_id and merged.id = merge.merged_contact_id
        join contacts kept on kept.workspace_id = merge.workspace_id and kept.id = merge.contact_id
       where merge.workspace_id = $1 and merge.contact_id = $2
       order by merge.at desc, merge.id desc limit 200`,
    values: [workspaceId, contactId],
  };
}
