import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '#config';
import { systemClock } from '#platform/clock';
import { hasRootKeyFile, rootKeysFromFile } from '#platform/crypto/root-key-file';
import { joinRootKeys, RootKeyError, RootKeyUnavailableError, rootKeysFromText } from '#platform/crypto/root-keys';
import type { RootKeyProvider, RootKeySource } from '#platform/crypto/root-keys';
import { createVaultClient } from '#platform/crypto/vault-client';
import type { VaultLogin } from '#platform/crypto/vault-client';
import { rootKeysFromVault } from '#platform/crypto/vault-root-keys';
import { createEgress } from '#platform/egress/egress';
import type { EgressGate, EgressRule } from '#platform/egress/gate';
import type { Log } from '#platform/log';

/** Root keys of an installation, and how a new one is made where Vault does that. */
export type InstalledRootKeys = RootKeyProvider & {
  /** Makes a new version of the key in Vault; null where Vault does not hold it. */
  readonly rotateInVault: (() => Promise<void>) | null;
};

/** A Vault that starts together with us gets this long before a start is given up. */
const startWaitMs = 30_000;
const startPauseMs = 1_000;

/** Which root key wraps here. */
export function rootKeySource({ keys }: Pick<Config, 'keys'>): RootKeySource {
  return keys.from ?? (keys.vaultUrl === undefined ? (keys.rootKey === undefined ? 'file' : 'environment') : 'vault');
}

/**
 * Opens every root key that the settings name: the source that wraps first, the others for what they wrapped. `mayCreate`: whether a missing file may be made,
 * which would lock an installation that has sealed anything.
 *
 * Errors: `RootKeyError`. Vault is not asked yet.
 */
export async function openRootKeys(config: Config, gate: EgressGate, mayCreate: boolean): Promise<InstalledRootKeys> {
  const { keys, paths } = config;
  const source = rootKeySource(config);
  const vault = keys.vaultUrl === undefined ? null : openVault(config, gate);
  const isMoving = keys.from !== undefined || vault !== null;
  const held: Partial<Record<RootKeySource, RootKeyProvider>> = {
    ...(vault === null ? {} : { vault }),
    ...(keys.rootKey === undefined ? {} : { environment: rootKeysFromText('environment', keys.rootKey) }),
    ...(source === 'file' || (isMoving && (await hasRootKeyFile(paths.keys)))
      ? { file: await rootKeysFromFile(paths.keys, source === 'file' && mayCreate) }
      : {}),
  };
  const primary = held[source];
  if (primary === undefined) throw new RootKeyError(`there is no root key in ${source}`);
  const older = Object.values(held).filter((provider) => provider !== primary);
  return { ...joinRootKeys(primary, ...older), rotateInVault: source === 'vault' && vault !== null ? () => vault.rotate() : null };
}

/**
 * Waits until the holder of the root key answers. Nothing to wait for but with Vault. Errors: `RootKeyError` when it refuses us, `RootKeyUnavailableError` after half a
 * minute. The first refusal is logged, so that whoever watches the start knows what it waits for.
 */
export async function awaitRootKeys(
  rootKeys: Pick<RootKeyProvider, 'primaryId'>,
  log: Pick<Log, 'warn'>,
  { waitMs = startWaitMs, pauseMs = startPauseMs }: { waitMs?: number; pauseMs?: number } = {},
): Promise<void> {
  const untilMs = performance.now() + waitMs;
  let first: RootKeyUnavailableError | null = null;
  for (;;) {
    try {
      await rootKeys.primaryId();
      return;
    } catch (error) {
      if (!(error instanceof RootKeyUnavailableError)) throw error;
      // The later ones may only say that it was away a moment ago.
      if (performance.now() > untilMs) throw first ?? error;
      if (first === null) log.warn('the root key cannot be reached yet; trying on', { delayMs: waitMs, error });
      first ??= error;
      await wait(pauseMs);
    }
  }
}

/** What the gate allows before the register of recipients was read: without the root key nobody could read it. */
export function vaultRules({ keys }: Pick<Config, 'keys'>): EgressRule[] {
  if (keys.vaultUrl === undefined) return [];
  const host = new URL(keys.vaultUrl).hostname.replace(/^\[(.*)\]$/, '$1');
  return [{ hosts: [host], purposes: ['key_management'], addresses: 'any', openUntil: 'always', refusal: 'not_active' }];
}

function openVault({ keys }: Config, gate: EgressGate): ReturnType<typeof rootKeysFromVault> {
  const ca = keys.vaultCaFile === undefined ? undefined : readAuthority(keys.vaultCaFile);
  const egress = createEgress({
    gate,
    maxConnections: 8,
    connectTimeoutMs: keys.vaultTimeoutMs,
    maxResponseBytes: 1024 * 1024,
    ...(ca === undefined ? {} : { ca }),
  });
  const address = {
    url: new URL(keys.vaultUrl ?? '').origin,
    namespace: keys.vaultNamespace ?? null,
    login: loginOf(keys),
    timeoutMs: keys.vaultTimeoutMs,
  };
  const vault = rootKeysFromVault(
    createVaultClient(address, egress),
    { mount: keys.vaultMount, name: keys.vaultKey, outageMs: keys.vaultOutageMs },
    systemClock,
  );
  return {
    ...vault,
    close: () => {
      vault.close();
      void egress.close();
    },
  };
}

function loginOf(keys: Config['keys']): VaultLogin {
  const { vaultToken, vaultTokenFile, vaultRoleId, vaultSecretId, vaultRoleMount } = keys;
  if (vaultToken !== undefined) return { kind: 'token', token: vaultToken };
  if (vaultTokenFile !== undefined) return { kind: 'token_file', path: vaultTokenFile };
  return { kind: 'approle', mount: vaultRoleMount, roleId: vaultRoleId ?? '', secretId: vaultSecretId ?? '' };
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RootKeyError(`the certificate of the authority of Vault at ${path} cannot be read`, { cause: error });
  }
}
