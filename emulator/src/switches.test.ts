import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PHONES, PNG, startTestEmulator, templateMessage } from './test/harness.ts';
import type { TestEmulator } from './test/harness.ts';

const promo = (to: string) => ({
  to,
  type: 'template',
  template: {
    name: 'weekend_promo',
    language: { code: 'en_US' },
    components: ['header', 'body'].map((type) => ({ type, parameters: [{ type: 'text', text: 'you' }] })),
  },
});

async function outcomeOf(test: TestEmulator, message: Record<string, unknown>): Promise<string | number> {
  const { wamid } = await test.send(message);
  await vi.waitFor(() =>
    expect(test.receiver.statusesOf(wamid).some((status) => status === 'failed' || status === 'delivered')).toBe(true),
  );
  const failed = test.receiver.ofKind('status').find((unit) => unit.value.id === wamid && unit.value.status === 'failed');
  return failed?.value.errors?.[0]?.code ?? 'delivered';
}

describe('switches of policies', () => {
  it('let free text through when the window is switched off', async () => {
    const test = await startTestEmulator();
    const text = { to: PHONES.budi, type: 'text', text: { body: 'x' } };
    expect(await outcomeOf(test, text)).toBe(131047);
    await test.control.setBehaviours({ policies: { window: false } });
    expect(await outcomeOf(test, text)).toBe('delivered');
  });

  it('ignore a stop when opt-outs are switched off', async () => {
    const test = await startTestEmulator();
    await test.control.setMarketing('budi', 'stop');
    expect(await outcomeOf(test, promo(PHONES.budi))).toBe(131050);
    await test.control.setBehaviours({ policies: { optOut: false } });
    expect(await outcomeOf(test, promo(PHONES.budi))).toBe('delivered');
  });

  it('hold marketing back, except from people with an open window', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ policies: { marketingCap: 1 } });
    expect(await outcomeOf(test, promo(PHONES.budi))).toBe(131049);
    expect(await outcomeOf(test, templateMessage(PHONES.budi, 'hello_world'))).toBe('delivered');
    await test.control.writeText('budi', 'Hi');
    expect(await outcomeOf(test, promo(PHONES.budi))).toBe('delivered');
  });

  it('send no marketing to the United States when asked to', async () => {
    const test = await startTestEmulator();
    expect(await outcomeOf(test, promo('+1 555 010 0177'))).toBe('delivered');
    await test.control.setBehaviours({ policies: { noMarketingToUs: true } });
    expect(await outcomeOf(test, promo('+1 555 010 0177'))).toBe(131049);
    expect(await outcomeOf(test, promo(PHONES.budi))).toBe('delivered');
  });

  it('fetch media links when asked to, and fail by webhook when there is nothing', async () => {
    const test = await startTestEmulator();
    const files = createServer((request, response) => {
      response.statusCode = request.url === '/a.png' ? 200 : 404;
      response.end(request.url === '/a.png' ? PNG : '');
    });
    await new Promise<void>((resolve) => {
      files.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => void files.close());
    const { port } = files.address() as AddressInfo; // a listening TCP server has one
    const image = (name: string) => ({ to: PHONES.sari, type: 'image', image: { link: `http://127.0.0.1:${port}/${name}` } });
    await test.control.writeText('sari', 'Hi');
    expect(await outcomeOf(test, image('gone.png'))).toBe('delivered');
    await test.control.setBehaviours({ policies: { fetchLinks: true } });
    expect(await outcomeOf(test, image('gone.png'))).toBe(131053);
    expect(await outcomeOf(test, image('a.png'))).toBe('delivered');
  });
});

describe('switches of statuses', () => {
  it('stop after sent, or before it', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ statuses: { autoDelivered: false } });
    const first = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(first.wamid)).toEqual(['sent']));
    await test.control.setBehaviours({ statuses: { autoSent: false, autoDelivered: true } });
    const second = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await test.control.setBehaviours({ statuses: { autoSent: true } });
    const third = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(third.wamid)).toEqual(['sent', 'delivered']));
    expect(test.receiver.statusesOf(first.wamid)).toEqual(['sent']);
    expect(test.receiver.statusesOf(second.wamid)).toEqual([]);
  });

  it('keep reads and failures to themselves', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ statuses: { autoRead: true, drop: { read: 1, failed: 1 } } });
    const read = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    await vi.waitFor(async () => expect((await test.control.ledgerMessage(read.wamid)).state).toBe('read'));
    const failed = await test.sendText(PHONES.priya);
    await vi.waitFor(async () => expect((await test.control.ledgerMessage(failed.wamid)).state).toBe('failed'));
    await vi.waitFor(() => expect(test.receiver.statusesOf(read.wamid)).toEqual(['sent', 'delivered']));
    expect(test.receiver.statusesOf(failed.wamid)).toEqual([]);
  });

  it('wait as long as they are told, on the emulated clock', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ statuses: { sentDelay: { minMs: 60_000, maxMs: 60_000 } } });
    const { wamid } = await test.send(templateMessage(PHONES.budi, 'hello_world'));
    expect((await test.control.ledgerMessage(wamid)).state).toBe('accepted');
    await test.control.advanceClock(60_000);
    await vi.waitFor(() => expect(test.receiver.statusesOf(wamid)).toContain('sent'));
  });
});

describe('switches of webhooks and reviews', () => {
  it('collect updates for as long as the linger says', async () => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ webhooks: { batchLingerMs: 200 }, statuses: { autoDelivered: false } });
    await Promise.all(Array.from({ length: 5 }, (_item, index) => test.send(templateMessage(`62812${40_000_000 + index}`, 'hello_world'))));
    await vi.waitFor(() => expect(test.receiver.ofKind('status')).toHaveLength(5));
    expect(test.receiver.posts.length).toBeLessThan(5);
  });

  it.each([
    ['approve', 'please_reject', 'APPROVED'],
    ['reject', 'all_well', 'REJECTED'],
    ['never', 'all_well', 'PENDING'],
  ] as const)('decide reviews: %s', async (review, name, status) => {
    const test = await startTestEmulator();
    await test.control.setBehaviours({ templates: { review, reviewDelayMs: 60_000, rejectReason: 'SCAM' } });
    const { id } = (
      await test.graph('POST', `${test.info.wabaId}/message_templates`, {
        name,
        language: 'en_US',
        category: 'UTILITY',
        components: [{ type: 'BODY', text: 'Your table is ready.' }],
      })
    ).body;
    await test.control.advanceClock(60_000);
    await vi.waitFor(async () => expect((await test.control.templates()).find((template) => template.id === id)?.status).toBe(status));
    if (status === 'REJECTED') {
      await vi.waitFor(() => expect(test.receiver.ofKind('template_status')[0]?.value.reason).toBe('SCAM'));
    }
  });
});
