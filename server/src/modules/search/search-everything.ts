import { ID_PREFIXES, type IdKind, type SearchRequest, type SearchResponse } from '@kabar/contract';
import type { Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId } from '#platform/ids';
import { parseQuery } from './parse-query.ts';
import { selectIsIndexing, selectMessagesOff } from './progress.sql.ts';
import { searchContacts, type FoundContacts } from './search-contacts.ts';
import type { SearchReader } from './search-context.ts';
import { searchMessages, type FoundMessages } from './search-messages.ts';
import { selectAreKnown, type DocumentFilters } from './search.sql.ts';

const contactsBesideMessages = 5;
const noContacts: FoundContacts = { hits: [], nextCursor: null, isCut: false };
const noMessages: FoundMessages = { hits: [], nextCursor: null, isCut: false };

/**
 * Looks for messages, notes and contacts, as far as the viewer may see them.
 *
 * Errors: `cursor_invalid`; `not_found` when a filter names what does not exist in the workspace, or not for this viewer.
 */
export async function searchEverything(
  reader: SearchReader,
  workspaceId: string,
  request: SearchRequest,
  viewer: Viewer,
): Promise<SearchResponse> {
  const query = parseQuery(request.q);
  const id = (kind: IdKind, given: string | undefined): string | null =>
    given === undefined ? null : (fromPublicId(ID_PREFIXES[kind], given) ?? noSuchId);
  const filters = {
    numberId: id('number', request.number_id),
    conversationId: id('conversation', request.conversation_id),
    contactId: id('contact', request.contact_id),
    memberId: id('member', request.member_id),
    tagId: id('tag', request.tag_id),
    type: request.type ?? null,
    direction: request.direction ?? null,
  };
  await requireKnown(reader, workspaceId, filters, viewer);
  const wantsContacts = request.in === 'contacts' || (request.in === 'all' && request.cursor === undefined && !isAboutMessages(request));
  const [messages, contacts, progress, off] = await Promise.all([
    request.in === 'contacts' ? noMessages : searchMessages(reader, workspaceId, { ...request, query, filters }, viewer),
    wantsContacts
      ? searchContacts(
          reader,
          workspaceId,
          {
            text: request.q,
            query,
            filters,
            limit: request.in === 'contacts' ? request.limit : contactsBesideMessages,
            cursor: request.cursor,
          },
          viewer,
        )
      : noContacts,
    tenantQuery(reader.db, workspaceId, selectIsIndexing(workspaceId)),
    tenantQuery(reader.db, workspaceId, selectMessagesOff([workspaceId])),
  ]);
  const leading = request.in === 'contacts' ? contacts : messages;
  return {
    messages: messages.hits,
    contacts: contacts.hits,
    contacts_more: request.in !== 'messages' && contacts.nextCursor !== null,
    next_cursor: leading.nextCursor,
    more: leading.isCut,
    indexing: progress.length > 0,
    messages_off: off.length > 0,
  };
}

async function requireKnown(reader: SearchReader, workspaceId: string, filters: DocumentFilters, viewer: Viewer): Promise<void> {
  const { numberId, conversationId, contactId, memberId, tagId } = filters;
  if ([numberId, conversationId, contactId, memberId, tagId].every((id) => id === null)) return;
  const [row] = await tenantQuery<{ areKnown: boolean }>(reader.db, workspaceId, selectAreKnown(workspaceId, filters, viewer));
  if (row?.areKnown !== true) throw new AppError('not_found');
}

/** Well-formed and nobody's: ids are never all zeros. */
const noSuchId = '00000000-0000-0000-0000-000000000000';

/** Whether a filter can only mean messages, so that contacts beside them would be beside the point. */
function isAboutMessages({ number_id, conversation_id, member_id, type, direction, from, until }: SearchRequest): boolean {
  return [number_id, conversation_id, member_id, type, direction, from, until].some((filter) => filter !== undefined);
}
