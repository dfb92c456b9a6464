export { API_KEY_PATTERN, ApiKey, CreateApiKeyRequest, CreateApiKeyResponse } from './api-keys.ts';
export {
  IDENTIFIER_KINDS,
  ContactIdentifier,
  Contact,
  CreateContactRequest,
  UpdateContactRequest,
  ListContactsQuery,
  type IdentifierKind,
} from './contacts.ts';
export {
  BulkChange,
  CreateBulkActionRequest,
  BULK_ACTION_STATUSES,
  BULK_ITEM_RESULTS,
  BulkAction,
  type BulkActionStatus,
  type BulkItemResult,
} from './bulk-actions.ts';
export {
  ServiceWindow,
  CONVERSATION_STATUSES,
  DUE_KINDS,
  Conversation,
  INBOX_VIEWS,
  WINDOW_FILTERS,
  CONVERSATION_SORTS,
  ConversationFilter,
  ListConversationsQuery,
  UpdateConversationRequest,
  SetConversationTagsRequest,
  CONVERSATION_COUNT_CAP,
  ConversationCount,
  ConversationCounts,
  ListMessagesQuery,
  MarkReadRequest,
  type ConversationStatus,
  type DueKind,
  type InboxView,
  type WindowFilter,
  type ConversationSort,
} from './conversations.ts';
export { ENTRY_KINDS, EntryActor, EntryData, Entry, ListEntriesQuery, type EntryKind } from './entries.ts';
export { ERRORS, errorDocsPath, type ErrorEntry, type ErrorCode, type ErrorDetails, type ErrorBody } from './errors.ts';
export { EVENTS, LiveEvent, STREAM_RESET, type EventType } from './events.ts';
export { ID_PREFIXES, ID_BODY_PATTERN, idSchema, type IdKind, type PublicId } from './ids.ts';
export { DELIVERY_STATUSES, IntakeDelivery, ListDeliveriesQuery, IntakeUnit, IntakeDeliveryDetail } from './intake.ts';
export { Media } from './media.ts';
export {
  TextContent,
  MediaContent,
  LocationContent,
  ReactionContent,
  TemplateContent,
  InteractiveContent,
  ContactsContent,
  SENDABLE_TYPES,
  SendContent,
  MESSAGE_TYPES,
  type SendableType,
  type MessageType,
} from './message-content.ts';
export { MESSAGE_STATUSES, REASONS, type MessageStatus, type ReasonCode } from './message-status.ts';
export {
  SendMessageRequest,
  MessageReason,
  SendAttempt,
  MessageAuthor,
  Message,
  MessageStory,
  SendMessageResponse,
  ResolveMessageRequest,
} from './messages.ts';
export {
  NUMBER_HEALTH_CODES,
  NUMBER_STATUSES,
  NumberHealth,
  UNKNOWN_RULES,
  WhatsAppNumber,
  ConnectNumberRequest,
  ConnectNumberResponse,
  RenewTokenRequest,
  NumberEvent,
  AccountEvent,
  type NumberStatus,
} from './numbers.ts';
export { PageQuery, pageOf, Timestamp, type Page } from './pagination.ts';
export {
  ROLES,
  PERMISSIONS,
  PERMISSION_NAMES,
  KEY_SCOPES,
  roleRank,
  roleAllows,
  permissionsOf,
  type Role,
  type Permission,
} from './permissions.ts';
export {
  Team,
  CreateTeamRequest,
  UpdateTeamRequest,
  TeamList,
  AGENTS_SEE,
  VisibilityRule,
  UpdateVisibilityRuleRequest,
  type AgentsSee,
} from './teams.ts';
export {
  SEARCH_TEXT_MAX,
  SearchRequest,
  SearchSnippet,
  MessageHit,
  ContactHit,
  SearchResponse,
  QuickSearchRequest,
  QuickSearchResponse,
} from './search.ts';
export { TEMPLATE_STATUSES, Template, ListTemplatesQuery, SyncTemplatesResponse } from './templates.ts';
export { SavedView, SavedViewList, CreateViewRequest, UpdateViewRequest, OrderViewsRequest } from './views.ts';
export {
  DisplayName,
  WorkspaceSlug,
  Workspace,
  CreateWorkspaceRequest,
  UpdateWorkspaceRequest,
  User,
  Me,
  UpdateMeRequest,
  Member,
  UpdateMemberRequest,
  Invitation,
  CreateInvitationRequest,
  InvitationPreview,
  InvitationToken,
  SignUpRequest,
  SignUpResponse,
  VerifyEmailRequest,
  SignInRequest,
  ForgotPasswordRequest,
  ResetPasswordRequest,
  AuditEntry,
} from './workspaces.ts';
