import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CodeBlock } from '@kabar/docs/code-blocks';
import { sampleId } from '@kabar/docs/reference';
import type { Home } from '../stand/home.ts';
import { freePort } from '../stand/postgres.ts';
import { waitUntil } from '../stand/wait-until.ts';
import { createCurlDesk } from './curl-desk.ts';
import type { Answer } from './curl.ts';

const repository = path.join(import.meta.dirname, '../../..');
const patienceMs = 90_000;
const run = promisify(execFile);

/**
 * How a block fared. `run`: it was executed and did what it should; `read`: data or output that was checked as far as that goes;
 * `not-run`: it says itself why it cannot be run here.
 */
export type Fate = { kind: 'run' | 'read' } | { kind: 'not-run'; reason: string };

/** Runs blocks as a reader would: one page is one terminal in one folder, from top to bottom. */
export type BlockRunner = {
  /** Errors: throws with the place and the reason when a block does not do what it says. */
  tryPage(blocks: readonly CodeBlock[]): Promise<Fate[]>;
  /** Errors: throws with place and message of every mistake that the compiler finds in the TypeScript blocks. */
  compile(blocks: readonly CodeBlock[]): Promise<void>;
  /** Runs one shell script and gives the requests it made, whatever their status. */
  shell(script: string, env?: Readonly<Record<string, string>>): Promise<Answer[]>;
  close(): void;
};

/** A real id for a prefix such as `msg`, taken when a page uses the sample id before it has made a thing of its own. */
export type Fixtures = Readonly<Record<string, string>>;

/** What every TypeScript sample may leave out. */
const client = `import { createKabar } from '@kabar/sdk';\nconst kabar = createKabar({ baseUrl: process.env.KABAR_URL, apiKey: process.env.KABAR_API_KEY });\n`;

/** Languages that say nothing to a machine: what a program prints, or a drawing. */
const output = new Set(['text', '']);

/** Makes a runner against the installation. Servers that a page starts listen on `PORT`, which nobody uses. */
export async function createBlockRunner(home: Home, fixtures: Fixtures): Promise<BlockRunner> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-docs-'));
  // Inside the repository, so that programs find the SDK as those of a reader who has installed it.
  const programs = mkdtempSync(path.join(repository, 'docs/site/.build-blocks-'));
  const desk = createCurlDesk(path.join(folder, 'curl'));
  const baseEnv = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    NODE: process.execPath,
    REPOSITORY: repository,
    // Commands about an installation mean the one that runs.
    KABAR_HOME: home.folder,
    PHONE_NUMBER_ID: home.quickstart.phoneNumberId,
    KABAR_URL: home.quickstart.apiUrl,
    KABAR_API_KEY: home.quickstart.apiKey,
    NUMBER_ID: home.quickstart.numberId,
    CUSTOMER: home.quickstart.customerPhone,
    EMULATOR: home.quickstart.emulatorUrl,
    PORT: String(port),
  };

  async function shell(script: string, env: Readonly<Record<string, string>> = {}, cwd = folder): Promise<Answer[]> {
    const { shellFunction, answers } = desk.begin();
    const functions = `${shellFunction}node() { "$NODE" "$@"; }\nnpx() { [ "$1" = kabar ] && shift; "$NODE" "$REPOSITORY/server/bin/kabar.mjs" "$@"; }\n`;
    await run('sh', ['-euc', `${functions}${script}`], { cwd, env: { ...baseEnv, ...env }, timeout: patienceMs });
    return [...answers];
  }

  async function tryPage(blocks: readonly CodeBlock[]): Promise<Fate[]> {
    const cwd = mkdtempSync(path.join(folder, 'page-'));
    const state = path.join(cwd, '.state');
    await mkdir(path.join(cwd, '.kabar'));
    writeFileSync(path.join(cwd, '.kabar/quickstart.json'), JSON.stringify(home.quickstart));
    writeFileSync(path.join(cwd, 'menu.pdf'), '%PDF-1.4\n%%EOF\n');
    const ids = new Map(Object.entries(fixtures));
    let last: Answer | undefined;
    const servers: Server[] = [];
    const fates: Fate[] = [];
    try {
      return await tryBlocks();
    } finally {
      for (const { child } of servers) child.kill();
    }
    async function tryBlocks(): Promise<Fate[]> {
      for (const block of blocks) {
        const reason = block.marks['not-run'];
        if (reason !== undefined) {
          if (reason.length < 10) throw new Error(`${placeOf(block)}: say why it cannot be run`);
          fates.push({ kind: 'not-run', reason });
        } else if (block.language === 'sh') {
          if (block.marks['fresh'] === 'contact')
            ids.set('ctc', (await home.client.contacts.create({ name: 'Somebody new', phone: '+62 812-0000-0199' })).id);
          const answers = await inShell(
            block,
            `${existsSync(state) ? `. "${state}"\n` : ''}set -a\n${withIds(block.code.replaceAll('http://127.0.0.1:4000', '$KABAR_URL'), ids)}\nexport -p > "${state}"`,
            cwd,
          );
          for (const answer of answers) rememberIds(answer.body, ids);
          last = answers.at(-1) ?? last;
          await hear(block, servers);
          fates.push({ kind: 'run' });
        } else if (block.language === 'ts' && block.marks['background'] !== undefined) {
          servers.push(await inBackground(block, commandOf(block, ids, cwd), cwd));
          fates.push({ kind: 'run' });
        } else if (block.language === 'ts') {
          await inNode(block, commandOf(block, ids, cwd), cwd);
          fates.push({ kind: 'run' });
        } else if (block.language === 'json') {
          readJson(block, last);
          fates.push({ kind: 'read' });
        } else if (output.has(block.language)) fates.push({ kind: 'read' });
        else throw new Error(`${placeOf(block)}: nothing here can run ${block.language}; mark it with not-run="…" and the reason`);
      }
      return fates;
    }
  }

  async function inShell(block: CodeBlock, script: string, cwd: string): Promise<Answer[]> {
    const answers = await shell(script, {}, cwd).catch((error: unknown) => fail(block, error));
    const expected = block.marks['status'] === undefined ? null : Number(block.marks['status']);
    const wrong = answers.find(({ status }, index) =>
      expected !== null && index === answers.length - 1 ? status !== expected : status >= 400,
    );
    if (wrong !== undefined) throw new Error(`${placeOf(block)}: ${wrong.url} answered ${wrong.status}: ${wrong.body}`);
    if (expected !== null && answers.length === 0) throw new Error(`${placeOf(block)}: no request was made, ${expected} was expected`);
    return answers;
  }

  async function compile(blocks: readonly CodeBlock[]): Promise<void> {
    const place = mkdtempSync(path.join(programs, 'compile-'));
    const files = blocks.filter(isProgram).map((block, index) => ({ block, name: `program-${index}.ts` }));
    for (const { block, name } of files) writeFileSync(path.join(place, name), programOf(block));
    const config = { extends: path.join(repository, 'tsconfig.base.json'), files: files.map(({ name }) => name) };
    writeFileSync(path.join(place, 'tsconfig.json'), JSON.stringify(config));
    const tsc = path.join(repository, 'node_modules/typescript/bin/tsc');
    const said = await run(process.execPath, [tsc, '-p', place, '--pretty', 'false'], { cwd: place }).then(
      () => '',
      (error: unknown) => outputOf(error),
    );
    if (said === '') return;
    // The compiler names its own files; the reader wants the document.
    const named = files.reduce((text, { block, name }) => text.replaceAll(`${name}(`, `${placeOf(block)} (`), said);
    throw new Error(named);
  }

  async function inNode(block: CodeBlock, line: string, cwd: string): Promise<void> {
    const ended = new AbortController();
    const meanwhile = block.marks['while'] === undefined ? null : keepDoing(block, ended.signal);
    try {
      await run('sh', ['-euc', line], { cwd, env: baseEnv, timeout: patienceMs }).catch((error: unknown) => fail(block, error));
    } finally {
      ended.abort();
      await meanwhile;
    }
  }

  /** Starts a program that goes on running, and waits for the first line it prints. */
  async function inBackground(block: CodeBlock, line: string, cwd: string): Promise<Server> {
    const child = spawn('sh', ['-euc', line], { cwd, env: baseEnv, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await waitUntil(`${placeOf(block)} prints something`, async () => {
      if (child.exitCode !== null) fail(block, new Error(`it ended with ${child.exitCode}: ${said}`));
      return said.includes('\n');
    });
    return { child, said: () => said };
  }

  /** Writes a program and gives the line that runs it as its page does, with the variables that the page has set. */
  function commandOf(block: CodeBlock, ids: ReadonlyMap<string, string>, cwd: string): string {
    const file = path.join(mkdtempSync(path.join(programs, 'run-')), 'program.ts');
    writeFileSync(file, withIds(programOf(block), ids));
    const state = path.join(cwd, '.state');
    const variables = existsSync(state) ? `. "${state}"\n` : '';
    return `${variables}exec "$NODE" --disable-warning=ExperimentalWarning "${file}" ${block.marks['args'] ?? ''}`;
  }

  /** What happens outside while a program runs that waits for it. */
  async function keepDoing(block: CodeBlock, signal: AbortSignal): Promise<void> {
    if (block.marks['while'] !== 'customer-writes') throw new Error(`${placeOf(block)}: nobody knows how to do ${block.marks['while']}`);
    while (!signal.aborted) {
      await home.emulator.writeText('sari', 'Do you still have the blue one?');
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 1_000);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve(null)), { once: true });
      });
    }
  }

  return {
    compile,
    tryPage,
    shell: (script, env) => shell(script, env),
    close() {
      desk.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(programs, { recursive: true, force: true });
    },
  };
}

/** A program of a page that goes on running. */
type Server = { child: ChildProcess; said(): string };

/** Waits until a program in the background has printed what the block says that it hears. */
async function hear(block: CodeBlock, servers: readonly Server[]): Promise<void> {
  const words = block.marks['hears'];
  if (words === undefined) return;
  await waitUntil(`${placeOf(block)}: a program in the background prints “${words}”`, async () =>
    servers.some(({ said }) => said().includes(words)),
  );
}

/** Puts real ids in the place of the sample id of the documentation. */
export function withIds(code: string, ids: ReadonlyMap<string, string>): string {
  return code.replaceAll(new RegExp(`\\b([a-z]{3})_${sampleId}`, 'g'), (sample, prefix: string) => ids.get(prefix) ?? sample);
}

/** What a page has made or read stands for the sample id from then on: the `id` of an answer, else the first id of its kind. */
export function rememberIds(body: string, ids: Map<string, string>): void {
  const own = /^\s*\{\s*"id":\s*"([a-z]{3})_([0-9a-z]{26})"/.exec(body);
  const seen = new Set<string>();
  for (const match of body.matchAll(/"([a-z]{3})_([0-9a-z]{26})"/g)) {
    const [, prefix = '', rest = ''] = match;
    if (!seen.has(prefix)) ids.set(prefix, `${prefix}_${rest}`);
    seen.add(prefix);
  }
  if (own !== null) ids.set(own[1] ?? '', `${own[1]}_${own[2]}`);
}

/** JSON has to be JSON; as an answer it may show nothing that the real answer before it does not have. */
function readJson(block: CodeBlock, last: Answer | undefined): void {
  let shown: unknown;
  try {
    shown = JSON.parse(block.code);
  } catch (error) {
    fail(block, error);
  }
  if (block.marks['answer'] === undefined) return;
  if (last === undefined) throw new Error(`${placeOf(block)}: no request was made before this answer`);
  const missing = missingIn(shown, JSON.parse(last.body), '');
  if (missing !== null) throw new Error(`${placeOf(block)}: the real answer has no ${missing}: ${last.body}`);
}

/** Path of the first field that `shown` has and `real` has not, or has in another type. */
function missingIn(shown: unknown, real: unknown, at: string): string | null {
  if (shown === null || real === null) return null;
  if (Array.isArray(shown)) {
    if (!Array.isArray(real)) return at;
    return shown.length === 0 || real.length === 0 ? null : missingIn(shown[0], real[0], `${at}[0]`);
  }
  if (typeof shown !== typeof real) return at;
  if (typeof shown !== 'object' || typeof real !== 'object') return null;
  for (const [key, value] of Object.entries(shown)) {
    if (!(key in real)) return `${at}.${key}`;
    const inner = missingIn(value, Reflect.get(real, key), `${at}.${key}`);
    if (inner !== null) return inner;
  }
  return null;
}

function isProgram({ language, marks }: CodeBlock): boolean {
  return language === 'ts' && marks['not-run'] === undefined;
}

/** A block as a whole program: samples may leave out the lines that make the client. */
function programOf({ code }: CodeBlock): string {
  return code.includes('createKabar(') || !code.includes('kabar.') ? code : `${client}${code}`;
}

function placeOf({ file, line }: CodeBlock): string {
  return `${file}:${line}`;
}

function fail(block: CodeBlock | undefined, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(`${block === undefined ? 'a block' : placeOf(block)}: ${message}\n${outputOf(error)}`, { cause: error });
}

function outputOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  return ['stdout', 'stderr'].map((name) => String(Reflect.get(error, name) ?? '')).join('\n');
}
