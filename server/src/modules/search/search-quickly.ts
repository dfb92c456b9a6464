import { ID_PREFIXES, type QuickSearchRequest, type QuickSearchResponse } from '@kabar/contract';
import type { Viewer } from '#modules/teams';
import { tenantQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import { parseQuery } from './parse-query.ts';
import { searchContacts } from './search-contacts.ts';
import type { SearchReader } from './search-context.ts';
import { selectTemplatesNamed, type TemplateNameRow } from './search.sql.ts';
import { splitWords } from './split-words.ts';

/**
 * What the palette shows while one types: contacts by name or digits, their newest conversations, templates by name. Opens a handful of
 * names and no messages.
 */
export async function searchQuickly(
  reader: SearchReader,
  workspaceId: string,
  { q, limit }: QuickSearchRequest,
  viewer: Viewer,
  may: { seeContacts: boolean; seeTemplates: boolean },
): Promise<QuickSearchResponse> {
  const query = parseQuery(q);
  const pieces = splitWords(q)
    .filter((word) => !word.isJoined)
    .map((word) => word.word);
  const search = { text: q, query, filters: { contactId: null, tagId: null }, limit, cursor: undefined };
  const [{ hits }, templates] = await Promise.all([
    searchContacts(reader, workspaceId, search, viewer),
    may.seeTemplates && pieces.length > 0
      ? tenantQuery<TemplateNameRow>(reader.db, workspaceId, selectTemplatesNamed(workspaceId, pieces, limit))
      : [],
  ]);
  const contacts = hits.map(({ contact: { id, name, phone } }) => ({ id, name, phone }));
  return {
    conversations: hits
      .flatMap(({ contact: { id, name, phone }, conversations }) =>
        conversations.map((conversation) => ({ ...conversation, contact: { id, name, phone } })),
      )
      .toSorted((a, b) => b.last_activity_at.localeCompare(a.last_activity_at))
      .slice(0, limit),
    contacts: may.seeContacts ? contacts : [],
    templates: templates.map((row) => ({
      // Made with the very prefix it is branded with.
      id: toPublicId(ID_PREFIXES.template, row.id) as QuickSearchResponse['templates'][number]['id'],
      name: row.name,
      language: row.language,
      status: row.status,
    })),
  };
}
