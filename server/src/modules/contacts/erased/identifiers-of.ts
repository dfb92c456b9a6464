import type { IdentifierKind } from '@kabar/contract';
import { openText } from '#platform/crypto/seal';
import { tenantQuery, type Statement } from '#platform/db/tx';
import type { Identity } from '../identity.ts';
import { identifierAad, type PeopleDeps } from '../resolve-people.ts';

/** The identifiers of people in the clear, as far as their keys live. */
export async function identifiersOf(
  deps: Pick<PeopleDeps, 'db' | 'keyring'>,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<Identity[]> {
  type Row = { id: string; contactId: string; kind: IdentifierKind; valueSealed: Buffer };
  const rows = await tenantQuery<Row>(deps.db, workspaceId, selectIdentifiers(workspaceId, contactIds));
  const rings = await deps.keyring.contactKeys(contactIds.map((contactId) => ({ workspaceId, contactId })));
  return rows.flatMap((row): Identity[] => {
    const ring = rings.get(row.contactId);
    return ring === undefined ? [] : [{ kind: row.kind, value: openText(ring, identifierAad(workspaceId, row.id), row.valueSealed) }];
  });
}

function selectIdentifiers(workspaceId: string, contactIds: readonly string[]): Statement {
  return {
    text: `select id, contact_id as "contactId", kind, value_sealed as "valueSealed"
             from contact_identifiers where workspace_id = $1 and contact_id = any ($2::uuid[])`,
    values: [workspaceId, contactIds],
  };
}
