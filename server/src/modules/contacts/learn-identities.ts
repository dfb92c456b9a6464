import { engineQuery } from '#platform/db/tx';
import { selectByIdentity } from './contacts.sql.ts';
import type { IdentityHit } from './contacts.sql.ts';
import { hashPeople, isRemembered, resolvePeople } from './resolve-people.ts';
import type { PeopleDeps, Person, ResolvedPerson } from './resolve-people.ts';

/**
 * Puts newly told identities of people on record who are known by at least one of them; makes nobody. For payloads that
 * name somebody only in passing, such as delivery statuses. Gives the people who are known; null for the others.
 */
export async function learnIdentities(deps: PeopleDeps, people: readonly Person[]): Promise<(ResolvedPerson | null)[]> {
  const results = new Array<ResolvedPerson | null>(people.length).fill(null);
  const open = people.flatMap((person, index) =>
    person.identities.length < 2 || isRemembered(deps.cache, person) ? [] : [{ person, index }],
  );
  if (open.length === 0) return results;
  const probes = await hashPeople(
    deps,
    open.map(({ person }) => person),
  );
  const flat = probes.flatMap((own, at) => own.map((probe) => ({ probe, at })));
  const hits = await engineQuery<IdentityHit>(deps.db, selectByIdentity(flat.map(({ probe }) => probe)));
  const known = new Set(hits.map((hit) => flat[hit.position - 1]?.at));
  const learners = open.filter((_, at) => known.has(at));
  const resolved = await resolvePeople(
    deps,
    learners.map(({ person }) => person),
  );
  for (const [at, { index }] of learners.entries()) results[index] = resolved[at] ?? null;
  return results;
}
