import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeopleCache } from '#modules/contacts';
import { newUuid } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { createConversationOpener, openConversations, type Address, type OpenedConversation } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
beforeAll(async () => {
  world = await createMessageWorld(database);
});
afterAll(() => world.close());

function request(kind: Address['kind'], value: string) {
  return { workspaceId: world.workspaceId, numberId: world.numberId, address: { kind, value } };
}

/** Opens as a process of its own would, with nothing remembered. */
async function open(...items: ReturnType<typeof request>[]): Promise<OpenedConversation[]> {
  return openConversations({ ...world.people, cache: createPeopleCache() }, items);
}

function idsOf(opened: OpenedConversation | undefined): { contactId: string; conversationId: string } {
  if (opened === undefined || 'error' in opened) throw new Error('not opened');
  return opened;
}

describe('openConversations', () => {
  it('makes one contact and one conversation when eight processes ask for the same new person at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => open(request('phone', '+62 813-0000-0001'), request('phone', '6281300000001'))),
    );
    expect(new Set(answers.flat().map((answer) => idsOf(answer).contactId)).size).toBe(1);
    expect(new Set(answers.flat().map((answer) => idsOf(answer).conversationId)).size).toBe(1);
    const [row] = await database.admin<{ contacts: number; conversations: number }>(
      'select (select count(*)::int from contacts) as contacts, (select count(*)::int from conversations) as conversations',
    );
    expect(row).toEqual({ contacts: 1, conversations: 1 });
  });

  it('answers each item of a mixed batch in order', async () => {
    const [known] = await open(request('phone', '+62 813-0000-0002'));
    const answers = await open(
      request('contact', idsOf(known).contactId),
      request('contact', newUuid()),
      request('phone', 'not a number'),
      request('bsuid', 'ID.4711'),
      request('bsuid', '6281300000002'),
    );
    expect(answers[0]).toEqual({ ...idsOf(known), recipient: { kind: 'phone', digits: '6281300000002' } });
    expect(answers[1]).toEqual({ error: 'contact_not_found' });
    expect(answers[2]).toEqual({ error: 'invalid' });
    expect(answers[3]).toMatchObject({ recipient: { kind: 'bsuid', value: 'ID.4711' } });
    expect(answers[4]).toEqual({ error: 'invalid' });
  });

  it('sends to the BSUID of a contact without a phone number, and to the phone number once it is known', async () => {
    const [byBsuid] = await open(request('bsuid', 'ID.4712'));
    const { contactId } = idsOf(byBsuid);
    expect((await open(request('contact', contactId)))[0]).toMatchObject({ recipient: { kind: 'bsuid', value: 'ID.4712' } });
    expect(idsOf(byBsuid).conversationId).toBe(idsOf((await open(request('contact', contactId)))[0]).conversationId);
  });

  it('refuses erased contacts and follows merged ones', async () => {
    const [gone, kept] = await open(request('phone', '+62 813-0000-0003'), request('phone', '+62 813-0000-0004'));
    await database.admin('update contacts set merged_into = $2 where id = $1', [idsOf(gone).contactId, idsOf(kept).contactId]);
    expect((await open(request('contact', idsOf(gone).contactId)))[0]).toMatchObject(idsOf(kept));
    await database.admin('update contacts set erased_at = now() where id = $1', [idsOf(kept).contactId]);
    expect((await open(request('contact', idsOf(kept).contactId)))[0]).toEqual({ error: 'erased' });
  });

  it('does not show another workspace that a contact exists', async () => {
    const other = await createMessageWorld(database);
    const { contactId } = await other.customer('+62 813-0000-0005');
    expect((await open(request('contact', contactId)))[0]).toEqual({ error: 'contact_not_found' });
    await other.close();
  });
});

describe('the opener', () => {
  it('asks the database for many callers at once, remembers, and asks again when told to', async () => {
    const cache = createPeopleCache();
    const opener = createConversationOpener({ ...world.people, cache });
    const first = await Promise.all(
      Array.from({ length: 50 }, (_, at) => opener.open(request('phone', `+62 814-0000-${String(at).padStart(4, '0')}`))),
    );
    expect(new Set(first.map((answer) => idsOf(answer).conversationId)).size).toBe(50);
    const again = request('phone', '+62 814-0000-0007');
    expect(await opener.open(again)).toEqual(first[7]);
    await database.admin('update contacts set erased_at = now() where id = $1', [idsOf(first[7]).contactId]);
    await database.admin('delete from contact_identifiers where contact_id = $1', [idsOf(first[7]).contactId]);
    expect(await opener.open(again)).toEqual(first[7]); // what is remembered may be a moment old
    expect(idsOf(await opener.open(again, true)).contactId).not.toBe(idsOf(first[7]).contactId);
    await opener.close();
  });
});
