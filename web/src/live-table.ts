import type { QueryClient } from '@tanstack/react-query';
import { apiKeyKeys } from '#features/api-keys';
import { contactsLive } from '#features/contacts';
import { inboxLive } from '#features/inbox';
import { memberKeys } from '#features/members';
import { numberKeys } from '#features/numbers';
import { sessionKeys } from '#features/session';
import { templatesLive } from '#features/templates';
import { webhooksLive } from '#features/webhooks';
import type { LiveTable } from '#lib/live-updates.ts';
import { sharedKey, workspaceKey } from '#lib/query-keys.ts';
import type { SharedResource } from '#lib/query-keys.ts';

/** What an event may change. */
export interface LiveContext {
  queryClient: QueryClient;
  workspaceId: string;
}

function stale(context: LiveContext, queryKey: readonly unknown[]): void {
  void context.queryClient.invalidateQueries({ queryKey });
}

/** Makes the branch of a shared resource old, or only what belongs to the id that the event carries under `idKey`. */
function staleShared(resource: SharedResource, idKey?: string) {
  return (data: Readonly<Record<string, string>>, context: LiveContext): void => {
    const id = idKey === undefined ? undefined : data[idKey];
    stale(context, id === undefined ? sharedKey(context.workspaceId, resource) : [...sharedKey(context.workspaceId, resource), id]);
  };
}

/**
 * Which part of the cache each live event makes old. Events carry ids only; what is on screen is fetched again, the rest when
 * it is next looked at. One row per event of the contract.
 */
export const liveTable: LiveTable<LiveContext> = {
  'message.created': inboxLive.message,
  'message.updated': (data, context) => {
    inboxLive.message(data, context);
    staleShared('message-stories', 'message_id')(data, context);
  },
  'conversation.updated': (data, context) => {
    inboxLive.conversation(data, context);
    contactsLive.conversation(data, context);
  },
  'contact.updated': (data, context) => {
    inboxLive.contact(data, context);
    contactsLive.contact(data, context);
  },
  'contact.merged': (data, context) => {
    inboxLive.merged(data, context);
    contactsLive.merged(data, context);
  },
  'form_message.updated': staleShared('form-messages'),
  'entry.updated': staleShared('entries', 'conversation_id'),
  'presence.updated': staleShared('presence', 'conversation_id'),
  'member_presence.updated': staleShared('member-presence'),
  'working_hours.updated': staleShared('working-hours'),
  'view.updated': staleShared('views'),
  'bulk_action.updated': staleShared('bulk-actions'),
  'saved_reply.updated': staleShared('saved-replies'),
  'notification.updated': staleShared('notifications'),
  // Teams decide what an agent may see: everything on screen is asked for again.
  'team.updated': (_data, context) => stale(context, workspaceKey(context.workspaceId)),
  'tag.updated': staleShared('tags'),
  'attribute.updated': staleShared('attributes'),
  'segment.updated': staleShared('segments'),
  'consent.updated': (data, context) => {
    staleShared('consents', 'contact_id')(data, context);
    contactsLive.contact(data, context);
  },
  'person_import.updated': staleShared('person-imports'),
  'import.updated': staleShared('imports'),
  'export.updated': staleShared('exports'),
  'erasure.updated': staleShared('erasures'),
  'privacy_request.updated': staleShared('privacy-requests'),
  'number.updated': (data, context) => {
    stale(context, numberKeys.lists(context.workspaceId));
    if (data['number_id']) stale(context, numberKeys.one(context.workspaceId, data['number_id']));
  },
  'account_event.created': (_data, context) => stale(context, numberKeys.accountEvents(context.workspaceId)),
  'template.updated': (data, context) => {
    inboxLive.template(data, context);
    templatesLive.template(data, context);
  },
  'template_draft.updated': templatesLive.draft,
  'media.updated': inboxLive.media,
  'member.updated': (_data, context) => {
    stale(context, memberKeys.all(context.workspaceId));
    // It may be the reader's own role.
    stale(context, sessionKeys.me);
  },
  'role.updated': (_data, context) => {
    stale(context, memberKeys.all(context.workspaceId));
    stale(context, sharedKey(context.workspaceId, 'roles'));
    // It may be the role that the reader has, and change what they see.
    stale(context, sessionKeys.me);
  },
  // What agents may see is one of its settings.
  'workspace.updated': (_data, context) => {
    stale(context, sessionKeys.me);
    stale(context, workspaceKey(context.workspaceId));
  },
  'support_access.updated': staleShared('support-access'),
  'api_key.updated': (_data, context) => stale(context, apiKeyKeys.all(context.workspaceId)),
  'webhook_endpoint.updated': webhooksLive.endpoint,
  'retention.updated': (_data, context) => stale(context, sharedKey(context.workspaceId, 'retention')),
  'hold.updated': (_data, context) => stale(context, sharedKey(context.workspaceId, 'retention')),
  'intake.updated': () => undefined,
};
