import type { Statement, Tx } from '#platform/db/tx';
import { identityHashes, type HashDeps } from '../hash-identities.ts';
import { matchKindOf, type Identity } from '../identity.ts';

/**
 * Which of these people would be brought back: somebody with one of the identifiers was erased, and nobody has it now. By position. A username
 * alone brings nobody back. Errors: KB001 when the index key was changed after this process had read it (`withFreshHashes`).
 */
export async function findErased(
  deps: HashDeps,
  tx: Tx,
  workspaceId: string,
  people: readonly (readonly Identity[])[],
): Promise<boolean[]> {
  const own = people.flatMap((identities, index) =>
    identities.filter((identity) => identity.kind !== 'username').map((identity) => ({ index, identity })),
  );
  const erased = new Array<boolean>(people.length).fill(false);
  if (own.length === 0) return erased;
  const hashes = await identityHashes(
    deps,
    workspaceId,
    own.map(({ identity }) => identity),
  );
  const probes = own.flatMap(({ index, identity }, at) => {
    const hash = hashes[at];
    return hash === undefined ? [] : [{ index, kind: matchKindOf(identity.kind), hash }];
  });
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
            where (select kabar_refuse_stale_hashes(array_fill($1::uuid, array[cardinality($3::bytea[])]), $3::bytea[]))
              and not exists (select from contact_identifiers i
                               where i.workspace_id = $1 and i.match_kind = item.kind and i.match_hash = item.hash)`,
    values: [workspaceId, probes.map((probe) => probe.kind), probes.map((probe) => probe.hash)],
  };
}
