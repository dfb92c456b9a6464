import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ID_PREFIXES, type Media, type WhatsAppNumber } from '@kabar/contract';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestDatabase, waitFor } from '../../../test/harness.ts';
import { createMetaWorld, freshNumber, type MetaWorld } from '../../../test/meta-world.ts';
import { createTestTenant } from '../../../test/tenants.ts';
import { withEngine } from '../../platform/db/tx.ts';
import { fromPublicId, systemIds, toPublicId } from '../../platform/ids.ts';
import { ensureMedia, findMedia } from './ensure-media.ts';
import { fetchMedia } from './fetch-media.ts';
import { sweepUploads } from './jobs.ts';
import { createMediaFetcher } from './media-fetcher.ts';
import { claimInboundMedia, type MediaRow } from './media.sql.ts';
import { registerInbound, type InboundMedia } from './register-inbound.ts';

const database = useTestDatabase();
let world: MetaWorld;
let headers: Record<string, string>;
let number: WhatsAppNumber;
let numberId: string;
let contactId: string;

beforeAll(async () => {
  world = await createMetaWorld(database);
  headers = world.tenant.members.agent.headers;
  const admin = world.tenant.members.admin.headers;
  number = (await world.app.inject({ method: 'POST', url: '/v1/numbers', headers: admin, payload: freshNumber(world) })).json().number;
  numberId = fromPublicId(ID_PREFIXES.number, number.id) ?? '';
});
afterAll(async () => world.close());
beforeEach(async () => {
  world.graph.intercept = () => null;
  world.graph.calls.length = 0;
  contactId = systemIds.uuid();
  await withEngine(database.db, 'test', (tx) => world.keyring.prepareNew(tx, [{ workspaceId: world.tenant.workspaceId, contactId }]));
});

const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(200_000)]);
const boundary = 'kabar-test-boundary';

function upload(bytes: Buffer, options: { filename?: string; mimeType?: string; query?: string; headers?: Record<string, string> } = {}) {
  const { filename = 'menu.pdf', mimeType = 'application/pdf', query = '' } = options;
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: ${mimeType}\r\n\r\n`;
  return world.app.inject({
    method: 'POST',
    url: `/v1/media${query}`,
    headers: { ...(options.headers ?? headers), 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
}

const content = (id: string, extra: Record<string, string> = {}) =>
  world.app.inject({ url: `/v1/media/${id}/content`, headers: { ...headers, ...extra } });

async function stored(): Promise<Media> {
  const response = await upload(pdf);
  expect(response.statusCode, response.body).toBe(201);
  return response.json();
}

function filesOnDisk(): string[] {
  return readdirSync(world.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('an upload', () => {
  it('is stored sealed and comes back byte for byte', async () => {
    const media = await stored();
    expect(media).toMatchObject({
      status: 'stored',
      mime_type: 'application/pdf',
      size_bytes: pdf.byteLength,
      filename: 'menu.pdf',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const response = await content(media.id);
    expect(response.rawPayload.equals(pdf)).toBe(true);
    expect(response.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(pdf.byteLength),
      'content-disposition': expect.stringContaining('menu.pdf'),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=300',
      'content-security-policy': expect.stringContaining("sandbox; default-src 'none'"),
    });
    for (const file of filesOnDisk()) expect(readFileSync(file).includes('%PDF')).toBe(false);
    const rows = await database.admin<{ row: string }>('select media::text as row from media');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('menu.pdf').toString('hex'));
  });

  it('of which a part is asked gives that part', async () => {
    const media = await stored();
    const response = await content(media.id, { range: 'bytes=100000-100099' });
    expect(response.statusCode).toBe(206);
    expect(response.headers['content-range']).toBe(`bytes 100000-100099/${pdf.byteLength}`);
    expect(response.rawPayload.equals(pdf.subarray(100_000, 100_100))).toBe(true);
    const outside = await content(media.id, { range: `bytes=${pdf.byteLength}-` });
    expect([outside.statusCode, outside.headers['content-range']]).toEqual([416, `bytes */${pdf.byteLength}`]);
  });

  it('of another kind than it says is refused, and nothing stays', async () => {
    const before = filesOnDisk().length;
    const response = await upload(pdf, { mimeType: 'image/jpeg' });
    expect([response.statusCode, response.json().error.code]).toEqual([422, 'media_not_usable']);
    expect(response.json().error.details.reason).toMatch(/application\/pdf/);
    expect(filesOnDisk()).toHaveLength(before);
  });

  it('that is larger than its kind may be is refused, and nothing stays', async () => {
    const before = filesOnDisk().length;
    const png = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde', 'latin1'),
      Buffer.alloc(5 * 1024 * 1024),
    ]);
    const response = await upload(png, { mimeType: 'image/png', filename: 'big.png' });
    expect(response.json().error).toMatchObject({ code: 'media_not_usable', details: { reason: expect.stringContaining('5 MB') } });
    expect(filesOnDisk()).toHaveLength(before);
    expect(await database.admin(`select id from media where status = 'pending' and direction = 'out'`)).toEqual([]);
    expect((await upload(png, { mimeType: 'image/png', filename: 'big.png', query: '?as=document' })).statusCode).toBe(201);
  });

  it('without a file, empty, or not multipart is refused', async () => {
    expect((await upload(Buffer.alloc(0))).json().error.code).toBe('media_not_usable');
    const none = await world.app.inject({
      method: 'POST',
      url: '/v1/media',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}--\r\n`,
    });
    expect(none.json().error.code).toBe('validation_failed');
    const json = await world.app.inject({ method: 'POST', url: '/v1/media', headers, payload: { file: 'x' } });
    expect(json.json().error.code).toBe('unsupported_media_type');
  });

  it('of a picture loses the place and the camera it was taken with', async () => {
    const secret = 'Jalan Rahasia 12';
    const photo = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#2a7' } })
      .withExif({ IFD0: { Artist: secret }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '6/1 12/1 30/1' } })
      .jpeg()
      .toBuffer();
    for (const query of ['', '?as=document']) {
      const sent = await upload(photo, { filename: 'photo.jpg', mimeType: 'image/jpeg', query });
      expect(sent.statusCode, sent.body).toBe(201);
      const back = (await content(sent.json().id)).rawPayload;
      expect([photo.includes(secret), back.includes(secret)]).toEqual([true, false]);
      expect((await sharp(back).metadata()).width).toBe(90);
    }
  });

  it('that would be huge once it is opened is refused by its header, and nothing stays', async () => {
    const before = filesOnDisk().length;
    const flood = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    flood.writeUInt32BE(60_000, 16);
    flood.writeUInt32BE(60_000, 20);
    flood.writeUInt32BE(crc32(flood.subarray(12, 29)), 29);
    for (const query of ['', '?as=document', '?compress=true']) {
      const answer = await upload(flood, { filename: 'flood.png', mimeType: 'image/png', query });
      expect([answer.statusCode, answer.json().error.code], query).toEqual([422, 'media_not_usable']);
    }
    expect((await upload(flood, { filename: 'flood.png', mimeType: 'image/png' })).json().error.details.reason).toContain(
      '60000 × 60000 pixels',
    );
    expect(filesOnDisk()).toHaveLength(before);
  });

  it('that breaks off is refused in words, and nothing stays', async () => {
    const before = filesOnDisk().length;
    const rows = () => database.admin<{ count: number }>('select count(*)::int as count from media');
    const [{ count } = { count: -1 }] = await rows();
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="menu.pdf"\r\ncontent-type: application/pdf\r\n\r\n`;
    const whole = Buffer.concat([Buffer.from(head), pdf, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    for (const length of [30, head.length + 3, head.length + 5_000, head.length + 150_000, whole.length - boundary.length - 6]) {
      const answer = await world.app.inject({
        method: 'POST',
        url: '/v1/media',
        headers: { ...headers, 'content-type': `multipart/form-data; boundary=${boundary}` },
        payload: whole.subarray(0, length),
      });
      expect([answer.statusCode, answer.json().error.code], answer.body).toEqual([400, 'upload_cut_short']);
    }
    expect(filesOnDisk()).toHaveLength(before);
    expect(await rows()).toEqual([{ count }]);
  });

  it('for a number is handed to WhatsApp at once', async () => {
    const response = await upload(pdf, { query: `?number_id=${number.id}` });
    expect(response.statusCode).toBe(201);
    const sent = world.graph.calls.filter((call) => call.path === `/${number.phone_number_id}/media`);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body.includes(pdf)).toBe(true);
    expect((await upload(pdf, { query: `?number_id=${toPublicId('num', systemIds.uuid())}` })).json().error.code).toBe('not_found');
  });

  it('whose process died is removed with its bytes', async () => {
    const media = await stored();
    const id = fromPublicId(ID_PREFIXES.media, media.id);
    await database.admin(`update media set status = 'pending', created_at = $2 where id = $1`, [
      id,
      new Date(world.clock.now().getTime() - 3 * 3_600_000),
    ]);
    const before = filesOnDisk().length;
    expect(await sweepUploads(world.media)).toBe(1);
    expect(filesOnDisk()).toHaveLength(before - 1);
    expect((await world.app.inject({ url: `/v1/media/${media.id}`, headers })).statusCode).toBe(404);
  });

  it('is nobody else’s', async () => {
    const media = await stored();
    const other = (await createTestTenant(world.people, 'Toko Lain')).members.owner.headers;
    expect((await world.app.inject({ url: `/v1/media/${media.id}`, headers: other })).json().error.code).toBe('not_found');
    expect((await world.app.inject({ url: `/v1/media/${media.id}/content`, headers: other })).json().error.code).toBe('not_found');
    expect((await upload(pdf, { query: `?number_id=${number.id}`, headers: other })).json().error.code).toBe('not_found');
  });
});

describe('a file for a message', () => {
  it('is uploaded once for many messages and again before WhatsApp forgets it', async () => {
    const media = await stored();
    const ensure = () => ensureMedia(world.media, world.tenant.workspaceId, numberId, [media.id]);
    const results = await Promise.all(Array.from({ length: 20 }, ensure));
    const ids = new Set(results.map((result) => (result.kind === 'ready' ? result.providerIds.get(media.id) : result.kind)));
    expect(ids.size).toBe(1);
    const uploads = () => world.graph.calls.filter((call) => call.path === `/${number.phone_number_id}/media`).length;
    expect(uploads()).toBe(1);
    world.clock.advance(28 * 24 * 3_600_000);
    await ensure();
    expect(uploads()).toBe(1);
    world.clock.advance(2 * 24 * 3_600_000);
    await ensure();
    expect(uploads()).toBe(2);
  });

  it.each([
    ['WhatsApp is away', { status: 503, body: {} }, { kind: 'later' }],
    ['the limit is reached', { status: 400, body: { error: { code: 4, message: 'x' } } }, { kind: 'later', afterMs: 60_000 }],
    ['the token is refused', { status: 401, body: { error: { code: 190, message: 'x' } } }, { kind: 'later' }],
    ['the file is refused', { status: 400, body: { error: { code: 131_053, message: 'x' } } }, { kind: 'gone' }],
  ])('waits or is given up when %s', async (_name, answer, expected) => {
    const media = await stored();
    world.graph.intercept = () => answer;
    expect(await ensureMedia(world.media, world.tenant.workspaceId, numberId, [media.id])).toMatchObject(expected);
  });

  it('that does not exist here is gone, also when another workspace has it', async () => {
    const media = await stored();
    const other = await createTestTenant(world.people, 'Toko Asing');
    expect(await ensureMedia(world.media, other.workspaceId, numberId, [media.id])).toEqual({ kind: 'gone' });
    const id = fromPublicId(ID_PREFIXES.media, media.id) ?? '';
    expect(await findMedia(world.media, world.tenant.workspaceId, [id, systemIds.uuid()])).toEqual(new Set([id]));
    expect(await findMedia(world.media, other.workspaceId, [id])).toEqual(new Set());
  });
});

describe('a file that came in', () => {
  let lastId = 555_000;

  async function arrive(more: Partial<InboundMedia> = {}, bytes = pdf): Promise<{ id: string; publicId: string; metaId: string }> {
    lastId += 1;
    const metaId = String(lastId);
    world.graph.media.set(metaId, { bytes, mimeType: 'application/pdf' });
    const id = systemIds.uuid();
    const file: InboundMedia = {
      workspaceId: world.tenant.workspaceId,
      id,
      contactId,
      numberId,
      messageId: systemIds.uuid(),
      kind: 'document',
      mimeType: 'application/pdf',
      filename: 'invoice.pdf',
      providerMediaId: metaId,
      url: `${world.graph.url}/file/${metaId}`,
      sha256: null,
      occurredAt: world.clock.now(),
      ...more,
    };
    await withEngine(database.db, 'test', (tx) => registerInbound(world.media, tx, [file]));
    return { id, publicId: toPublicId(ID_PREFIXES.media, id), metaId };
  }

  /** The fetcher's shortest rest is measured by the clock that stands still in tests. */
  const passMoment = (): void => world.clock.advance(1);

  async function fetching<T>(work: () => Promise<T>): Promise<T> {
    const fetcher = createMediaFetcher(world.media);
    fetcher.start();
    try {
      return await work();
    } finally {
      await fetcher.stop(5_000);
    }
  }

  const read = async (publicId: string): Promise<Media> => (await world.app.inject({ url: `/v1/media/${publicId}`, headers })).json();
  const settled = (publicId: string, status: Media['status']) =>
    waitFor(`the file to be ${status}`, async () => {
      passMoment();
      return (await read(publicId)).status === status;
    });
  const errorOf = async (id: string): Promise<string | null | undefined> =>
    (await database.admin<{ error: string | null }>('select error from media where id = $1', [id]))[0]?.error;

  it('is fetched by its address at once, sealed under the contact, and announced', async () => {
    const file = await arrive();
    expect(await read(file.publicId)).toMatchObject({ status: 'pending', filename: 'invoice.pdf', size_bytes: null });
    await fetching(() => settled(file.publicId, 'stored'));
    expect(await read(file.publicId)).toMatchObject({ status: 'stored', size_bytes: pdf.byteLength });
    expect((await content(file.publicId)).rawPayload.equals(pdf)).toBe(true);
    expect(world.graph.calls.map((call) => call.path)).toContain(`/file/${file.metaId}`);
    expect(world.graph.calls.map((call) => call.path)).not.toContain(`/${file.metaId}`);
    const events = await database.admin<{ data: object }>(
      `select data from events where type = 'media.updated' and data ->> 'media_id' = $1`,
      [file.publicId],
    );
    expect(events).toEqual([{ data: { media_id: file.publicId, message_id: expect.stringMatching(/^msg_/) } }]);
    const [row] = await database.admin<{ ref: Buffer | null }>('select provider_ref_sealed as ref from media where id = $1', [file.id]);
    expect(row?.ref).toBeNull();
  });

  it('wakes a fetcher that waits', async () => {
    await fetching(async () => {
      const file = await arrive();
      await settled(file.publicId, 'stored');
    });
  });

  it('whose address is too old, or refused, is fetched by its id', async () => {
    const old = await arrive({ occurredAt: new Date(world.clock.now().getTime() - 3_600_000) });
    const refused = await arrive({ url: `${world.graph.url}/file/nowhere` });
    const foreign = await arrive({ url: 'https://evil.example/file' });
    await fetching(() => Promise.all([old, refused, foreign].map((file) => settled(file.publicId, 'stored'))));
    expect(world.graph.calls.map((call) => call.path)).toEqual(
      expect.arrayContaining([`/${old.metaId}`, `/${refused.metaId}`, `/${foreign.metaId}`]),
    );
  });

  it('is tried again when WhatsApp is away, and fetched when it is back', async () => {
    const file = await arrive();
    world.graph.intercept = () => 'hang up';
    await fetching(async () => {
      await waitFor('a failed try', async () => (await errorOf(file.id)) === 'unreachable');
      world.graph.intercept = () => null;
      world.clock.advance(2_000);
      await settled(file.publicId, 'stored');
    });
  });

  /** Waits until a try has failed in this way, then lets the time pass until the next one. */
  async function failed(id: string, attempt: number, error: string): Promise<void> {
    await waitFor(`try ${attempt} to fail`, async () => {
      passMoment();
      const [row] = await database.admin<{ attempts: number; error: string | null }>('select attempts, error from media where id = $1', [
        id,
      ]);
      return row !== undefined && row.attempts >= attempt && row.error === error;
    });
    world.clock.advance(3_600_000);
  }

  it('with a wrong hash is never shown, and given up after three tries', async () => {
    const file = await arrive({ sha256: Buffer.alloc(32, 1).toString('base64') });
    await fetching(async () => {
      await failed(file.id, 1, 'wrong_hash');
      await failed(file.id, 2, 'wrong_hash');
      await settled(file.publicId, 'gone');
    });
    const response = await content(file.publicId);
    expect([response.statusCode, response.json().error.code]).toEqual([410, 'media_gone']);
    expect(filesOnDisk().filter((name) => name.includes(file.id))).toEqual([]);
  });

  it('with the right hash in either spelling is accepted', async () => {
    const hash = createHash('sha256').update(pdf).digest();
    const files = [await arrive({ sha256: hash.toString('base64') }), await arrive({ sha256: hash.toString('hex') })];
    await fetching(() => Promise.all(files.map((file) => settled(file.publicId, 'stored'))));
    expect((await read(files[0]?.publicId ?? '')).sha256).toBe(hash.toString('hex'));
  });

  it('that WhatsApp no longer has is gone after three refusals', async () => {
    const file = await arrive();
    world.graph.media.delete(file.metaId);
    await fetching(async () => {
      await failed(file.id, 1, 'refused');
      await failed(file.id, 2, 'refused');
      await settled(file.publicId, 'gone');
    });
  });

  it('waits while the token is refused, for up to a week', async () => {
    const file = await arrive();
    world.graph.intercept = () => ({ status: 401, body: { error: { code: 190, message: 'x' } } });
    await fetching(async () => {
      for (let attempt = 1; attempt <= 5; attempt += 1) await failed(file.id, attempt, 'access_refused');
      expect((await read(file.publicId)).status).toBe('pending');
      await failed(file.id, 6, 'access_refused');
      world.clock.advance(8 * 24 * 3_600_000);
      await settled(file.publicId, 'gone');
    });
    expect(await errorOf(file.id)).toBe('expired');
  });

  it('whose fetcher was killed comes due again, and a late end of the first try changes nothing', async () => {
    const file = await arrive();
    const now = world.clock.now();
    const [claimed] = await withEngine(database.db, 'test', (tx) =>
      tx.query<MediaRow>(claimInboundMedia(now, new Date(now.getTime() + 240_000), 10)),
    );
    expect(claimed?.id).toBe(file.id);
    expect(await withEngine(database.db, 'test', (tx) => tx.query(claimInboundMedia(now, now, 10)))).toEqual([]);
    world.clock.advance(241_000);
    await fetching(() => settled(file.publicId, 'stored'));
    if (claimed === undefined) throw new Error('not claimed');
    expect(await fetchMedia(world.media, claimed, new AbortController().signal)).toBe('overtaken');
    expect((await content(file.publicId)).rawPayload.equals(pdf)).toBe(true);
  });

  it('is fetched by whoever wants to see it before its turn', async () => {
    const file = await arrive();
    expect((await content(file.publicId)).rawPayload.equals(pdf)).toBe(true);
    expect((await read(file.publicId)).status).toBe('stored');
    const late = await arrive();
    world.graph.intercept = () => 'hang up';
    expect((await content(late.publicId)).json().error.code).toBe('upstream_unavailable');
    world.graph.intercept = () => null;
    await withEngine(database.db, 'test', (tx) =>
      tx.query({ text: `update media set status = 'gone', next_try_at = null where id = $1`, values: [late.id] }),
    );
  });

  it('of an erased contact cannot be opened any more', async () => {
    const file = await arrive();
    await fetching(() => settled(file.publicId, 'stored'));
    await withEngine(database.db, 'test', (tx) => world.keyring.destroyContactKeys(tx, world.tenant.workspaceId, [contactId]));
    await waitFor('the key to be forgotten', async () => (await content(file.publicId)).statusCode === 410);
    expect(await read(file.publicId)).toMatchObject({ filename: null });
  });

  it('comes a hundred at a time and each is fetched once', async () => {
    const small = Buffer.from('%PDF-1.7 small');
    const files: { id: string }[] = [];
    for (let index = 0; index < 100; index += 1) files.push(await arrive({}, small));
    const second = createMediaFetcher(world.media, { concurrency: 3 });
    second.start();
    await fetching(() =>
      waitFor('all', async () => {
        passMoment();
        const ids = files.map((file) => file.id);
        const [row] = await database.admin<{ count: number }>(
          `select count(*)::int as count from media where id = any($1) and status = 'stored'`,
          [ids],
        );
        return row?.count === 100;
      }),
    );
    await second.stop(5_000);
    const fetched = world.graph.calls.filter((call) => call.path.startsWith('/file/')).map((call) => call.path);
    expect(fetched).toHaveLength(100);
    expect(new Set(fetched).size).toBe(100);
  });
});
