import type { KeyObject } from 'node:crypto';
import type { Statement, Tx } from '#platform/db/tx';
import { identityHash, matchKindOf, type Identity } from '../identity.ts';

/**
 * Which of these people would be brought back: somebody with one of the identifiers was erased, and nobody has it now. By position. `indexKey` is the
 * workspace's key for contacts. A username alone brings nobody back.
 */
export async function findErased(
  tx: Tx,
  workspaceId: string,
  indexKey: KeyObject,
  people: readonly (readonly Identity[])[],
): Promise<boolean[]> {
  const probes = people.flatMap((identities, index) =>
    identities
      .filter((identity) => identity.kind !== 'username')
      .map((identity) => ({ index, kind: matchKindOf(identity.kind), hash: identityHash(indexKey, identity) })),
  );
  const erased = new Array<boolean>(people.length).fill(false);
  if (probes.length === 0) return erased;
  for (const { position } of await tx.query<{ position: number }>(selectErased(workspaceId, probes))) {
    const index = probes[position - 1]?.index;
    if (index !== undefined) erased[index] = true;
  }
  return erased;
}

function selectErased(workspaceId: string, probes: readonly { kind: string; hash: Buffer }[]): Statement {
  return {
    text: `select item.position::int as position
             from unnest($2::text[], $3::bytea[]) with ordinality as item (kind, hash, position)
             join erased_identifiers e on e.workspace_id = $1 and e.match_kind = item.kind and e.match_hash = item.hash
            where not exists (select from contact_identifiers i
                               where i.workspace_id = $1 and i.match_kind = item.kind and i.match_hash = item.hash)`,
    values: [workspaceId, probes.map((probe) => probe.kind), probes.map((probe) => probe.hash)],
  };
}
