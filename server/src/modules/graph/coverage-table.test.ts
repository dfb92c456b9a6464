import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { GraphContext } from './graph-context.ts';
import { graphRoutes } from './routes.ts';
import { GRAPH_VERSIONS } from './versions.ts';

const guide = readFileSync(fileURLToPath(new URL('../../../../docs/guides/cloud-api-compatible.md', import.meta.url)), 'utf8');

it('the guide’s table has a line for every route and none for anything else', () => {
  // Declaring routes asks nothing of the context.
  const routes = graphRoutes({} as GraphContext)
    .filter(({ path }) => path !== '/graph/*')
    .map(
      ({ method, path }) =>
        `${method} ${path.slice('/graph/:version'.length).replaceAll(/:(\w+)/g, (_, name: string) => `{${name.replaceAll('_', '-')}}`)}`,
    );
  const lines = new Set([...guide.matchAll(/^\| `((?:GET|POST|DELETE) [^`]+)`/gm)].map((match) => match[1] ?? ''));
  expect([...lines].toSorted()).toEqual([...new Set(routes)].toSorted());
});

it('the guide names the first and the last version', () => {
  expect(guide).toContain(`${GRAPH_VERSIONS[0]} to ${GRAPH_VERSIONS.at(-1)} are served`);
});
