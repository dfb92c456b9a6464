import type { Route } from '../../src/platform/http/route.ts';
import { bearer, harmless, send } from './request.ts';
import type { SecurityWorld } from './world.ts';

/** Calls one route of a signed-in person or an operator in every way it must refuse; gives sentences like `checkRoute`. */
export async function checkPersonRoute(world: SecurityWorld, route: Route): Promise<string[]> {
  const violations: string[] = [];
  const parts = harmless(world, route);
  const { cookie = '', ...rest } = world.mine.members.owner.headers;
  const other = { cookie, ...rest };
  const cases: [string, Record<string, string>, number, string][] = [
    ['no credentials', {}, 401, 'unauthenticated'],
    ['a made-up session cookie', { cookie: `kabar_session=${'A'.repeat(43)}.${'A'.repeat(43)}` }, 401, 'unauthenticated'],
    ['an API key', bearer(world.keys.full), 403, 'permission_denied'],
  ];
  if (route.auth === 'operator') cases.push(['an owner who does not run the installation', other, 403, 'permission_denied']);
  if (route.method !== 'GET') {
    cases.push(['another origin', { ...other, origin: 'https://evil.example' }, 403, 'csrf_refused']);
    cases.push(['a page marked cross-site', { ...other, 'sec-fetch-site': 'cross-site' }, 403, 'csrf_refused']);
    cases.push(['neither origin nor fetch metadata', { cookie }, 403, 'csrf_refused']);
  }
  for (const [what, headers, status, code] of cases) {
    const answer = await send(world, route, parts, headers);
    if (answer.status !== status || answer.code !== code)
      violations.push(`${route.method} ${route.path}: ${what} gives ${answer.status} ${answer.code}, not ${status} ${code}`);
  }
  return violations;
}
