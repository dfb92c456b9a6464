import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '#config';
import { RootKeyUnavailableError } from '#platform/crypto/root-keys';
import { findFreePort } from '#platform/db/embedded/postmaster';
import type { EgressGate } from '#platform/egress/gate';
import { silentLog } from '#platform/log';
import { useTestDatabase, waitFor } from '../../test/harness.ts';
import { startVaultServer, vaultRole, type VaultServer } from '../../test/vault-server.ts';
import { awaitRootKeys, openRootKeys } from './root-keys.ts';

// A start while Vault is away, as the runbook vault-unavailable tells it.
const database = useTestDatabase();
const mainScript = fileURLToPath(new URL('../main.ts', import.meta.url));
let vault: VaultServer;
let home: string;
let child: ChildProcess | null = null;

beforeAll(async () => {
  vault = await startVaultServer();
});
afterAll(() => vault.stop());
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kabar-vault-start-'));
});
afterEach(async () => {
  vault.failWith(null);
  if (child !== null && child.exitCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  child = null;
  rmSync(home, { recursive: true, force: true });
});

const settings = (): Record<string, string> => ({
  KABAR_HOME: home,
  DATABASE_URL: database.url,
  KABAR_EMULATOR: 'off',
  KABAR_VAULT_URL: vault.url,
  KABAR_VAULT_ROLE_ID: vaultRole.roleId,
  KABAR_VAULT_SECRET_ID: vaultRole.secretId,
});

/** Starts a Kabar; `said` is everything it wrote so far. */
async function start(): Promise<{ said: () => string; ended: Promise<number | null>; stop(): void }> {
  const env = { PATH: process.env['PATH'], KABAR_HTTP_PORT: String(await findFreePort(undefined)), ...settings() };
  const started = spawn(process.execPath, [mainScript, 'api'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  let output = '';
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(started, 'close').then(() => started.exitCode);
  return { said: () => output, ended, stop: () => void started.kill('SIGTERM') };
}

describe('a start while Vault is away', () => {
  it('waits, says what for, and goes on by itself once Vault answers', async () => {
    vault.failWith(503);
    const kabar = await start();
    await waitFor('it says what it waits for', () => kabar.said().includes('the root key cannot be reached yet'));
    expect(kabar.said()).toContain('sealed or in maintenance');
    expect(kabar.said()).not.toContain('"msg":"ready"');
    vault.failWith(null);
    await waitFor('it is ready', () => kabar.said().includes('"msg":"ready"'));
    kabar.stop();
    expect(await kabar.ended).toBe(0);
  });

  it('ends at once where Vault refuses it, which waiting does not mend, and another start may work', async () => {
    vault.failWith(403);
    const kabar = await start();
    expect(await kabar.ended).toBe(1);
    expect(kabar.said()).toContain('403');
    expect(kabar.said()).not.toContain('trying on');
  });

  it('is given up after a time, with the reason, and nothing was opened', async () => {
    vault.failWith(503);
    const gate: EgressGate = { admit: () => ({ allowed: true, addresses: 'any' }) };
    const rootKeys = await openRootKeys(loadConfig(settings(), 'api'), gate, false);
    const before = vault.asked.length;
    const waiting = awaitRootKeys(rootKeys, silentLog, { waitMs: 200, pauseMs: 20 });
    await expect(waiting).rejects.toThrow(RootKeyUnavailableError);
    await expect(waiting).rejects.toThrow(/sealed or in maintenance/);
    expect(vault.asked.length).toBeGreaterThan(before);
    rootKeys.close();
  });
});
