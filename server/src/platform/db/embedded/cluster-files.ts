import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { copyBinaries, findBinaries } from './binaries.ts';
import type { PostgresBinaries } from './binaries.ts';
import { canReach, chooseSystemUser } from './system-user.ts';
import type { SystemUser } from './system-user.ts';

/** Everything needed to run the database server of one home directory. */
export type Cluster = {
  binaries: PostgresBinaries;
  user: SystemUser;
  dataDir: string;
  /** Password of both the bootstrap superuser and the login that Kabar uses. */
  password: string;
};

/** Holds data and programs when root's home directory is closed to the account that PostgreSQL must run as. */
const sharedFolder = '/var/lib/kabar';

/**
 * Makes the data directory of a home ready: chooses the account, finds the programs, creates the cluster if there is
 * none yet. Data lives in `<home>/postgres`. If Kabar runs as root inside a directory that no other account may enter
 * (`/root`, a private temporary folder), data and programs go to `/var/lib/kabar` and `<home>/postgres` is a link.
 *
 * A kill at any moment leaves either no cluster or a whole one.
 */
export async function prepareCluster(home: string): Promise<Cluster> {
  const user = chooseSystemUser();
  // The account of PostgreSQL must be able to pass through; the secret files inside are readable by us alone.
  mkdirSync(home, { recursive: true, mode: user === null ? 0o700 : 0o711 });
  if (user !== null) chmodSync(home, 0o711);
  const found = findBinaries();
  const password = readOrCreatePassword(join(home, 'postgres.password'));
  const link = join(home, 'postgres');
  const isReachable = canReach(user, home, join(found.folder, 'bin', 'postgres'));
  const binaries = isReachable ? found : copyBinaries(found, join(sharedFolder, `postgresql-${found.version}`));
  const dataDir = isReachable ? link : linkedDataDir(link);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster({ binaries, user, dataDir, password });
  return { binaries, user, dataDir, password };
}

function readOrCreatePassword(path: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const password = randomBytes(24).toString('base64url');
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${password}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return password;
}

function linkedDataDir(link: string): string {
  const stat = lstatSync(link, { throwIfNoEntry: false });
  if (stat === undefined) symlinkSync(join(sharedFolder, `data-${randomBytes(6).toString('hex')}`), link);
  else if (!stat.isSymbolicLink()) {
    throw new Error(
      `The database in ${link} was made under another account and is closed to the one PostgreSQL runs as now. ` +
        'Start Kabar as the user who made it.',
    );
  }
  return readlinkSync(link);
}

async function createCluster(cluster: Cluster): Promise<void> {
  const staging = `${cluster.dataDir}.new`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const passwordFile = join(staging, 'password');
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (cluster.user !== null) {
    chownSync(staging, cluster.user.uid, cluster.user.gid);
    chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
  }
  const data = join(staging, 'data');
  await runProgram(cluster, 'initdb', [
    `--pgdata=${data}`,
    `--pwfile=${passwordFile}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting that no system library update can change under an index.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ]);
  rmSync(passwordFile);
  renameSync(data, cluster.dataDir);
  rmSync(staging, { recursive: true, force: true });
}

async function runProgram(cluster: Cluster, program: string, args: readonly string[]): Promise<void> {
  const child = spawn(join(cluster.binaries.folder, 'bin', program), [...args], {
    cwd: '/',
    env: postgresEnvironment,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...cluster.user,
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-2_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} failed (exit code ${code}): ${complaints.trim()}`);
}

/** Nothing of our own environment: it may carry secrets, and PG* variables would change what the server does. */
export const postgresEnvironment = { LC_ALL: 'C', TZ: 'UTC' };
