import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openText } from '#platform/crypto/seal';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import {
  createPeopleCache,
  followContactChanges,
  learnIdentities,
  recordProfileNames,
  resolvePeople,
  type Identity,
  type Person,
} from './index.ts';
import { contactAad } from './record-profile-names.ts';
import { identifierAad } from './resolve-people.ts';

const database = useTestDatabase();
let world: MessageWorld;
beforeAll(async () => {
  world = await createMessageWorld(database);
});
afterAll(() => world.close());

let last = 0;
/** A phone number nobody else in this file has. */
function freshPhone(): string {
  last += 1;
  return `62812000${String(last).padStart(5, '0')}`;
}

function person(...identities: Identity[]): Person {
  return { workspaceId: world.workspaceId, identities };
}

async function resolveOne(
  identities: Identity[],
  extra: Partial<Person> = {},
): Promise<{ contactId: string; isNew: boolean; alsoKnownAs: readonly string[] }> {
  const [found] = await resolvePeople({ ...world.people, cache: createPeopleCache() }, [{ ...person(...identities), ...extra }]);
  if (found === undefined) throw new Error('nobody');
  return found;
}

async function identifiersOf(contactId: string): Promise<string[]> {
  const rows = await database.admin<{ id: string; kind: string; value_sealed: Buffer }>(
    'select id, kind, value_sealed from contact_identifiers where contact_id = $1 order by kind',
    [contactId],
  );
  const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
  if (ring === undefined) throw new Error('no key');
  return rows.map((row) => `${row.kind} ${openText(ring, identifierAad(world.workspaceId, row.id), row.value_sealed)}`);
}

describe('resolvePeople', () => {
  it('makes one contact of all that one payload says, and finds it by each', async () => {
    const phone = freshPhone();
    const made = await resolveOne([
      { kind: 'wa_id', value: phone },
      { kind: 'bsuid', value: `ID.${phone}`, scope: 'waba' },
      { kind: 'username', value: `u${phone}` },
    ]);
    expect(made).toMatchObject({ isNew: true, alsoKnownAs: [] });
    expect(await identifiersOf(made.contactId)).toEqual([`bsuid ID.${phone}`, `username u${phone}`, `wa_id ${phone}`]);
    for (const identity of [
      { kind: 'phone', value: phone },
      { kind: 'bsuid', value: `ID.${phone}` },
      { kind: 'username', value: `@U${phone}` },
    ] as const) {
      expect(await resolveOne([identity])).toMatchObject({ contactId: made.contactId, isNew: false });
    }
  });

  it.each([
    ['Brazilian', '553198765432', '5531998765432'],
    ['Mexican', '5215587654321', '525587654321'],
  ])('knows both spellings of a %s number as one person', async (_country, waId, dialled) => {
    const byWebhook = await resolveOne([{ kind: 'wa_id', value: waId }]);
    expect(await resolveOne([{ kind: 'phone', value: dialled }])).toMatchObject({ contactId: byWebhook.contactId, isNew: false });
  });

  it('makes one contact when eight processes meet the same new person at the same moment', async () => {
    const phone = freshPhone();
    const found = await Promise.all(
      Array.from({ length: 8 }, () =>
        resolvePeople({ ...world.people, cache: createPeopleCache() }, [
          person({ kind: 'wa_id', value: phone }),
          person({ kind: 'bsuid', value: `ID.${phone}` }, { kind: 'wa_id', value: phone }),
        ]),
      ),
    );
    expect(new Set(found.flat().map((one) => one.contactId)).size).toBe(1);
    expect(found.flat().filter((one) => one.isNew)).toHaveLength(1);
    const [row] = await database.admin<{ count: number }>(
      `select count(*)::int as count from contacts c where exists (select from contact_identifiers i where i.contact_id = c.id and i.contact_id = $1)`,
      [found[0]?.[0]?.contactId],
    );
    expect(row?.count).toBe(1);
  });

  it('keeps equal numbers of two workspaces apart and their hashes unequal', async () => {
    const other = await createMessageWorld(database);
    const phone = freshPhone();
    const mine = await resolveOne([{ kind: 'phone', value: phone }]);
    const [theirs] = await resolvePeople(other.people, [{ workspaceId: other.workspaceId, identities: [{ kind: 'phone', value: phone }] }]);
    expect(theirs?.contactId).not.toBe(mine.contactId);
    const hashes = await database.admin<{ match_hash: Buffer }>(
      'select match_hash from contact_identifiers where contact_id = any($1::uuid[])',
      [[mine.contactId, theirs?.contactId]],
    );
    expect(new Set(hashes.map((row) => row.match_hash.toString('hex'))).size).toBe(2);
    await other.close();
  });

  it('names the other contact when a payload proves two to be one person', async () => {
    const phone = freshPhone();
    const byPhone = await resolveOne([{ kind: 'phone', value: phone }]);
    const byBsuid = await resolveOne([{ kind: 'bsuid', value: `ID.${phone}`, scope: 'waba' }]);
    const both = await resolveOne([
      { kind: 'wa_id', value: phone },
      { kind: 'bsuid', value: `ID.${phone}`, scope: 'waba' },
    ]);
    expect(both).toEqual({ contactId: byBsuid.contactId, isNew: false, alsoKnownAs: [byPhone.contactId] });
  });

  it('gives a number that changed hands to its new holder', async () => {
    const phone = freshPhone();
    const former = await resolveOne([
      { kind: 'wa_id', value: phone },
      { kind: 'bsuid', value: `ID.a${phone}`, scope: 'waba' },
    ]);
    const present = await resolveOne([
      { kind: 'wa_id', value: phone },
      { kind: 'bsuid', value: `ID.b${phone}`, scope: 'waba' },
    ]);
    expect(present).toMatchObject({ isNew: true, alsoKnownAs: [] });
    expect(await identifiersOf(former.contactId)).toEqual([`bsuid ID.a${phone}`]);
    expect(await identifiersOf(present.contactId)).toEqual([`bsuid ID.b${phone}`, `wa_id ${phone}`]);
  });

  it('remembers people and forgets them when a merge is told', async () => {
    const cache = createPeopleCache();
    const stop = followContactChanges(cache, world.notifications);
    const phone = freshPhone();
    const [first] = await resolvePeople({ ...world.people, cache }, [person({ kind: 'phone', value: phone })]);
    expect(cache.size).toBe(1);
    await database.admin('update contacts set erased_at = now() where id = $1', [first?.contactId]);
    await waitFor('the cache forgets', () => cache.size === 0);
    stop();
  });
});

describe('learnIdentities', () => {
  it('adds what is new about known people and makes nobody', async () => {
    const [known, stranger] = [freshPhone(), freshPhone()];
    const { contactId } = await resolveOne([{ kind: 'phone', value: known }]);
    const learned = await learnIdentities(world.people, [
      person({ kind: 'wa_id', value: known }, { kind: 'bsuid', value: `ID.${known}` }),
      person({ kind: 'wa_id', value: stranger }, { kind: 'bsuid', value: `ID.${stranger}` }),
    ]);
    expect(learned).toEqual([{ contactId, isNew: false, alsoKnownAs: [] }, null]);
    expect(await resolveOne([{ kind: 'bsuid', value: `ID.${known}` }])).toMatchObject({ contactId });
    expect(await resolveOne([{ kind: 'phone', value: stranger }])).toMatchObject({ isNew: true });
  });
});

describe('recordProfileNames', () => {
  it('stores a name once and again only when it changes', async () => {
    const { contactId } = await resolveOne([{ kind: 'phone', value: freshPhone() }]);
    const told = (name: string) =>
      recordProfileNames({ ...world.people, cache: createPeopleCache() }, [{ workspaceId: world.workspaceId, contactId, name }]);
    expect(await told('Budi Santoso')).toEqual([{ workspaceId: world.workspaceId, contactId }]);
    expect(await told('Budi Santoso')).toEqual([]);
    expect(await told('Budi S.')).toHaveLength(1);
    const [row] = await database.admin<{ profile_name_sealed: Buffer }>('select profile_name_sealed from contacts where id = $1', [
      contactId,
    ]);
    const ring = (await world.keyring.contactKeys([{ workspaceId: world.workspaceId, contactId }])).get(contactId);
    if (row === undefined || ring === undefined) throw new Error('no row');
    expect(openText(ring, contactAad(world.workspaceId, 'profile_name_sealed', contactId), row.profile_name_sealed)).toBe('Budi S.');
  });
});
