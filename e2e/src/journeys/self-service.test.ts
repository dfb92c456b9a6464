import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { waitUntil } from '../stand/wait-until.ts';

const stage = furnish();
const publicPage = '/p/kopi-merdeka';

/** Everything in a customer's chat, as text. */
async function chatOf(customer: string): Promise<string> {
  const { emulator, quickstart } = stage.home;
  return JSON.stringify(await emulator.chat(customer, quickstart.phoneNumberId));
}

/** Waits for a message in a customer's chat and gives what `pattern` finds in the newest such. */
async function told(customer: string, pattern: RegExp): Promise<string> {
  let found: string | undefined;
  await waitUntil(`${customer} is told ${pattern.source}`, async () => {
    found = [...(await chatOf(customer)).matchAll(new RegExp(pattern, 'g'))].at(-1)?.[1];
    return found !== undefined;
  });
  return found ?? '';
}

it('a customer sees, corrects, takes along and erases their data on a phone, in Indonesian, after one word', async () => {
  const { emulator } = stage.home;
  await emulator.writeText('sari', 'DATA SAYA');
  const link = await told('sari', /(\/p\/kopi-merdeka#t=[\w-]{43})/);
  await stage.comeAnew(
    async (visitor) => {
      const { page } = visitor;
      await page.goto('/cookies');
      await page.getByRole('combobox', { name: 'Language' }).click();
      await page.getByRole('option', { name: 'Bahasa Indonesia' }).click();
      await page.getByRole('heading', { name: 'Kuki dan apa yang disimpan di peramban ini' }).waitFor();
      await page.goto(link);
      await page.getByRole('heading', { name: 'Apa yang disimpan tentang Anda' }).waitFor();
      expect(page.url()).not.toContain('#t=');
      await page.getByText('Sari Wulandari', { exact: true }).waitFor();
      await visitor.inspect('self-service-data');

      await page.getByRole('button', { name: 'Keberatan: Iklan dan penawaran' }).click();
      await page.getByText('Dihentikan', { exact: true }).waitFor();

      await page.getByRole('textbox', { name: 'Apa yang harus diperbaiki' }).fill('Nama saya Sari Wulan');
      await page.getByRole('button', { name: 'Kirim', exact: true }).click();
      await page.getByText('Perbaikan Anda ada pada seseorang.').waitFor();

      // The word itself asked for a copy.
      const download = page.getByRole('button', { name: /^Unduh \(/ });
      await download.waitFor({ timeout: 60_000 });
      const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
      expect(
        readFileSync(await file.path())
          .subarray(0, 2)
          .toString(),
      ).toBe('PK');

      await page.getByRole('button', { name: 'Hapus data saya' }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Hapus data saya' }).click();
      await page.getByText('Akan dimulai', { exact: true }).waitFor();
      await visitor.inspect('self-service-erase');
      const reference = await page.getByText(/^prq_/).first().innerText();
      await page.getByRole('button', { name: `Batalkan: ${reference}` }).click();
      await page.getByText('Dibatalkan', { exact: true }).waitFor();

      await page.goto(`${publicPage}/requests/${reference}`);
      await page.getByText('Dibatalkan', { exact: true }).waitFor();
      await visitor.inspect('self-service-status');

      // The link opened once.
      visitor.expectRefusal(/^400 POST \/v1\/public\/kopi-merdeka\/session$/);
      await page.goto('/cookies');
      await page.goto(link);
      await page.getByText('Tautan itu tidak membuka apa pun lagi').waitFor();
    },
    { screen: 'phone' },
  );
});

it('a customer opens their data by a code, in English, and erases it by a word and a button', async () => {
  const { emulator } = stage.home;
  await emulator.writeText('budi', 'Is the shop open today?');
  await stage.comeAnew(
    async (visitor) => {
      const { page } = visitor;
      visitor.expectRefusal(/^400 POST \/v1\/public\/kopi-merdeka\/session$/);
      visitor.expectRefusal(/^401 GET \/v1\/public\/kopi-merdeka\/me$/);
      await page.goto(publicPage);
      await page.getByRole('link', { name: /^Write to / }).waitFor();
      await visitor.inspect('self-service-start');
      const budi = await emulator.customer('budi');
      await page.getByRole('textbox', { name: 'Your WhatsApp number' }).fill(`+${budi.phone}`);
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.getByText('If this number is known here, a code is on its way').waitFor();
      const code = await told('budi', /(\d{6}) is your code to see your data/);
      await page.getByRole('textbox', { name: 'Code of six digits' }).fill(code === '000000' ? '000001' : '000000');
      await page.getByRole('button', { name: 'Open my data' }).click();
      await page.getByText('That did not open anything').waitFor();
      await page.getByRole('textbox', { name: 'Code of six digits' }).fill(code);
      await page.getByRole('button', { name: 'Open my data' }).click();
      await page.getByRole('heading', { name: 'What is held about you' }).waitFor();
      await page.getByRole('button', { name: 'Leave' }).click();
      await page.getByRole('button', { name: 'Send me a code' }).waitFor();
      await page.goto(`${publicPage}/my-data`);
      await page.getByText('Show first that the number is yours').waitFor();
    },
    { screen: 'phone', colorScheme: 'dark' },
  );

  await emulator.writeText('budi', 'erase my data');
  const yes = await told('budi', /(kabar\.erase\.[0-9a-f-]{36}\.en\.yes)/);
  await emulator.write('budi', {
    type: 'interactive',
    content: { type: 'button_reply', button_reply: { id: yes, title: 'Yes, erase it' } },
  });
  const reference = await told('budi', /requests\/(prq_[0-9a-z]{26})/);
  await stage.comeAnew(async ({ page }) => {
    await page.goto(`${publicPage}/requests/${reference}`);
    await page.getByText('Will begin', { exact: true }).waitFor();
  });
});

it('an owner changes the page and sees it as customers do', async () => {
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    await page.goto('/w/kopi-merdeka/privacy/public-page');
    await page.getByRole('img', { name: 'QR code of the page' }).waitFor();
    await page.getByRole('textbox', { name: 'A sentence of your own' }).fill('We roast in Bandung and keep little.');
    await page.getByRole('textbox', { name: 'How else people reach you' }).fill('privasi@kopi.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The public page is saved').waitFor();
    await visitor.inspect('public-page-settings');
    const shown = await visitor.openTab(publicPage);
    await shown.getByText('We roast in Bandung and keep little.').waitFor();
    await shown.getByText('privasi@kopi.example').waitFor();
    await page.getByRole('switch', { name: 'The page is there' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The page is off').waitFor();
    visitor.expectRefusal(/^404 GET \/v1\/public\/kopi-merdeka$/);
    await shown.reload();
    await shown.getByText('Try again').or(shown.getByRole('alert')).first().waitFor();
  });
});

it('the published notices are readable pages that ask for nothing from outside and run nothing', async () => {
  const facts = {
    controller_name: 'PT Kopi Merdeka',
    controller_address: 'Jalan Mawar 1, Bandung',
    privacy_email: 'privasi@example.com',
    country: 'ID',
  };
  await stage.comeAsOwner(async (visitor) => {
    const { page } = visitor;
    visitor.expectRefusal(/^404 GET \/(?:legal|p\/kopi-merdeka)\/privacy$/);
    const workspace = stage.home.quickstart.workspaceId;
    const ask = (method: string, path: string, body: object): Promise<number> =>
      page.evaluate(
        async (asked) => {
          const headers = {
            'content-type': 'application/json',
            'kabar-workspace': asked.workspace,
            'idempotency-key': crypto.randomUUID(),
          };
          return (await fetch(asked.path, { method: asked.method, headers, body: JSON.stringify(asked.body) })).status;
        },
        { method, path, body, workspace },
      );
    for (const path of ['/legal/privacy', `${publicPage}/privacy`]) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
    await page.goto('/cookies'); // a page of the dashboard's own origin to ask from
    for (const base of ['/v1/notice', '/v1/operator/notice']) {
      expect(await ask('PATCH', `${base}/facts`, facts)).toBe(200);
      expect(await ask('POST', `${base}/versions`, { effective_at: new Date().toISOString() })).toBe(201);
    }
  });
  for (const options of [{ screen: 'desk' }, { screen: 'phone', colorScheme: 'dark' }] as const) {
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      for (const path of ['/legal', publicPage]) {
        for (const name of ['privacy', 'cookies', 'subprocessors', 'security', 'data-deletion', 'retention']) {
          await page.goto(`${path}/${name}?lang=${options.screen === 'phone' ? 'id' : 'en'}`);
          await page.getByRole('heading', { level: 1 }).waitFor();
          await visitor.inspect(`notice-${path.slice(1).replace('/', '-')}-${name}-${options.screen}`);
        }
      }
    }, options);
  }
});

it('the reference of the API opens, with its style, under its own policy', async () => {
  await stage.comeAnew(async ({ page }) => {
    await page.goto('/reference/');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // As text, because these tests are not compiled with the types of a browser.
    const styled = await page.evaluate<string>(`getComputedStyle(document.querySelector('.scalar-app')).fontFamily`);
    expect(styled).toContain('Inter');
  });
});
