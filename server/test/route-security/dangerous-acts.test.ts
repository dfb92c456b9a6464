import { expect, it } from 'vitest';
import { defineRoute, type Route } from '../../src/platform/http/route.ts';
import { dangerousActs, findUndecided, unaskedActs } from './dangerous-acts.ts';

const asked = new Set(Object.values(dangerousActs).flat());
const [act = ''] = asked;

/** The listed acts as routes: all as they should be. */
const good: Route[] = [...asked, ...Object.values(unaskedActs).flat()].map((name) => {
  const [method, path = ''] = name.split(' ');
  return { ...route(path), method: method as Route['method'], ...(asked.has(name) ? { stepUp: true } : {}) }; // names of the lists begin with a method
});

function route(path: string): Route {
  return defineRoute({
    method: 'POST',
    path,
    summary: 'An act',
    tag: 'test',
    auth: 'workspace',
    permission: 'members:write',
    responses: { 204: null },
    handler: async () => undefined,
  });
}
const named = (one: Route): string => `${one.method} ${one.path}`;

it('finds nothing where every act is as it was decided', () => {
  expect(findUndecided(good)).toEqual([]);
});

it.each<[string, Route[], string]>([
  [
    'a dangerous act that no longer asks',
    good.map((one) => {
      const { stepUp: _asks, ...rest } = one;
      return named(one) === act ? rest : one;
    }),
    `${act} is dangerous and must ask for a factor`,
  ],
  ['a new act of an admin about which nobody decided', [...good, route('/v1/new')], 'POST /v1/new takes much power'],
  ['an act that is gone', good.filter((one) => named(one) !== act), `${act} is no route any more`],
])('finds %s', (_what, routes, problem) => {
  expect(findUndecided(routes)).toEqual([expect.stringContaining(problem)]);
});

it('asks nobody about the daily work of agents and managers', () => {
  expect(
    findUndecided([...good, { ...route('/v1/contacts'), permission: 'contacts:write' }, { ...route('/v1/new'), method: 'GET' }]),
  ).toEqual([]);
});
