import type { Page } from '@kabar/contract';
import type { PageRequest } from './wire-types.ts';

/**
 * All rows of a list, fetched page by page as the loop asks for them. `fetchPage` gets the query with the cursor of the
 * next page. Rows added while the loop runs may or may not appear; none appears twice.
 */
export async function* eachRow<T, Q extends PageRequest>(
  query: Q | undefined,
  fetchPage: (query: Q & PageRequest) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor = query?.cursor;
  for (;;) {
    // Spreading keeps the type of every filter; only the cursor changes.
    const page = await fetchPage({ ...query, cursor } as Q & PageRequest);
    yield* page.data;
    if (page.next_cursor === null) return;
    cursor = page.next_cursor;
  }
}
