import { ID_PREFIXES, TEMPLATE_STATUSES, type Template } from '@kabar/contract';
import { toPublicId } from '#platform/ids';
import type { TemplateRow } from './templates.sql.ts';

type Status = Template['status'];

const dayMs = 86_400_000;
/** Source: Meta for Developers, "Manage templates" (edits of approved templates), 2025-12. */
const editsPerMonth = 10;

/** The public id of a template. */
export function templatePublicId(id: string): Template['id'] {
  return toPublicId(ID_PREFIXES.template, id) as Template['id']; // made with that very prefix
}

/** A status that this release has no word for shows as `unknown`. */
export function readStatus(status: string): Status {
  return TEMPLATE_STATUSES.find((known) => known === status) ?? 'unknown';
}

const whyNot: Record<Exclude<Status, 'approved' | 'paused'>, string> = {
  pending: 'WhatsApp is still reviewing it. That takes minutes, at most a day.',
  rejected: 'WhatsApp rejected it. Change it and hand it in again.',
  disabled: 'WhatsApp disabled it for good after repeated bad feedback. Write another one.',
  in_appeal: 'WhatsApp is looking at your appeal.',
  pending_deletion: 'It is being deleted.',
  deleted: 'It was deleted.',
  limit_exceeded: 'The account has more templates than WhatsApp allows. Delete some.',
  archived: 'It was archived because nobody used it.',
  unknown: 'WhatsApp gives it a state that this version does not know.',
};

/** Why a template cannot be sent now, in words; null when it can. */
export function notUsableReason(row: Pick<TemplateRow, 'status' | 'pausedUntil'>, now: Date): string | null {
  const status = readStatus(row.status);
  if (status === 'approved') return null;
  if (status !== 'paused') return whyNot[status];
  if (row.pausedUntil === null) return 'WhatsApp paused it after bad feedback from customers.';
  if (row.pausedUntil <= now) return 'WhatsApp paused it; the pause is over and its end is expected any moment.';
  return `WhatsApp paused it after bad feedback from customers until ${row.pausedUntil.toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}

/** Why a template cannot be edited now, and when a limit of WhatsApp's ends. */
export function editVerdict(row: Pick<TemplateRow, 'status' | 'editedAt'>, now: Date): { reason: string | null; againAt: Date | null } {
  const status = readStatus(row.status);
  if (status === 'rejected' || status === 'paused') return { reason: null, againAt: null };
  if (status !== 'approved') return { reason: 'Only approved, rejected and paused templates can be edited.', againAt: null };
  const recent = row.editedAt.filter((at) => now.getTime() - at.getTime() < 30 * dayMs).toSorted((a, b) => a.getTime() - b.getTime());
  const newest = recent.at(-1);
  if (newest !== undefined && now.getTime() - newest.getTime() < dayMs)
    return { reason: 'WhatsApp allows one edit of an approved template a day.', againAt: new Date(newest.getTime() + dayMs) };
  const oldest = recent.at(-editsPerMonth);
  if (oldest !== undefined)
    return { reason: 'WhatsApp allows ten edits of an approved template in 30 days.', againAt: new Date(oldest.getTime() + 30 * dayMs) };
  return { reason: null, againAt: null };
}

/** Shapes a template for the API. */
export function presentTemplate(row: TemplateRow, now: Date): Template {
  const edit = editVerdict(row, now);
  const coming = row.comingCategory;
  return {
    id: templatePublicId(row.id),
    waba_id: row.wabaId,
    meta_id: row.metaId,
    name: row.name,
    language: row.language,
    category: row.category,
    status: readStatus(row.status),
    quality: row.quality,
    rejected_reason: row.rejectedReason,
    parameter_format: row.parameterFormat,
    components: row.components,
    synced_at: row.syncedAt.toISOString(),
    ttl_seconds: row.ttlSeconds,
    paused_until: row.pausedUntil?.toISOString() ?? null,
    not_usable_reason: notUsableReason(row, now),
    coming_category: coming === null ? null : { category: readCategory(coming.category), at: coming.at },
    can_edit: edit.reason === null,
    not_editable_reason: edit.reason,
    editable_again_at: edit.againAt?.toISOString() ?? null,
    samples: row.sampleMediaIds.map((id) => toPublicId(ID_PREFIXES.media, id) as Template['samples'][number]), // made with that very prefix
  };
}

function readCategory(name: string): Template['category'] {
  return name === 'authentication' || name === 'marketing' || name === 'utility' ? name : 'unknown';
}
