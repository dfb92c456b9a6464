import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startKabar, startPostgres, type StandPostgres } from '@kabar/e2e/stand';
import { ceilingResult, plainResult, ratioResult, type BenchResult } from '../result.ts';

const entry = path.join(import.meta.dirname, '../../../server/src/main.ts');
const messageCount = Number(process.env['KABAR_BENCH_MESSAGES'] ?? 1_000_000);
const contactCount = Math.ceil(messageCount / 100);
/** Compressed, sealed, encrypted and synced to the disk beside a COPY that only writes. */
const leastBackupRatio = 0.15;
const memoryCeilingMb = 600;

/**
 * A backup and a restore of an installation with 1,000,000 messages of random content, which does not compress, beside plain COPY of the same rows by the server itself
 * to and from files: no encryption, no checks. Also the largest memory of the process.
 */
export async function benchBackup(): Promise<BenchResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kabar-bench-backup-'));
  // PostgreSQL refuses root and runs as a user of its own, who must get past this folder.
  chmodSync(folder, 0o755);
  const postgres = await startPostgres(folder, { flags: ['max_wal_size=8GB', 'maintenance_work_mem=256MB'] });
  try {
    const home = path.join(folder, 'home');
    mkdirSync(path.join(home, 'keys'), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(home, 'keys', 'root.key'), `kabar-root-1:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
    const base = { DATABASE_URL: postgres.url, KABAR_HOME: home };
    const keyFile = path.join(folder, 'identity.txt');
    await runKabar(['backup', 'keygen', '--out', keyFile], base);
    const env = { ...base, KABAR_BACKUP_RECIPIENTS: /age1[a-z0-9]+/.exec(readFileSync(keyFile, 'utf8'))?.[0] ?? '' };
    await startKabar({ role: 'migrate', env, logFile: path.join(folder, 'migrate.log') });
    await fill(postgres);
    return await measure(folder, postgres, env);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, postgres: StandPostgres, env: Readonly<Record<string, string>>): Promise<BenchResult[]> {
  const floorFile = path.join(folder, 'postgres', 'floor.copy');
  const [rows, restored] = [messageCount + 2 * contactCount, 'restored'];
  const outMs = await timed(() => postgres.admin.query(`copy messages to '${floorFile}' (format binary)`));
  const bytes = statSync(floorFile).size;
  const backup = await runKabar(['backup', '--json'], env);
  const floorRate = messageCount / (outMs / 1_000);
  const backupRate = rows / (backup.ms / 1_000);
  await postgres.admin.query('create table floor_messages (like messages including all)');
  const inMs = await timed(() => postgres.admin.query(`copy floor_messages from '${floorFile}' (format binary)`));
  await postgres.admin.query('drop table floor_messages');
  await postgres.admin.query(`create database ${restored}`);
  const into = postgres.url.replace(/[^/]+$/, restored);
  const restore = await runKabar(['restore', '--latest', '--into', into, '--yes', '--json'], env);
  return [
    ratioResult('backup.rows', backupRate, floorRate, '/s', leastBackupRatio),
    plainResult('backup.mb', bytes / 1e6 / (backup.ms / 1_000), 'MB/s'),
    plainResult('backup.seconds', backup.ms / 1_000, 's'),
    ceilingResult('backup.memory', backup.peakMb, 'MB', memoryCeilingMb),
    ratioResult('restore.rows', rows / (restore.ms / 1_000), messageCount / (inMs / 1_000), '/s', leastBackupRatio),
    plainResult('restore.seconds', restore.ms / 1_000, 's'),
    ceilingResult('restore.memory', restore.peakMb, 'MB', memoryCeilingMb),
  ];
}

async function fill({ admin }: StandPostgres): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query(
      `insert into workspaces (id, name, slug, time_zone, created_at, updated_at) values (uuidv7(), 'Toko', 'toko', 'Asia/Jakarta', now(), now())`,
    );
    await client.query(
      `insert into waba_accounts (workspace_id, id, provider, waba_id, webhook_key, verify_token_hash, app_secret_sealed, access_token_sealed, created_at)
       select id, uuidv7(), 'emulator', '1', 'key', '\\x00', '\\x00', '\\x00', now() from workspaces`,
    );
    await client.query(
      `insert into numbers (workspace_id, id, waba_account_id, phone_number_id, display_phone_number, status, throughput_per_second, connected_at)
       select workspace_id, uuidv7(), id, '91', '+1 555 0100', 'connected', 80, now() from waba_accounts`,
    );
    await client.query(
      `insert into contacts (workspace_id, id, created_at, updated_at) select w.id, uuidv7(), now(), now() from workspaces w, generate_series(1, $1::int)`,
      [contactCount],
    );
    await client.query(
      `insert into conversations (workspace_id, id, number_id, contact_id, last_activity_at, created_at)
       select c.workspace_id, c.id, n.id, c.id, now(), now() from contacts c join numbers n on n.workspace_id = c.workspace_id`,
    );
    await client.query(
      `insert into messages (workspace_id, id, number_id, conversation_id, contact_id, direction, type, status, author_kind, content_sealed, wamid_hash, occurred_at, created_at)
       select c.workspace_id, uuidv7(), c.number_id, c.id, c.contact_id, 'in', 'text', 'received', 'contact',
              sha512((c.id::text || n)::bytea) || sha512((n || c.id::text)::bytea) || sha512(n::text::bytea), sha256((n || c.id::text)::bytea),
              now() - n * interval '1 minute', now()
         from conversations c, generate_series(1, $1::int) as n`,
      [messageCount / contactCount],
    );
    await client.query('vacuum analyze');
  } finally {
    client.release();
  }
}

/** Runs the program and watches its largest memory. Errors: when it ends otherwise than well. */
async function runKabar(args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ ms: number; peakMb: number }> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=32', entry, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-2_000)));
  let peakMb = 0;
  const watch = setInterval(() => (peakMb = Math.max(peakMb, readPeakMb(child.pid ?? 0))), 100);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`kabar ${args[0] ?? ''} ended with ${code}: ${output}`);
  return { ms: performance.now() - startedMs, peakMb };
}

function readPeakMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0; // it has just ended
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
