import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { get, PHONES, PNG, startTestEmulator } from '../test/harness.ts';
import type { TestEmulator } from '../test/harness.ts';

async function upload(test: TestEmulator, bytes: Buffer, type: string) {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', type);
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), 'file');
  return test.graph('POST', `${test.numberId}/media`, form);
}

describe('media', () => {
  it('uploads, describes, downloads with the token, deletes', async () => {
    const test = await startTestEmulator();
    const { body } = await upload(test, PNG, 'image/png');
    const node = (await test.graph('GET', `${body.id}?phone_number_id=${test.numberId}`)).body;
    expect(node).toMatchObject({
      mime_type: 'image/png',
      file_size: PNG.length,
      sha256: createHash('sha256').update(PNG).digest('hex'),
      id: body.id,
    });
    const authorization = `Bearer ${test.info.accessToken}`;
    const file = await get(node.url, { authorization });
    expect([file.status, file.headers['content-type'], file.body.equals(PNG)]).toEqual([200, 'image/png', true]);
    expect((await get(node.url)).status).toBe(401);
    const foreign = await test.control.createToken({ appId: test.info.appId, wabaIds: [] });
    expect((await get(node.url, { authorization: `Bearer ${foreign.value}` })).status).toBe(404);
    expect((await get(`${node.url}x`, { authorization })).status).toBe(404);
    expect((await test.graph('GET', `${body.id}?phone_number_id=1`)).status).toBe(400);
    expect((await test.graph('DELETE', body.id)).body).toEqual({ success: true });
    expect((await test.graph('GET', body.id)).status).toBe(400);
  });

  it('lets addresses live five minutes and uploads thirty days', async () => {
    const test = await startTestEmulator();
    const { body } = await upload(test, PNG, 'image/png');
    const authorization = `Bearer ${test.info.accessToken}`;
    const first = (await test.graph('GET', body.id)).body.url;
    await test.control.advanceClock(5 * 60_000 + 1000);
    expect((await get(first, { authorization })).status).toBe(404);
    const second = (await test.graph('GET', body.id)).body.url;
    expect((await get(second, { authorization })).status).toBe(200);
    await test.control.advanceClock(30 * 86_400_000);
    expect((await test.graph('GET', body.id)).status).toBe(400);
  });

  it.each([
    ['a type Meta does not take', Buffer.from('x'), 'image/gif', 200],
    ['an empty file', Buffer.alloc(0), 'image/png', 100],
    ['a picture over 5 MB', Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png', 100],
  ])('treats %s as documented', async (_what, bytes, type, expected) => {
    const test = await startTestEmulator();
    const reply = await upload(test, bytes, type);
    // An unknown type counts as a document, which may be anything.
    expect(reply.status === 200 ? 200 : reply.body.error.code).toBe(expected);
  });

  it('brings what a customer sends as a file that can be fetched for seven days', async () => {
    const test = await startTestEmulator();
    const file = await test.control.uploadAsCustomer('sari', { bytes: PNG, mimeType: 'image/png', fileName: 'cup.png' });
    await test.control.write('sari', { type: 'image', content: { id: file.id, caption: 'Look' } });
    const [message] = await test.control.allLedgerMessages('in');
    const image = message?.content['image'] as { id: string; url: string; sha256: string; caption: string }; // written by the emulator
    expect(image).toMatchObject({ id: file.id, caption: 'Look', sha256: createHash('sha256').update(PNG).digest('base64') });
    expect((await get(image.url, { authorization: `Bearer ${test.info.accessToken}` })).status).toBe(200);
    await test.control.advanceClock(7 * 86_400_000 + 1000);
    expect((await test.graph('GET', file.id)).status).toBe(400);
    expect((await test.send({ to: PHONES.sari, type: 'image', image: { id: file.id } })).body.error.code).toBe(131009);
  });

  it('takes files for template headers by resumable upload', async () => {
    const test = await startTestEmulator();
    const session = await test.graph('POST', `${test.info.appId}/uploads?file_length=${PNG.length}&file_type=image/png&file_name=a.png`);
    const answer = await fetch(`${test.url}/v26.0/${session.body.id}`, {
      method: 'POST',
      headers: { authorization: `OAuth ${test.info.accessToken}`, file_offset: '0' },
      body: new Uint8Array(PNG),
    });
    expect(await answer.json()).toEqual({ h: expect.stringMatching(/^4::/) });
  });
});
