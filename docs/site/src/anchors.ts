/**
 * Anchors of the headings of one page, made as code hosts make them, so that a link works in the repository and on the
 * site. Every call gives the next heading its anchor; a text that comes again gets a number.
 */
export function createAnchors(): (headingText: string) => string {
  const used = new Set<string>();
  return (headingText) => {
    const base = headingText
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let anchor = base;
    for (let count = 1; used.has(anchor); count += 1) anchor = `${base}-${count}`;
    used.add(anchor);
    return anchor;
  };
}
