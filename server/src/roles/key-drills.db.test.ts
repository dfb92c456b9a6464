import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyring } from '#modules/keyring';
import { systemClock } from '#platform/clock';
import { rootKeysFromText } from '#platform/crypto/root-keys';
import { createNotifications } from '#platform/events/notifications';
import { silentLog } from '#platform/log';
import { createBackupWorld } from '../../test/backup-world.ts';
import type { BackupWorld } from '../../test/backup-world.ts';
import { useTestDatabase } from '../../test/harness.ts';
import { startVaultServer, vaultRole } from '../../test/vault-server.ts';
import type { VaultServer } from '../../test/vault-server.ts';

// The runbooks lost-root-key, key-leaked and vault-unavailable, step by step, on an installation with a connected number.
const database = useTestDatabase();
const mainScript = fileURLToPath(new URL('../main.ts', import.meta.url));
let world: BackupWorld;
let vault: VaultServer;
let home: string;
let rootFile: string;
let slug: string;

beforeAll(async () => {
  world = await createBackupWorld(database, 200);
  vault = await startVaultServer();
  home = mkdtempSync(join(tmpdir(), 'kabar-drill-'));
  mkdirSync(join(home, 'keys'), { mode: 0o700 });
  rootFile = join(home, 'keys', 'root.key');
  writeFileSync(rootFile, world.rootKey, { mode: 0o600 });
  const [row] = await database.admin<{ slug: string }>('select slug from workspaces where id = $1', [world.world.workspaceId]);
  slug = row?.slug ?? '';
});
afterAll(async () => {
  await vault.stop();
  await world.close();
  rmSync(home, { recursive: true, force: true });
});

type Line = Record<string, unknown> & { event: string };

/** Runs `npx kabar …` with `--json`; gives its exit code and every line of both streams. */
async function kabar(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; lines: Line[] }> {
  const child = spawn(process.execPath, [mainScript, ...args, '--json'], {
    env: { PATH: process.env['PATH'] ?? '', KABAR_HOME: home, DATABASE_URL: database.url, KABAR_EMULATOR: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return { code: child.exitCode, lines: lines.map((line) => JSON.parse(line) as Line) }; // --json writes one object per line
}

async function doctor(check: string, env: Record<string, string> = {}): Promise<Line | undefined> {
  return (await kabar(['doctor'], env)).lines.find((line) => line['check'] === check);
}

/** Whether a root key opens the key of the workspace. */
async function opens(rootKeyText: string): Promise<boolean> {
  const notifications = createNotifications({ url: database.url, clock: systemClock, log: silentLog });
  const keyring = createKeyring({
    db: database.db,
    rootKeys: rootKeysFromText('environment', rootKeyText),
    clock: systemClock,
    notifications,
  });
  try {
    await keyring.workspaceKeys(world.world.workspaceId);
    return true;
  } catch {
    return false;
  } finally {
    keyring.close();
  }
}

const firstKey = (): string => readFileSync(rootFile, 'utf8').split('\n')[0] ?? '';
const byVault = (): Record<string, string> => ({
  KABAR_VAULT_URL: vault.url,
  KABAR_VAULT_ROLE_ID: vaultRole.roleId,
  KABAR_VAULT_SECRET_ID: vaultRole.secretId,
  KABAR_VAULT_TIMEOUT: '30s',
});

describe('the root key is lost', { timeout: 600_000 }, () => {
  it('is named by doctor, nothing is made anew in its place, and the copy brings everything back', async () => {
    renameSync(rootFile, `${rootFile}.copy`);
    expect(await doctor('Root key')).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('Put your copy of root.key back'),
    });
    const refused = await kabar(['encryption', 'status']);
    expect(refused.code).not.toBe(0);
    expect(JSON.stringify(refused.lines)).toContain('there is no root key at');
    renameSync(`${rootFile}.copy`, rootFile);
    expect(await doctor('Root key')).toMatchObject({ status: 'ok' });
    expect((await kabar(['encryption', 'status'])).code).toBe(0);
  });
});

describe('a root key may be known to somebody', { timeout: 900_000 }, () => {
  it('is replaced while Kabar runs, opens nothing after that, and is out of the file', async () => {
    const leaked = firstKey();
    copyFileSync(rootFile, `${rootFile}.older`);
    const rotated = await kabar(['encryption', 'rotate', 'root', '--leak', '--fast']);
    expect(rotated).toMatchObject({ code: 0, lines: expect.arrayContaining([expect.objectContaining({ event: 'done', rotations: 1 })]) });
    expect(firstKey()).not.toBe(leaked);
    expect(await opens(leaked)).toBe(false);
    expect(await opens(firstKey())).toBe(true);

    const waiting = await kabar(['encryption', 'retire']);
    expect(waiting.lines).toContainEqual(expect.objectContaining({ event: 'root_key_kept' }));
    expect(readFileSync(rootFile, 'utf8')).toContain(leaked);
    expect((await kabar(['encryption', 'retire', '--give-up-backups'])).lines).toContainEqual(
      expect.objectContaining({ event: 'root_key_removed' }),
    );
    expect(readFileSync(rootFile, 'utf8')).not.toContain(leaked);
    expect((await kabar(['encryption', 'status'])).code).toBe(0);

    // Somebody puts an older copy of the file back.
    const present = readFileSync(rootFile);
    copyFileSync(`${rootFile}.older`, rootFile);
    expect(await doctor('Root key')).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('the one that was there before'),
    });
    writeFileSync(rootFile, present);
    expect(await doctor('Root key')).toMatchObject({ status: 'ok' });
    const told = await database.admin<{ action: string; after: unknown }>(
      `select action, after from audit_events where action like 'encryption.root%' order by at, seq`,
    );
    expect(told.map(({ action }) => action)).toEqual([
      'encryption.root_rotation_started',
      'encryption.root_rotation_finished',
      'encryption.root_key_removed',
    ]);
    expect(JSON.stringify(told)).toContain('leak');
  });
});

describe('the key of a workspace may be known to somebody', { timeout: 900_000 }, () => {
  it('is replaced with everything under it, and its end waits for whoever is still connected', async () => {
    const rotated = await kabar(['encryption', 'rotate', 'workspace', slug, '--leak', '--fast']);
    expect(rotated.lines).toContainEqual(expect.objectContaining({ event: 'done', rotations: 1 }));
    const { lines } = await kabar(['encryption', 'status']);
    expect(lines.at(-1)).toMatchObject({ older: [{ workspace: slug, version: 1, wrappedCount: 0, valueCount: 0 }] });
    expect(await doctor('Rotation of keys')).toMatchObject({ status: 'warning', sentence: expect.stringContaining('older key') });
    const refused = await kabar(['encryption', 'retire', '--now', '--give-up-backups']);
    expect(refused.code).not.toBe(0);
    expect(JSON.stringify(refused.lines)).toContain('still connected');
  });

  it('is not confused with one that is not there', async () => {
    expect((await kabar(['encryption', 'rotate', 'workspace', 'no-such-workspace'])).code).toBe(64);
    expect((await kabar(['encryption', 'rotate', 'workspace'])).code).toBe(64);
  });
});

describe('the index keys of a workspace may be known to somebody', { timeout: 900_000 }, () => {
  it('are replaced while Kabar runs, and a change that was killed goes on by itself', async () => {
    const { workspaceId } = world.world;
    const { contactId } = await world.world.customer('+628120000001');
    const older = await database.admin<{ hash: Buffer }>('select match_hash as hash from contact_identifiers where workspace_id = $1', [
      workspaceId,
    ]);
    const rotated = await kabar(['encryption', 'rotate', 'index', slug, '--leak', '--fast']);
    expect(rotated.lines).toContainEqual(expect.objectContaining({ event: 'done', rotations: 1 }));
    const hashes = await database.admin<{ hash: Buffer }>('select match_hash as hash from contact_identifiers where workspace_id = $1', [
      workspaceId,
    ]);
    expect(hashes).toHaveLength(older.length);
    expect(hashes.filter(({ hash }) => older.some((one) => one.hash.equals(hash)))).toEqual([]);
    expect((await kabar(['encryption', 'status'])).lines.at(-1)).toMatchObject({ olderIndexes: [] });
    expect((await world.world.customer('+628120000001')).contactId).toBe(contactId);

    // Killed at the first sign of progress.
    const child = spawn(process.execPath, [mainScript, 'encryption', 'rotate', 'index', slug, '--json'], {
      env: { PATH: process.env['PATH'] ?? '', KABAR_HOME: home, DATABASE_URL: database.url, KABAR_EMULATOR: 'off' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect((await world.world.customer('+628120000001')).contactId).toBe(contactId);
    // The lease of the killed one runs out within a minute.
    await database.admin(`update leases set until = now() where name = 'encryption:rotate'`);
    expect((await kabar(['encryption', 'resume'])).code).toBe(0);
    const versions = await database.admin<{ versions: number[] }>(
      'select array_agg(distinct kabar_hash_version(match_hash)) as versions from contact_identifiers where workspace_id = $1',
      [workspaceId],
    );
    expect(versions).toEqual([{ versions: [3] }]);
    expect((await world.world.customer('+628120000001')).contactId).toBe(contactId);
  });

  it('are those of workspaces, not of the installation', async () => {
    expect((await kabar(['encryption', 'rotate', 'index', 'installation'])).code).toBe(64);
    expect((await kabar(['encryption', 'rotate', 'index'])).code).toBe(64);
  });
});

describe('Vault is unavailable', { timeout: 900_000 }, () => {
  it('is said by doctor with the reason, and everything opens again once it is back; then the key moves out of it', async () => {
    const moved = await kabar(['encryption', 'rotate', 'root', '--fast'], byVault());
    expect(moved.lines).toContainEqual(expect.objectContaining({ event: 'done', rotations: 1 }));
    const [row] = await database.admin<{ ids: string[] }>(
      'select array_agg(distinct root_key_id) as ids from workspace_keys where destroyed_at is null',
    );
    expect(row?.ids).toEqual(['vault:transit/kabar:1']);

    vault.failWith(503);
    expect(await doctor('Root key', byVault())).toMatchObject({
      status: 'problem',
      sentence: expect.stringContaining('sealed or in maintenance'),
    });
    vault.failWith(null);
    vault.endTokens();
    expect(await doctor('Root key', byVault())).toMatchObject({ status: 'ok' });

    const back = await kabar(['encryption', 'rotate', 'root', '--fast'], { ...byVault(), KABAR_ROOT_KEY_FROM: 'file' });
    expect(back.lines).toContainEqual(expect.objectContaining({ event: 'done', rotations: 1 }));
    expect(await opens(firstKey())).toBe(true);
  });
});
