import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { onePixel, uploadForm, uploadPicture } from '../../../test/graph-calls.ts';
import { useGraphWorld } from '../../../test/use-graph-world.ts';
import { nativeMediaId } from './media-ids.ts';

const { database, world, call, get } = useGraphWorld();

describe('files', () => {
  it('are uploaded, described, downloaded with the key, sent and removed', async () => {
    const id = await uploadPicture(world);
    await expect.poll(() => world.records.at(-1)?.subject).toBe(nativeMediaId(id));
    expect(id).toMatch(/^\d{30,39}$/);
    const { body } = await get(`${id}?phone_number_id=${world.mine.phoneNumberId}`);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      url: expect.stringContaining('/graph/v26.0/attachments/'),
      mime_type: 'image/png',
      sha256: createHash('sha256').update(onePixel).digest('hex'),
      file_size: onePixel.byteLength,
      id,
    });
    const url = String(body['url']).replace(/^https?:\/\/[^/]+/, world.url);
    const bytes = await fetch(url, { headers: { authorization: `Bearer ${world.mine.key}` } });
    expect([bytes.status, bytes.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(Buffer.from(await bytes.arrayBuffer()).equals(onePixel)).toBe(true);
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
    const unused = await uploadPicture(world);
    expect((await call('DELETE', unused)).body).toEqual({ success: true });
    expect(await get(unused)).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
  });

  it('may stand anywhere in the form; the product may stand in the address', async () => {
    expect((await call('POST', `${world.mine.phoneNumberId}/media`, uploadForm(['file', 'type', 'messaging_product']))).status).toBe(200);
    expect((await call('POST', `${world.mine.phoneNumberId}/media?messaging_product=whatsapp`, uploadForm(['file']))).status).toBe(200);
  });

  it('leave nothing behind when the form lacks something', async () => {
    const count = async (): Promise<number> => {
      const rows = await database.admin<{ count: number }>(`select count(*)::int as count from media where status <> 'gone'`);
      return rows[0]?.count ?? 0;
    };
    const before = await count();
    const without = await call('POST', `${world.mine.phoneNumberId}/media`, uploadForm(['file', 'type']));
    expect(without).toMatchObject({
      status: 400,
      body: { error: { code: 100, message: '(#100) The parameter messaging_product is required.' } },
    });
    const empty = await call('POST', `${world.mine.phoneNumberId}/media`, uploadForm(['messaging_product']));
    expect(empty.body.error).toMatchObject({ code: 100, message: '(#100) The parameter file is required.' });
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(512)]);
    const unusable = await call(
      'POST',
      `${world.mine.phoneNumberId}/media`,
      uploadForm(['messaging_product', 'file'], program, 'image/png'),
    );
    expect(unusable).toMatchObject({ status: 400, body: { error: { code: 100 } } });
    const two = uploadForm(['messaging_product', 'file', 'file']);
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
      `POST /graph/v26.0/${world.mine.phoneNumberId}/media HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${world.mine.key}\r\ncontent-type: multipart/form-data; boundary=grens\r\ncontent-length: 900000\r\n\r\n${frame('').replace('image/png', 'application/pdf')}`,
    );
    socket.write(Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(300_000, ' ')]));
    await expect.poll(() => database.admin(`select id from media where storage_key is not null and size_bytes is null`)).not.toEqual([]);
    socket.destroy();
    await expect
      .poll(() => database.admin(`select id from media where storage_key is not null and size_bytes is null`), { timeout: 20_000 })
      .toEqual([]);
  });
});
