import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeBlocksOf, readCodeBlocks, type CodeBlock } from '@kabar/docs/code-blocks';
import { readReference, sampleId, samplesOf, type Operation } from '@kabar/docs/reference';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { furnish } from '../browser/furnish.ts';
import { createCookieFetch } from '../stand/cookie-fetch.ts';
import { createBlockRunner, rememberIds, type BlockRunner, type Fate } from './block-runner.ts';
import type { Answer } from './curl.ts';

const repository = path.join(import.meta.dirname, '../../..');
const pages = await readCodeBlocks(repository);
const reference = await readReference(repository);
const stage = furnish();
let runner: BlockRunner;
const fates: { block: CodeBlock; fate: Fate }[] = [];

beforeAll(async () => {
  const { client } = stage.home;
  const ids = new Map<string, string>();
  // What the pages speak of: a customer whose window is open, and the like.
  for (const list of [await client.conversations.list(), await client.templates.list(), await client.numbers.list()])
    rememberIds(JSON.stringify(list), ids);
  const [conversation] = (await client.conversations.list({ limit: 1 })).data;
  ids.set('ctc', conversation?.contact.id ?? '');
  rememberIds(
    JSON.stringify(await client.media.upload(new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), { filename: 'menu.pdf' })),
    ids,
  );
  ids.set('num', stage.home.quickstart.numberId);
  runner = await createBlockRunner(stage.home, Object.fromEntries(ids));
});
afterAll(() => {
  runner?.close();
  const skipped = fates.filter(({ fate }) => fate.kind === 'not-run');
  const count = (kind: Fate['kind']): number => fates.filter(({ fate }) => fate.kind === kind).length;
  console.log(`Code blocks of the documentation: ${count('run')} run, ${count('read')} read, ${skipped.length} not run:`);
  for (const { block, fate } of skipped)
    console.log(`  ${block.file}:${block.line} (${block.language}): ${fate.kind === 'not-run' ? fate.reason : ''}`);
});

describe('the code in the documents does what it says', () => {
  it('compiles, where it is TypeScript', async () => {
    await runner.compile([...pages.values()].flat());
  });

  it.each([...pages.keys()])('%s', async (name) => {
    const blocks = pages.get(name) ?? [];
    const results = await runner.tryPage(blocks);
    fates.push(...results.map((fate, index) => ({ block: blocks[index] ?? never(), fate })));
    expect(results).toHaveLength(blocks.length);
  });
});

describe('a block that does not work is seen', () => {
  const broken: [string, string, RegExp][] = [
    ['a refused request', '```sh\ncurl "$KABAR_URL/v1/nothing" -H "Authorization: Bearer $KABAR_API_KEY"\n```', /answered 404/],
    [
      'a refusal other than the one it names',
      '```sh status=404\ncurl "$KABAR_URL/v1/numbers" -H "Authorization: Bearer $KABAR_API_KEY"\n```',
      /answered 200/,
    ],
    ['a command that fails', '```sh\nls no-such-file\n```', /no-such-file/],
    ['an option that curl does not have', '```sh\ncurl --frobnicate "$KABAR_URL/healthz"\n```', /no option --frobnicate/],
    ['a field that does not exist', "```ts\nawait kabar.messages.send({ nummer: '1' });\n```", /error TS/],
    ['a program that throws', "```ts\nawait kabar.messages.get('msg_00000000000000000000000000');\n```", /not_found|KabarError/],
    ['text that is not JSON', '```json\n{ "a": }\n```', /JSON/],
    [
      'an answer with a field that the real one has not',
      '```sh\ncurl "$KABAR_URL/healthz"\n```\n\n```json answer\n{ "moon": 1 }\n```',
      /has no \.moon/,
    ],
    ['a language that nothing can run', '```cobol\nSTOP RUN.\n```', /nothing here can run cobol/],
    ['a mark without a reason', '```sh not-run="no"\nls\n```', /say why/],
  ];
  it.each(broken)('%s', async (_name, text, message) => {
    const blocks = codeBlocksOf('canary.md', text);
    await expect(runner.compile(blocks).then(() => runner.tryPage(blocks))).rejects.toThrow(message);
  });
});

/** Reads that cannot be tried by a request that ends, or that are for other machines. */
const notTried: Readonly<Record<string, string>> = {
  'GET /v1/events/stream': 'never ends; the guide about events reads from it',
  'GET /v1/webhook-listeners/stream': 'never ends; kabar listen reads from it',
  'GET /v1/public/contact-form': 'only where the workspace has switched the form on',
  'GET /v1/public/{slug}/me': 'only for a customer who has proved their number',
  'GET /v1/public/{slug}/me/requests': 'only for a customer who has proved their number',
  'GET /v1/public/{slug}/me/requests/{reference}/file': 'only for a customer who has proved their number',
};

describe('the samples of the reference', () => {
  it('read what they say, for every operation that only reads', async () => {
    const { quickstart } = stage.home;
    const session = await signInSession(quickstart.apiUrl, quickstart.login);
    const env = { KABAR_SESSION: session };
    const ids = new Map<string, string>();
    const reads = reference.operations.filter((operation) => operation.method === 'GET' && notTried[operation.name] === undefined);
    expect(reads.length).toBeGreaterThan(130);
    const isList = ({ path: address }: Operation): boolean => !address.includes('{');
    const ask = async (operation: Operation): Promise<Answer | undefined> =>
      (await runner.shell(sampleFor(operation, ids, quickstart.workspaceId), env)).at(-1);
    const problems: string[] = [];
    let foundCount = 0;
    // Lists first: what they hold stands for the ids of the others.
    for (const operation of reads.toSorted((a, b) => Number(isList(b)) - Number(isList(a)))) {
      const answer = await ask(operation);
      if (answer === undefined) problems.push(`${operation.name}: no request`);
      else if (answer.status < 300) {
        foundCount += 1;
        rememberNew(answer.body, ids);
      } else if (
        isList(operation) ||
        !/"code":"(?:not_found|media_gone|[a-z_]+)"/.test(answer.body) ||
        ![404, 409, 410].includes(answer.status)
      )
        problems.push(`${operation.name}: ${answer.url} answered ${answer.status} ${answer.body.slice(0, 300)}`);
    }
    console.log(
      `Samples of the reference: ${foundCount} of ${reads.length} reads found what they ask for; the others ask for a thing of which there is none yet.`,
    );
    expect(problems).toEqual([]);
    expect(foundCount).toBeGreaterThan(90);
  });
});

function sampleFor(operation: Operation, ids: ReadonlyMap<string, string>, workspaceId: string): string {
  const [curl] = samplesOf(operation, reference, undefined);
  return (curl?.code ?? '')
    .replaceAll(`wsp_${sampleId}`, workspaceId)
    .replaceAll('toko-rina', 'kopi-merdeka')
    .replaceAll(new RegExp(`\\b([a-z]{3})_${sampleId}`, 'g'), (sample, prefix: string) => ids.get(prefix) ?? sample);
}

/** The first thing of each kind that a list shows stays the example of its kind. */
function rememberNew(body: string, ids: Map<string, string>): void {
  const found = new Map<string, string>();
  rememberIds(body, found);
  for (const [prefix, id] of found) if (!ids.has(prefix)) ids.set(prefix, id);
}

async function signInSession(baseUrl: string, login: { email: string; password: string }): Promise<string> {
  let cookie = '';
  const browser = createCookieFetch(baseUrl);
  const response = await browser(`${baseUrl}/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(login),
  });
  for (const line of response.headers.getSetCookie()) cookie = /kabar_session=([^;]+)/.exec(line)?.[1] ?? cookie;
  expect(cookie).not.toBe('');
  return cookie;
}

const looks = [
  ['home', '/docs'],
  ['guide', '/docs/guides/quickstart'],
  ['operation', '/docs/api/messages/post-messages'],
  ['error', '/docs/errors/not_found'],
] as const;

describe('the site', () => {
  it('is read on a desk and on a phone, light and dark, without barriers', async () => {
    for (const screen of ['desk', 'phone'] as const) {
      for (const colorScheme of ['light', 'dark'] as const) {
        await stage.comeAnew(
          async (visitor) => {
            for (const [name, address] of looks) {
              await visitor.page.goto(address);
              await visitor.page.locator('article h1').waitFor();
              expect(await visitor.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${address} fits`).toBe(true);
              await visitor.inspect(`docs-${name}-${screen}-${colorScheme}`);
            }
          },
          { screen, colorScheme },
        );
      }
    }
  });

  it('is searched by keyboard: slash, a word, arrow, Enter; Esc closes', async () => {
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      await page.goto('/docs');
      await page.keyboard.press('/');
      const box = page.getByRole('combobox', { name: 'Search' });
      await box.fill('idempotency_key_reused');
      const first = page.getByRole('option').first();
      await first.waitFor();
      expect(await first.textContent()).toContain('idempotency_key_reused');
      await visitor.inspect('docs-search');
      await page.keyboard.press('Escape');
      expect(await box.isVisible()).toBe(false);
      await page.keyboard.press('Control+k');
      await box.fill('send a messag');
      await page.getByRole('option', { selected: true }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await Promise.all([page.waitForURL(/\/docs\/.+/), page.keyboard.press('Enter')]);
      await box.waitFor({ state: 'hidden' });
    });
  });

  it('says that a page is not there, and helps to find it', async () => {
    await stage.comeAnew(async (visitor) => {
      visitor.expectRefusal(/^404 GET \/docs\/idempotncy$/);
      await visitor.page.goto('/docs/idempotncy');
      await visitor.page.getByRole('heading', { name: 'No such page' }).waitFor();
      await visitor.page.getByRole('button', { name: 'Search the documentation' }).click();
      await visitor.page.getByRole('option').first().waitFor();
      await visitor.inspect('docs-not-found');
    });
  });

  it('copies a sample, remembers its language, and remembers the look', async () => {
    await stage.comeAnew(async (visitor) => {
      const { page } = visitor;
      await page.goto('/docs/concepts/idempotency');
      await page.getByRole('tab', { name: 'TypeScript' }).first().click();
      const panel = page.getByRole('tabpanel').first();
      await panel.getByRole('button', { name: 'Copy' }).click();
      await panel.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toContain('kabar.messages.send');
      await page.getByRole('button', { name: 'Light or dark' }).click();
      await page.goto('/docs/concepts/pagination');
      expect(await page.getByRole('tab', { name: 'TypeScript' }).first().getAttribute('aria-selected')).toBe('true');
      expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
      await page.getByRole('tab', { name: 'TypeScript' }).first().press('ArrowLeft');
      expect(await page.getByRole('tab', { name: 'curl' }).first().getAttribute('aria-selected')).toBe('true');
    });
  });

  it('is walked through on a phone by its contents, and on from page to page', async () => {
    await stage.comeAnew(
      async (visitor) => {
        const { page } = visitor;
        await page.goto('/docs/concepts/basics');
        await page.getByRole('button', { name: 'Contents' }).click();
        await visitor.inspect('docs-contents-phone');
        await page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Pagination' }).click();
        await page.getByRole('heading', { name: 'Pagination', level: 1 }).waitFor();
        await page.getByRole('link', { name: /^Next/ }).click();
        await page.getByRole('heading', { name: 'Events', level: 1 }).waitFor();
      },
      { screen: 'phone' },
    );
  });

  it('shows the same to everybody: nothing of a workspace, signed in or not', async () => {
    const { apiUrl, apiKey, login } = stage.home.quickstart;
    const session = await signInSession(apiUrl, login);
    const address = `${apiUrl}/docs/api/messages/post-messages`;
    const [anonymous, known] = await Promise.all([
      fetch(address),
      fetch(address, { headers: { cookie: `kabar_session=${session}`, authorization: `Bearer ${apiKey}` } }),
    ]);
    const [text, same] = [await anonymous.text(), await known.text()];
    expect(same).toBe(text);
    expect(text).toBe(await readFile(path.join(repository, 'docs/site/dist/api/messages/post-messages.html'), 'utf8'));
  });
});

function never(): never {
  throw new Error('every block has a fate');
}
