import type { Finding, SourceFile } from './guard.ts';

/** Exported functions and classes of a set of files, and those of them without a documentation comment. */
export type JsdocCount = { total: number; missing: Finding[] };

const exported =
  /^export (?:async )?(?:function\*? |(?:abstract )?class |const (?=\w+(?::[^=]+)? = (?:async )?(?:\([^)]*\)|\w+)(?:: [^=]+)? =>))(\w+)/;

/** Counts exported functions and classes, and lists those that no `/** … *\/` block stands above. */
export function countJsdoc(files: readonly SourceFile[]): JsdocCount {
  let total = 0;
  const missing: Finding[] = [];
  for (const { name, text } of files) {
    const lines = text.split('\n');
    const seen = new Set<string>();
    lines.forEach((line, index) => {
      const symbol = exported.exec(line)?.[1];
      // Overloads are documented at their first signature.
      if (symbol === undefined || seen.has(symbol)) return;
      seen.add(symbol);
      total += 1;
      const above = lines.slice(0, index).findLast((previous) => !/^\s*\/\//.test(previous)) ?? '';
      if (!above.trimEnd().endsWith('*/')) missing.push({ file: name, line: index + 1, message: `${symbol} has no documentation comment` });
    });
  }
  return { total, missing };
}

/** Findings only when fewer than `leastShare` (0 to 1) are documented; then every undocumented one. */
export function checkJsdocShare(files: readonly SourceFile[], leastShare: number): Finding[] {
  const { total, missing } = countJsdoc(files);
  return total > 0 && 1 - missing.length / total >= leastShare ? [] : missing;
}
