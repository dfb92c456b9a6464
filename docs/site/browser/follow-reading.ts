/** Marks in the contents of the page the heading that is being read. */
export function followReading(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('.on-this-page a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  if (links.size === 0) return;
  const headings = [...links.keys()].map((anchor) => document.getElementById(anchor)).filter((element) => element !== null);
  const mark = (): void => {
    const line = innerHeight / 4;
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < line) ?? headings[0];
    for (const [anchor, link] of links) {
      if (anchor === current?.id) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  addEventListener('scroll', () => requestAnimationFrame(mark), { passive: true });
  mark();
}
