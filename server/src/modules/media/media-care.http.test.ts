import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ID_PREFIXES, type Media, type MediaLink, type MediaUsage } from '@kabar/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../../test/harness.ts';
import { createMetaWorld, type MetaWorld } from '../../../test/meta-world.ts';
import { openGate } from '../../../test/open-gate.ts';
import { tenantQuery, withEngine } from '../../platform/db/tx.ts';
import type { EgressGate } from '../../platform/egress/gate.ts';
import { fromPublicId, systemIds, toPublicId } from '../../platform/ids.ts';
import { findMedia } from './ensure-media.ts';
import { scanWaiting } from './jobs.ts';
import { objectPlace } from './media-keys.ts';
import { removeUnusedUploads } from './remove-media.ts';
import { createScanner, pingClamd } from './scanner.ts';
import { stripMetadata } from './strip-metadata.ts';

const database = useTestDatabase();
let world: MetaWorld;
let headers: Record<string, string>;
let admin: Record<string, string>;

beforeAll(async () => {
  world = await createMetaWorld(database);
  headers = world.tenant.members.agent.headers;
  admin = world.tenant.members.admin.headers;
});
afterAll(async () => world.close());
beforeEach(() => {
  world.media.care = { scanner: null, scannerAway: 'hold', quotaBytes: null, unusedAfterMs: 30 * 86_400_000 };
});

const boundary = 'kabar-test-boundary';
function upload(bytes: Buffer, filename: string, mimeType: string, query = '') {
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: ${mimeType}\r\n\r\n`;
  return world.app.inject({
    method: 'POST',
    url: `/v1/media${query}`,
    headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}
const get = (url: string, extra: Record<string, string> = {}) => world.app.inject({ url, headers: { ...headers, ...extra } });
const photo = (width: number, height: number) =>
  sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 100 })
    .withExif({ IFD0: { Copyright: 'secret place' }, IFD3: { GPSLatitude: '6/1 12/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();
async function pdf(size = 300_000): Promise<Media> {
  const response = await upload(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(size)]), 'menu.pdf', 'application/pdf');
  expect(response.statusCode, response.body).toBe(201);
  return response.json();
}
const rawId = (media: Media): string => fromPublicId(ID_PREFIXES.media, media.id) ?? '';

describe('pictures', () => {
  it('made smaller stand upright, lose their metadata and fit, from above the limit of WhatsApp', async () => {
    const large = await photo(2_400, 1_800);
    expect(large.byteLength).toBeGreaterThan(5 * 1024 * 1024);
    expect((await upload(large, 'beach.jpg', 'image/jpeg')).json().error).toMatchObject({ code: 'media_not_usable' });
    const response = await upload(large, 'beach.jpg', 'image/jpeg', '?compress=true');
    expect(response.statusCode, response.body).toBe(201);
    const media: Media = response.json();
    expect(media).toMatchObject({ kind: 'image', mime_type: 'image/jpeg', width: 1_200, height: 1_600, has_thumbnail: true });
    const { rawPayload } = await get(`/v1/media/${media.id}/content`);
    const facts = await sharp(rawPayload).metadata();
    expect([facts.width, facts.height, facts.exif, facts.orientation]).toEqual([1_200, 1_600, undefined, undefined]);
    expect(rawPayload.includes('secret place')).toBe(false);
  });

  it('are made smaller by default where the workspace says so, unless the upload says otherwise', async () => {
    const picture = await photo(300, 200);
    const patch = await world.app.inject({
      method: 'PATCH',
      url: '/v1/media-settings',
      headers: admin,
      payload: { compress_images: true },
    });
    expect(patch.json()).toEqual({ compress_images: true, quota_bytes: null });
    const made: Media = (await upload(picture, 'a.jpg', 'image/jpeg')).json();
    expect(made.size_bytes).not.toBe(picture.byteLength);
    const kept: Media = (await upload(picture, 'a.jpg', 'image/jpeg', '?compress=false')).json();
    expect(kept.size_bytes).toBe(stripMetadata(picture, 'image/jpeg')?.byteLength);
    await world.app.inject({ method: 'PATCH', url: '/v1/media-settings', headers: admin, payload: { compress_images: false } });
  });

  it('that move stay stickers that move', async () => {
    const frames = await sharp(randomBytes(600 * 1_200 * 3), { raw: { width: 600, height: 1_200, channels: 3, pageHeight: 600 } })
      .webp({ quality: 60, delay: [100, 100] })
      .toBuffer();
    const response = await upload(frames, 'wave.webp', 'image/webp', '?compress=true');
    expect(response.statusCode, response.body).toBe(201);
    const media: Media = response.json();
    expect(media).toMatchObject({ kind: 'sticker', mime_type: 'image/webp' });
    const facts = await sharp((await get(`/v1/media/${media.id}/content`)).rawPayload, { animated: true }).metadata();
    expect([facts.pages, facts.width, facts.pageHeight]).toEqual([2, 512, 512]);
    expect(media.size_bytes).toBeLessThanOrEqual(500 * 1024);
  });

  it('have a small picture that lies sealed beside them; other files have none', async () => {
    const media: Media = (await upload(await photo(900, 600), 'a.jpg', 'image/jpeg')).json();
    const response = await get(`/v1/media/${media.id}/thumbnail`);
    expect(response.headers['content-type']).toBe('image/webp');
    const facts = await sharp(response.rawPayload).metadata();
    expect([facts.width, facts.height]).toEqual([213, 320]);
    const name = readdirSync(world.folder, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith(`${rawId(media)}.t0`));
    expect(name).toBeDefined();
    expect((await get(`/v1/media/${(await pdf(1_000)).id}/thumbnail`)).statusCode).toBe(404);
  });

  it('whose small picture was never made get it when somebody asks', async () => {
    const media: Media = (await upload(await photo(400, 300), 'a.jpg', 'image/jpeg')).json();
    const { workspaceId } = world.tenant;
    await tenantQuery(database.db, workspaceId, {
      text: `update media set thumb_key = null, thumb_bytes = null, thumb_object_key_sealed = null where workspace_id = $1 and id = $2`,
      values: [workspaceId, rawId(media)],
    });
    expect((await get(`/v1/media/${media.id}/thumbnail`)).statusCode).toBe(200);
    expect((await get(`/v1/media/${media.id}`)).json().has_thumbnail).toBe(true);
  });
});

describe('a link', () => {
  const link = async (media: Media, payload = {}): Promise<MediaLink> =>
    (await world.app.inject({ method: 'POST', url: `/v1/media/${media.id}/link`, headers, payload })).json();
  const follow = (url: string, extra: Record<string, string> = {}) => world.app.inject({ url: new URL(url).pathname, headers: extra });

  it('gives the file without a session, also in part, for five minutes', async () => {
    const media = await pdf();
    const { url, expires_at: expiresAt } = await link(media);
    expect(new Date(expiresAt).getTime() - world.clock.now().getTime()).toBe(300_000);
    const whole = await follow(url);
    expect(whole.statusCode).toBe(200);
    expect(whole.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'accept-ranges': 'bytes' });
    expect(whole.headers['content-security-policy']).toContain('sandbox');
    const part = await follow(url, { range: 'bytes=200000-200009' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 200000-200009/${media.size_bytes}`]);
    expect(part.rawPayload.equals(whole.rawPayload.subarray(200_000, 200_010))).toBe(true);
    world.clock.advance(300_000);
    expect((await follow(url)).statusCode).toBe(404);
  });

  it('can be made for saving, and for the small picture', async () => {
    const media: Media = (await upload(await photo(400, 300), 'a.jpg', 'image/jpeg')).json();
    expect((await follow((await link(media, { download: true })).url)).headers['content-disposition']).toMatch(/^attachment/);
    expect((await follow((await link(media, { thumbnail: true })).url)).headers['content-type']).toBe('image/webp');
  });

  it('that anybody changed is not found: another file, a later end, another kind', async () => {
    const media = await pdf(100);
    const { url } = await link(media);
    const parts = (url.split('/').at(-1) ?? '').split('.');
    const forge = (place: number, value: string) =>
      `https://x/files/${parts.map((part, index) => (index === place ? value : part)).join('.')}`;
    for (const changed of [
      forge(1, (await pdf(100)).id),
      forge(2, (Date.now() + 10_000_000_000).toString(36)),
      forge(3, 't'),
      forge(4, 'A'.repeat(43)),
      forge(4, ''),
      forge(0, toPublicId(ID_PREFIXES.workspace, systemIds.uuid())),
      'https://x/files/nonsense',
    ])
      expect((await follow(changed)).statusCode, changed).toBe(404);
    expect((await follow(url)).statusCode).toBe(200);
  });

  it('ends when the contact is erased', async () => {
    const { workspaceId } = world.tenant;
    const contactId = systemIds.uuid();
    const id = systemIds.uuid();
    await withEngine(database.db, 'test', (tx) => world.keyring.prepareNew(tx, [{ workspaceId, contactId }]));
    const owner = (await world.keyring.contactKeys([{ workspaceId, contactId }])).get(contactId);
    if (owner === undefined) throw new Error('no key');
    const stored = await world.media.storage.put({
      name: `${workspaceId}/x/${id}.1`,
      owner: owner.primary,
      place: objectPlace(workspaceId, id),
      source: (async function* () {
        yield Buffer.from('hello');
      })(),
      maxBytes: 100,
    });
    await tenantQuery(database.db, workspaceId, {
      text: `insert into media (workspace_id, id, contact_id, direction, status, kind, mime_type, size_bytes, storage_key, object_key_sealed, created_at)
             values ($1, $2, $3, 'in', 'stored', 'document', 'text/plain', 5, $4, $5, now())`,
      values: [workspaceId, id, contactId, `${workspaceId}/x/${id}.1`, stored.sealedKey],
    });
    const { url } = await link({ id: toPublicId(ID_PREFIXES.media, id) } as Media); // only the id matters
    expect((await follow(url)).body).toBe('hello');
    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, workspaceId, [contactId]));
    await expect.poll(async () => (await follow(url)).statusCode).toBe(410);
  });
});

describe('the space of a workspace', () => {
  it('is counted, warned of, and refuses uploads in words when it is full', async () => {
    const usage = async (): Promise<MediaUsage> => (await get('/v1/media-usage')).json();
    const before = await usage();
    const media = await pdf(50_000);
    const after = await usage();
    expect([after.bytes - before.bytes, after.files - before.files]).toEqual([media.size_bytes, 1]);
    await world.app.inject({ method: 'PATCH', url: '/v1/media-settings', headers: admin, payload: { quota_bytes: after.bytes + 1_000 } });
    expect((await usage()).warning).toMatch(/^9\d % of the space/);
    const refused = await upload(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2_000)]), 'a.pdf', 'application/pdf');
    expect(refused.json().error.details.reason).toMatch(/space for files of this workspace is used up/);
    expect((await usage()).bytes).toBe(after.bytes);
    world.media.care.quotaBytes = after.bytes;
    expect(await usage()).toMatchObject({ quota_bytes: after.bytes, is_over: true, warning: expect.stringMatching(/still fetched/) });
    await world.app.inject({ method: 'PATCH', url: '/v1/media-settings', headers: admin, payload: { quota_bytes: null } });
  });

  it('is set by admins only', async () => {
    const response = await world.app.inject({ method: 'PATCH', url: '/v1/media-settings', headers, payload: { quota_bytes: 0 } });
    expect(response.statusCode).toBe(403);
  });

  it('is given back when an upload is removed, by hand or because nobody used it', async () => {
    const [byHand, unused, used] = [await pdf(10_000), await pdf(10_000), await pdf(10_000)];
    await findMedia(world.media, world.tenant.workspaceId, [rawId(used)]);
    const before: MediaUsage = (await get('/v1/media-usage')).json();
    const remove = (media: Media) => world.app.inject({ method: 'DELETE', url: `/v1/media/${media.id}`, headers });
    expect((await remove(byHand)).statusCode).toBe(204);
    expect((await remove(used)).statusCode).toBe(409);
    expect((await get(`/v1/media/${byHand.id}`)).json()).toMatchObject({ status: 'gone', problem: { code: 'removed' } });
    world.clock.advance(31 * 86_400_000);
    await removeUnusedUploads(world.media);
    expect((await get(`/v1/media/${unused.id}`)).json().status).toBe('gone');
    expect((await get(`/v1/media/${used.id}`)).json().status).toBe('stored');
    const after: MediaUsage = (await get('/v1/media-usage')).json();
    expect(before.bytes - after.bytes).toBeGreaterThanOrEqual(20_000);
    const left = readdirSync(world.folder, { recursive: true, encoding: 'utf8' });
    expect(left.some((file) => file.includes(rawId(unused)) || file.includes(rawId(byHand)))).toBe(false);
  });
});

/** Speaks clamd's protocol: finds what contains EICAR. */
async function startClamd(): Promise<{ address: string; server: Server }> {
  const server = createServer((socket) => {
    let seen = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      if (seen.toString('latin1') === 'zPING\0') socket.end('PONG\0');
      if (!seen.subarray(-4).equals(Buffer.alloc(4)) || !seen.toString('latin1').startsWith('zINSTREAM\0')) return;
      socket.end(seen.includes('EICAR') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, server }; // a TCP server has no other kind of address
}

describe('the malware scanner', () => {
  const bad = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from('EICAR'), randomBytes(100_000)]);

  it('is asked about every upload, and malware is not kept', async () => {
    const { address, server } = await startClamd();
    expect(await pingClamd(address)).toBe(true);
    world.media.care.scanner = createScanner({ gate: openGate, clamd: address });
    expect((await pdf()).scan).toBe('clean');
    const files = () => readdirSync(world.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const count = files().length;
    const refused = await upload(bad, 'a.pdf', 'application/pdf');
    expect(refused.json().error).toMatchObject({ code: 'media_not_usable', details: { reason: expect.stringMatching(/malware/) } });
    expect(files()).toHaveLength(count);
    server.close();
  });

  it('can be a program', async () => {
    const script = join(world.folder, 'scan.sh');
    writeFileSync(script, '#!/bin/sh\nif grep -q EICAR; then exit 1; fi\nexit 0\n', { mode: 0o755 });
    world.media.care.scanner = createScanner({ gate: openGate, command: script });
    expect((await pdf()).scan).toBe('clean');
    expect((await upload(bad, 'a.pdf', 'application/pdf')).statusCode).toBe(422);
    world.media.care.scanner = createScanner({ gate: openGate, command: '/nowhere/scanner' });
    expect((await pdf()).scan).toBe('waiting');
  });

  it('that is away locks files until it is back, or lets them pass, as the setting says', async () => {
    await scanWaiting(world.media);
    world.media.care = { ...world.media.care, scanner: createScanner({ gate: openGate, clamd: 'tcp://127.0.0.1:9' }), scannerAway: 'hold' };
    const held = await pdf();
    expect(held).toMatchObject({ status: 'pending', scan: 'waiting', problem: { code: 'scan_waiting' } });
    const locked = await get(`/v1/media/${held.id}/content`);
    expect(locked.json().error).toMatchObject({
      code: 'media_not_usable',
      details: { reason: expect.stringMatching(/waits to be checked/) },
    });
    expect(await scanWaiting(world.media)).toBe(0);
    const response = await upload(bad, 'b.pdf', 'application/pdf');
    const infected: Media = response.json();
    const { address, server } = await startClamd();
    world.media.care.scanner = createScanner({ gate: openGate, clamd: address });
    expect(await scanWaiting(world.media)).toBe(2);
    expect((await get(`/v1/media/${held.id}`)).json()).toMatchObject({ status: 'stored', scan: 'clean', problem: null });
    expect((await get(`/v1/media/${infected.id}`)).json()).toMatchObject({ status: 'quarantined', problem: { code: 'infected' } });
    expect((await get(`/v1/media/${infected.id}/content`)).statusCode).toBe(422);
    server.close();
    world.media.care = { ...world.media.care, scanner: createScanner({ gate: openGate, clamd: 'tcp://127.0.0.1:9' }), scannerAway: 'pass' };
    expect(await pdf()).toMatchObject({ status: 'stored', scan: 'skipped' });
  });

  it('is not connected to where the register does not allow it', async () => {
    const { address, server } = await startClamd();
    let connectionCount = 0;
    server.on('connection', () => (connectionCount += 1));
    const gate: EgressGate = { admit: () => ({ allowed: false, reason: 'not_registered' }) };
    world.media.care = { ...world.media.care, scanner: createScanner({ gate, clamd: address }), scannerAway: 'hold' };
    expect(await pdf()).toMatchObject({ status: 'pending', scan: 'waiting' });
    expect(connectionCount).toBe(0);
    server.close();
  });
});
