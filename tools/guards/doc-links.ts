import { posix } from 'node:path';
import { lineAt, type Finding, type SourceFile } from './guard.ts';

/**
 * Checks Markdown: relative links and pictures lead to files of the repository, anchors to headings, `npm run` names to
 * scripts. Links to the web are left alone. `names` are all files; `scripts` the script names by package folder, the root's
 * under `.`: a document inside a package may name scripts of that package or of the root.
 */
export function checkDocLinks(
  documents: readonly SourceFile[],
  names: readonly string[],
  scripts: ReadonlyMap<string, readonly string[]>,
): Finding[] {
  const known = new Set([...names, ...names.flatMap(foldersOf)]);
  const anchors = new Map(documents.map((document) => [document.name, anchorsOf(document.text)]));
  return documents.flatMap((document) => [
    ...linkFindings(document, known, anchors),
    ...[...document.text.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].flatMap((match) =>
      hasScript(document.name, match[1] ?? '', scripts)
        ? []
        : [{ file: document.name, line: lineAt(document.text, match.index), message: `there is no script "${match[1]}"` }],
    ),
  ]);
}

function hasScript(document: string, script: string, scripts: ReadonlyMap<string, readonly string[]>): boolean {
  return ['.', ...foldersOf(document)].some((folder) => scripts.get(folder)?.includes(script) === true);
}

function linkFindings(document: SourceFile, known: ReadonlySet<string>, anchors: ReadonlyMap<string, ReadonlySet<string>>): Finding[] {
  const text = withoutCode(document.text);
  return [...text.matchAll(/!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].flatMap((match) => {
    const target = match[1] ?? '';
    if (/^(?:[a-z]+:|\/)/i.test(target)) return [];
    const [path = '', anchor = ''] = target.split('#');
    const file = path === '' ? document.name : posix.normalize(posix.join(posix.dirname(document.name), decodeURIComponent(path)));
    const place = { file: document.name, line: lineAt(text, match.index) };
    if (!known.has(file.replace(/\/$/, ''))) return [{ ...place, message: `link to ${target}: no such file` }];
    const headings = anchors.get(file);
    if (anchor !== '' && headings !== undefined && !headings.has(anchor))
      return [{ ...place, message: `link to ${target}: no such heading` }];
    return [];
  });
}

/** Anchors of the headings as code hosts make them, and explicit `<a id>` ones. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const match of withoutFences(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = (match[1] ?? '')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  for (const match of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(match[1] ?? '');
  return anchors;
}

function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1);
  return ['.', ...parts.map((_part, index) => parts.slice(0, index + 1).join('/'))];
}

function withoutFences(text: string): string {
  return text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, blank);
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, blank);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
