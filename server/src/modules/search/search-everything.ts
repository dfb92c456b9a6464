import { ID_PREFIXES, type IdKind, type SearchRequest, type SearchResponse } from '@kabar/contract';
import type { Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { fromPublicId } from '#platform/ids';
import { parseQuery } from './parse-query.ts';
import { selectIsIndexing } from './progress.sql.ts';
import { searchContacts, type FoundContacts } from './search-contacts.ts';
import type { SearchReader } from './search-context.ts';
import { searchMessages, type FoundMessages } from './search-messages.ts';

const contactsBesideMessages = 5;
const noContacts: FoundContacts = { hits: [], nextCursor: null, isCut: false };
const noMessages: FoundMessages = { hits: [], nextCursor: null, isCut: false };

/**
 * Looks for messages, notes and contacts, as far as the viewer may see them. An id that does not exist in the workspace filters everything
 * away.
 *
 * Errors: `cursor_invalid`.
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
  const wantsContacts = request.in === 'contacts' || (request.in === 'all' && request.cursor === undefined && !isAboutMessages(request));
  const [messages, contacts, progress] = await Promise.all([
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
  ]);
  const leading = request.in === 'contacts' ? contacts : messages;
  return {
    messages: messages.hits,
    contacts: contacts.hits,
    contacts_more: request.in !== 'messages' && contacts.nextCursor !== null,
    next_cursor: leading.nextCursor,
    more: leading.isCut,
    indexing: progress.length > 0,
  };
}

/** Well-formed and nobody's: ids are never all zeros. */
const noSuchId = '00000000-0000-0000-0000-000000000000';

/** Whether a filter can only mean messages, so that contacts beside them would be beside the point. */
function isAboutMessages({ number_id, conversation_id, member_id, type, direction, from, until }: SearchRequest): boolean {
  return [number_id, conversation_id, member_id, type, direction, from, until].some((filter) => filter !== undefined);
}
