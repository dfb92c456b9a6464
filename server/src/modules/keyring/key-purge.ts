import type { EngineTx, TenantTx } from '#platform/db/tx';
import { notifyKeys } from './keyring.sql.ts';

/** What every process has to forget. */
export type KeyPurge =
  | { kind: 'contacts'; workspaceId: string; contactIds: readonly string[] }
  | { kind: 'payloads'; workspaceId: string | null; beforeDay: string }
  | { kind: 'workspace'; workspaceId: string };

// A payload is limited to 8,000 bytes; an id in JSON takes 39.
const idsPerPayload = 180;

/** Tells all processes, at commit, to forget keys. */
export async function announcePurge(tx: TenantTx | EngineTx, purge: KeyPurge): Promise<void> {
  if (purge.kind !== 'contacts') {
    await tx.query(notifyKeys(JSON.stringify(purge)));
    return;
  }
  for (let from = 0; from < purge.contactIds.length; from += idsPerPayload) {
    const contactIds = purge.contactIds.slice(from, from + idsPerPayload);
    await tx.query(notifyKeys(JSON.stringify({ ...purge, contactIds })));
  }
}

/** Reads a payload; null, which means "forget everything", when it is not one of ours. */
export function readPurge(payload: string): KeyPurge | null {
  try {
    // Written by announcePurge, in this version or another; an unknown kind falls through below.
    const purge = JSON.parse(payload) as KeyPurge;
    return purge.kind === 'contacts' || purge.kind === 'payloads' || purge.kind === 'workspace' ? purge : null;
  } catch {
    return null;
  }
}
