import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGate } from '../../../test/open-gate.ts';
import { createSelfSigned } from '../../../test/self-signed.ts';
import { startVaultServer, vaultRole } from '../../../test/vault-server.ts';
import type { VaultServer } from '../../../test/vault-server.ts';
import { createManualClock } from '../clock.ts';
import { createEgress } from '../egress/egress.ts';
import type { Egress } from '../egress/egress.ts';
import { joinRootKeys, RootKeyError, rootKeyLine, rootKeysFromText, RootKeyUnavailableError } from './root-keys.ts';
import { createVaultClient } from './vault-client.ts';
import type { VaultLogin } from './vault-client.ts';
import { rootKeysFromVault } from './vault-root-keys.ts';

const secret = randomBytes(32);
const context = ['w1', 'workspace_keys', '1'];
const hourMs = 3_600_000;

let vault: VaultServer;
let egress: Egress;
let closing: (() => void)[] = [];
beforeEach(async () => {
  vault = await startVaultServer();
  egress = createEgress({ gate: openGate, connectTimeoutMs: 30_000 });
  closing = [];
});
afterEach(async () => {
  for (const close of closing) close();
  await egress.close();
  await vault.stop();
});

const byRole: VaultLogin = { kind: 'approle', mount: 'approle', ...vaultRole };

function open(options: { login?: VaultLogin; clock?: ReturnType<typeof createManualClock>; outageMs?: number; name?: string } = {}) {
  const { login = byRole, clock = createManualClock(new Date('2026-11-21T10:00:00Z')), outageMs = hourMs, name = 'kabar' } = options;
  const client = createVaultClient({ url: vault.url, namespace: 'teams/crm', login, timeoutMs: 30_000 }, egress);
  const keys = rootKeysFromVault(client, { mount: 'transit', name, outageMs }, clock);
  closing.push(keys.close);
  return { keys, clock };
}

test('wraps and opens by the transit engine, signed in with a role, in its namespace', async () => {
  const { keys } = open();
  const wrapped = await keys.wrap(secret, context);
  expect(wrapped.toString()).toMatch(/^vault:v1:/);
  expect(wrapped.includes(secret)).toBe(false);
  expect(await keys.unwrap(wrapped, context)).toEqual(secret);
  expect(await keys.primaryId()).toBe('vault:transit/kabar:1');
  expect(keys.idOf(wrapped)).toBe('vault:transit/kabar:1');
  expect(vault.asked[0]).toBe('POST auth/approle/login');
  expect(vault.asked.filter((line) => line.includes('login'))).toHaveLength(1);
  expect(vault.headers).toMatchObject({ 'x-vault-namespace': 'teams/crm', 'x-vault-request': 'true' });
});

test('binds a wrapping to its owner, and says when bytes were changed', async () => {
  const { keys } = open();
  const wrapped = await keys.wrap(secret, context);
  await expect(keys.unwrap(wrapped, ['w2', 'workspace_keys', '1'])).rejects.toMatchObject({ code: 'broken_seal' });
  const changed = Buffer.from(wrapped);
  changed[changed.byteLength - 9] = (changed[changed.byteLength - 9] ?? 0) ^ 1;
  await expect(keys.unwrap(changed, context)).rejects.toMatchObject({ code: 'broken_seal' });
  await expect(keys.unwrap(Buffer.from('nothing of Vault'), context)).rejects.toMatchObject({ code: 'malformed' });
});

test('follows a new version of its key: older wrappings open, rewrap renews them inside Vault', async () => {
  const { keys } = open();
  const wrapped = await keys.wrap(secret, context);
  await keys.rotate();
  expect(await keys.primaryId()).toBe('vault:transit/kabar:2');
  expect(await keys.unwrap(wrapped, context)).toEqual(secret);
  vault.asked.length = 0;
  const rewrapped = await keys.rewrap(wrapped, context);
  expect(vault.asked).toEqual(['POST transit/rewrap/kabar']);
  expect(keys.idOf(rewrapped)).toBe('vault:transit/kabar:2');
  vault.setMinDecryptionVersion(2);
  expect(await keys.unwrap(rewrapped, context)).toEqual(secret);
  await expect(keys.unwrap(wrapped, context)).rejects.toMatchObject({ code: 'broken_seal' });
});

test('signs in anew when its token is refused', async () => {
  const { keys } = open();
  const wrapped = await keys.wrap(secret, context);
  vault.endTokens();
  expect(await keys.unwrap(wrapped, context)).toEqual(secret);
  expect(vault.asked.filter((line) => line.includes('login'))).toHaveLength(2);
});

test('reads a token file again when the token in it was replaced', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kabar-vault-'));
  const path = join(folder, 'token');
  try {
    vault.addToken('hvs.first');
    await writeFile(path, 'hvs.first\n');
    const { keys } = open({ login: { kind: 'token_file', path } });
    const wrapped = await keys.wrap(secret, context);
    vault.endTokens();
    vault.addToken('hvs.second');
    await writeFile(path, 'hvs.second\n');
    expect(await keys.unwrap(wrapped, context)).toEqual(secret);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('renews its token before it ends', { timeout: 60_000 }, async () => {
  vault.setTtl(1);
  const { keys } = open();
  await keys.wrap(secret, context);
  await expect.poll(() => vault.asked.filter((line) => line.includes('renew-self')).length, { timeout: 30_000 }).toBeGreaterThan(1);
  expect(vault.asked.filter((line) => line.includes('login'))).toHaveLength(1);
});

test('refuses a role, a token and a key that Vault does not know, in plain words without the secret', async () => {
  const wrongRole = open({ login: { ...byRole, secretId: 'a-secret-that-is-wrong' } });
  await expect(wrongRole.keys.wrap(secret, context)).rejects.toThrow(/sign in with the role \(400\): invalid role or secret ID/);
  await expect(wrongRole.keys.wrap(secret, context)).rejects.not.toThrow(/a-secret-that-is-wrong/);
  const wrongToken = open({ login: { kind: 'token', token: 'hvs.unknown' } });
  await expect(wrongToken.keys.primaryId()).rejects.toThrow(/refused to use the token \(403\): permission denied/);
  const wrongKey = open({ name: 'other' });
  await expect(wrongKey.keys.wrap(secret, context)).rejects.toThrow(RootKeyError);
  await expect(wrongKey.keys.wrap(secret, context)).rejects.toThrow(/Is there a key "other" in transit/);
});

test('goes on with what it opened while Vault is away, for as long as it may and no longer', async () => {
  const { keys, clock } = open();
  const [known, unknown] = [await keys.wrap(secret, context), await keys.wrap(secret, ['w2'])];
  await keys.unwrap(known, context);
  await vault.stop();
  clock.advance(hourMs - 1_000);
  expect(await keys.unwrap(known, context)).toEqual(secret);
  await expect(keys.unwrap(unknown, ['w2'])).rejects.toThrow(RootKeyUnavailableError);
  await expect(keys.wrap(secret, context)).rejects.toThrow(RootKeyUnavailableError);
  clock.advance(2_000);
  await expect(keys.unwrap(known, context)).rejects.toThrow(RootKeyUnavailableError);
  await vault.start();
  clock.advance(5_000);
  expect(await keys.unwrap(known, context)).toEqual(secret);
});

test('takes a sealed Vault for one that is away, and does not wait for it at every call', async () => {
  const { keys, clock } = open();
  const wrapped = await keys.wrap(secret, context);
  await keys.unwrap(wrapped, context);
  vault.failWith(503);
  clock.advance(5_000);
  await expect(keys.primaryId()).rejects.toThrow(/sealed or in maintenance/);
  vault.asked.length = 0;
  expect(await keys.unwrap(wrapped, context)).toEqual(secret);
  expect(vault.asked).toEqual([]);
  vault.failWith(null);
  clock.advance(5_000);
  expect(await keys.primaryId()).toBe('vault:transit/kabar:1');
});

test('moves from a file to Vault and back: the new source wraps, both open', async () => {
  const line = rootKeyLine(randomBytes(32));
  const file = (): ReturnType<typeof rootKeysFromText> => rootKeysFromText('file', line);
  const before = await file().wrap(secret, context);
  const during = joinRootKeys(open().keys, file());
  expect(await during.unwrap(before, context)).toEqual(secret);
  const moved = await during.rewrap(before, context);
  expect(during.idOf(moved)).toMatch(/^vault:/);
  const back = joinRootKeys(file(), open().keys);
  expect(await back.unwrap(moved, context)).toEqual(secret);
  expect(await file().unwrap(await back.rewrap(moved, context), context)).toEqual(secret);
});

test('speaks to a Vault whose certificate its own authority signed, and to no other', async () => {
  const signed = createSelfSigned();
  const secure = await startVaultServer(signed);
  const url = secure.url.replace('127.0.0.1', 'localhost');
  const trusting = createEgress({ gate: openGate, connectTimeoutMs: 30_000, ca: signed.cert });
  try {
    const at = (way: Egress) => {
      const client = createVaultClient({ url, namespace: null, login: byRole, timeoutMs: 30_000 }, way);
      closing.push(client.close);
      return rootKeysFromVault(client, { mount: 'transit', name: 'kabar', outageMs: hourMs }, createManualClock(new Date()));
    };
    expect(await at(trusting).primaryId()).toBe('vault:transit/kabar:1');
    await expect(at(egress).primaryId()).rejects.toThrow(/does not answer \(.*(CERT|SELF_SIGNED)/);
  } finally {
    await trusting.close();
    await secure.stop();
  }
});
