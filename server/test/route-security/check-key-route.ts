import { isDeepStrictEqual } from 'node:util';
import type { ErrorCode } from '@kabar/contract/errors';
import { AppError } from '../../src/platform/errors.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { bearer, harmless, send, type Answer } from './request.ts';
import type { SecurityWorld } from './world.ts';

/**
 * Calls one route of a foreign protocol in every way it must refuse whoever has no good key, a signed-in owner among them; gives sentences like
 * `checkRoute`. Which scope and which ids it asks for stands in the body, so that the module's own tests look at those.
 */
export async function checkKeyRoute(world: SecurityWorld, route: Route): Promise<string[]> {
  const violations: string[] = [];
  const call = (headers: Record<string, string>, remoteAddress = '203.0.113.5'): Promise<Answer> =>
    send(world, route, harmless(world, route), headers, remoteAddress);
  const { keys } = world;
  const cases: [
    string,
    Answer,
    Extract<ErrorCode, 'unauthenticated' | 'api_key_invalid' | 'api_key_revoked' | 'api_key_expired' | 'ip_not_allowed'>,
  ][] = [
    ['no credentials', await call({}), 'unauthenticated'],
    ['the session of an owner', await call(world.mine.members.owner.headers), 'unauthenticated'],
    ['another scheme', await call({ authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }), 'unauthenticated'],
    ['an unknown key', await call(bearer(keys.unknown)), 'api_key_invalid'],
    ['a revoked key', await call(bearer(keys.revoked)), 'api_key_revoked'],
    ['an expired key', await call(bearer(keys.expired)), 'api_key_expired'],
    ['a key from outside its addresses', await call(bearer(keys.listed), '198.51.100.7'), 'ip_not_allowed'],
    [
      'a forged X-Forwarded-For',
      await call({ ...bearer(keys.listed), 'x-forwarded-for': '203.0.113.5' }, '198.51.100.7'),
      'ip_not_allowed',
    ],
  ];
  for (const [what, answer, code] of cases) {
    const expected = route.protocol?.presentRefusal(new AppError(code), 'req_');
    if (answer.status !== expected?.status || !isDeepStrictEqual(JSON.parse(answer.body), expected.body))
      violations.push(`${route.method} ${route.path}: ${what} gives ${answer.status} ${answer.body}, not ${JSON.stringify(expected)}`);
  }
  const full = await call(bearer(keys.full));
  if (full.status === 401 || full.status === 403)
    violations.push(`${route.method} ${route.path}: a key with every scope is refused: ${full.status} ${full.body}`);
  return violations;
}
