import {
  CONVERSATION_STATUSES,
  type ConversationFilter,
  type ConversationSort,
  type ConversationStatus,
  type InboxView,
  type WindowFilter,
} from '@kabar/contract';
import { AppError } from '#platform/errors';
import { uuidOf } from '../uuid-of.ts';

/** The filter of the inbox with database ids. Null: no matter; `none`: nobody, no team. */
export type InboxFilter = {
  view: InboxView;
  statuses: readonly ConversationStatus[];
  numberId: string | null;
  contactId: string | null;
  teamId: string | null;
  assigneeId: string | null;
  tagIds: readonly string[];
  window: WindowFilter | null;
  unread: boolean | null;
  waiting: boolean | null;
  botActive: boolean | null;
  attribute: { id: string; value: string } | null;
  /** Whether the member who asks has pinned it. */
  pinned: boolean | null;
  sort: ConversationSort;
};

/** Reads the filter as the API takes it. Errors: `not_found` for malformed ids; `validation_failed` for an attribute that is none. */
export function readFilter(query: ConversationFilter & { pinned?: 'true' | 'false' | undefined }): InboxFilter {
  const { number_id: numberId, contact_id: contactId, team_id: teamId, assignee_id: assigneeId, tag_id: tags, attribute } = query;
  const status = query.status ?? (contactId === undefined ? 'open' : 'any');
  return {
    view: query.view ?? 'all',
    statuses: status === 'any' ? CONVERSATION_STATUSES : [status],
    numberId: numberId === undefined ? null : uuidOf('number', numberId),
    contactId: contactId === undefined ? null : uuidOf('contact', contactId),
    teamId: teamId === undefined ? null : teamId === 'none' ? 'none' : uuidOf('team', teamId),
    assigneeId: assigneeId === undefined ? null : assigneeId === 'none' ? 'none' : uuidOf('member', assigneeId),
    tagIds: tags === undefined ? [] : tags.split(',').map((tag) => uuidOf('tag', tag)),
    window: query.window ?? null,
    unread: readFlag(query.unread),
    waiting: readFlag(query.waiting),
    botActive: readFlag(query.bot_active),
    attribute: attribute === undefined ? null : readAttribute(attribute),
    pinned: readFlag(query.pinned),
    sort: query.sort ?? 'last_activity',
  };
}

function readFlag(text: 'true' | 'false' | undefined): boolean | null {
  return text === undefined ? null : text === 'true';
}

function readAttribute(text: string): { id: string; value: string } {
  const colon = text.indexOf(':');
  if (colon < 0) throw new AppError('validation_failed', { details: { issues: [{ path: 'attribute', message: 'must have a colon' }] } });
  return { id: uuidOf('attribute', text.slice(0, colon)), value: text.slice(colon + 1) };
}
