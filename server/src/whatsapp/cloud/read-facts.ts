import {
  debugTokenSchema,
  healthStatusSchema,
  mediaNodeSchema,
  phoneNumberNodeSchema,
  RATE_LIMITS,
  templateNodeSchema,
  type HealthStatus,
} from '@kabar/cloud-api';
import { z } from 'zod';
import { readErrorAnswer } from '../provider-error.ts';
import type { HealthFacts, MediaFacts, NumberFacts, TemplateFacts, TokenFacts, WabaFacts } from '../provider.ts';
import { readSha256 } from '../sha256.ts';
import { readTemplateCategory, readTemplateStatus } from '../template-words.ts';
import { readQuality } from '../words.ts';

// Each reader takes the parsed body of a successful answer and gives our facts, or null when the body is not what it
// must be. None throws.

/** Source: Meta for Developers, "WhatsApp Business Account phone number" reference, 2025-12. */
export function readNumber(body: unknown): NumberFacts | null {
  const parsed = phoneNumberNodeSchema.safeParse(body);
  if (!parsed.success) return null;
  const node = parsed.data;
  const isOnBusinessApp = node.is_on_biz_app === true;
  const level = node.throughput?.level?.toUpperCase();
  return {
    phoneNumberId: node.id,
    displayPhoneNumber: node.display_phone_number ?? '',
    verifiedName: node.verified_name ?? null,
    metaStatus: node.status?.toUpperCase() ?? null,
    quality: readQuality(node.quality_score?.score ?? node.quality_rating),
    limitTier: node.whatsapp_business_manager_messaging_limit ?? null,
    throughputPerSecond: isOnBusinessApp
      ? RATE_LIMITS.throughputCoexistencePerSecond
      : level === 'HIGH'
        ? RATE_LIMITS.throughputHighPerSecond
        : RATE_LIMITS.throughputPerSecond,
    nameStatus: node.name_status?.toUpperCase() ?? null,
    accountMode: node.account_mode?.toUpperCase() ?? null,
    isOnBusinessApp,
    // A number that was never registered says so; one whose status is not told is taken as registered.
    isRegistered:
      !['PENDING', 'UNVERIFIED', 'DISCONNECTED', 'DELETED'].includes(node.status?.toUpperCase() ?? 'CONNECTED') &&
      node.platform_type !== 'NOT_APPLICABLE',
    health: readHealth(node.health_status),
  };
}

const wabaSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  account_review_status: z.string().nullish(),
  health_status: healthStatusSchema.nullish(),
});

/** Source: Meta for Developers, "WhatsApp Business Account" reference, 2025-12. */
export function readWaba(body: unknown): WabaFacts | null {
  const parsed = wabaSchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, name, account_review_status: review, health_status: health } = parsed.data;
  return { wabaId: id, name: name ?? null, reviewStatus: review?.toUpperCase() ?? null, health: readHealth(health) };
}

/** Scopes that are granted for single accounts list them; then `wabaIds` is those, else null (all that the user has). */
export function readToken(body: unknown): TokenFacts | null {
  const parsed = debugTokenSchema.safeParse(body);
  if (!parsed.success) return null;
  const { data } = parsed.data;
  const granted = (data.granular_scopes ?? []).filter((scope) => scope.scope === 'whatsapp_business_management');
  const wabaIds = granted.flatMap((scope) => scope.target_ids ?? []);
  return {
    isValid: data.is_valid,
    appId: data.app_id ?? null,
    scopes: data.scopes ?? [],
    wabaIds: wabaIds.length === 0 ? null : wabaIds,
    // Zero means that it never expires.
    expiresAt: data.expires_at === undefined || data.expires_at === null || data.expires_at === 0 ? null : new Date(data.expires_at * 1000),
  };
}

/** One element of a template list; null for one that cannot be read. */
export function readTemplate(item: unknown): TemplateFacts | null {
  const parsed = templateNodeSchema.safeParse(item);
  if (!parsed.success) return null;
  const node = parsed.data;
  const raw = typeof item === 'object' && item !== null && 'components' in item && Array.isArray(item.components) ? item.components : [];
  return {
    metaId: node.id,
    name: node.name,
    language: node.language,
    category: readTemplateCategory(node.category),
    status: readTemplateStatus(node.status),
    quality: readQuality(node.quality_score?.score),
    rejectedReason: node.rejected_reason ?? null,
    parameterFormat: node.parameter_format === 'NAMED' ? 'named' : 'positional',
    ttlSeconds: node.message_send_ttl_seconds ?? null,
    components: raw.filter((component): component is Record<string, unknown> => typeof component === 'object' && component !== null),
  };
}

/** `sha256` comes as hex in this answer and as base64 elsewhere; both become hex. */
export function readMedia(body: unknown): MediaFacts | null {
  const parsed = mediaNodeSchema.safeParse(body);
  if (!parsed.success) return null;
  const { id, url, mime_type: mimeType, sha256, file_size: size } = parsed.data;
  return {
    mediaId: id,
    url,
    mimeType,
    sizeBytes: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
    sha256: sha256 === undefined || sha256 === null ? null : readSha256(sha256),
  };
}

function readHealth(health: HealthStatus | null | undefined): HealthFacts | null {
  if (health === null || health === undefined) return null;
  const name = health.can_send_message.toLowerCase();
  return {
    canSend: name === 'available' || name === 'limited' || name === 'blocked' ? name : 'unknown',
    problems: (health.entities ?? []).flatMap((entity) =>
      (entity.errors ?? []).map((error) => {
        const known = readErrorAnswer(400, { error: { code: error.error_code } });
        return {
          entity: entity.entity_type.toLowerCase(),
          code: error.error_code,
          title: error.error_description ?? known.plainReason,
          nextStep: error.possible_solution ?? known.nextStep,
        };
      }),
    ),
  };
}
