import { findErased, hashPeople, selectByIdentity, type Identity, type IdentityHit } from '#modules/contacts';
import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { PersonImportsContext } from './person-imports-context.ts';
import type { Meeting } from './present-person-import.ts';

/** Whom somebody with these identifiers would meet in a workspace. A username alone is nobody. */
export async function meetPerson(
  ctx: PersonImportsContext,
  tx: TenantTx | EngineTx,
  workspaceId: string,
  identities: readonly Identity[],
): Promise<Meeting> {
  const own = identities.filter((identity) => identity.kind !== 'username');
  if (own.length === 0) return { meets: 'nobody', contactId: null };
  const [isErased = false] = await findErased(ctx, tx, workspaceId, [own]);
  const [probes = []] = await hashPeople(ctx, [{ workspaceId, identities: own }]);
  const hits = await tx.query<IdentityHit>(selectByIdentity(probes));
  const contactIds = [...new Set(hits.map((hit) => hit.contactId))];
  if (contactIds.length > 1) return { meets: 'several', contactId: null };
  if (isErased) return { meets: 'erased', contactId: contactIds[0] ?? null };
  return contactIds[0] === undefined ? { meets: 'nobody', contactId: null } : { meets: 'one', contactId: contactIds[0] };
}
