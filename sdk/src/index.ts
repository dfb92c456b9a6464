import type {
  AccountEvent,
  ApiKey,
  AuditEntry,
  Contact,
  Conversation,
  CreateApiKeyResponse,
  IntakeDelivery,
  IntakeDeliveryDetail,
  Invitation,
  IpAllowlist,
  LiveEvent,
  LoggedRequest,
  Me,
  Media,
  Member,
  Message,
  MessageStory,
  NumberEvent,
  Page,
  RotateApiKeyResponse,
  SendMessageRequest,
  SendMessageResponse,
  Template,
  Usage,
  WhatsAppNumber,
  Workspace,
} from '@kabar/contract';
export { createKabar, type Kabar, type KabarOptions } from './create-kabar.ts';
export { CLIENT_ERRORS, KabarError, type KabarErrorCode, type KabarErrorOf } from './kabar-error.ts';
export { type RetryPolicy } from './retry.ts';
export { type StreamItem, type StreamOptions } from './stream-events.ts';
export { type ListenOptions, type WebhookListenerStreamItem } from './resources/webhook-listeners.ts';
export { type Download } from './transport.ts';
export { type UploadOptions } from './resources/media.ts';
export {
  verifyWebhook,
  WebhookVerificationError,
  type VerifiedWebhook,
  type VerifyWebhookOptions,
  type WebhookProblem,
} from './verify-webhook.ts';
export { type CallOptions, type PageRequest, type Query } from './wire-types.ts';

// Not re-exported from there directly: a program that runs the SDK must not have to load the contract's schemas.
export type {
  AccountEvent,
  ApiKey,
  AuditEntry,
  Contact,
  Conversation,
  CreateApiKeyResponse,
  IntakeDelivery,
  IntakeDeliveryDetail,
  Invitation,
  IpAllowlist,
  LiveEvent,
  LoggedRequest,
  Me,
  Media,
  Member,
  Message,
  MessageStory,
  NumberEvent,
  Page,
  RotateApiKeyResponse,
  SendMessageRequest,
  SendMessageResponse,
  Template,
  Usage,
  WhatsAppNumber,
  Workspace,
};
