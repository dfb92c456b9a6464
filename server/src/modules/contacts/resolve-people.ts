import type { ContactSource } from '@kabar/contract';
import type { Keyring } from '#modules/keyring';
import type { Clock } from '#platform/clock';
import type { DataKey } from '#platform/crypto/data-key';
import { seal } from '#platform/crypto/seal';
import type { Database } from '#platform/db/database';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { EngineTx } from '#platform/db/tx';
import type { Ids } from '#platform/ids';
import { BsuidScopes, choosePerson } from './choose-person.ts';
import type { Probe } from './choose-person.ts';
import {
  insertContacts,
  insertIdentifiers,
  lockPeople,
  selectBsuidScopes,
  selectByIdentity,
  touchContacts,
  updateIdentifierOwners,
} from './contacts.sql.ts';
import type { IdentityHit, MovedIdentifier, NewContact, NewIdentifier } from './contacts.sql.ts';
import { countryOf } from './country-of.ts';
import { identityHashes, withFreshHashes } from './hash-identities.ts';
import { foldIdentity, matchKindOf } from './identity.ts';
import type { Identity } from './identity.ts';
import type { PeopleCache } from './people-cache.ts';

/** What finding and making contacts needs. */
export type PeopleDeps = { db: Database; keyring: Keyring; cache: PeopleCache; clock: Clock; ids: Ids };

/**
 * Somebody as one payload names them: all identities are of the same person by the word of that payload.
 * `isSamePerson` says that WhatsApp itself told of a change of number or id, so that even two BSUIDs are one person. `source` is
 * how a contact that has to be made came to be; default: a message.
 */
export type Person = { workspaceId: string; identities: readonly Identity[]; isSamePerson?: boolean; source?: ContactSource };

/** The contact of a person; `alsoKnownAs` are other contacts that the same payload proves to be this person. */
export type ResolvedPerson = { contactId: string; isNew: boolean; alsoKnownAs: readonly string[] };

/**
 * Finds or makes the contact of each person and puts newly learned identities on record, in one short transaction of its
 * own for the whole batch. Safe between processes: making people of a workspace is one at a time, everything else runs
 * in parallel. Idempotent. Merges nothing: that is for the caller, who knows what else hangs on a contact.
 *
 * BSUID first: of several contacts the one with the BSUID is given. A phone number whose owner is known by another BSUID
 * of the same WhatsApp account has changed hands; it goes over and the former owner keeps their history.
 *
 * Errors: rejects with `TypeError` for a person without identities; database errors; key ring errors.
 */
export function resolvePeople(deps: PeopleDeps, people: readonly Person[]): Promise<ResolvedPerson[]> {
  return withFreshHashes(deps, [...new Set(people.map((person) => person.workspaceId))], () => findOrMake(deps, people));
}

async function findOrMake(deps: PeopleDeps, people: readonly Person[]): Promise<ResolvedPerson[]> {
  const results = new Array<ResolvedPerson | undefined>(people.length);
  const open = people.flatMap((person, index) => {
    if (person.identities.length === 0) throw new TypeError('a person needs an identity');
    const contactId = cachedContact(deps.cache, person);
    if (contactId === null) return [{ person, index }];
    results[index] = { contactId, isNew: false, alsoKnownAs: [] };
    return [];
  });
  if (open.length > 0) {
    const probes = await hashPeople(
      deps,
      open.map(({ person }) => person),
    );
    const hits = await engineQuery<IdentityHit>(deps.db, selectByIdentity(probes.flat()));
    const known = new Registry(probes, hits);
    const unsettled = open.filter(({ index }, at) => {
      const contactId = known.settledContact(at);
      if (contactId !== null) results[index] = { contactId, isNew: false, alsoKnownAs: [] };
      return contactId === null;
    });
    if (unsettled.length > 0) {
      const positions = unsettled.map((item) => open.indexOf(item));
      const settled = await settle(
        deps,
        unsettled.map(({ person }) => person),
        positions.map((at) => probes[at] ?? []),
      );
      for (const [at, result] of settled.entries()) results[unsettled[at]?.index ?? -1] = result;
    }
    for (const { person, index } of open) {
      const result = results[index];
      if (result !== undefined && result.alsoKnownAs.length === 0) remember(deps.cache, person, result.contactId);
    }
  }
  return results.map((result) => {
    if (result === undefined) throw new Error('a person was left without a contact');
    return result;
  });
}

/**
 * The identities of each person with their hashes. While an index key is being changed, what is stored about them is brought under the new one first
 * (`identityHashes`).
 */
export async function hashPeople(deps: Pick<PeopleDeps, 'db' | 'keyring'>, people: readonly Person[]): Promise<Probe[][]> {
  const hashed = new Map<Identity, Buffer>();
  for (const [workspaceId, own] of Map.groupBy(people, (person) => person.workspaceId)) {
    const identities = own.flatMap((person) => person.identities);
    for (const [index, hash] of (await identityHashes(deps, workspaceId, identities)).entries()) {
      const identity = identities[index];
      if (identity !== undefined) hashed.set(identity, hash);
    }
  }
  return people.map(({ workspaceId, identities }) =>
    identities.map((identity) => {
      const hash = hashed.get(identity);
      if (hash === undefined) throw new Error('an identity was left without a hash');
      return { identity, workspaceId, matchKind: matchKindOf(identity.kind), hash, key: cacheKey(workspaceId, identity) };
    }),
  );
}

/** Who is known by what, as the database says and as this batch adds. */
class Registry {
  readonly #probes: readonly (readonly Probe[])[];
  readonly #owners = new Map<string, string>();
  readonly #rows = new Map<string, string>();

  constructor(probes: readonly (readonly Probe[])[], hits: readonly IdentityHit[]) {
    this.#probes = probes;
    const flat = probes.flat();
    for (const hit of hits) {
      const key = flat[hit.position - 1]?.key;
      if (key === undefined) continue;
      this.#owners.set(key, hit.contactId);
      this.#rows.set(key, hit.identifierId);
    }
  }

  owner(probe: Probe): string | undefined {
    return this.#owners.get(probe.key);
  }

  identifierId(probe: Probe): string | undefined {
    return this.#rows.get(probe.key);
  }

  give(probe: Probe, contactId: string): void {
    this.#owners.set(probe.key, contactId);
  }

  /** The contact when every identity of the person is on record for one and the same. */
  settledContact(at: number): string | null {
    const owners = (this.#probes[at] ?? []).map((probe) => this.owner(probe));
    const [first] = owners;
    return first !== undefined && owners.every((owner) => owner === first) ? first : null;
  }
}

type Plan = {
  contacts: { workspaceId: string; id: string; source: ContactSource }[];
  added: { probe: Probe; contactId: string }[];
  moved: { probe: Probe; contactId: string; identifierId: string; from: string }[];
};

async function settle(deps: PeopleDeps, people: readonly Person[], probes: readonly (readonly Probe[])[]): Promise<ResolvedPerson[]> {
  return withEngine(deps.db, 'find and make contacts of a batch', (tx) => settleIn(deps, tx, people, probes), { retries: 2 });
}

/**
 * Like `resolvePeople`, but in the caller's transaction, so that the contacts exist exactly if the rest of it does. Making
 * people of these workspaces waits for its end: keep it short. Remembers nothing, because it may roll back.
 */
export async function resolvePeopleIn(deps: PeopleDeps, tx: EngineTx, people: readonly Person[]): Promise<ResolvedPerson[]> {
  return settleIn(deps, tx, people, await hashPeople(deps, people));
}

async function settleIn(
  deps: PeopleDeps,
  tx: EngineTx,
  people: readonly Person[],
  probes: readonly (readonly Probe[])[],
): Promise<ResolvedPerson[]> {
  const flat = probes.flat();
  const locked = tx.query(lockPeople(flat.map((probe) => probe.workspaceId)));
  const hits = await tx.query<IdentityHit>(selectByIdentity(flat));
  await locked;
  const registry = new Registry(probes, hits);
  const scopes = await readScopes(tx, flat, registry);
  const plan: Plan = { contacts: [], added: [], moved: [] };
  const results = people.map((person, at) => {
    const own = probes[at] ?? [];
    const choice = choosePerson(own, (probe) => registry.owner(probe), scopes, person.isSamePerson === true);
    const contactId = choice.contactId ?? deps.ids.uuid();
    if (choice.contactId === null)
      plan.contacts.push({ workspaceId: person.workspaceId, id: contactId, source: person.source ?? 'message' });
    for (const probe of [...choice.missing, ...choice.moving]) {
      const identifierId = registry.identifierId(probe);
      const isPlanned = plan.added.some((item) => item.probe.key === probe.key);
      if (identifierId === undefined || isPlanned) {
        plan.added = plan.added.filter((item) => item.probe.key !== probe.key);
        plan.added.push({ probe, contactId });
      } else plan.moved.push({ probe, contactId, identifierId, from: registry.owner(probe) ?? contactId });
      registry.give(probe, contactId);
      if (probe.identity.kind === 'bsuid') scopes.add(contactId, probe.identity.scope ?? null, probe.hash);
    }
    return { contactId, isNew: choice.contactId === null, alsoKnownAs: choice.alsoKnownAs };
  });
  await write(deps, tx, plan);
  return results;
}

async function readScopes(tx: EngineTx, probes: readonly Probe[], registry: Registry): Promise<BsuidScopes> {
  const scopes = new BsuidScopes();
  const owned = probes.filter((probe) => registry.owner(probe) !== undefined);
  if (owned.length === 0 || !probes.some((probe) => probe.identity.kind === 'bsuid')) return scopes;
  const rows = await tx.query<{ contactId: string; scope: string | null; hash: Buffer }>(
    selectBsuidScopes(
      owned.map((probe) => probe.workspaceId),
      owned.map((probe) => registry.owner(probe) ?? ''),
    ),
  );
  for (const row of rows) scopes.add(row.contactId, row.scope, row.hash);
  return scopes;
}

async function write(deps: PeopleDeps, tx: EngineTx, plan: Plan): Promise<void> {
  const at = deps.clock.now();
  const countries = new Map(
    [...plan.added, ...plan.moved].flatMap(({ probe, contactId }) => {
      const country = probe.matchKind === 'phone' ? countryOf(probe.identity.value) : null;
      return country === null ? [] : [[contactId, country] as const];
    }),
  );
  const isNew = new Set(plan.contacts.map((contact) => contact.id));
  const fresh = await deps.keyring.prepareNew(
    tx,
    plan.contacts.map(({ workspaceId, id }) => ({ workspaceId, contactId: id })),
  );
  const others = [...plan.added, ...plan.moved].filter((item) => !isNew.has(item.contactId));
  const existing = await deps.keyring.contactKeys(
    others.map(({ probe, contactId }) => ({ workspaceId: probe.workspaceId, contactId })),
    tx,
  );
  const keyOf = (contactId: string): DataKey => {
    const key = fresh.get(contactId) ?? existing.get(contactId)?.primary;
    if (key === undefined) throw new Error('a contact has no key');
    return key;
  };
  if (plan.contacts.length > 0) {
    const rows: NewContact[] = plan.contacts.map((contact) => ({
      ...contact,
      country: countries.get(contact.id) ?? null,
      nameSealed: null,
      profileNameSealed: null,
      profileNameHash: null,
    }));
    await tx.query(insertContacts(rows, at));
  }
  if (plan.added.length > 0) {
    const rows: NewIdentifier[] = plan.added.map(({ probe, contactId }) => {
      const id = deps.ids.uuid();
      const { kind, value, scope } = probe.identity;
      const valueSealed = seal(keyOf(contactId), identifierAad(probe.workspaceId, id), value);
      return { workspaceId: probe.workspaceId, id, contactId, kind, hash: probe.hash, valueSealed, scope: scope ?? null };
    });
    await tx.query(insertIdentifiers(rows, at));
  }
  if (plan.moved.length > 0) {
    const rows: MovedIdentifier[] = plan.moved.map(({ probe, contactId, identifierId }) => ({
      workspaceId: probe.workspaceId,
      id: identifierId,
      contactId,
      valueSealed: seal(keyOf(contactId), identifierAad(probe.workspaceId, identifierId), probe.identity.value),
      firstSeenAt: at,
    }));
    await tx.query(updateIdentifierOwners(rows, at));
  }
  const touched = [...others, ...plan.moved.map(({ probe, from }) => ({ probe, contactId: from }))];
  if (touched.length > 0) {
    await tx.query(
      touchContacts(
        touched.map(({ probe, contactId }) => ({
          workspaceId: probe.workspaceId,
          contactId,
          country: countries.get(contactId) ?? null,
        })),
        at,
      ),
    );
  }
}

/** What the sealed value of an identifier is bound to. */
export function identifierAad(workspaceId: string, identifierId: string): string[] {
  return [workspaceId, 'contact_identifiers', 'value_sealed', identifierId];
}

function cacheKey(workspaceId: string, identity: Identity): string {
  return `${workspaceId} ${matchKindOf(identity.kind)} ${foldIdentity(identity)}`;
}

/** Whether this process remembers all identities of the person as those of one contact. */
export function isRemembered(cache: PeopleCache, person: Person): boolean {
  return cachedContact(cache, person) !== null;
}

function cachedContact(cache: PeopleCache, person: Person): string | null {
  let found: string | null = null;
  for (const identity of person.identities) {
    const contactId = cache.get(cacheKey(person.workspaceId, identity))?.contactId;
    if (contactId === undefined || (found !== null && found !== contactId)) return null;
    found = contactId;
  }
  return found;
}

function remember(cache: PeopleCache, person: Person, contactId: string): void {
  for (const identity of person.identities) cache.set(cacheKey(person.workspaceId, identity), { contactId, more: '' });
}
