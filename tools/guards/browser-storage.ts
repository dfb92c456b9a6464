import { BROWSER_ENTRIES, browserEntryOf, type BrowserStore } from '@kabar/contract';
import { lineAt, type Finding, type SourceFile } from './guard.ts';

/** The only files that may touch a browser's storage: one typed door, and the script that runs before the first paint. */
const doors = new Set([
  'web/src/lib/stored.ts',
  'web/public/first-paint.js',
  'docs/site/browser/stored.ts',
  'docs/site/browser/first-paint.js',
]);

const rawUse =
  /\b(?:localStorage|sessionStorage|indexedDB|cookieStore|navigator\.serviceWorker|document\.cookie|caches\.(?:open|match|keys))\b/g;

/** A call of the door with the beginning of its key: a plain string, or a template up to its first filled-in part. */
const doorUse = /\b(?:(readTab|writeTab|removeTab)|(readStored|writeStored|useStored))\(\s*(['"`])([^'"`]*)\3/g;
const firstPaintUse = /\blocalStorage\.getItem\(\s*'([^']+)'/g;
const cookieName = /['"`](?:__Host-)?(kabar_[a-z_]+)['"`]/g;

/**
 * What pages and server keep in browsers against the registry (`contract/src/browser-storage.ts`): storage is used through the one
 * typed door, every key and cookie is registered, and every entry of the registry is really used. When it sees no use at all, that
 * is a finding, too, because then it is blind. The types of the door refuse unknown keys as well; this sees plain scripts and stale entries.
 */
export function checkBrowserStorage(sources: readonly SourceFile[]): Finding[] {
  const findings: Finding[] = [];
  const used = new Set<string>();
  const use = (store: BrowserStore, name: string, source: SourceFile, index: number): void => {
    const entry = browserEntryOf(store, name);
    if (entry === null)
      findings.push({ file: source.name, line: lineAt(source.text, index), message: `${store} "${name}" is not in the registry` });
    else used.add(`${entry.store} ${entry.name}`);
  };
  for (const source of sources) {
    if (source.name.startsWith('server/')) {
      if (!/cookie/.test(source.name)) continue;
      for (const match of source.text.matchAll(cookieName)) use('cookie', match[1] ?? '', source, match.index);
      continue;
    }
    if (!doors.has(source.name)) {
      for (const match of source.text.matchAll(rawUse))
        findings.push({
          file: source.name,
          line: lineAt(source.text, match.index),
          message: `${match[0]} is used past web/src/lib/stored.ts`,
        });
    }
    for (const match of source.text.matchAll(doorUse))
      use(match[1] === undefined ? 'local' : 'session', `kabar.${filled(match[4] ?? '')}`, source, match.index);
    if (source.name.endsWith('first-paint.js'))
      for (const match of source.text.matchAll(firstPaintUse)) use('local', match[1] ?? '', source, match.index);
  }
  if (used.size === 0)
    return [...findings, { file: 'tools/guards/browser-storage.ts', message: 'no use of storage was found: it is blind' }];
  for (const entry of BROWSER_ENTRIES) {
    // What libraries keep has no line of ours; the crawl of the journeys sees it.
    if (entry.name.startsWith('kabar') && !used.has(`${entry.store} ${entry.name}`))
      findings.push({ file: 'contract/src/browser-storage.ts', message: `nothing keeps the ${entry.store} "${entry.name}" any more` });
  }
  return findings;
}

/** A template's text with something in place of each filled-in part. */
function filled(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}/g, 'x');
}
