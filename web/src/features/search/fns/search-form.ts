import { MESSAGE_TYPES } from '@kabar/contract';

/** What narrows a search, as it stands in the address. The text itself stands behind the `#`, which no server ever sees. */
export interface SearchFilters {
  in?: 'messages' | 'contacts' | undefined;
  number_id?: string | undefined;
  member_id?: string | undefined;
  tag_id?: string | undefined;
  direction?: 'in' | 'out' | undefined;
  type?: (typeof MESSAGE_TYPES)[number] | 'note' | undefined;
  /** Days of the workspace's clock, `2026-11-21`. */
  from?: string | undefined;
  until?: string | undefined;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

function idOf(value: unknown, prefix: string): string | undefined {
  return typeof value === 'string' && new RegExp(`^${prefix}_[0-9a-z]{26}$`).test(value) ? value : undefined;
}

/** Reads the search part of the address; what is not understood is left out. */
export function searchFilters(search: Record<string, unknown>): SearchFilters {
  const dayOf = (value: unknown): string | undefined => (typeof value === 'string' && day.test(value) ? value : undefined);
  return {
    in: search['in'] === 'messages' || search['in'] === 'contacts' ? search['in'] : undefined,
    number_id: idOf(search['number_id'], 'num'),
    member_id: idOf(search['member_id'], 'mem'),
    tag_id: idOf(search['tag_id'], 'tag'),
    direction: search['direction'] === 'in' || search['direction'] === 'out' ? search['direction'] : undefined,
    type: [...MESSAGE_TYPES, 'note' as const].find((type) => type === search['type']),
    from: dayOf(search['from']),
    until: dayOf(search['until']),
  };
}

/** A piece of a snippet: plain, or one that matched. */
export interface SnippetPart {
  text: string;
  hit: boolean;
}

/** Cuts a snippet at its matches. Places that lie outside of the text or over one another are left out. */
export function snippetParts(text: string, matches: readonly { start: number; length: number }[]): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  for (const { start, length } of matches.toSorted((a, b) => a.start - b.start)) {
    if (start < at || start >= text.length || length < 1) continue;
    if (start > at) parts.push({ text: text.slice(at, start), hit: false });
    parts.push({ text: text.slice(start, start + length), hit: true });
    at = start + length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}
