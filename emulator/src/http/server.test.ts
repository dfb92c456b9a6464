import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { get, startTestEmulator } from '../test/harness.ts';

describe('the HTTP surface', () => {
  it('shows credentials only under a local name', async () => {
    const test = await startTestEmulator();
    const answer = await request(`${test.url}/emulator/info`, { headers: { host: 'attacker.example' } });
    expect(answer.statusCode).toBe(421);
    expect(await answer.body.text()).not.toContain(test.info.appSecret);
    expect((await get(`${test.url}/emulator/info`)).status).toBe(200);
  });

  it('takes no orders from pages of other sites', async () => {
    const test = await startTestEmulator();
    const orderFrom = async (origin: string) => {
      const answer = await request(`${test.url}/emulator/clock/advance`, { method: 'POST', headers: { origin }, body: '{"byMs":1000}' });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await orderFrom('https://attacker.example')).toBe(403);
    expect(await orderFrom('null')).toBe(403);
    expect(await orderFrom(test.url)).toBe(200);
    expect((await test.control.clock()).offsetMs).toBe(1000);
  });

  it('answers what does not exist with a plain sentence', async () => {
    const test = await startTestEmulator();
    expect((await get(`${test.url}/emulator/nothing`)).status).toBe(404);
    expect((await get(`${test.url}/nothing`)).status).toBe(404);
    expect((await get(`${test.url}/assets/../../package.json`)).status).toBe(404);
    await expect(test.control.updateNumber('1', {})).rejects.toThrow('There is no number with this id.');
  });

  it('refuses broken bodies without falling over', async () => {
    const test = await startTestEmulator();
    const post = async (path: string, body: string) => {
      const answer = await request(`${test.url}${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${test.info.accessToken}` },
      });
      await answer.body.dump();
      return answer.statusCode;
    };
    expect(await post(`/v26.0/${test.numberId}/messages`, '{"a":')).toBe(400);
    expect(await post(`/v26.0/${test.info.wabaId}/message_templates`, '[')).toBe(400);
    expect(await post('/emulator/customers', '"text"')).toBe(400);
    expect(await post('/emulator/customers/sari/messages', '{"type":"image","content":{"id":"1"}}')).toBe(400);
    expect((await get(`${test.url}/emulator/health`)).status).toBe(200);
  });

  it('serves media of strangers so that it cannot run', async () => {
    const test = await startTestEmulator();
    const { id } = await test.control.uploadAsCustomer('sari', {
      bytes: Buffer.from('<script>alert(1)</script>'),
      mimeType: 'text/html',
      fileName: 'a.html',
    });
    const file = await get(`${test.url}/emulator/media/${id}`);
    expect(file.headers['content-security-policy']).toContain('sandbox');
    expect(file.headers['x-content-type-options']).toBe('nosniff');
  });

  it('tells a page what happens on one phone and not on others', async () => {
    const test = await startTestEmulator();
    const controller = new AbortController();
    const stream = await fetch(`${test.url}/emulator/stream?customer=sari`, { signal: controller.signal });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await test.control.writeText('budi', 'Not for her');
    await test.control.writeText('sari', 'For her');
    let text = '';
    while (!text.includes('For her')) text += (await reader?.read())?.value ?? '';
    expect(text).not.toContain('Not for her');
    controller.abort();
  });
});
