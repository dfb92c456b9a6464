import type { SearchSnippet } from '@kabar/contract';
import { useMemo } from 'react';
import { snippetParts } from '../fns/search-form.ts';

/** A piece of text with what matched set apart. */
export function Snippet({ snippet }: { snippet: SearchSnippet }) {
  const parts = useMemo(() => snippetParts(snippet.text, snippet.matches), [snippet]);
  return (
    <span dir="auto" className="wrap-anywhere">
      {parts.map((part, index) =>
        part.hit ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text never change places
          <mark key={index} className="rounded-[3px] bg-bubble-note px-px text-strong">
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </span>
  );
}
