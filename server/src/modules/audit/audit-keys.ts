import type { KeyObject } from 'node:crypto';
import type { Keyring } from '#modules/keyring';
import type { KeyRing } from '#platform/crypto/data-key';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import { ACCOUNT_CHAIN } from './audit-entry.ts';

/** The part of the key ring that the audit log uses. */
export type AuditKeySource = Pick<Keyring, 'workspaceKeys' | 'indexKey'>;

/** Keys of one chain: `ring` seals personal values, `commitment` keys their commitments. */
export type AuditKeys = { ring: KeyRing; commitment: KeyObject };

/**
 * The keys of a chain. A workspace made in this very transaction has keys that only the transaction sees; those of the
 * installation, which the chain of accounts uses, are made apart from it.
 */
export async function auditKeys(keyring: AuditKeySource, chainId: string, tx: TenantTx | EngineTx): Promise<AuditKeys> {
  const within = chainId === ACCOUNT_CHAIN ? undefined : tx;
  return { ring: await keyring.workspaceKeys(chainId, within), commitment: await keyring.indexKey(chainId, 'audit', within) };
}
