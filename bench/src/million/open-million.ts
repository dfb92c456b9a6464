import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { freePort, startKabar, startPostgres, type KabarProcess, type StandPostgres } from '@kabar/e2e/stand';
import { countRows } from '../senders.ts';

/** What the filler wrote about the inbox: keys, public ids, words to look for. */
export type MillionFacts = {
  apiKey: string;
  email: string;
  password: string;
  workspaceId: string;
  databaseWorkspaceId: string;
  longConversationId: string;
  middleMessageId: string;
  longNumber: string;
  numberIds: string[];
  teamIds: string[];
  tagIds: string[];
  memberIds: string[];
  rareWord: string;
  /** Messages taken into the search index per second when it was made; null where it was not measured. */
  indexedPerSecond: number | null;
  indexBytes: number | null;
};

/** An installation with an inbox of 1,000,000 messages and 100,000 contacts, and nine smaller workspaces beside it. */
export type Million = {
  postgres: StandPostgres;
  api: KabarProcess;
  facts: MillionFacts;
  /** Where its data lies, and what further processes of it are started with. */
  folder: string;
  env: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

const root = path.join(import.meta.dirname, '../../..');
const cacheFolder = process.env['KABAR_BENCH_CACHE'] ?? path.join(root, 'bench/.cache');
const filler = path.join(root, 'server/test/fill-million.ts');
/** Of a database that listens on loopback and holds invented people. */
const password = 'bench';
const messageCount = Number(process.env['KABAR_BENCH_MESSAGES'] ?? 1_000_000);
const contactCount = Math.ceil(messageCount / 10);

/**
 * Starts the installation on its cached data; makes the data first where the cache has none of this schema (some minutes). Only an API
 * process runs, as where reading alone is measured.
 */
export async function openMillion(options: { isCopy?: boolean } = {}): Promise<Million> {
  const cached = path.join(cacheFolder, `million-${messageCount}-${fingerprint()}`);
  if (options.isCopy === true) return openCopy(cached);
  return openIn(cached);
}

/** A copy that may be changed; it goes with the end. The cached data are made first where there are none. */
async function openCopy(cached: string): Promise<Million> {
  if (!existsSync(path.join(cached, 'facts.json'))) await (await openIn(cached)).close();
  const folder = `${cached}-copy`;
  rmSync(folder, { recursive: true, force: true });
  await run('cp', ['-a', '--reflink=auto', cached, folder]);
  const million = await openIn(folder);
  return {
    ...million,
    close: async () => {
      await million.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openIn(folder: string): Promise<Million> {
  const factsFile = path.join(folder, 'facts.json');
  if (!existsSync(factsFile)) {
    for (const old of existsSync(cacheFolder) ? readdirSync(cacheFolder) : [])
      rmSync(path.join(cacheFolder, old), { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    // PostgreSQL refuses root and runs as a user of its own, who must get past this folder.
    chmodSync(folder, 0o755);
    writeFileSync(path.join(folder, 'root.key'), `kabar-root-1:${randomBytes(32).toString('base64')}`);
  }
  const postgres = await startPostgres(folder, {
    password,
    flags: ['shared_buffers=1GB', 'max_wal_size=8GB', 'maintenance_work_mem=256MB'],
  });
  const rootKey = readFileSync(path.join(folder, 'root.key'), 'utf8');
  const port = await freePort();
  const env = {
    DATABASE_URL: postgres.url,
    KABAR_HOME: path.join(folder, 'home'),
    KABAR_ROOT_KEY: rootKey,
    KABAR_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  try {
    if (!existsSync(factsFile)) await build(folder, factsFile, postgres, env);
    const api = await startKabar({ role: 'api', env, port, logFile: path.join(folder, 'api.log') });
    const facts = JSON.parse(readFileSync(factsFile, 'utf8')) as MillionFacts; // written by build
    return {
      postgres,
      api,
      facts,
      folder,
      env,
      close: async () => {
        await api.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function build(folder: string, factsFile: string, postgres: StandPostgres, env: Readonly<Record<string, string>>): Promise<void> {
  const logFile = path.join(folder, 'build.log');
  const draft = path.join(folder, 'draft.json');
  await startKabar({ role: 'migrate', env, logFile });
  process.stderr.write(`Filling an inbox of ${messageCount} messages; this happens once per schema.\n`);
  await run(process.execPath, [filler, postgres.url, env['KABAR_ROOT_KEY'] ?? '', draft, String(messageCount), String(contactCount)]);
  const facts = JSON.parse(readFileSync(draft, 'utf8')) as MillionFacts; // written by the filler
  const index = await buildIndex(logFile, postgres, env);
  await postgres.admin.query('vacuum analyze');
  writeFileSync(factsFile, JSON.stringify({ ...facts, ...index }));
}

/** Lets a worker take everything into the search index, as after an update of an installation, and measures how fast it goes. */
async function buildIndex(
  logFile: string,
  postgres: StandPostgres,
  env: Readonly<Record<string, string>>,
): Promise<Pick<MillionFacts, 'indexedPerSecond' | 'indexBytes'>> {
  const worker = await startKabar({ role: 'worker', env, logFile });
  const countSql = 'select count(*)::int as count from search_documents';
  try {
    await until(async () => (await countRows({ postgres }, countSql)) > 0);
    const [startedMs, before] = [performance.now(), await countRows({ postgres }, countSql)];
    await until(
      async () => (await countRows({ postgres }, 'select count(*)::int as count from search_progress where done_at is null')) === 0,
    );
    const count = (await countRows({ postgres }, countSql)) - before;
    const { rows } = await postgres.admin.query<{ bytes: string }>(
      `select sum(pg_total_relation_size(name::regclass))::text as bytes
         from unnest(array['search_documents', 'message_words', 'search_words', 'search_prefixes', 'contact_words']) as name`,
    );
    return { indexedPerSecond: count / ((performance.now() - startedMs) / 1_000), indexBytes: Number(rows[0]?.bytes ?? 0) };
  } finally {
    await worker.stop();
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + 40 * 60_000;
  while (!(await condition())) {
    if (performance.now() > endsAt) throw new Error('the search index was not made in time');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}

/** Changes when the schema or the filler does, so that no old data is measured. */
function fingerprint(): string {
  const sum = createHash('sha256').update(readFileSync(filler));
  const migrations = path.join(root, 'server/migrations');
  for (const name of readdirSync(migrations).toSorted())
    if (/^\d{4}_.*\.sql$/.test(name)) sum.update(readFileSync(path.join(migrations, name)));
  return sum.digest('hex').slice(0, 12);
}
