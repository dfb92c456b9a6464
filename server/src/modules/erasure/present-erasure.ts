import { ID_PREFIXES, type DataClass, type Erasure, type ErasurePlan, type KeptItem, type PublicId } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { Words } from '#platform/personal-data/declaration';
import { stepsOf } from './erase-contact.ts';
import type { ErasureContext } from './erasure-context.ts';
import type { ErasureRow } from './erasures.sql.ts';
import { wordsOf, type PersonErasurePlan } from './plan-erasure.ts';

type Contact = PublicId<'contact'>;

/** A plan as the API shows it. */
export function presentPlan(contactId: string, plan: PersonErasurePlan): ErasurePlan {
  const publicIds = plan.contactIds.map((id) => toPublicId(ID_PREFIXES.contact, id) as Contact); // made with the prefix they are branded with
  const own = toPublicId(ID_PREFIXES.contact, contactId) as Contact;
  return {
    contact_id: own,
    merged_contact_ids: publicIds.filter((id) => id !== own),
    messages: plan.messages,
    conversations: plan.conversations,
    notes: plan.notes,
    files: plan.files,
    file_bytes: plan.fileBytes,
    goes: tellingFirst(plan.goes).map((item) => ({ ...item, holds: spoken(item.holds) })),
    stays: tellingFirst(plan.stays).map((item) => ({ ...item, holds: spoken(item.holds), until: item.until?.toISOString() ?? null })),
    held_by: plan.holds.map((hold) => ({
      id: toPublicId(ID_PREFIXES.hold, hold.id) as PublicId<'hold'>,
      reason: hold.reason,
      review_at: hold.reviewAt?.toISOString() ?? null,
    })),
    erasure_id: plan.openErasureId === null ? null : (toPublicId(ID_PREFIXES.erasure, plan.openErasureId) as PublicId<'erasure'>),
  };
}

/** An erasure as the API shows it. */
export async function presentErasure(ctx: ErasureContext, row: ErasureRow): Promise<Erasure> {
  const { done, total } = await stepsOf(ctx, row);
  const actorPrefix = { member: ID_PREFIXES.member, api_key: ID_PREFIXES.apiKey, system: null }[row.actorKind];
  return {
    id: toPublicId(ID_PREFIXES.erasure, row.id) as PublicId<'erasure'>, // all made with the prefixes they are branded with
    contact_id: toPublicId(ID_PREFIXES.contact, row.contactId) as Contact,
    status: row.status,
    reason: row.reason,
    request_id: row.requestId === null ? null : (toPublicId(ID_PREFIXES.privacyRequest, row.requestId) as PublicId<'privacyRequest'>),
    requested_by: { kind: row.actorKind, id: actorPrefix === null || row.actorId === null ? null : toPublicId(actorPrefix, row.actorId) },
    done_steps: done,
    total_steps: total,
    erased: tellingFirst(Object.entries(row.steps).map(([table, count]) => ({ ...spokenItem(ctx, table), count }))),
    kept: tellingFirst(row.kept.map((item): KeptItem => ({ ...item, ...spokenItem(ctx, item.table) }))),
    held_by: row.heldBy.map((hold) => ({
      id: toPublicId(ID_PREFIXES.hold, hold.id) as PublicId<'hold'>,
      reason: hold.reason,
      review_at: hold.reviewAt,
    })),
    finding_count: row.findingCount,
    starts_at: row.startsAt.toISOString(),
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

/** Kinds that tell a person little: hashes, queues, counts. They stand last. */
const behind: ReadonlySet<DataClass> = new Set(['search_index', 'technical', 'queue', 'aggregate', 'key']);

function tellingFirst<Item extends { class: DataClass; count: number | null }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => Number(behind.has(a.class)) - Number(behind.has(b.class)) || (b.count ?? -1) - (a.count ?? -1));
}

function spokenItem(ctx: Pick<ErasureContext, 'catalogue'>, table: string) {
  const item = wordsOf(ctx, table);
  return { ...item, holds: spoken(item.holds) };
}

function spoken([en, id, hi]: Words): { en: string; id: string; hi: string } {
  return { en, id, hi };
}
