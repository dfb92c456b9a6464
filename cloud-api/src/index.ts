export { MAX_JSON_DEPTH, parseBigIntSafeJson } from './json.ts';
export type { JsonOutcome } from './json.ts';
export { splitWebhook } from './split-webhook.ts';
export { OVERRIDABLE_WEBHOOK_FIELDS, WEBHOOK_FIELDS } from './webhook-units.ts';
export type {
  AccountEventUnit,
  BrokenUnit,
  MessageUnit,
  StandbyUnit,
  StatusUnit,
  UnitOrigin,
  UnknownMessageUnit,
  UnknownUnit,
  WebhookField,
  WebhookUnit,
  WebhookUnitKind,
} from './webhook-units.ts';
export { INBOUND_MESSAGE_TYPES, inboundMessageSchema, webhookContactSchema } from './inbound-message.ts';
export type { InboundMessage, UnknownInboundMessage, WebhookContact } from './inbound-message.ts';
export { isKnownMessageStatus, MESSAGE_STATUSES, messageStatusSchema } from './message-status.ts';
export type { MessageStatus, MessageStatusName } from './message-status.ts';
export type { AccountField } from './webhook-values.ts';
export {
  contentSchemas,
  interactiveContentSchema,
  markReadRequestSchema,
  SEND_TYPES,
  sendMessageRequestSchema,
  sendMessageResponseSchema,
  successResponseSchema,
  templateContentSchema,
  templateParameterSchema,
} from './send.ts';
export type {
  InteractiveContent,
  SendMessageRequest,
  SendMessageResponse,
  SendType,
  TemplateContent,
  TemplateParameter,
  TemplateSendComponent,
} from './send.ts';
export { allErrorRows, classifyError, errorRow } from './errors.ts';
export type { CloudApiErrorRow, ErrorActor, ErrorChannel, ErrorClass, ErrorVerdict, RetryClass } from './errors.ts';
export { graphErrorBodySchema, webhookErrorSchema } from './graph-error.ts';
export type { GraphErrorBody, WebhookError } from './graph-error.ts';
export {
  createTemplateRequestSchema,
  createTemplateResponseSchema,
  isEditableTemplateStatus,
  isSendableTemplateStatus,
  TEMPLATE_CATEGORIES,
  TEMPLATE_STATUSES,
  templateNeeds,
  templateNodeSchema,
  variablesOf,
} from './template.ts';
export type {
  CreateTemplateRequest,
  TemplateButton,
  TemplateButtonNeed,
  TemplateCategory,
  TemplateComponent,
  TemplateNeeds,
  TemplateNode,
  TemplateStatusName,
} from './template.ts';
export {
  businessProfileSchema,
  debugTokenSchema,
  graphListSchema,
  healthStatusSchema,
  PHONE_NUMBER_FIELDS,
  phoneNumberNodeSchema,
} from './phone-number.ts';
export type { HealthStatus, PhoneNumberNode } from './phone-number.ts';
export {
  bareMimeType,
  MEDIA_LIFETIMES,
  MEDIA_RULES,
  mediaKindOf,
  mediaNodeSchema,
  mediaRefusal,
  mediaUploadResponseSchema,
} from './media.ts';
export type { MediaNode } from './media.ts';
export {
  CONTENT_LIMITS,
  FREE_ENTRY_POINT_SECONDS,
  MEDIA_KINDS,
  MESSAGING_LIMIT_TIERS,
  RATE_LIMITS,
  SERVICE_WINDOW_SECONDS,
  WEBHOOK_LIMITS,
} from './limits.ts';
export type { MediaKind, MessagingLimitTier } from './limits.ts';
export { boundedText, codePointLength, idSchema, normaliseLanguageCode, timestampSchema } from './scalars.ts';
