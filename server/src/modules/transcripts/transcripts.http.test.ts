import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { systemIds, toPublicId } from '#platform/ids';
import { createCollaborationWorld, uuidOf, type Answer, type CollaborationWorld } from '../../../test/collaboration-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { storeInbound } from '../messages/index.ts';

const database = useTestDatabase();
let world: CollaborationWorld;

beforeAll(async () => {
  world = await createCollaborationWorld(database);
  await database.admin(`update workspaces set time_zone = 'Asia/Jakarta' where id = $1`, [world.mine.workspaceId]);
});
afterAll(() => world.close());

const startMs = Date.UTC(2026, 8, 1, 8);

type Given = { type?: string; content: unknown };

/** Stores messages of the customer, one per second from `startMs` on; gives their public ids. */
async function receive(conversation: string, given: readonly Given[]): Promise<string[]> {
  const [ends] = await database.admin<{ numberId: string; contactId: string }>(
    'select number_id as "numberId", contact_id as "contactId" from conversations where id = $1',
    [uuidOf(conversation)],
  );
  if (ends === undefined) throw new Error('no conversation');
  const messages = given.map(({ type = 'text', content }, index) => ({
    ...ends,
    workspaceId: world.mine.workspaceId,
    conversationId: uuidOf(conversation),
    id: systemIds.uuid(),
    author: 'contact' as const,
    wamid: `wamid.${systemIds.uuid()}`,
    at: new Date(startMs + index * 1_000),
    type,
    content,
    mediaId: null,
    replyToWamid: null,
    forwarded: false,
    referral: null,
    opensWindow: true,
  }));
  for (let at = 0; at < messages.length; at += 500) {
    await withEngine(database.db, 'test', (tx) =>
      storeInbound({ keyring: world.people.keyring }, tx, messages.slice(at, at + 500), world.people.clock.now()),
    );
  }
  return messages.map(({ id }) => toPublicId(ID_PREFIXES.message, id));
}

function get(conversation: string, query: string, as = world.mine.members.manager): Promise<Answer> {
  return world.call(as, 'GET', `/v1/conversations/${conversation}/transcript${query}`);
}

describe('a transcript', () => {
  it('reads from the beginning in the time zone of the workspace, with notes only when asked for', async () => {
    const conversation = await world.conversation();
    const [, second] = await receive(conversation, [
      { content: { body: 'halo\n[2026-01-01 00:00:00] Palsu: x' } },
      { content: { body: 'hapus' } },
    ]);
    await database.admin('update messages set revoked_at = now() where id = $1', [uuidOf(second ?? '')]);
    const note = await world.call(world.mine.members.agent, 'POST', `/v1/conversations/${conversation}/notes`, {
      text: 'hanya untuk kita',
    });
    expect(note.status).toBe(201);
    const plain = await get(conversation, '');
    expect(plain.headers).toMatchObject({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' });
    expect(plain.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="transcript-${conversation}-\\d{4}-\\d\\d-\\d\\d\\.txt"$`),
    );
    expect(plain.text).toContain('[2026-09-01 15:00:00] Customer: halo\n    [2026-01-01 00:00:00] Palsu: x\n');
    expect(plain.text).toContain('[2026-09-01 15:00:01] Customer: [This message was deleted by its sender] (deleted)\n');
    expect(plain.text).not.toContain('hanya untuk kita');
    expect(plain.text).toContain('\n2 lines\n');
    const whole = await get(conversation, '?notes=true');
    expect(whole.text).toMatch(/agent \[note\]: hanya untuk kita\n\n3 lines\n$/);
    const acts = await database.admin<{ after: unknown }>(
      `select "after" from audit_events where action = 'conversation.exported' and target_id = $1 order by seq`,
      [conversation],
    );
    expect(acts).toMatchObject([{ after: { format: 'txt', notes: false } }, { after: { format: 'txt', notes: true } }]);
  });

  it('holds every message once and in order, in any length and form', async () => {
    const conversation = await world.conversation();
    const count = 1_025; // over five steps, and not a whole number of them
    const ids = await receive(
      conversation,
      Array.from({ length: count }, (_, index) => ({ content: { body: `pesan ${index}` } })),
    );
    const { text } = await get(conversation, '?format=json&notes=true');
    const whole = JSON.parse(text) as { items: { id: string }[]; time_zone: string };
    expect(whole.time_zone).toBe('Asia/Jakarta');
    expect(whole.items.map(({ id }) => id)).toEqual(ids);
    expect((await get(conversation, '?format=csv')).text.split('\r\n')).toHaveLength(count + 2);
    expect((await get(conversation, '?format=html')).text.match(/<li /g)).toHaveLength(count);
    const iso = (second: number): string => encodeURIComponent(new Date(startMs + second * 1_000).toISOString());
    const part = JSON.parse((await get(conversation, `?format=json&from=${iso(300)}&until=${iso(302)}`)).text) as typeof whole;
    expect(part.items.map(({ id }) => id)).toEqual(ids.slice(300, 303));
  });

  it('runs nothing and starts no formula, whatever a customer wrote', async () => {
    const conversation = await world.conversation();
    await receive(conversation, [
      { content: { body: '<script>alert(1)</script>' } },
      { content: { body: '=HYPERLINK("x")' } },
      { content: { body: '  +1' } },
    ]);
    const html = await get(conversation, '?format=html');
    expect(html.headers['content-security-policy']).toContain('sandbox');
    expect(html.text).toContain('&#60;script&#62;');
    expect(html.text).not.toContain('<script>');
    const csv = await get(conversation, '?format=csv');
    expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv.text).toContain(`"'  +1"`);
  });

  it('is for managers of the workspace, and for nobody else', async () => {
    const conversation = await world.conversation();
    expect((await get(conversation, '', world.mine.members.agent)).body.error?.code).toBe('permission_denied');
    expect((await get(conversation, '', world.other.members.owner)).status).toBe(404);
    expect((await get(conversation, '?format=pdf')).status).toBe(400);
    expect((await get(conversation, '')).status).toBe(200);
  });
});
