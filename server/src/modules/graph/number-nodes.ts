import { PHONE_NUMBER_FIELDS } from '@kabar/cloud-api';
import type { GraphNode, NodeKind } from './graph-fields.ts';
import type { GraphAccountRow, GraphNumberRow } from './graph.sql.ts';

/** Phone numbers. Source: Meta for Developers, "WhatsApp Business Account phone number" reference, 2025-12. */
export const numberKind: NodeKind = {
  name: 'WhatsAppBusinessPhoneNumber',
  defaults: ['verified_name', 'code_verification_status', 'display_phone_number', 'quality_rating', 'platform_type', 'throughput'],
  known: [
    ...PHONE_NUMBER_FIELDS,
    'messaging_limit_tier',
    'new_name_status',
    'is_pin_enabled',
    'is_preverified_number',
    'last_onboarded_time',
    'certificate',
    'search_visibility',
    'webhook_configuration',
  ],
};

/** Accounts. Source: Meta for Developers, "WhatsApp Business Account" reference, 2025-11. */
export const accountKind: NodeKind = {
  name: 'WhatsAppBusinessAccount',
  defaults: ['name', 'timezone_id', 'message_template_namespace'],
  known: [
    'name',
    'currency',
    'timezone_id',
    'message_template_namespace',
    'account_review_status',
    'business_verification_status',
    'ownership_type',
    'health_status',
    'marketing_messages_lite_api_status',
    'owner_business_info',
    'primary_business_location',
    'on_behalf_of_business_info',
    'country',
  ],
};

/** From so many messages a second on Meta calls the throughput high. Source: "Throughput", 2025-12. */
const highThroughput = 1_000;

/** A number as the Graph shows it. What we were never told is left out. */
export function numberNode(row: GraphNumberRow): GraphNode {
  const quality = row.quality.toUpperCase();
  return {
    id: row.phoneNumberId,
    display_phone_number: row.displayPhoneNumber,
    verified_name: row.verifiedName ?? '',
    status: row.metaStatus ?? 'CONNECTED',
    quality_rating: quality,
    quality_score: { score: quality },
    messaging_limit_tier: row.limitTier ?? undefined,
    whatsapp_business_manager_messaging_limit: row.limitTier ?? undefined,
    throughput: { level: row.throughputPerSecond >= highThroughput ? 'HIGH' : 'STANDARD' },
    name_status: row.nameStatus ?? undefined,
    // A number that is not verified cannot be connected.
    code_verification_status: 'VERIFIED',
    account_mode: row.accountMode,
    platform_type: 'CLOUD_API',
    is_on_biz_app: row.isOnBusinessApp,
    health_status: row.health === null ? undefined : healthOf(row.health),
  };
}

function healthOf({ canSend, problems }: NonNullable<GraphNumberRow['health']>): object {
  return {
    can_send_message: canSend.toUpperCase(),
    entities: problems.map(({ entity, code, title, nextStep }) => ({
      entity_type: entity,
      can_send_message: canSend.toUpperCase(),
      errors: [{ error_code: code ?? 0, error_description: title, ...(nextStep === null ? {} : { possible_solution: nextStep }) }],
    })),
  };
}

/** An account as the Graph shows it. */
export function accountNode(row: GraphAccountRow): GraphNode {
  return { id: row.wabaId, name: row.name ?? '', account_review_status: row.reviewStatus ?? undefined };
}
