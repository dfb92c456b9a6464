import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startEmulator } from './control-client.ts';
import type { EmulatorProcess } from './control-client.ts';
import { startReceiver, templateMessage } from './test/harness.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kabar-emulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(dataDir: string): Promise<EmulatorProcess> {
  const emulator = await startEmulator({ dataDir });
  onTestFinished(async () => {
    await emulator.kill();
    await emulator.control.close();
  });
  return emulator;
}

describe('a killed emulator', () => {
  it('has lost nothing that it answered, and goes on telling statuses where it stopped', { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const receiver = await startReceiver();
    const first = await start(dataDir);
    const info = await first.control.info();
    const numberId = info.numbers[0]?.phoneNumberId ?? '';
    await first.control.updateApp(info.appId, { callbackUrl: receiver.url, verifyToken: receiver.verifyToken });
    await first.control.subscribe(info.wabaId, info.appId);
    await first.control.setBehaviours({ limits: { throughput: false, pair: false }, statuses: { autoRead: true } });

    const answered: string[] = [];
    let isKilled = false;
    async function sendUntilKilled(lane: number): Promise<void> {
      for (let index = 0; !isKilled && index < 5000; index += 1) {
        try {
          const answer = await fetch(`${first.url}/v26.0/${numberId}/messages`, {
            method: 'POST',
            headers: { authorization: `Bearer ${info.accessToken}` },
            body: JSON.stringify({
              messaging_product: 'whatsapp',
              ...templateMessage(`62812${lane}${String(index).padStart(7, '0')}`, 'hello_world'),
              biz_opaque_callback_data: `tag-${lane}-${index}`,
            }),
          });
          const body = (await answer.json()) as { messages: { id: string }[] }; // an accepted send
          answered.push(body.messages[0]?.id ?? '');
        } catch {
          return;
        }
      }
    }
    const lanes = [0, 1, 2, 3].map(sendUntilKilled);
    await vi.waitFor(() => expect(answered.length).toBeGreaterThan(300), { timeout: 20_000 });
    isKilled = true;
    await first.kill();
    await Promise.all(lanes);

    const second = await start(dataDir);
    expect(second.url).toBe(first.url);
    const messages = await second.control.allLedgerMessages();
    const wamids = new Set(messages.map((message) => message.wamid));
    expect(answered.filter((wamid) => !wamids.has(wamid))).toEqual([]);
    expect(await second.control.duplicates()).toEqual([]);
    await vi.waitFor(async () => expect((await second.control.ledger()).messages.byState).toEqual({ read: messages.length }), {
      timeout: 20_000,
    });
    await vi.waitFor(
      () => {
        const told = new Set(receiver.ofKind('status').map((unit) => `${unit.value.id} ${unit.value.status}`));
        const missing = messages
          .flatMap(({ wamid }) => ['sent', 'delivered', 'read'].map((name) => `${wamid} ${name}`))
          .filter((key) => !told.has(key));
        expect(missing).toEqual([]);
      },
      { timeout: 20_000 },
    );
  });

  it('keeps webhooks that nobody has taken yet', { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const receiver = await startReceiver();
    let isDown = true;
    receiver.answer = (response) => {
      response.statusCode = isDown ? 503 : 200;
      response.end();
    };
    const first = await start(dataDir);
    const info = await first.control.info();
    await first.control.updateApp(info.appId, { callbackUrl: receiver.url, verifyToken: receiver.verifyToken });
    await first.control.subscribe(info.wabaId, info.appId);
    const { wamid } = await first.control.writeText('sari', 'Are you there?');
    await vi.waitFor(() => expect(receiver.posts.length).toBeGreaterThan(0));
    await first.kill();
    isDown = false;
    const before = receiver.posts[0];
    const second = await start(dataDir);
    await vi.waitFor(async () => expect((await second.control.ledgerMessage(wamid)).state).toBe('delivered'), { timeout: 20_000 });
    expect(receiver.posts.at(-1)?.raw).toEqual(before?.raw);
    expect(receiver.posts.at(-1)?.headers['x-hub-signature-256']).toBe(before?.headers['x-hub-signature-256']);
  });

  it('remembers switches, clock, people and templates', { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    const first = await start(dataDir);
    await first.control.setBehaviours({ webhooks: { batchSize: 9 } });
    await first.control.advanceClock(3_600_000);
    await first.control.createCustomer({ id: 'rui', name: 'Rui', phone: '5531988880177' });
    await first.control.setTemplateStatus((await first.control.templates())[0]?.id ?? '', 'PAUSED');
    await first.kill();
    const second = await start(dataDir);
    expect((await second.control.behaviours()).webhooks.batchSize).toBe(9);
    expect((await second.control.clock()).offsetMs).toBe(3_600_000);
    expect((await second.control.customer('rui')).name).toBe('Rui');
    expect((await second.control.templates())[0]?.status).toBe('PAUSED');
  });

  it('lets no second process onto its data', { timeout: 60_000 }, async () => {
    const dataDir = temporaryFolder();
    await start(dataDir);
    await expect(startEmulator({ dataDir })).rejects.toThrow('Another emulator is already running');
  });
});

describe('the process', () => {
  it('ends by itself when its parent lets go, after answering what it has received', { timeout: 60_000 }, async () => {
    const emulator = await start(temporaryFolder());
    await emulator.control.setBehaviours({ upstream: { slow: { next: 1, minMs: 400, maxMs: 400 } } });
    const info = await emulator.control.info();
    const answer = fetch(`${emulator.url}/v26.0/${info.numbers[0]?.phoneNumberId ?? ''}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${info.accessToken}` },
      body: JSON.stringify({ messaging_product: 'whatsapp', ...templateMessage('6281200000102', 'hello_world') }),
    });
    await vi.waitFor(async () => expect((await emulator.control.behaviours()).upstream.slow.next).toBe(0));
    await emulator.stop();
    expect((await answer).status).toBe(200);
    expect(emulator.process.exitCode).toBe(0);
  });
});
