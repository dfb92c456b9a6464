import { z } from 'zod';

/**
 * Events of the live stream (`GET /v1/events/stream`) and of the outbox. They carry ids only, never content: who may see
 * the thing fetches it. `permission` is what a listener needs to be told.
 */
export const EVENTS = {
  'message.created': { permission: 'messages:read', data: ['message_id', 'conversation_id', 'number_id'] },
  'message.updated': { permission: 'messages:read', data: ['message_id', 'conversation_id', 'number_id'] },
  // When assignee or team changed also `previous_assignee_id` or `previous_team_id` (all zeros: no team): whoever saw it until
  // then hears of it once more, finds it gone and drops it.
  'conversation.updated': { permission: 'conversations:read', data: ['conversation_id', 'number_id'] },
  'entry.updated': { permission: 'conversations:read', data: ['entry_id', 'conversation_id'] },
  'presence.updated': { permission: 'conversations:read', data: ['conversation_id'] },
  'view.updated': { permission: 'conversations:read', data: ['view_id'] },
  'bulk_action.updated': { permission: 'conversations:read', data: ['bulk_action_id'] },
  'saved_reply.updated': { permission: 'conversations:read', data: ['saved_reply_id'] },
  'notification.updated': { permission: 'conversations:read', data: ['notification_id', 'member_id'] },
  'team.updated': { permission: 'teams:read', data: ['team_id'] },
  'tag.updated': { permission: 'contacts:read', data: ['tag_id'] },
  'attribute.updated': { permission: 'contacts:read', data: ['attribute_id'] },
  'segment.updated': { permission: 'contacts:read', data: ['segment_id'] },
  'consent.updated': { permission: 'consent:read', data: ['contact_id'] },
  'import.updated': { permission: 'contacts:manage', data: ['import_id'] },
  'person_import.updated': { permission: 'contacts:manage', data: ['person_import_id'] },
  'export.updated': { permission: 'contacts:read', data: ['export_id'] },
  'form_message.updated': { permission: 'contacts:read', data: ['form_message_id'] },
  'contact.updated': { permission: 'contacts:read', data: ['contact_id'] },
  'erasure.updated': { permission: 'privacy:read', data: ['erasure_id'] },
  'contact.merged': { permission: 'contacts:read', data: ['contact_id', 'merged_contact_id'] },
  'number.updated': { permission: 'numbers:read', data: ['number_id'] },
  'account_event.created': { permission: 'numbers:read', data: ['account_event_id'] },
  'privacy_request.updated': { permission: 'privacy:read', data: ['privacy_request_id'] },
  'template.updated': { permission: 'templates:read', data: ['template_id'] },
  'template_draft.updated': { permission: 'templates:read', data: ['template_draft_id'] },
  'media.updated': { permission: 'media:read', data: ['media_id', 'message_id'] },
  'member_presence.updated': { permission: 'members:read', data: ['member_id'] },
  'working_hours.updated': { permission: 'workspace:read', data: ['workspace_id'] },
  'role.updated': { permission: 'members:read', data: ['role_id'] },
  'member.updated': { permission: 'members:read', data: ['member_id'] },
  'workspace.updated': { permission: 'workspace:read', data: ['workspace_id'] },
  // Operators were let in, asked to be, came, or are out again.
  'support_access.updated': { permission: 'workspace:read', data: ['support_access_id'] },
  'api_key.updated': { permission: 'api_keys:read', data: ['api_key_id'] },
  // Of an endpoint's settings and state, and, at most once a second, of what was sent to it.
  'webhook_endpoint.updated': { permission: 'webhooks:read', data: ['webhook_endpoint_id'] },
  'retention.updated': { permission: 'privacy:read', data: ['workspace_id'] },
  'hold.updated': { permission: 'privacy:read', data: ['hold_id'] },
  'intake.updated': { permission: 'intake:read', data: ['delivery_id'] },
} as const;

export type EventType = keyof typeof EVENTS;

/** One event as it goes over the stream. SSE `id` is the cursor to resume from, SSE `event` the type, SSE `data` this. */
export const LiveEvent = z.object({
  type: z.enum(Object.keys(EVENTS) as [EventType, ...EventType[]]),
  occurred_at: z.string(),
  data: z.record(z.string(), z.string()),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

/** Sent instead of events when the stream cannot be resumed from the given cursor: load everything again. */
export const STREAM_RESET = 'reset';
