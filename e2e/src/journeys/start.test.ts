import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { EmulatorControl } from '@kabar/emulator/control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchOn, startHome, type Home } from '../stand/home.ts';
import { waitUntil } from '../stand/wait-until.ts';
import { runInShell } from './run-in-shell.ts';

const messageCount = 1_000;
const atOnceCount = 25;

let home: Home;
beforeAll(async () => {
  home = await startHome();
});
afterAll(async () => {
  await home?.close();
});

describe('the one command', () => {
  it('leaves all a script needs, readable by its owner only', () => {
    const { login, ...texts } = home.quickstart;
    const names = ['dashboardUrl', 'apiUrl', 'emulatorUrl', 'webhookUrl', 'appSecret', 'apiKey', 'workspaceId', 'numberId'];
    expect(Object.keys(texts).toSorted()).toEqual([...names, 'phoneNumberId', 'accessToken', 'customerPhone'].toSorted());
    for (const [name, text] of Object.entries({ ...texts, ...login })) expect(text, name).toMatch(/\S/);
    expect(statSync(path.join(home.folder, 'quickstart.json')).mode & 0o777).toBe(0o600);
  });

  it('prints a line that, pasted into a shell, shows a template on the phone', async () => {
    const { emulator, quickstart } = home;
    const welcome = home.welcome();
    for (const text of [quickstart.dashboardUrl, quickstart.login.email, quickstart.login.password, quickstart.apiKey]) {
      expect(welcome).toContain(text);
    }
    const line = /curl [\s\S]+?-d '.+'/.exec(welcome)?.[0] ?? '';
    const { id } = JSON.parse(await runInShell(line)) as { id: string }; // checked by its use below
    await waitUntil('the template is on the phone', async () => {
      const chat = await emulator.chat('sari', quickstart.phoneNumberId);
      return chat.some((message) => message.type === 'template' && JSON.stringify(message).includes('hello_world'));
    });
    await waitUntil('the API says that it was delivered', async () => (await home.client.messages.get(id)).status === 'delivered');
  });

  it('is refused on a folder that is in use, in a sentence that says so', async () => {
    const second = launchOn(home.folder);
    expect(await second.exited).not.toBe(0);
    expect(second.output()).toContain('Kabar already runs on');
    expect(second.output()).toContain(home.folder);
    expect(second.output()).not.toMatch(/\n\s+at /);
  });

  it('keeps a thousand messages through a kill in their midst: each arrives exactly once', async () => {
    const { client, emulator, quickstart } = home;
    // The point is the kill, not WhatsApp's pace for one person and one number.
    await emulator.setBehaviours({ limits: { pair: false, throughputPerSecond: 1_000 } });
    const customers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        emulator.createCustomer({ name: `Tamu ${index}`, phone: `62812000020${String(index).padStart(2, '0')}` }),
      ),
    );
    await emulator.writeMany(
      customers.map(({ id }) => ({ customer: id, numberId: quickstart.phoneNumberId, type: 'text', content: { body: 'halo' } })),
    );
    await waitUntil('all windows are open', async () => (await client.conversations.list({ limit: 100 })).data.length >= customers.length);

    const accepted = new Set<string>();
    const keys = Array.from({ length: messageCount }, () => randomUUID());
    const send = async (key: string, index: number): Promise<void> => {
      const to = `+${customers[index % customers.length]?.phone ?? ''}`;
      const { id } = await client.messages.send(
        { number_id: quickstart.numberId, to, type: 'text', text: { body: `Notice ${index}` } },
        { idempotencyKey: key },
      );
      accepted.add(id);
    };
    const waiting = keys.map((key, index) => ({ key, index }));
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { key, index } = next;
        // Whoever got no answer asks again under the same key, as our guide tells programs to do.
        await waitUntil(
          `message ${index} is accepted`,
          () =>
            send(key, index).then(
              () => true,
              () => false,
            ),
          120_000,
        );
      }
    };
    const sending = Promise.all(Array.from({ length: atOnceCount }, worker));
    await waitUntil('the sends are in full flow', async () => accepted.size > messageCount / 3);
    await home.kill();
    await home.start();
    await sending;
    expect(accepted.size).toBe(messageCount);

    const left = await waitUntil('everything has come to rest', async () => {
      const arrived = await countArrivals(emulator);
      const missing = [...accepted].filter((id) => !arrived.has(id));
      const stories = await Promise.all(missing.map((id) => client.messages.get(id)));
      return stories.every(({ status }) => status === 'unknown') ? missing : null;
    });
    // Died between the journal and the first byte: nobody but a person may say that the customer has nothing.
    for (const id of left) await client.messages.resolve(id, { action: 'resend' });
    const arrived = await waitUntil('the ledger is complete', async () => {
      const counts = await countArrivals(emulator);
      return [...accepted].every((id) => counts.has(id)) ? counts : null;
    });
    expect([...accepted].filter((id) => arrived.get(id) !== 1)).toEqual([]);
  });
});

/** How often each of our messages is in the emulator's ledger. */
async function countArrivals(emulator: EmulatorControl): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { bizOpaqueCallbackData: id } of await emulator.allLedgerMessages('out')) {
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
