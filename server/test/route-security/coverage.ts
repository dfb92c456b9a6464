import type { IdKind } from '@kabar/contract';
import type { Route } from '../../src/platform/http/route.ts';
import { placesOf } from './check-route.ts';

/**
 * What the suite could not check in a list of routes, in sentences: an id without a factory, a path parameter that is not a
 * typed id, a public route nobody decided about, and decisions about routes that are gone. An empty list is a pass.
 *
 * `publicRoutes` names each route that anybody may call, `METHOD /path`, with the reason.
 */
export function findGaps(
  routes: readonly Route[],
  kindsWithFactory: ReadonlySet<IdKind>,
  publicRoutes: Readonly<Record<string, string>>,
): string[] {
  const gaps: string[] = [];
  const seen = new Set<string>();
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (seen.has(name)) gaps.push(`${name} is declared twice`);
    seen.add(name);
    if (route.auth === 'public') {
      if (publicRoutes[name] === undefined) gaps.push(`${name} is open to everybody without a written reason`);
      continue;
    }
    if (route.auth === 'workspace' && route.permission === undefined) gaps.push(`${name} has no permission`);
    if (route.auth === 'key') {
      // Ids in its path are another protocol's; the module's own two-tenant test names each of them.
      if (route.protocol === undefined) gaps.push(`${name} takes keys in no protocol`);
      continue;
    }
    const places = placesOf(route);
    for (const place of places) {
      if (!kindsWithFactory.has(place.kind)) gaps.push(`${name}: no factory makes a ${place.kind} for ${place.part}.${place.label}`);
    }
    const typed = new Set(places.filter((place) => place.part === 'params').map((place) => place.label));
    for (const [, parameter] of route.path.matchAll(/:(\w+)/g)) {
      if (parameter !== undefined && !typed.has(parameter))
        gaps.push(`${name}: the path parameter ${parameter} is no id of the contract, so nobody can check it`);
    }
  }
  for (const name of Object.keys(publicRoutes)) if (!seen.has(name)) gaps.push(`${name} is listed as public but does not exist`);
  return gaps;
}
