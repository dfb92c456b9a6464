import { TEMPLATE_STATUSES } from '@kabar/cloud-api';
import type { TemplateRow } from '#modules/templates';
import type { GraphNode, NodeKind } from './graph-fields.ts';

/** Templates. Source: Meta for Developers, "Message templates" reference, 2025-12. */
export const templateKind: NodeKind = {
  name: 'WhatsAppBusinessHSM',
  defaults: ['name', 'parameter_format', 'components', 'language', 'status', 'category'],
  known: [
    'name',
    'language',
    'status',
    'category',
    'sub_category',
    'previous_category',
    'correct_category',
    'parameter_format',
    'components',
    'quality_score',
    'rejected_reason',
    'rejection_info',
    'message_send_ttl_seconds',
    'cta_url_link_tracking_opted_out',
    'library_template_name',
    'disabled_info',
    'degrees_of_freedom_spec',
    'health_status',
  ],
};

/** A template as the Graph shows it; the components are Meta's own, untouched. */
export function templateNode(row: TemplateRow): GraphNode {
  return {
    id: row.metaId,
    name: row.name,
    language: row.language,
    status: metaStatusOf(row.status),
    category: row.category === 'unknown' ? undefined : row.category.toUpperCase(),
    correct_category: row.comingCategory?.category.toUpperCase(),
    parameter_format: row.parameterFormat.toUpperCase(),
    components: row.components,
    quality_score: { score: row.quality.toUpperCase() },
    rejected_reason: row.rejectedReason ?? 'NONE',
    message_send_ttl_seconds: row.ttlSeconds ?? undefined,
  };
}

/** Meta's word for a status; what this release does not know is under review as far as a program is concerned. */
export function metaStatusOf(status: string): string {
  return TEMPLATE_STATUSES.find((known) => known === status.toUpperCase()) ?? 'PENDING';
}
