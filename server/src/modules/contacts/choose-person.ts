import type { Identity } from './identity.ts';

/** An identity with its hash, and its key in the memory of a process. */
export type Probe = { identity: Identity; workspaceId: string; matchKind: string; hash: Buffer; key: string };

/** The BSUIDs that contacts have under each WhatsApp account. */
export class BsuidScopes {
  readonly #hashes = new Map<string, Set<string>>();

  add(contactId: string, scope: string | null, hash: Buffer): void {
    const key = `${contactId} ${scope ?? ''}`;
    const set = this.#hashes.get(key) ?? new Set<string>();
    set.add(hash.toString('hex'));
    this.#hashes.set(key, set);
  }

  /** Whether the contact is known by a BSUID of the same account as `bsuid`, but another one. */
  hasOther(contactId: string, bsuid: Probe): boolean {
    const own = bsuid.hash.toString('hex');
    for (const hash of this.#hashes.get(`${contactId} ${bsuid.identity.scope ?? ''}`) ?? []) if (hash !== own) return true;
    return false;
  }
}

/** Which contact a payload speaks of, and what it teaches about them. */
export type PersonChoice = {
  /** Null when a new contact has to be made. */
  contactId: string | null;
  /** Identities that are not on record yet. */
  missing: Probe[];
  /** Identities on record for somebody else that belong to this person now. */
  moving: Probe[];
  /** Other contacts that are proved to be this person. */
  alsoKnownAs: string[];
};

/** Strongest first: what WhatsApp itself calls a person, then what they can be called by, then what they can change at will. */
const strength = { bsuid: 0, phone: 1, wa_id: 1, parent_bsuid: 2, lid: 3, username: 4 } as const;

/**
 * Decides who a set of identities is. Pure.
 *
 * - The contact of the strongest identity on record is the person.
 * - An identity on record for another contact proves that both are one person, except a username, which changes hands,
 *   and a phone number whose owner has another BSUID of the same WhatsApp account: that number was given to somebody new.
 * - `isSamePerson` lifts the last exception: WhatsApp itself told that the id or number of this person changed.
 */
export function choosePerson(
  probes: readonly Probe[],
  ownerOf: (probe: Probe) => string | undefined,
  scopes: BsuidScopes,
  isSamePerson: boolean,
): PersonChoice {
  const ordered = [...probes].sort((a, b) => strength[a.identity.kind] - strength[b.identity.kind]);
  const bsuids = ordered.filter((probe) => probe.identity.kind === 'bsuid');
  const isSomebodyElse = (owner: string): boolean =>
    !isSamePerson && bsuids.length > 0 && bsuids.every((bsuid) => ownerOf(bsuid) !== owner && scopes.hasOther(owner, bsuid));

  const choice: PersonChoice = { contactId: null, missing: [], moving: [], alsoKnownAs: [] };
  for (const probe of ordered) {
    const owner = ownerOf(probe);
    if (owner === undefined || probe.identity.kind === 'username' || isSomebodyElse(owner)) continue;
    if (choice.contactId === null) choice.contactId = owner;
    else if (owner !== choice.contactId && !choice.alsoKnownAs.includes(owner)) choice.alsoKnownAs.push(owner);
  }
  const own = new Set([choice.contactId, ...choice.alsoKnownAs]);
  for (const probe of ordered) {
    const owner = ownerOf(probe);
    if (owner === undefined) choice.missing.push(probe);
    else if (!own.has(owner)) choice.moving.push(probe);
  }
  // Somebody known by a username alone is found by it.
  if (choice.contactId === null && choice.missing.length === 0 && ordered.every((probe) => probe.identity.kind === 'username')) {
    const [only] = choice.moving.splice(0);
    choice.contactId = only === undefined ? null : (ownerOf(only) ?? null);
  }
  return choice;
}
