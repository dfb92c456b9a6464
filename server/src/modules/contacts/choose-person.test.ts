import { describe, expect, it } from 'vitest';
import { BsuidScopes, choosePerson, type Probe } from './choose-person.ts';
import type { Identity } from './identity.ts';

function probe(kind: Identity['kind'], value: string, scope?: string): Probe {
  const identity = scope === undefined ? { kind, value } : { kind, value, scope };
  return {
    identity,
    workspaceId: 'w',
    matchKind: kind === 'wa_id' ? 'phone' : kind,
    hash: Buffer.from(`${kind}${value}`),
    key: `${kind} ${value}`,
  };
}

const phone = probe('wa_id', '6281200001111');
const bsuid = probe('bsuid', 'ID.1', 'waba');
const username = probe('username', 'budi');

function owners(entries: [Probe, string][]): (of: Probe) => string | undefined {
  const map = new Map(entries.map(([of, contactId]) => [of.key, contactId]));
  return (of) => map.get(of.key);
}

function scopes(entries: [string, string, Probe][] = []): BsuidScopes {
  const known = new BsuidScopes();
  for (const [contactId, scope, of] of entries) known.add(contactId, scope, of.hash);
  return known;
}

describe('choosePerson', () => {
  it('makes somebody new of identities that nobody has', () => {
    expect(choosePerson([phone, bsuid], owners([]), scopes(), false)).toEqual({
      contactId: null,
      missing: [bsuid, phone],
      moving: [],
      alsoKnownAs: [],
    });
  });

  it('adds the BSUID to whom the phone number is known by', () => {
    expect(choosePerson([phone, bsuid], owners([[phone, 'A']]), scopes(), false)).toMatchObject({
      contactId: 'A',
      missing: [bsuid],
      alsoKnownAs: [],
    });
  });

  it('prefers the BSUID and reports the other contact of the same person', () => {
    const choice = choosePerson(
      [phone, bsuid],
      owners([
        [phone, 'A'],
        [bsuid, 'B'],
      ]),
      scopes([['B', 'waba', bsuid]]),
      false,
    );
    expect(choice).toEqual({ contactId: 'B', missing: [], moving: [], alsoKnownAs: ['A'] });
  });

  it('gives a phone number to its new holder when the former one has another BSUID of the same account', () => {
    const former = probe('bsuid', 'ID.9', 'waba');
    const known = scopes([['A', 'waba', former]]);
    expect(choosePerson([phone, bsuid], owners([[phone, 'A']]), known, false)).toEqual({
      contactId: null,
      missing: [bsuid],
      moving: [phone],
      alsoKnownAs: [],
    });
    expect(
      choosePerson(
        [phone, bsuid],
        owners([
          [phone, 'A'],
          [bsuid, 'B'],
        ]),
        known,
        false,
      ),
    ).toEqual({ contactId: 'B', missing: [], moving: [phone], alsoKnownAs: [] });
  });

  it('keeps one person who has a BSUID in each of two accounts', () => {
    const elsewhere = probe('bsuid', 'ID.9', 'another');
    expect(choosePerson([phone, bsuid], owners([[phone, 'A']]), scopes([['A', 'another', elsewhere]]), false)).toMatchObject({
      contactId: 'A',
      missing: [bsuid],
    });
  });

  it('believes WhatsApp that an id changed', () => {
    const former = probe('bsuid', 'ID.9', 'waba');
    const known = scopes([['A', 'waba', former]]);
    expect(choosePerson([bsuid, former], owners([[former, 'A']]), known, true)).toMatchObject({
      contactId: 'A',
      missing: [bsuid],
      alsoKnownAs: [],
    });
  });

  it('never takes a username for proof, because it changes hands', () => {
    expect(
      choosePerson(
        [phone, username],
        owners([
          [phone, 'A'],
          [username, 'B'],
        ]),
        scopes(),
        false,
      ),
    ).toEqual({
      contactId: 'A',
      missing: [],
      moving: [username],
      alsoKnownAs: [],
    });
    expect(choosePerson([bsuid, username], owners([[username, 'B']]), scopes(), false)).toMatchObject({
      contactId: null,
      moving: [username],
    });
  });

  it('finds somebody who is known by a username alone', () => {
    expect(choosePerson([username], owners([[username, 'B']]), scopes(), false)).toMatchObject({ contactId: 'B', moving: [] });
  });
});
