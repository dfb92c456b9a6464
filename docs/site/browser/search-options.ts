import type { Options } from 'minisearch';

/** One section of a page in the index. `id` is its address. */
export type SearchRow = { id: string; title: string; heading: string; text: string; kind: string; shown: string };

/** Whoever searches wants to be told how first, and why it was decided so last. */
const weightOfKind: Readonly<Record<string, number>> = { guide: 1.5, runbook: 0.7, decision: 0.5 };

/** How texts are indexed; the build and the browser must agree on it. */
export const searchOptions: Options<SearchRow> = {
  fields: ['title', 'heading', 'text'],
  storeFields: ['title', 'heading', 'kind', 'shown'],
  // Names such as `messages:send` and `number_id` are found whole and by their parts.
  tokenize: (text) => text.split(/[\s\p{P}\p{S}]+/u).flatMap((word) => (word === '' ? [] : [word])),
  searchOptions: {
    boost: { title: 5, heading: 3 },
    boostDocument: (_id, _term, stored) => weightOfKind[String(stored?.['kind'])] ?? 1,
    prefix: true,
    fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    combineWith: 'AND',
  },
};
