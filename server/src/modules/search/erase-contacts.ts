import { engineQuery, withEngine, type Statement } from '#platform/db/tx';
import { selectDocumentsOfContacts } from './documents.sql.ts';
import { removeDocuments } from './index-documents.ts';
import type { SearchContext } from './search-context.ts';

/** Few and large: every batch moves the counts of most words there are. */
const batch = 20_000;

/** Takes everything of contacts out of the index: documents with their postings and counts, and the hashes of names and numbers. Idempotent. */
export async function eraseContactsFromIndex(
  ctx: Pick<SearchContext, 'db'>,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Record<string, number>> {
  let documents = 0;
  for (;;) {
    const count = await withEngine(ctx.db, 'documents of a contact leave the search index', async (tx) => {
      const rows = await tx.query<{ id: string }>(selectDocumentsOfContacts(workspaceId, contactIds, batch));
      await removeDocuments(
        tx,
        rows.map((row) => ({ workspaceId, id: row.id })),
      );
      return rows.length;
    });
    documents += count;
    if (count < batch) break;
  }
  const words = await engineQuery<{ count: number }>(ctx.db, deleteContactWords(workspaceId, contactIds));
  return { search_documents: documents, contact_words: words[0]?.count ?? 0 };
}

/** What the index still holds of contacts, by table. */
export async function countContactsInIndex(
  ctx: Pick<SearchContext, 'db'>,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Record<string, number>> {
  const [row] = await engineQuery<{ documents: number; words: number }>(ctx.db, countOf(workspaceId, contactIds));
  return { search_documents: row?.documents ?? 0, contact_words: row?.words ?? 0 };
}

function deleteContactWords(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `with gone as (delete from contact_words where workspace_id = $1 and contact_id = any ($2::uuid[]) returning 1)
           select count(*)::int as count from gone`,
    values: [workspaceId, contactIds],
  };
}

function countOf(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select (select count(*)::int from search_documents where workspace_id = $1 and contact_id = any ($2::uuid[])) as documents,
                  (select count(*)::int from contact_words where workspace_id = $1 and contact_id = any ($2::uuid[])) as words`,
    values: [workspaceId, contactIds],
  };
}
