/**
 * Versions of the Graph API that this surface speaks, oldest first: those that Meta serves. What the surface answers is the same in all of them.
 * Source: Meta for Developers, "Graph API changelog", 2026-09: v20.0 ended on 2026-09-24, v21.0 ends on 2027-01-21.
 */
export const GRAPH_VERSIONS = ['v21.0', 'v22.0', 'v23.0', 'v24.0', 'v25.0', 'v26.0'] as const;

/** One version of the Graph API. */
export type GraphVersion = (typeof GRAPH_VERSIONS)[number];

/**
 * The version that serves a path: the named one; the oldest for one that Meta has ended, as Meta does it; null for one that does not exist.
 * Source: Meta for Developers, "Versioning": calls to an ended version go to the oldest usable one.
 */
export function servingVersion(named: string): GraphVersion | null {
  const known = GRAPH_VERSIONS.find((version) => version === named);
  if (known !== undefined) return known;
  const major = Number(/^v([1-9]\d?)\.0$/.exec(named)?.[1] ?? Number.NaN);
  const [oldest] = GRAPH_VERSIONS;
  return major < Number.parseInt(oldest.slice(1), 10) ? oldest : null;
}
