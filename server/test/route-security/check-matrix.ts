import type { IdKind } from '@kabar/contract';
import { PERMISSIONS } from '@kabar/contract';
import type { Route } from '../../src/platform/http/route.ts';
import { build, isPastTheDoor, minesFor, placesOf, type Place } from './check-route.ts';
import { harmless, send, type Answer } from './request.ts';
import type { CastMember, RoleCast } from './role-cast.ts';
import type { SecurityWorld } from './world.ts';

/** Sends members with roles of the workspace to a route and says, in sentences, where the answer is not what its declaration says. */
export async function checkMatrix(world: SecurityWorld, cast: RoleCast, route: Route): Promise<string[]> {
  const name = `${route.method} ${route.path}`;
  const violations: string[] = [];
  const { permission } = route;
  const ask = (member: CastMember): Promise<Answer> => send(world, route, harmless(world, route), member.headers);
  const judge = async (member: CastMember): Promise<void> => {
    const answer = await ask(member);
    const mayPass = route.auth === 'workspace' && permission !== undefined && member.permissions.has(permission);
    if (mayPass) {
      if (!isPastTheDoor(answer)) violations.push(`${name}: refuses ${member.name}: ${answer.status} ${answer.code}`);
      return;
    }
    // A protocol that knows keys only does not look at a session; everybody else is known and refused.
    const [status, code] = route.auth === 'key' ? [401, null] : [403, 'permission_denied'];
    if (answer.status !== status || (code !== null && answer.code !== code))
      violations.push(`${name}: lets ${member.name} pass: ${answer.status} ${answer.code}`);
  };
  for (const member of cast.fixed) await judge(member);
  if (route.auth === 'workspace' && permission !== undefined) {
    await judge(await cast.withExactly([permission]));
    await judge(await cast.withAllBut(permission));
  }
  return violations;
}

/** What limited sight means for an id of some kind: it hides what it names, or why it does not. */
export type SightOfKinds = Partial<Record<IdKind, 'hidden' | { shown: string }>>;

/**
 * Asks a route for what is out of somebody's sight, in every place where an id goes, and says where the answer differs from that about what does not
 * exist. `seen` takes every hidden id that was made, for `checkLists`.
 */
export async function checkSight(
  world: SecurityWorld,
  member: CastMember,
  route: Route,
  kinds: SightOfKinds,
  seen: Set<string>,
): Promise<string[]> {
  if (route.auth !== 'workspace' || route.permission === undefined || PERMISSIONS[route.permission].wide) return [];
  const violations: string[] = [];
  for (const place of placesOf(route)) {
    const where = `${route.method} ${route.path}: ${place.part}.${place.label}`;
    const meaning = kinds[place.kind];
    if (meaning === undefined) violations.push(`${where}: nobody decided whether limited sight hides a ${place.kind}`);
    if (meaning !== 'hidden') continue;
    const hidden = await world.idOf(place.kind, world.mine);
    seen.add(hidden);
    const missing = world.missingId(place.kind);
    const about = await askAbout(world, route, place, member.headers);
    const [none, given] = [await about(missing), await about(hidden)];
    const same = none.status === given.status && none.body.replaceAll(missing, 'id') === given.body.replaceAll(hidden, 'id');
    if (!same)
      violations.push(
        `${where}: tells what is out of sight from what does not exist: ${given.status} ${given.code} and ${none.status} ${none.code}`,
      );
    if (route.method === 'GET' && place.part === 'params') {
      const all = await (await askAbout(world, route, place, world.mine.members.owner.headers))(hidden);
      if (all.status === 404)
        violations.push(`${where}: is not there for an owner either, so it proves nothing: ${all.status} ${all.code}`);
    }
  }
  return violations;
}

async function askAbout(
  world: SecurityWorld,
  route: Route,
  place: Place,
  headers: Record<string, string>,
): Promise<(id: string) => Promise<Answer>> {
  const ids = await minesFor(world, route);
  return (id) =>
    send(
      world,
      route,
      build(world, route, place, (kind, isTarget) => (isTarget ? id : (ids.get(kind) ?? world.missingId(kind)))),
      headers,
    );
}

/** Reads every list that somebody may read and says where it names something out of their sight. */
export async function checkLists(
  world: SecurityWorld,
  member: CastMember,
  routes: readonly Route[],
  hidden: ReadonlySet<string>,
): Promise<string[]> {
  const violations: string[] = [];
  const lists = routes.filter(
    (route) =>
      route.method === 'GET' &&
      route.auth === 'workspace' &&
      route.params === undefined &&
      route.permission !== undefined &&
      member.permissions.has(route.permission),
  );
  for (const route of lists) {
    const { body } = await send(world, route, { params: {}, query: undefined, body: undefined }, member.headers);
    for (const id of hidden) if (body.includes(id)) violations.push(`GET ${route.path}: lists ${id}, which is out of sight`);
  }
  return violations;
}
