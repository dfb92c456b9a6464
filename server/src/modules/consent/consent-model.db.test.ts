import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine, withTenant } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { createHolderId, acquireLease } from '#platform/leases/lease';
import { createConsentWorld, type ConsentWorld } from '../../../test/consent-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { mergeContacts, resolvePeople, type Identity } from '../contacts/index.ts';
import { claimMessages } from '../messages/dispatch/claim.ts';
import { recordConsents, type NewConsent } from './record-consents.ts';

/**
 * Random histories against a model of a few lines. Long form: `KABAR_CONSENT_RUNS=1500 npx vitest run --project database <this file>`.
 * What must never happen: a marketing message is claimed for a person who stopped and did not come back in a way that counts.
 */
const database = useTestDatabase();
const runs = Number(process.env['KABAR_CONSENT_RUNS'] ?? 25);

let world: MessageWorld;
let consent: ConsentWorld;
let lastPhone = 6_281_200_000_000;

beforeAll(async () => {
  world = await createMessageWorld(database);
  consent = createConsentWorld(world.people);
  await world.template('promo', { category: 'marketing' });
});
afterAll(() => world.close());

type Source = NewConsent['source'];
/** What somebody says, `at` in seconds of the history; `person` 0 to 2. */
type Said = { kind: 'say'; person: number; state: NewConsent['state']; source: Source; isEvidenced: boolean; at: number; copies: number };
type Command =
  | Said
  | { kind: 'merge'; from: number; into: number }
  | { kind: 'split' }
  | { kind: 'learn'; person: number }
  | { kind: 'erase'; person: number }
  | { kind: 'send'; person: number }
  | { kind: 'claim' };

const person = fc.integer({ min: 0, max: 2 });
const said: fc.Arbitrary<Said> = fc.record({
  kind: fc.constant('say' as const),
  person,
  state: fc.constantFrom<NewConsent['state'][]>('given', 'withdrawn', 'objected', 'resumed'),
  source: fc.constantFrom<Source[]>('whatsapp_keyword', 'whatsapp_button', 'whatsapp_preferences', 'form', 'agent', 'api', 'import'),
  isEvidenced: fc.boolean(),
  // Times are not those of arrival: webhooks come late and in any order.
  at: fc.integer({ min: 0, max: 12 }),
  copies: fc.integer({ min: 1, max: 2 }),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 5, arbitrary: said },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), from: person, into: person }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'split' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('learn' as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('erase' as const), person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send' as const), person }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'claim' as const }) },
);

const start = Date.parse('2026-11-01T10:00:00Z');
const isStop = (state: NewConsent['state']): boolean => state === 'withdrawn' || state === 'objected';
const isOwn = (source: Source): boolean => source.startsWith('whatsapp_');
const isWord = (source: Source): boolean => source === 'whatsapp_keyword' || source === 'whatsapp_button';

/** The rule, as a person would say it: is there a stop that nothing newer and strong enough took back? */
function mustNotGetMarketing(words: readonly Said[]): boolean {
  return words.some(
    (stop) =>
      isStop(stop.state) &&
      !words.some(
        (lift) =>
          !isStop(lift.state) &&
          lift.at > stop.at &&
          lift.source !== 'import' &&
          (isOwn(lift.source) || lift.isEvidenced) &&
          (!isWord(lift.source) || isWord(stop.source)),
      ),
  );
}

/** Three people, what each said, and the contacts under which they are known. */
class History {
  readonly phones: string[] = [];
  readonly contacts: string[] = [];
  readonly conversations: string[] = [];
  readonly said: Said[][] = [[], [], []];
  readonly merged: { from: number; into: number }[] = [];
  readonly sent: { person: number; id: string }[] = [];
  serial = 0;
  wasSplit = false;

  /** Everybody who is one contact with `index` now. */
  group(index: number): number[] {
    return [0, 1, 2].filter((other) => this.root(other) === this.root(index));
  }

  root(index: number): number {
    const merge = this.merged.find(({ from }) => from === index);
    return merge === undefined ? index : this.root(merge.into);
  }

  /** What holds for whoever stands behind `index`: what any of them said. */
  heard(index: number): Said[] {
    return this.group(index).flatMap((member) => this.said[member] ?? []);
  }
}

async function open(): Promise<History> {
  const history = new History();
  for (let index = 0; index < 3; index += 1) {
    lastPhone += 1;
    const made = await world.customer(String(lastPhone));
    history.phones.push(String(lastPhone));
    history.contacts.push(made.contactId);
    history.conversations.push(made.conversationId);
  }
  return history;
}

async function run(history: History, step: Command): Promise<void> {
  const { workspaceId } = world;
  const contactOf = (index: number): string => history.contacts[history.root(index)] ?? '';
  switch (step.kind) {
    case 'say': {
      history.said[step.person]?.push(step);
      history.serial += 1;
      const consents = Array.from({ length: step.copies }, (): NewConsent => ({
        contactId: history.contacts[step.person] ?? '',
        purpose: 'marketing',
        state: step.state,
        source: step.source,
        ...(step.isEvidenced ? { evidence: { messageId: newUuid() } } : {}),
        actor: { kind: 'system', id: null },
        dedupeKey: `${history.contacts[step.person]}:${history.serial}`,
        occurredAt: new Date(start + step.at * 1_000),
      }));
      for (const item of consents)
        await withTenant(database.db, workspaceId, (tx) => recordConsents(consent.recorder, tx, workspaceId, [item]));
      return;
    }
    case 'merge': {
      const [from, into] = [history.root(step.from), history.root(step.into)];
      if (from === into) return;
      const pair = { workspaceId, fromContactId: history.contacts[from] ?? '', intoContactId: history.contacts[into] ?? '' };
      await withEngine(database.db, 'merge in a test', (tx) =>
        mergeContacts(world.people, tx, { ...pair, evidence: { kind: 'same_payload', path: 'test' } }, async () => {
          await tx.query({
            text: 'update messages set contact_id = $3 where workspace_id = $1 and contact_id = $2',
            values: [workspaceId, pair.fromContactId, pair.intoContactId],
          });
          return {};
        }),
      );
      world.people.cache.clear();
      history.merged.push({ from, into });
      return;
    }
    case 'split': {
      // As taking a merge apart does it: what is remembered of who leads where goes back. Identifiers may stay; suppression knows both.
      const merge = history.merged.at(-1);
      if (merge === undefined) return;
      const from = history.contacts[merge.from] ?? '';
      await database.admin('update contacts set merged_into = null where id = $1', [from]);
      world.people.cache.clear();
      history.merged.pop();
      history.wasSplit = true;
      // What was meant for them goes back with them.
      for (const { person: index, id } of history.sent.filter((item) => history.root(item.person) === merge.from))
        await database.admin('update messages set contact_id = $2 where id = $1', [id, contactOf(index)]);
      return;
    }
    case 'learn': {
      lastPhone += 1;
      const known = await identityOf(contactOf(step.person), history, step.person);
      const bsuid: Identity = { kind: 'parent_bsuid', value: `ID.ENT.${lastPhone}` };
      if (known !== null) await resolvePeople(world.people, [{ workspaceId, identities: [known, bsuid] }]);
      return;
    }
    case 'erase': {
      // Erased and imported again under the same number: another contact, to whom nobody ever said anything.
      const index = step.person;
      // After a split the number may be with somebody else, who would come back under it.
      if (history.group(index).length > 1 || history.wasSplit) return;
      const old = history.contacts[index] ?? '';
      await database.admin('delete from contact_identifiers where contact_id = $1', [old]);
      await database.admin('delete from consent_states where contact_id = $1', [old]);
      await database.admin('update contacts set erased_at = now() where id = $1', [old]);
      world.people.cache.clear();
      const again = await world.customer(history.phones[index] ?? '');
      history.contacts[index] = again.contactId;
      history.conversations[index] = again.conversationId;
      // What waited for the erased contact never goes out. What may be claimed from now on follows from the suppression that stayed.
      history.sent.splice(0, history.sent.length, ...history.sent.filter((item) => item.person !== index));
      return;
    }
    case 'send': {
      const id = newUuid();
      await database.admin(
        `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed,
                               template_name, template_language, occurred_at, created_at, queued_at)
         values ($1, $2, $3, $4, $5, 'out', 'template', 'queued', 'system', '\\x00', 'promo', 'en_US', now(), now(), now())`,
        [workspaceId, id, world.numberId, history.conversations[step.person], contactOf(step.person)],
      );
      await database.admin(
        `insert into dispatch (workspace_id, message_id, number_id, conversation_id, lane, due_at) values ($1, $2, $3, $4, 1, now())`,
        [workspaceId, id, world.numberId, history.conversations[step.person]],
      );
      history.sent.push({ person: step.person, id });
      return;
    }
    case 'claim': {
      const claimed = await claimAll();
      for (const id of claimed) {
        const message = history.sent.find((item) => item.id === id);
        if (message === undefined) continue;
        expect(mustNotGetMarketing(history.heard(message.person)), 'a stopped person was sent marketing').toBe(false);
      }
      // The other half: what nobody objected to does go out.
      for (const { person: index, id } of history.sent.filter((item) => !claimed.has(item.id))) {
        const everyone = [0, 1, 2].flatMap((member) => history.said[member] ?? []);
        if (!everyone.some(({ state }) => isStop(state))) throw new Error(`message ${id} of ${index} was kept back for nothing`);
      }
      history.sent.length = 0;
      return;
    }
  }
}

/** Claims everything there is, as a process that starts anew. */
async function claimAll(): Promise<Set<string>> {
  const all = new Set<string>();
  for (;;) {
    const holder = createHolderId();
    const lease = await acquireLease(database.db, `test:${world.numberId}`, holder, 20_000);
    if (lease === null) throw new Error('no lease');
    const { messages, lookedAtCount } = await claimMessages(
      { db: database.db, clock: world.people.clock, holder, leasePrefix: 'test:', holdRecheckMs: 60_000 },
      [{ numberId: world.numberId, lease, limit: 100, pairReadyAt: () => null, heardUntil: world.people.clock.now() }],
    );
    for (const message of messages) all.add(message.message_id);
    await database.admin('delete from dispatch where message_id = any($1)', [messages.map((message) => message.message_id)]);
    await database.admin('delete from leases where name = $1', [`test:${world.numberId}`]);
    if ((lookedAtCount.get(world.numberId) ?? 0) === 0) return all;
  }
}

async function identityOf(contactId: string, history: History, index: number): Promise<Identity | null> {
  const rows = await database.admin(`select 1 from contact_identifiers where contact_id = $1 and kind = 'phone'`, [contactId]);
  return rows.length === 0 ? null : { kind: 'phone', value: history.phones[index] ?? '' };
}

describe('any history of stops, returns, imports, merges, splits and erasures', () => {
  it('ends with no marketing for anybody who stopped and did not come back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 4, maxLength: 22 }), async (commands) => {
        await database.admin('delete from dispatch');
        const history = await open();
        for (const step of [...commands, { kind: 'send', person: 0 }, { kind: 'send', person: 1 }, { kind: 'claim' }] as Command[])
          await run(history, step);
      }),
      { numRuns: runs },
    );
  }, 3_600_000);
});
