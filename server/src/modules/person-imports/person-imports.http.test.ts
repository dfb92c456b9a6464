import { Readable } from 'node:stream';
import { ID_PREFIXES } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { withEngine, withTenant } from '#platform/db/tx';
import { fromPublicId, newUuid, toPublicId } from '#platform/ids';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { createConsentWorld } from '../../../test/consent-world.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { exportsContext } from '../../../test/erasure-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { recordConsents, type ConsentRecorder } from '../consent/index.ts';
import { contactRoutes, insertErasedIdentifiers } from '../contacts/index.ts';
import { exportsJobs, exportsRoutes } from '../exports/index.ts';
import { openMedia, storeFileOf, type MediaContext } from '../media/index.ts';
import { storeInbound } from '../messages/index.ts';
import { personImportsJobs, personImportsRoutes, type PersonImportsContext } from './index.ts';
import { expirePersonImports } from './jobs.ts';

/** An installation of its own as far as a person is concerned: its own workspace, keys and files. */
type Place = {
  world: MessageWorld;
  ctx: PersonImportsContext & { enqueued: { name: string; payload: unknown }[] };
  media: MediaContext;
  consent: ConsentRecorder;
  api: ApiApp;
};

const database = useTestDatabase();
let from: Place;
let to: Place;
let third: Place;
beforeAll(async () => {
  [from, to, third] = [await createPlace(), await createPlace(), await createPlace()];
});
afterAll(async () => {
  for (const place of [from, to, third]) {
    await place.api.app.close();
    await place.world.close();
  }
});

async function createPlace(): Promise<Place> {
  const world = await createMessageWorld(database);
  const contacts = contactsContext(world);
  const storage = createSealedStorage(createDiskStorage(world.folder));
  const { recorder: consent } = createConsentWorld(world.people);
  const care = { scanner: null, scannerAway: 'pass', quotaBytes: null, unusedAfterMs: 1 } as const;
  const media = { ...contacts, storage, care } as unknown as MediaContext; // nothing here talks to WhatsApp
  const ctx = { ...contacts, storage, consent, storeFile: (file: Parameters<typeof storeFileOf>[1]) => storeFileOf(media, file) };
  const routes = [...contactRoutes(ctx), ...exportsRoutes({ ...exportsContext(world), jobs: ctx.jobs }), ...personImportsRoutes(ctx)];
  return { world, ctx, media, consent, api: await createApiApp(routes, world.workspaceId, newUuid()) };
}

const job = { jobId: 'x', attempt: 1, signal: new AbortController().signal };

async function bytesOf(source: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(Buffer.from(chunk as Uint8Array)); // a byte stream
  return Buffer.concat(chunks);
}

async function exportOf({ world, ctx, api }: Place, contactId: string): Promise<Buffer> {
  const ordered = await api.send('POST', `/v1/contacts/${contactId}/export`);
  expect(ordered.status).toBe(202);
  const bound = exportsJobs({ ...exportsContext(world), jobs: ctx.jobs }).find((one) => one.definition.name === 'exports.run_export');
  await bound?.run(ctx.enqueued.at(-1)?.payload, job);
  const url = `/v1/exports/${String(ordered.body['id'])}/file`;
  return (await api.app.inject({ method: 'GET', url, headers: { authorization: 'Bearer key' } })).rawPayload;
}

async function upload({ api }: Place, content: Buffer) {
  const boundary = 'kabar-test';
  const payload = Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="person.zip"\r\nContent-Type: application/zip\r\n\r\n`,
    ),
    content,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const headers = { authorization: 'Bearer key', 'content-type': `multipart/form-data; boundary=${boundary}` };
  const answer = await api.app.inject({ method: 'POST', url: '/v1/person-imports', headers, payload });
  return {
    status: answer.statusCode,
    body: answer.json<Record<string, unknown> & { id: string; error: { code: string; message: string } }>(),
  };
}

/** Starts an import and runs it twice, as a job may be. */
async function bringIn(place: Place, content: Buffer, body: object = {}) {
  const uploaded = await upload(place, content);
  expect(uploaded.status).toBe(201);
  const path = `/v1/person-imports/${uploaded.body.id}`;
  const started = await place.api.send('POST', `${path}/start`, body);
  if (started.status !== 200) return { uploaded, started, done: null };
  const bound = personImportsJobs(place.ctx).find((one) => one.definition.name === 'person_imports.run');
  for (const _ of [1, 2]) await bound?.run(place.ctx.enqueued.at(-1)?.payload, job);
  return { uploaded, started, done: (await place.api.get(path)).body };
}

const phone = '+62 812-0007-0001';
const digits = '6281200070001';
const picture = Buffer.from('an invented file of a customer');

async function plant(): Promise<{ id: string; content: Buffer }> {
  const { world, api, consent, media } = from;
  const { workspaceId } = world;
  const { contactId, conversationId } = await world.customer(phone);
  const id = toPublicId(ID_PREFIXES.contact, contactId);
  for (const key of ['city', 'secret']) await api.send('POST', '/v1/attributes', { key, label: key, type: 'text' });
  await api.send('PATCH', `/v1/contacts/${id}`, { name: 'Dewi Invented', attributes: { city: 'Bandung', secret: 'hers' } });
  const tag = String((await api.send('POST', '/v1/tags', { name: 'Regular' })).body['id']);
  await api.send('POST', `/v1/contacts/${id}/tags`, { add: [tag] });
  await api.send('POST', `/v1/contacts/${id}/notes`, { text: 'likes green' });
  const stored = await storeFileOf(media, {
    workspaceId,
    contactId,
    filename: 'invented.txt',
    content: Readable.from([picture], { objectMode: false }),
    maxBytes: 1_000,
  });
  const common = { workspaceId, numberId: world.numberId, conversationId, contactId, author: 'contact' as const };
  const messages = ['first words', 'with a file'].map((body, index) => ({
    ...common,
    id: newUuid(),
    wamid: newUuid(),
    at: new Date(Date.now() - 60_000 + index * 1_000),
    type: 'text',
    content: { body },
    mediaId: index === 1 ? stored : null,
    replyToWamid: null,
    forwarded: false,
    referral: null,
    opensWindow: true,
  }));
  await withEngine(database.db, 'messages in a test', (tx) => storeInbound(world, tx, messages, new Date()));
  const actor = { kind: 'system', id: null } as const;
  const given = { contactId, state: 'given' as const, source: 'form' as const, actor, occurredAt: new Date(Date.now() - 86_400_000) };
  await withTenant(database.db, workspaceId, (tx) =>
    recordConsents(consent, tx, workspaceId, [
      { ...given, purpose: 'marketing', evidence: { text: 'ticked the box of our form' } },
      { ...given, purpose: 'surveys' },
      { ...given, purpose: 'birthday_mail', state: 'objected' },
    ]),
  );
  return { id, content: await exportOf(from, id) };
}

describe('a person who goes to another installation', () => {
  let content: Buffer;
  let contactId: string;

  it('is shown before anything is taken, and arrives whole, with what proves each consent', async () => {
    ({ content } = await plant());
    await to.api.send('POST', '/v1/attributes', { key: 'city', label: 'City', type: 'text' });
    const { uploaded, done } = await bringIn(to, content);
    expect(uploaded.body).toMatchObject({
      status: 'draft',
      meets: 'nobody',
      contact_id: null,
      person: { name: 'Dewi Invented', tags: ['Regular'] },
      found: { messages: 2, files: 1, notes: 1, consents: 3 },
      left_out: expect.arrayContaining([
        { why: 'attribute_unknown', what: 'secret', count: 1 },
        { why: 'consent_without_evidence', what: 'surveys', count: 1 },
      ]),
    });
    expect(done).toMatchObject({ status: 'done', failure: null, imported: { messages: 2, files: 1, notes: 1, consents: 2, known: 0 } });
    contactId = String(done?.['contact_id']);
    const contact = (await to.api.get(`/v1/contacts/${contactId}`)).body;
    expect(contact).toMatchObject({ name: 'Dewi Invented', phone: `+${digits}`, attributes: { city: 'Bandung' }, source: 'import' });
    expect((await to.api.get(`/v1/contacts/${contactId}/notes`)).body.data).toMatchObject([{ text: 'likes green' }]);

    const { data } = (await to.api.get(`/v1/contacts/${contactId}/imported-messages`)).body;
    expect(data).toMatchObject([
      { direction: 'in', content: { body: 'with a file' }, media_id: expect.stringMatching(/^med_/) },
      { direction: 'in', content: { body: 'first words' }, media_id: null },
    ]);
    const mediaId = fromPublicId(ID_PREFIXES.media, String(data[0]?.['media_id'])) ?? '';
    const file = await openMedia(to.media, to.world.workspaceId, mediaId, AbortSignal.timeout(5_000));
    expect(await bytesOf(await file.open())).toEqual(picture);
    expect(await database.admin('select id from messages where workspace_id = $1', [to.world.workspaceId])).toEqual([]);

    const consents = await database.admin<{ purpose: string; state: string; source: string; isEvidenced: boolean }>(
      `select purpose, state, source, is_evidenced as "isEvidenced" from consent_records where workspace_id = $1 order by purpose`,
      [to.world.workspaceId],
    );
    expect(consents).toEqual([
      { purpose: 'birthday_mail', state: 'objected', source: 'import', isEvidenced: true },
      { purpose: 'marketing', state: 'given', source: 'import', isEvidenced: true },
    ]);
  });

  it('is not doubled by the same file, and its file is not kept', async () => {
    const { uploaded, done } = await bringIn(to, content);
    expect(uploaded.body).toMatchObject({ meets: 'one', contact_id: contactId });
    expect(done).toMatchObject({
      status: 'done',
      file: null,
      person: null,
      imported: { messages: 0, files: 0, notes: 0, consents: 0, known: 3 },
    });
    expect((await to.api.get(`/v1/contacts/${contactId}/imported-messages`)).body.data).toHaveLength(2);
    expect((await to.api.get(`/v1/contacts/${contactId}/notes`)).body.data).toHaveLength(1);
    const stored: string[] = [];
    for await (const { name } of createDiskStorage(to.world.folder).list('')) stored.push(name);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.filter((name) => name.includes('person-imports'))).toEqual([]);
  });

  it('goes on from there to a third with all it brought along', async () => {
    const { done } = await bringIn(third, await exportOf(to, contactId));
    expect(done).toMatchObject({ status: 'done', imported: { messages: 2, files: 1, notes: 1, consents: 2 } });
    const [message] = (await third.api.get(`/v1/contacts/${String(done?.['contact_id'])}/imported-messages`)).body.data;
    expect(message).toMatchObject({ content: { body: 'with a file' }, media_id: expect.stringMatching(/^med_/) });
  });

  it('stays stopped where they stopped', async () => {
    const place = await createPlace();
    const { world, consent } = place;
    const own = await world.customer(phone);
    await withTenant(database.db, world.workspaceId, (tx) =>
      recordConsents(consent, tx, world.workspaceId, [
        {
          contactId: own.contactId,
          purpose: 'marketing',
          state: 'withdrawn',
          source: 'agent',
          actor: { kind: 'system', id: null },
          occurredAt: new Date(Date.now() - 7 * 86_400_000),
        },
      ]),
    );
    const { done } = await bringIn(place, content);
    expect(done).toMatchObject({ status: 'done', contact_id: toPublicId(ID_PREFIXES.contact, own.contactId) });
    expect((await place.api.get(`/v1/contacts/${String(done?.['contact_id'])}`)).body).toMatchObject({ marketing: 'stopped' });
    await place.api.app.close();
    await world.close();
  });

  it('comes back after an erasure on new evidence only', async () => {
    const place = await createPlace();
    const { workspaceId } = place.world;
    const marks = await database.admin<{ kind: string; hash: string }>(
      `select match_kind as kind, encode(match_hash, 'hex') as hash from contact_identifiers where workspace_id = $1 and contact_id = $2`,
      [workspaceId, (await place.world.customer(phone)).contactId],
    );
    await database.admin('delete from contact_identifiers where workspace_id = $1', [workspaceId]);
    await withEngine(database.db, 'an erasure in a test', (tx) => tx.query(insertErasedIdentifiers(workspaceId, marks, new Date())));
    const refused = await bringIn(place, content);
    expect(refused.uploaded.body).toMatchObject({ meets: 'erased' });
    expect(refused.started).toMatchObject({ status: 409, body: { error: { code: 'contact_erased' } } });
    const path = `/v1/person-imports/${refused.uploaded.body.id}`;
    expect((await place.api.send('DELETE', path)).status).toBe(204);
    expect((await place.api.get(path)).status).toBe(404);

    const { done } = await bringIn(place, content, { after_erasure: 'signed up again in the shop' });
    expect(done).toMatchObject({ status: 'done', imported: { messages: 2 } });
    const [told] = await database.admin<{ count: number }>(
      `select count(*)::int as count from audit_events where workspace_id = $1 and action = 'contact.readmitted'`,
      [workspaceId],
    );
    expect(told?.count).toBe(1);
    await place.api.app.close();
    await place.world.close();
  });
});

describe('a file that is none', () => {
  const zipOf = async (files: Record<string, string>): Promise<Buffer> => {
    const zip = new yazl.ZipFile();
    for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    return bytesOf(zip.outputStream);
  };

  it.each([
    ['no ZIP', () => Promise.resolve(Buffer.from('not a zip')), /cannot be read|can be read/],
    ['no person', () => zipOf({ 'messages.json': '[]' }), /no person\.json/],
    ['another thing', () => zipOf({ 'person.json': '{"format":"other","version":1}' }), /not an export of one person/],
    ['a newer version', () => zipOf({ 'person.json': '{"format":"kabar.person","version":2}' }), /newer version/],
    ['another form', () => zipOf({ 'person.json': '{"format":"kabar.person","version":1}' }), /form of version 1/],
  ])('is refused with what is wrong: %s', async (_name, make, why) => {
    const { status, body } = await upload(to, await make());
    expect(status).toBe(400);
    expect(JSON.stringify(body.error)).toMatch(why);
  });

  /** An export with one part replaced. */
  async function refilled(content: Buffer, name: string, bytes: Buffer): Promise<Buffer> {
    const zip = await yauzl.fromBufferPromise(content, { lazyEntries: true });
    const next = new yazl.ZipFile();
    for await (const entry of zip.eachEntry())
      next.addBuffer(entry.fileName === name ? bytes : await bytesOf(await zip.openReadStreamPromise(entry)), entry.fileName);
    next.end();
    return bytesOf(next.outputStream);
  }

  it('is refused when a few bytes of it would unpack to a line without end', async () => {
    const { content } = await plant();
    const bomb = await refilled(content, 'messages.json', Buffer.alloc(96 * 1024 * 1024, 'a'));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const { status, body } = await upload(third, bomb);
    expect([status, JSON.stringify(body.error)]).toEqual([400, expect.stringContaining('a line of its messages.json is too large')]);
  });

  it('is refused when it says that it would unpack to more than it may', async () => {
    const zip = await zipOf({ 'person.json': '{}', 'messages.json': '[]' });
    const record = Buffer.from('PK\x01\x02', 'latin1');
    // The size of each part before packing stands 24 bytes behind the beginning of its record in the directory.
    for (let at = zip.indexOf(record); at !== -1; at = zip.indexOf(record, at + 4)) zip.writeUInt32LE(0xff_ff_ff_fe, at + 24);
    const { status, body } = await upload(third, zip);
    expect([status, JSON.stringify(body.error)]).toEqual([400, expect.stringContaining('unpacked, it would be too large')]);
  });

  it('is refused when a part has another size than it says', async () => {
    const zip = await zipOf({ 'person.json': `{"format":"kabar.person","version":1,"x":"${'a'.repeat(50_000)}"}` });
    zip.writeUInt32LE(40, zip.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    const { status, body } = await upload(third, zip);
    expect([status, JSON.stringify(body.error)]).toEqual([400, expect.stringContaining('not a ZIP file that can be read')]);
  });

  it('goes after a week when nobody starts it', async () => {
    const { content } = await plant();
    const { body } = await upload(third, content);
    const late = { ...third.ctx, clock: { ...third.ctx.clock, now: () => new Date(Date.now() + 8 * 86_400_000) } };
    await expirePersonImports(late);
    expect((await third.api.get(`/v1/person-imports/${body.id}`)).status).toBe(404);
  });
});
