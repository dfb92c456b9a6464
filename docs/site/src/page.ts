/** A heading that the contents of a page list. */
export type Heading = { level: 2 | 3; text: string; anchor: string };

/** One part of a page as the search sees it: from one heading to the next. `anchor` is empty for what stands before the first. */
export type Section = { anchor: string; heading: string; text: string };

/** A finished page without its frame. `path` is its address below `/docs`, without slashes around it; empty for the first page. */
export type Page = {
  path: string;
  title: string;
  /** One sentence for search engines and lists. */
  description: string;
  /** What kind of page it is, for search and layout. */
  kind: 'home' | 'guide' | 'reference' | 'error' | 'decision' | 'runbook';
  /** HTML of the content, beginning with its `h1`. */
  body: string;
  headings: readonly Heading[];
  sections: readonly Section[];
  /** Path of the page in the contents under which this one is shown, for pages that are not in the contents themselves. */
  within?: string;
};
