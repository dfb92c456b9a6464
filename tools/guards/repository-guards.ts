import { posix } from 'node:path';
import { listRepositoryFiles, readRepositoryFile } from '../run/repository-files.ts';
import { checkBrowserStorage } from './browser-storage.ts';
import { checkDocLinks } from './doc-links.ts';
import { checkWaysOut, waysOut } from './egress-rules.ts';
import type { Finding, SourceFile } from './guard.ts';
import { checkJsdocShare } from './jsdoc-share.ts';
import { checkLeakedKeys } from './leaked-keys.ts';
import { checkMigrationOrder, extendMigrationOrder, migrationOrderFile } from './migration-order.ts';
import { clockExceptions, sharedTables } from './sql-exceptions.ts';
import { checkStatements, checkTableOwners, tablesOf } from './sql-rules.ts';
import { checkLockfile, checkWording } from './wording.ts';

const leastJsdocShare = 0.9;
const binary = /\.(?:png|jpe?g|webp|gif|ico|woff2?|ttf|mp[34]|ogg|pdf|bin|zip|gz)$/i;
const migration = /^server\/migrations\/\d.*\.sql$/;
const test = /\.test\.tsx?$|(?:^|\/)test\//;

/** Files of the server that a running system executes. */
export async function readServerSources(): Promise<SourceFile[]> {
  return read((await listRepositoryFiles()).filter((name) => /^server\/src\/.*\.ts$/.test(name) && !test.test(name)));
}

/** Connections around the register of recipients. */
export async function checkRepositoryEgress(): Promise<Finding[]> {
  return checkWaysOut(await readServerSources(), waysOut);
}

/** Table ownership and the rules for statements. */
export async function checkRepositorySql(): Promise<Finding[]> {
  const names = await listRepositoryFiles();
  const migrations = await read(names.filter((name) => migration.test(name)));
  const sources = await readServerSources();
  return [
    ...checkTableOwners(tablesOf(migrations), sources, sharedTables),
    ...checkStatements(
      sources.filter(({ name }) => name.endsWith('.sql.ts')),
      clockExceptions,
    ),
  ];
}

/** Numbers of migrations, which only grow. */
export async function checkRepositoryMigrations(): Promise<Finding[]> {
  const files = (await listRepositoryFiles()).filter((name) => migration.test(name));
  return checkMigrationOrder(await readRepositoryFile(migrationOrderFile), files);
}

/** The list of migrations in the order in which they came, with those that are new. */
export async function generateMigrationOrder(): Promise<string> {
  const files = (await listRepositoryFiles()).filter((name) => migration.test(name));
  return extendMigrationOrder(await readRepositoryFile(migrationOrderFile).catch(() => ''), files);
}

/** What pages and server keep in browsers. */
export async function checkRepositoryBrowserStorage(): Promise<Finding[]> {
  const pages = (await listRepositoryFiles()).filter(
    (name) => /^(?:web\/(?:src\/.*\.tsx?|public\/.*\.js|index\.html)|docs\/site\/browser\/.*\.[jt]s)$/.test(name) && !test.test(name),
  );
  return checkBrowserStorage([...(await read(pages)), ...(await readServerSources())]);
}

/** Links, anchors and script names in every Markdown file. */
export async function checkRepositoryDocs(): Promise<Finding[]> {
  const names = await listRepositoryFiles();
  const documents = await read(names.filter((name) => name.endsWith('.md')));
  const manifests = await read(names.filter((name) => /(?:^|\/)package\.json$/.test(name)));
  const scripts = new Map(
    manifests.map(({ name, text }) => {
      // npm's own format.
      const manifest = JSON.parse(text) as { scripts?: Record<string, string> };
      return [posix.dirname(name), Object.keys(manifest.scripts ?? {})] as const;
    }),
  );
  return checkDocLinks(documents, names, scripts);
}

/** Words and paths that may not be in the repository, and addresses in the lockfile. */
export async function checkRepositoryWording(): Promise<Finding[]> {
  const names = await listRepositoryFiles();
  const files = await read(names.filter((name) => !binary.test(name) && name !== 'package-lock.json' && name !== 'LICENSE'));
  return [...checkWording(files, names), ...checkLockfile(await readRepositoryFile('package-lock.json'))];
}

/** API keys that could be real, anywhere in the repository. */
export async function checkRepositoryKeys(): Promise<Finding[]> {
  return checkLeakedKeys(await read((await listRepositoryFiles()).filter((name) => !binary.test(name))));
}

/** Share of documented exports in the packages that others build on. */
export async function checkRepositoryJsdoc(): Promise<Finding[]> {
  const names = await listRepositoryFiles();
  const parts = ['server/src/', 'cloud-api/src/', 'contract/src/', 'sdk/src/'];
  const files = await Promise.all(
    parts.map((part) => read(names.filter((name) => name.startsWith(part) && name.endsWith('.ts') && !test.test(name)))),
  );
  return files.flatMap((part) => (part.length === 0 ? [] : checkJsdocShare(part, leastJsdocShare)));
}

function read(names: readonly string[]): Promise<SourceFile[]> {
  return Promise.all(names.map(async (name) => ({ name, text: await readRepositoryFile(name) })));
}
