import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { permissionsOf } from '@kabar/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEngine } from '#platform/db/tx';
import { newUuid } from '#platform/ids';
import { createDiskStorage } from '#platform/storage/disk-storage';
import { createSealedStorage } from '#platform/storage/sealed-storage';
import { createApiApp, type ApiApp } from '../../../test/api-app.ts';
import { contactsContext } from '../../../test/contacts-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMessageWorld, type MessageWorld } from '../../../test/message-world.ts';
import { catalogue } from '../../roles/personal-data.ts';
import { contactRoutes } from '../contacts/index.ts';
import { storeInbound } from '../messages/index.ts';
import { expireExports, exportsJobs, exportsRoutes, type ExportsContext } from './index.ts';

const database = useTestDatabase();
let world: MessageWorld;
let ctx: ExportsContext & { enqueued: { name: string; payload: unknown }[] };
let api: ApiApp;
let now: Date | null = null;
const apiKeyId = newUuid();
beforeAll(async () => {
  world = await createMessageWorld(database);
  const contacts = contactsContext(world);
  ctx = {
    ...contacts,
    clock: { ...contacts.clock, now: () => now ?? new Date() },
    storage: createSealedStorage(createDiskStorage(world.folder)),
    catalogue,
    readOpened: async function* () {},
    openFile: async () => ({
      mimeType: 'image/png',
      filename: null,
      sizeBytes: 9,
      open: async () => Readable.from([Buffer.from('a picture')], { objectMode: false }),
    }),
  };
  api = await createApiApp([...contactRoutes(ctx), ...exportsRoutes(ctx)], world.workspaceId, apiKeyId);
});
afterAll(async () => {
  await api.app.close();
  await world.close();
});

const run = async () => {
  const job = ctx.enqueued.at(-1);
  const bound = exportsJobs(ctx).find((one) => one.definition.name === job?.name);
  for (const attempt of [1, 2]) {
    expect(await bound?.run(job?.payload, { jobId: 'x', attempt, signal: new AbortController().signal })).toEqual({ kind: 'done' });
  }
};
const file = async (id: unknown) =>
  (await api.app.inject({ method: 'GET', url: `/v1/exports/${String(id)}/file`, headers: { authorization: 'Bearer key' } })).rawPayload;

describe('everything about one person', () => {
  it('holds every planted value in JSON, a page and files, for a week', async () => {
    const { contactId, conversationId } = await world.customer('+62 812-0006-0001');
    const id = String((await api.get('/v1/contacts?phone=6281200060001')).body.data[0]?.['id']);
    await api.send('POST', '/v1/attributes', { key: 'secret', label: 'Secret', type: 'text' });
    await api.send('PATCH', `/v1/contacts/${id}`, { name: 'Planted <name>', attributes: { secret: 'planted value' } });
    await api.send('POST', `/v1/contacts/${id}/notes`, { text: 'planted note' });
    const common = { workspaceId: world.workspaceId, numberId: world.numberId, conversationId, contactId, author: 'contact' as const };
    const message = (body: string, mediaId: string | null) => ({
      ...common,
      id: newUuid(),
      wamid: newUuid(),
      at: new Date(),
      type: mediaId === null ? 'text' : 'image',
      content: { body },
      mediaId,
      replyToWamid: null,
      forwarded: false,
      referral: null,
      opensWindow: true,
    });
    await withEngine(database.db, 'messages in a test', (tx) =>
      storeInbound(world, tx, [message('planted message', null), message('with a file', newUuid())], new Date()),
    );
    const ordered = await api.send('POST', `/v1/contacts/${id}/export`);
    expect(ordered).toMatchObject({ status: 202, body: { status: 'queued', kind: 'contact', contact_id: id } });
    await run();
    const ready = (await api.get(`/v1/exports/${String(ordered.body['id'])}`)).body;
    expect(ready).toMatchObject({ status: 'ready', done: 3, size_bytes: expect.any(Number) });
    const zip = await file(ready['id']);
    const path = join(world.folder, 'person.zip');
    writeFileSync(path, zip);
    const read = (name: string) =>
      execFileSync('python3', [
        '-c',
        `import zipfile,sys;sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))`,
        path,
        name,
      ]).toString();
    const names = execFileSync('python3', [
      '-c',
      'import zipfile,sys;print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))',
      path,
    ]).toString();
    expect(names.trim().split('\n')).toEqual([
      'person.json',
      'messages.json',
      'messages.csv',
      'contact.csv',
      'records.json',
      'trail.json',
      'person.html',
      'schema.json',
      expect.stringMatching(/^media\/med_\w+\.png$/),
    ]);
    expect(JSON.parse(read('person.json'))).toMatchObject({
      format: 'kabar.person',
      contact: { name: 'Planted <name>', phone: '+6281200060001', attributes: { secret: 'planted value' } },
      notes: [{ text: 'planted note' }],
    });
    expect(JSON.parse(read('messages.json'))).toMatchObject([
      { content: { body: 'planted message' } },
      { content: { body: 'with a file' } },
    ]);
    expect(read('person.html')).toContain('Planted &lt;name&gt;');
    expect(read('person.html')).toContain('planted message');

    now = new Date(Date.now() + 8 * 86_400_000);
    expect((await api.get(`/v1/exports/${String(ready['id'])}/file`)).status).toBe(410);
    await expireExports(ctx);
    now = null;
    expect((await api.get(`/v1/exports/${String(ready['id'])}`)).body).toMatchObject({ status: 'expired' });
  });

  it('is for whoever asked alone', async () => {
    const id = String((await api.get('/v1/contacts?limit=1')).body.data[0]?.['id']);
    const mine = await api.send('POST', `/v1/contacts/${id}/export`);
    const other = await createApiApp(exportsRoutes(ctx), world.workspaceId, newUuid());
    expect((await other.get(`/v1/exports/${String(mine.body['id'])}`)).status).toBe(404);
    expect((await other.get('/v1/exports')).body.data).toEqual([]);
    await other.app.close();
    expect(permissionsOf('agent')).not.toContain('contacts:export');
  });
});

describe('contacts as CSV', () => {
  it('has the columns of an import and guards formulas', async () => {
    await api.send('POST', '/v1/contacts', { phone: '+62 812-0006-0002', name: '=1+1' });
    const tag = String((await api.send('POST', '/v1/tags', { name: 'toko, besar' })).body['id']);
    const id = (await api.get('/v1/contacts?phone=6281200060002')).body.data[0]?.['id'];
    await api.send('POST', `/v1/contacts/${String(id)}/tags`, { add: [tag] });
    const filter = { conditions: [{ field: 'tags', op: 'any', tag_ids: [tag] }] };
    const ordered = await api.send('POST', '/v1/contacts/exports', { filter });
    expect(ordered.status).toBe(202);
    await run();
    const text = (await file(ordered.body['id'])).toString();
    expect(text).toBe('\uFEFFphone,name,username,bsuid,stage,tags,secret\r\n+6281200060002,\'=1+1,,,,"toko, besar",\r\n');
  });
});

describe('the whole workspace', () => {
  it('holds settings without secrets, the list, and everything about each person in the form of one', async () => {
    await api.send('POST', '/v1/contacts', { phone: '+62 812-0006-0009', name: 'Planted in the workspace' });
    const ordered = await api.send('POST', '/v1/workspace/exports');
    expect(ordered).toMatchObject({ status: 202, body: { kind: 'workspace', contact_id: null } });
    await run();
    const path = join(world.folder, 'workspace.zip');
    writeFileSync(path, await file(ordered.body['id']));
    const script = `
import io,json,sys,zipfile
z=zipfile.ZipFile(sys.argv[1])
people=[zipfile.ZipFile(io.BytesIO(z.read(n))) for n in z.namelist() if n.startswith('people/')]
print(json.dumps({'names':[n for n in z.namelist() if not n.startswith('people/')],'settings':json.loads(z.read('settings.json')),'contacts':z.read('contacts.csv').decode(),'people':[json.loads(p.read('person.json')) for p in people]}))`;
    const read = JSON.parse(execFileSync('python3', ['-c', script, path]).toString());
    expect(read.names).toEqual(['settings.json', 'contacts.csv']);
    expect(read.contacts).toContain('Planted in the workspace');
    expect(read.people.map((person: { contact: { name: string | null } }) => person.contact.name)).toContain('Planted in the workspace');
    expect(read.settings).toMatchObject({ format: 'kabar.workspace', numbers: [{ display_phone_number: '+1 555 0100' }] });
    expect(JSON.stringify(read.settings)).not.toMatch(/_sealed|_hash|workspace_id/);
  });
});
