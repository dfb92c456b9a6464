import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { KEY_SCOPES } from '@kabar/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGraphWorld, type GraphWorld } from '../../../test/graph-world.ts';
import { useTestDatabase } from '../../../test/harness.ts';
import { newUuid } from '../../platform/ids.ts';
import { graphMediaId } from './media-ids.ts';
import { graphMessageId } from './message-ids.ts';

const database = useTestDatabase();
let world: GraphWorld;

beforeAll(async () => {
  world = await createGraphWorld(database);
});
beforeEach(() => {
  world.graph.intercept = () => null;
  world.graph.calls.length = 0;
});
afterAll(async () => {
  if (world.faults.length > 0) throw new Error('requests ran into faults of ours', { cause: world.faults });
  await world.close();
});

type Body = Record<string, unknown> & { error?: Record<string, unknown> };
type Answer = { status: number; body: Body };

async function call(method: string, path: string, body?: object | FormData, key = world.mine.key): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${world.url}/graph/v26.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body }; // every answer of the surface is an object
}

const get = (path: string, key?: string): Promise<Answer> => call('GET', path, undefined, key);

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

function form(order: readonly ('file' | 'messaging_product' | 'type')[], content = picture, type = 'image/png'): FormData {
  const made = new FormData();
  for (const field of order) {
    if (field === 'file') made.append('file', new Blob([content], { type }), 'picture.png');
    else made.append(field, field === 'type' ? type : 'whatsapp');
  }
  return made;
}

async function upload(key?: string): Promise<string> {
  const { status, body } = await call('POST', `${world.mine.phoneNumberId}/media`, form(['messaging_product', 'type', 'file']), key);
  expect([status, body.error]).toEqual([200, undefined]);
  return String(body['id']);
}

describe('numbers and accounts', () => {
  it('are read by Meta’s ids, with the fields that are asked for', async () => {
    const { body } = await get(`${world.mine.phoneNumberId}?fields=display_phone_number,verified_name,status,throughput{level}`);
    expect(body).toEqual({
      display_phone_number: expect.stringMatching(/^\+1 555-/),
      verified_name: 'Warung Rani',
      status: 'CONNECTED',
      throughput: { level: 'STANDARD' },
      id: world.mine.phoneNumberId,
    });
    expect((await get(world.mine.phoneNumberId)).body).toMatchObject({ quality_rating: 'GREEN', platform_type: 'CLOUD_API' });
    expect((await get(`${world.mine.wabaId}?fields=id,name,account_review_status`)).body).toEqual({
      id: world.mine.wabaId,
      name: 'Warung Rani',
      account_review_status: 'APPROVED',
    });
    expect(await get(`${world.mine.phoneNumberId}?fields=shoe_size`)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
  });

  it('are listed in pages', async () => {
    const { body } = await get(`${world.mine.wabaId}/phone_numbers?fields=id,status&limit=1`);
    expect(body).toEqual({
      data: [{ id: world.mine.phoneNumberId, status: 'CONNECTED' }],
      paging: { cursors: { before: expect.any(String), after: expect.any(String) } },
    });
    const { cursors } = body['paging'] as { cursors: { after: string } };
    expect((await get(`${world.mine.wabaId}/phone_numbers?after=${cursors.after}`)).body).toEqual({ data: [] });
    expect(await get(`${world.mine.wabaId}/phone_numbers?after=nonsense`)).toMatchObject({
      status: 400,
      body: { error: { code: 131_059 } },
    });
  });
});

describe('the business profile', () => {
  const path = (): string => `${world.mine.phoneNumberId}/whatsapp_business_profile`;

  it('is WhatsApp’s own, read and changed there', async () => {
    world.graph.intercept = (seen) =>
      seen.path !== `/${path()}`
        ? null
        : {
            status: 200,
            body:
              seen.method === 'GET'
                ? { data: [{ about: 'Buka', vertical: 'RETAIL', websites: ['https://toko.example'] }] }
                : { success: true },
          };
    expect((await get(`${path()}?fields=about,vertical`)).body).toEqual({
      data: [{ about: 'Buka', vertical: 'RETAIL', messaging_product: 'whatsapp' }],
    });
    const change = { messaging_product: 'whatsapp', about: 'Tutup', websites: '["https://toko.example"]' };
    expect((await call('POST', path(), change)).body).toEqual({ success: true });
    expect(world.graph.calls.at(-1)?.json).toEqual({ messaging_product: 'whatsapp', about: 'Tutup', websites: ['https://toko.example'] });
  });

  it.each([
    ['no product', { about: 'x' }],
    ['a text over the limit', { messaging_product: 'whatsapp', about: 'x'.repeat(140) }],
    ['three addresses', { messaging_product: 'whatsapp', websites: ['https://a.example', 'https://b.example', 'https://c.example'] }],
    ['addresses that are no list', { messaging_product: 'whatsapp', websites: '{' }],
  ])('is not changed by %s', async (_what, body) => {
    expect(await call('POST', path(), body)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(world.graph.calls).toEqual([]);
  });

  it('says that it cannot be reached, when it cannot', async () => {
    world.graph.intercept = () => 'hang up';
    expect(await get(path())).toMatchObject({ status: 503, body: { error: { code: 2, is_transient: true } } });
  });
});

describe('templates', () => {
  const seed = async (name: string, language: string, more: Record<string, string> = {}): Promise<string> => {
    const metaId = `5${String(Date.now()).slice(-9)}${Math.floor(Math.random() * 1e6)}`;
    await database.admin(
      `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
       values ($1, $2, (select id from waba_accounts where waba_id = $3), $4, $5, $6, $7, $8, $9, now(), now(), now())`,
      [
        world.mine.workspaceId,
        newUuid(),
        world.mine.wabaId,
        metaId,
        name,
        language,
        more['category'] ?? 'utility',
        more['status'] ?? 'approved',
        more['components'] ?? '[{"type":"BODY","text":"Halo {{1}}, pesanan {{2}} siap."}]',
      ],
    );
    return metaId;
  };
  const send = (template: object): Promise<Answer> =>
    call('POST', `${world.mine.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      to: '6281200000009',
      type: 'template',
      template,
    });
  const texts = (...values: string[]): object[] => [{ type: 'body', parameters: values.map((value) => ({ type: 'text', text: value })) }];

  it('are listed in both directions, filtered, with neighbours that carry no token', async () => {
    for (const name of ['a_satu', 'a_dua', 'a_tiga']) await seed(name, 'id');
    await seed('a_dua', 'en_US', { category: 'marketing' });
    const list = async (query: string): Promise<Body> => (await get(`${world.mine.wabaId}/message_templates?${query}`)).body;
    const names = ({ data }: Body): string[] =>
      (data as { name: string; language: string }[]).map(({ name, language }) => `${name} ${language}`);
    const all = ['a_dua en_US', 'a_dua id', 'a_satu id', 'a_tiga id'];
    expect(names(await list('fields=name,language&name=a_'))).toEqual(all);
    const first = await list('fields=name,language&limit=3&name=a_');
    expect(names(first)).toEqual(all.slice(0, 3));
    const { next, previous } = first['paging'] as { next: string; previous?: string };
    expect(previous).toBeUndefined();
    const keyInQuery = await fetch(`${next.replace(/^https?:\/\/[^/]+/, world.url)}&access_token=${world.mine.key}`);
    const second = (await keyInQuery.json()) as Body; // a list
    expect(names(second)).toEqual(all.slice(3));
    expect(JSON.stringify(second)).not.toContain(world.mine.key);
    const { previous: back } = second['paging'] as { previous: string };
    const before = await fetch(back.replace(/^https?:\/\/[^/]+/, world.url), { headers: { authorization: `Bearer ${world.mine.key}` } });
    expect(names((await before.json()) as Body)).toEqual(all.slice(0, 3)); // a list
    expect(names(await list('fields=name,language&name=a_&category=MARKETING'))).toEqual(['a_dua en_US']);
    expect(names(await list('fields=name,language&name=a_&language=id&status=["APPROVED"]&limit=1'))).toEqual(['a_dua id']);
    expect(await list('name=a_satu')).toMatchObject({
      data: [{ name: 'a_satu', status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL', components: [{ type: 'BODY' }] }],
    });
  });

  it('are read, changed and deleted by Meta’s id', async () => {
    const id = await seed('b_satu', 'id', { status: 'rejected' });
    expect((await get(`${id}?fields=name,rejected_reason`)).body).toEqual({ id, name: 'b_satu', rejected_reason: 'NONE' });
    world.graph.intercept = ({ method, path }) =>
      path === `/${id}` && method === 'POST' ? { status: 200, body: { success: true } } : null;
    const components = [{ type: 'BODY', text: 'Pesanan Anda sudah siap diambil.' }];
    expect((await call('POST', id, { components })).body).toEqual({ success: true });
    expect(world.graph.calls.find(({ method }) => method === 'POST')?.json).toMatchObject({ components });
    world.graph.intercept = ({ method }) => (method === 'DELETE' ? { status: 200, body: { success: true } } : null);
    expect((await call('DELETE', `${world.mine.wabaId}/message_templates?hsm_id=${id}&name=b_satu`)).body).toEqual({ success: true });
    expect(await get(id)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
    expect(await call('DELETE', `${world.mine.wabaId}/message_templates?name=b_satu`)).toMatchObject({
      body: { error: { code: 131_009 } },
    });
    expect(await call('DELETE', `${world.mine.wabaId}/message_templates`)).toMatchObject({ body: { error: { code: 100 } } });
  });

  it('are handed in', async () => {
    world.graph.intercept = ({ method, path }) =>
      method === 'POST' && path.endsWith('/message_templates')
        ? { status: 200, body: { id: '594425479261596', status: 'PENDING', category: 'UTILITY' } }
        : null;
    const template = {
      name: 'pesanan_siap',
      language: 'id',
      category: 'UTILITY',
      components: [{ type: 'BODY', text: 'Pesanan Anda sudah siap diambil.' }],
    };
    const made = await call('POST', `${world.mine.wabaId}/message_templates`, template);
    expect(made).toEqual({ status: 200, body: { id: '594425479261596', status: 'PENDING', category: 'UTILITY' } });
    const again = await call('POST', `${world.mine.wabaId}/message_templates`, template);
    expect(again).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_data: { details: expect.stringContaining('language') } } },
    });
    expect(await call('POST', `${world.mine.wabaId}/message_templates`, { ...template, name: undefined })).toMatchObject({
      body: { error: { code: 100, message: expect.stringContaining('name is required') } },
    });
  });

  it('that do not fit are refused at once, as Meta does it', async () => {
    await seed('c_siap', 'id');
    await seed('c_jeda', 'id', { status: 'paused' });
    await seed('c_gambar', 'id', { components: '[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Halo"}]' });
    const of = (name: string, components?: object[], code = 'id'): Promise<Answer> =>
      send({ name, language: { code }, ...(components === undefined ? {} : { components }) });
    expect((await of('c_siap', texts('Rina', 'A-9'))).body).toMatchObject({ messages: [{ message_status: 'accepted' }] });
    const refused: [Answer, number, string][] = [
      [
        await of('c_siap', texts('Rina')),
        132_000,
        'body: number of localizable_params (1) does not match the expected number of params (2)',
      ],
      [await of('c_siap'), 132_000, '(0)'],
      [await of('c_siap', texts('Rina', 'A-9'), 'fr'), 132_001, 'c_siap'],
      [await of('c_jeda', texts('Rina', 'A-9')), 132_015, 'paused'],
      [await of('c_gambar'), 132_012, 'header: Format mismatch, expected IMAGE, received UNKNOWN'],
    ];
    for (const [{ body }, code, details] of refused) {
      expect(body.error).toMatchObject({ code });
      expect(JSON.stringify(body.error)).toContain(details);
    }
  });
});

describe('files', () => {
  it('are uploaded, described, downloaded with the key, sent and removed', async () => {
    const id = await upload();
    expect(id).toMatch(/^\d{30,39}$/);
    const { body } = await get(`${id}?phone_number_id=${world.mine.phoneNumberId}`);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      url: expect.stringContaining('/graph/v26.0/attachments/'),
      mime_type: 'image/png',
      sha256: createHash('sha256').update(picture).digest('hex'),
      file_size: picture.byteLength,
      id,
    });
    const url = String(body['url']).replace(/^https?:\/\/[^/]+/, world.url);
    const bytes = await fetch(url, { headers: { authorization: `Bearer ${world.mine.key}` } });
    expect([bytes.status, bytes.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await bytes.arrayBuffer()).equals(picture)).toBe(true);
    expect((await fetch(url)).status).toBe(401);
    const foreign = await fetch(url, { headers: { authorization: `Bearer ${world.other.key}` } });
    expect(foreign.status).toBe(404);
    const sent = await call('POST', `${world.mine.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      to: '6281200000008',
      type: 'image',
      image: { id, caption: 'Pesanan' },
    });
    expect(sent.status).toBe(200);
    expect(await call('DELETE', id)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    const unused = await upload();
    expect((await call('DELETE', unused)).body).toEqual({ success: true });
    expect(await get(unused)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });

  it('may stand anywhere in the form; the product may stand in the address', async () => {
    expect((await call('POST', `${world.mine.phoneNumberId}/media`, form(['file', 'type', 'messaging_product']))).status).toBe(200);
    expect((await call('POST', `${world.mine.phoneNumberId}/media?messaging_product=whatsapp`, form(['file']))).status).toBe(200);
  });

  it('leave nothing behind when the form lacks something', async () => {
    const count = async (): Promise<number> => {
      const rows = await database.admin<{ count: number }>(`select count(*)::int as count from media where status <> 'gone'`);
      return rows[0]?.count ?? 0;
    };
    const before = await count();
    const without = await call('POST', `${world.mine.phoneNumberId}/media`, form(['file', 'type']));
    expect(without).toMatchObject({
      status: 400,
      body: { error: { code: 100, message: '(#100) The parameter messaging_product is required.' } },
    });
    const empty = await call('POST', `${world.mine.phoneNumberId}/media`, form(['messaging_product']));
    expect(empty.body.error).toMatchObject({ code: 100, message: '(#100) The parameter file is required.' });
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(512)]);
    const unusable = await call('POST', `${world.mine.phoneNumberId}/media`, form(['messaging_product', 'file'], program, 'image/png'));
    expect(unusable).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    const two = form(['messaging_product', 'file', 'file']);
    expect(await call('POST', `${world.mine.phoneNumberId}/media`, two)).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    expect(await count()).toBe(before);
  });

  const frame = (content: string): string =>
    `--grens\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\ncontent-type: image/png\r\n\r\n${content}`;
  it.each([
    ['a form that ends in the middle of the file', 'multipart/form-data; boundary=grens', frame('PNG')],
    ['a form without a boundary', 'multipart/form-data', frame('PNG\r\n--grens--\r\n')],
    ['a form of nothing', 'multipart/form-data; boundary=grens', ''],
    ['a form whose part has no header', 'multipart/form-data; boundary=grens', '--grens\r\n\r\nPNG\r\n--grens--\r\n'],
    [
      'more fields than anybody needs',
      'multipart/form-data; boundary=grens',
      `${'--grens\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(50)}--grens--\r\n`,
    ],
    ['JSON instead of a form', 'application/json', '{"messaging_product":"whatsapp"}'],
    ['a path as the name of the file', 'multipart/form-data; boundary=grens', frame('PNG').replace('a.png', '../../etc/passwd')],
    [
      'a field that would poison objects',
      'multipart/form-data; boundary=grens',
      '--grens\r\ncontent-disposition: form-data; name="__proto__"\r\n\r\nb\r\n--grens--\r\n',
    ],
  ])('are not taken from %s', async (_what, type, payload) => {
    const answer = await world.app.inject({
      method: 'POST',
      url: `/graph/v26.0/${world.mine.phoneNumberId}/media`,
      headers: { authorization: `Bearer ${world.mine.key}`, 'content-type': type },
      payload,
    });
    expect([answer.statusCode, answer.json().error?.code]).toEqual([400, 100]);
  });

  it('are let go of when the caller goes away in the middle', async () => {
    const { port } = new URL(world.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /graph/v26.0/${world.mine.phoneNumberId}/media HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${world.mine.key}\r\ncontent-type: multipart/form-data; boundary=grens\r\ncontent-length: 900000\r\n\r\n${frame('')}`,
    );
    socket.write(Buffer.concat([picture, Buffer.alloc(300_000)]));
    await expect.poll(() => database.admin(`select id from media where storage_key is not null and size_bytes is null`)).not.toEqual([]);
    socket.destroy();
    await expect
      .poll(() => database.admin(`select id from media where storage_key is not null and size_bytes is null`), { timeout: 20_000 })
      .toEqual([]);
  });
});

describe('tokens', () => {
  it('tell about themselves and about others of the workspace only', async () => {
    expect((await get('me')).body).toEqual({ id: expect.stringMatching(/^\d+$/), name: 'test' });
    const { body } = await get(`debug_token?input_token=${world.mine.key}`);
    expect(body).toMatchObject({
      data: {
        is_valid: true,
        expires_at: expect.any(Number),
        scopes: ['whatsapp_business_messaging', 'whatsapp_business_management'],
        granular_scopes: [{ target_ids: [world.mine.wabaId] }, { target_ids: [world.mine.wabaId] }],
      },
    });
    const foreign = await get(`debug_token?input_token=${world.other.key}`);
    const nonsense = await get('debug_token?input_token=nonsense');
    expect(foreign.body).toEqual(nonsense.body);
    expect(foreign.body).toMatchObject({ data: { is_valid: false } });
  });
});

describe('what belongs to another workspace', () => {
  it('is answered like what nobody has, everywhere', async () => {
    const media = await mediaOfOther();
    const template = '594425479261999';
    await database.admin(
      `insert into templates (workspace_id, id, waba_account_id, meta_id, name, language, category, status, components, facts_at, synced_at, created_at)
       values ($1, $2, (select id from waba_accounts where waba_id = $3), $4, 'theirs', 'id', 'utility', 'approved', '[]', now(), now(), now())`,
      [world.other.workspaceId, newUuid(), world.other.wabaId, template],
    );
    const nobody = { number: '106540352999998', waba: '77106540352999998', template: '594425479261000', media: graphMediaId(newUuid()) };
    const pairs: [method: string, path: (id: string) => string, theirs: string, nobodys: string, body?: object | FormData][] = [
      ['GET', (id) => id, world.other.phoneNumberId, nobody.number],
      ['GET', (id) => id, world.other.wabaId, nobody.waba],
      ['GET', (id) => id, template, nobody.template],
      ['GET', (id) => id, media, nobody.media],
      ['GET', (id) => `${id}/phone_numbers`, world.other.wabaId, nobody.waba],
      ['GET', (id) => `${id}/message_templates`, world.other.wabaId, nobody.waba],
      ['GET', (id) => `${id}/whatsapp_business_profile`, world.other.phoneNumberId, nobody.number],
      [
        'POST',
        (id) => `${id}/whatsapp_business_profile`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', about: 'x' },
      ],
      [
        'POST',
        (id) => `${id}/message_templates`,
        world.other.wabaId,
        nobody.waba,
        { name: 'x', language: 'id', category: 'UTILITY', components: [] },
      ],
      ['DELETE', (id) => `${id}/message_templates?name=theirs`, world.other.wabaId, nobody.waba],
      ['DELETE', (id) => `${world.mine.wabaId}/message_templates?hsm_id=${id}`, template, nobody.template],
      ['POST', (id) => id, template, nobody.template, { category: 'MARKETING' }],
      ['POST', (id) => `${id}/unpause`, template, nobody.template],
      ['DELETE', (id) => id, media, nobody.media],
      ['POST', (id) => `${id}/media`, world.other.phoneNumberId, nobody.number, form(['messaging_product', 'file'])],
      [
        'POST',
        (id) => `${id}/messages`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', to: '6281200000007', text: { body: 'x' } },
      ],
      [
        'POST',
        (id) => `${id}/messages`,
        world.other.phoneNumberId,
        nobody.number,
        { messaging_product: 'whatsapp', status: 'read', message_id: graphMessageId(newUuid()) },
      ],
    ];
    for (const [method, path, theirs, nobodys, body] of pairs) {
      const [one, other] = [await call(method, path(theirs), body), await call(method, path(nobodys), body)];
      expect([method, path(''), one.status, one.body.error?.['code'], one.body.error?.['error_subcode']]).toEqual([
        method,
        path(''),
        400,
        100,
        33,
      ]);
      const plain = ({ body: answer }: Answer, id: string): string =>
        JSON.stringify({ ...answer.error, fbtrace_id: '' }).replaceAll(id, '');
      expect(plain(one, theirs)).toBe(plain(other, nobodys));
    }
    expect(world.graph.calls).toEqual([]);
  });

  async function mediaOfOther(): Promise<string> {
    const { body } = await call('POST', `${world.other.phoneNumberId}/media`, form(['messaging_product', 'file']), world.other.key);
    const [stored] = await database.admin<{ id: string }>('select id from media where workspace_id = $1', [world.other.workspaceId]);
    expect(body['id']).toBe(graphMediaId(stored?.id ?? ''));
    return String(body['id']);
  }
});

describe('every route', () => {
  it('asks for the scope that the native API asks for', async () => {
    const media = await upload();
    const cases: [scope: (typeof KEY_SCOPES)[number], method: string, path: string, body?: object | FormData][] = [
      [
        'messages:send',
        'POST',
        `${world.mine.phoneNumberId}/messages`,
        { messaging_product: 'whatsapp', to: '6281200000006', text: { body: 'x' } },
      ],
      [
        'conversations:write',
        'POST',
        `${world.mine.phoneNumberId}/messages`,
        { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.x' },
      ],
      ['media:write', 'POST', `${world.mine.phoneNumberId}/media`, form(['messaging_product', 'file'])],
      ['media:read', 'GET', media],
      ['media:write', 'DELETE', media],
      ['numbers:read', 'GET', world.mine.phoneNumberId],
      ['numbers:read', 'GET', world.mine.wabaId],
      ['numbers:read', 'GET', `${world.mine.wabaId}/phone_numbers`],
      ['numbers:read', 'GET', `${world.mine.phoneNumberId}/whatsapp_business_profile`],
      ['numbers:write', 'POST', `${world.mine.phoneNumberId}/whatsapp_business_profile`, { messaging_product: 'whatsapp' }],
      ['templates:read', 'GET', `${world.mine.wabaId}/message_templates`],
      ['templates:write', 'POST', `${world.mine.wabaId}/message_templates`, {}],
      ['templates:write', 'DELETE', `${world.mine.wabaId}/message_templates?name=x`],
    ];
    for (const [scope, method, path, body] of cases) {
      const lacking = await world.keyWith(KEY_SCOPES.filter((held) => held !== scope));
      const { status, body: answer } = await call(method, path, body, lacking);
      expect([method, path, status, answer.error?.['code'], answer.error?.['error_data']]).toEqual([
        method,
        path,
        403,
        10,
        { messaging_product: 'whatsapp', details: `The key needs the scope ${scope}.` },
      ]);
    }
  });
});
