import { ID_PREFIXES } from '@kabar/contract';
import { isVisible, limitedMemberOf, type SightFacts, type Viewer, type Viewers } from '#modules/teams';
import type { Database } from '#platform/db/database';
import { tenantQuery, type Statement } from '#platform/db/tx';
import type { FeedEvent } from '#platform/events/event-feed';
import type { EventScreen } from '#platform/http/stream-route';
import { fromPublicId } from '#platform/ids';

/**
 * Decides which live events a limited viewer hears: those about conversations they see, or saw until this very change; about
 * messages, entries and files in them; about contacts with such a conversation. Everything else passes. Whoever sees all
 * costs nothing. What is read for a batch of events is read once for all who listen to it.
 */
export function createEventScreen(deps: { db: Database; viewers: Viewers }): EventScreen {
  const sights = new WeakMap<readonly FeedEvent[], Promise<Sight>>();
  const sightOf = (workspaceId: string, events: readonly FeedEvent[]): Promise<Sight> => {
    const known = sights.get(events);
    if (known !== undefined) return known;
    const sight = readSight(deps.db, workspaceId, events);
    sights.set(events, sight);
    return sight;
  };
  return (actor) => {
    if (limitedMemberOf(actor) === null) return null;
    return async (events) => {
      const viewer = await deps.viewers.of(actor);
      if (viewer.kind === 'all') return events;
      const sight = await sightOf(actor.workspaceId, events);
      return events.filter((event) => mayHear(viewer, event, sight));
    };
  };
}

type Conversation = SightFacts & { id: string; contactId: string };

/** Whose the conversations are that a batch of events speaks of, by public ids. */
type Sight = {
  byConversation: Map<string, Conversation>;
  byContact: Map<string, Conversation[]>;
  byMessage: Map<string, Conversation>;
};

function mayHear(viewer: Viewer, event: FeedEvent, sight: Sight): boolean {
  const { conversation_id: conversationId, message_id: messageId, contact_id: contactId } = event.data;
  if (conversationId !== undefined) {
    const facts = sight.byConversation.get(conversationId);
    // What is gone, as after a merge, is nobody's; the news of the contact says what became of it.
    if (facts === undefined) return false;
    return isVisible(viewer, facts) || isVisible(viewer, before(facts, event.data));
  }
  if (messageId !== undefined) {
    const facts = sight.byMessage.get(messageId);
    return facts !== undefined && isVisible(viewer, facts);
  }
  if (contactId !== undefined) return (sight.byContact.get(contactId) ?? []).some((facts) => isVisible(viewer, facts));
  return true;
}

/** Whose a conversation was before a change that says so. */
function before(facts: SightFacts, data: FeedEvent['data']): SightFacts {
  const { previous_assignee_id: assignee, previous_team_id: team } = data;
  const noTeam = '00000000-0000-0000-0000-000000000000';
  const teamId = team === undefined ? facts.teamId : fromPublicId(ID_PREFIXES.team, team);
  return {
    numberId: facts.numberId,
    assigneeId: assignee === undefined ? facts.assigneeId : fromPublicId(ID_PREFIXES.member, assignee),
    teamId: teamId === noTeam ? null : teamId,
  };
}

async function readSight(db: Database, workspaceId: string, events: readonly FeedEvent[]): Promise<Sight> {
  const wanted = { conversations: new Map<string, string>(), messages: new Map<string, string>(), contacts: new Map<string, string>() };
  const want = (into: Map<string, string>, prefix: string, publicId: string): void => {
    const id = fromPublicId(prefix, publicId);
    if (id !== null) into.set(id, publicId);
  };
  for (const { data } of events) {
    const { conversation_id: conversationId, message_id: messageId, contact_id: contactId } = data;
    if (conversationId !== undefined) want(wanted.conversations, ID_PREFIXES.conversation, conversationId);
    else if (messageId !== undefined) want(wanted.messages, ID_PREFIXES.message, messageId);
    else if (contactId !== undefined) want(wanted.contacts, ID_PREFIXES.contact, contactId);
  }
  const sight: Sight = { byConversation: new Map(), byContact: new Map(), byMessage: new Map() };
  if (wanted.conversations.size + wanted.messages.size + wanted.contacts.size === 0) return sight;
  const ids = {
    conversations: [...wanted.conversations.keys()],
    messages: [...wanted.messages.keys()],
    contacts: [...wanted.contacts.keys()],
  };
  const rows = await tenantQuery<Conversation & { by: 'conversation' | 'message' | 'contact'; key: string }>(
    db,
    workspaceId,
    selectSight(workspaceId, ids),
  );
  for (const row of rows) {
    if (row.by === 'conversation') sight.byConversation.set(wanted.conversations.get(row.key) ?? '', row);
    else if (row.by === 'message') sight.byMessage.set(wanted.messages.get(row.key) ?? '', row);
    else {
      const contact = wanted.contacts.get(row.key) ?? '';
      sight.byContact.set(contact, [...(sight.byContact.get(contact) ?? []), row]);
    }
  }
  return sight;
}

function selectSight(workspaceId: string, ids: { conversations: string[]; messages: string[]; contacts: string[] }): Statement {
  const columns = `v.id, v.contact_id as "contactId", v.number_id as "numberId", v.team_id as "teamId", v.assignee_id as "assigneeId"`;
  return {
    name: 'conversations_event_sight',
    text: `
select 'conversation' as by, v.id as key, ${columns} from conversations v where v.workspace_id = $1 and v.id = any($2::uuid[])
union all
select 'message', m.id, ${columns} from messages m join conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
 where m.workspace_id = $1 and m.id = any($3::uuid[])
union all
select 'contact', v.contact_id, ${columns} from conversations v where v.workspace_id = $1 and v.contact_id = any($4::uuid[])`,
    values: [workspaceId, ids.conversations, ids.messages, ids.contacts],
  };
}
