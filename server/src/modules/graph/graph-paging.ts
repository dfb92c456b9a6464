import { AppError } from '#platform/errors';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { GraphRefusal, parameterInvalid } from './graph-refusal.ts';

/** What a list was asked for. `cursor` is the place behind which the page begins, or before which it ends. */
export type AskedPage = { cursor: (string | number | null)[] | null; isBackward: boolean; limit: number };

const usualLimit = 25;
const maxLimit = 250;

/**
 * Reads `limit`, `after` and `before`; limits above 250 count as 250. `partCount` is the number of parts in a cursor.
 * Errors: 100 for a limit that is no number or both directions at once; 131059 for a cursor that this list did not make.
 */
export function readPaging(query: Readonly<Record<string, string>>, partCount: number): AskedPage {
  const limit = query['limit'] === undefined ? usualLimit : Number(query['limit']);
  if (!Number.isInteger(limit) || limit < 1) throw parameterInvalid('Param limit must be a whole number above zero.');
  const { after, before } = query;
  if (after !== undefined && before !== undefined) throw parameterInvalid('Give one of after and before.');
  const cursor = after ?? before;
  return {
    cursor: cursor === undefined || cursor === '' ? null : readCursor(cursor, partCount),
    isBackward: after === undefined && before !== undefined,
    limit: Math.min(limit, maxLimit),
  };
}

function readCursor(text: string, partCount: number): (string | number | null)[] | null {
  try {
    return decodeCursor(text, partCount);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new GraphRefusal(
      'validation_failed',
      { code: 131_059, title: 'Invalid cursor', details: 'Begin again without a cursor.' },
      error,
    );
  }
}

/** A page in Meta's form. Addresses of neighbours carry no token: the program sends its own again. */
export type GraphPage = {
  data: object[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
};

/** Puts rows into a page. `url` is the address of the list; the query is repeated in those of the neighbours. */
export function toGraphPage<Row>(
  page: { rows: readonly Row[]; hasMore: boolean },
  asked: AskedPage,
  of: {
    url: string;
    query: Readonly<Record<string, string>>;
    present: (row: Row) => object;
    placeOf: (row: Row) => readonly (string | number | null)[];
  },
): GraphPage {
  const [first, last] = [page.rows.at(0), page.rows.at(-1)];
  if (first === undefined || last === undefined) return { data: [] };
  const cursors = { before: encodeCursor(of.placeOf(first)), after: encodeCursor(of.placeOf(last)) };
  const hasNext = asked.isBackward || page.hasMore;
  const hasPrevious = asked.isBackward ? page.hasMore : asked.cursor !== null;
  const at = (direction: 'after' | 'before', cursor: string): string => {
    const { access_token: _token, after: _after, before: _before, ...rest } = of.query;
    return `${of.url}?${new URLSearchParams({ ...rest, limit: String(asked.limit), [direction]: cursor }).toString()}`;
  };
  return {
    data: page.rows.map(of.present),
    paging: {
      cursors,
      ...(hasNext ? { next: at('after', cursors.after) } : {}),
      ...(hasPrevious ? { previous: at('before', cursors.before) } : {}),
    },
  };
}
