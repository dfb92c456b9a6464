/** The style sheet of the public pages: the reader's own fonts and colours, one column, and plain on paper. */
export const noticeCss = `:root {
  color-scheme: light dark;
  --surface: #ffffff;
  --raised: #f2f6f4;
  --line: #cdd8d3;
  --text: #17211d;
  --weak: #4c5a54;
  --accent: #0a6b52;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #101513;
    --raised: #19211e;
    --line: #34403b;
    --text: #e8efec;
    --weak: #a9b8b1;
    --accent: #6fd0b2;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 44rem;
  padding: 1rem 1.25rem 4rem;
  background: var(--surface);
  color: var(--text);
  font: 1rem/1.6 Inter, system-ui, sans-serif;
  overflow-wrap: anywhere;
}
header { display: flex; justify-content: space-between; gap: 1rem; align-items: center; }
.name { font-weight: 600; margin: 0; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.language, nav a, summary { display: inline-block; padding: 0.5rem 0; min-height: 2.5rem; }
nav { border-block: 1px solid var(--line); margin: 0.5rem 0 1.5rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 0; padding: 0; }
nav a { text-decoration: none; }
nav a[aria-current] { font-weight: 600; color: var(--text); text-decoration: underline; text-decoration-color: var(--accent); text-underline-offset: 0.4em; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
.dates { color: var(--weak); margin: 0 0 1rem; }
main ul { padding-left: 1.25rem; margin: 0; }
main li { margin: 0.35rem 0; }
.note { background: var(--raised); border: 1px solid var(--line); border-radius: 10px; padding: 0.75rem 1rem; margin: 1rem 0; }
.note p { margin: 0; }
del { color: var(--weak); }
.earlier { margin-top: 2.5rem; color: var(--weak); }
@media print {
  nav, .language, .earlier { display: none; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2 { break-after: avoid; }
  a { color: inherit; }
}
`;
