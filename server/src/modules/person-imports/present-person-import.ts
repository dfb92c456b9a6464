import { ID_PREFIXES, type PersonImport, type PublicId } from '@kabar/contract';
import type { SecretPlace } from '#modules/keyring';
import { toPublicId } from '#platform/ids';
import type { PersonImportsContext } from './person-imports-context.ts';
import type { PersonImportRow } from './person-imports.sql.ts';

/** What was read from the file, kept sealed while the file is there. */
export type FileDetails = {
  fileName: string;
  exportedAt: string;
  exportedFrom: string | null;
  name: string | null;
  identifiers: string[];
  tags: string[];
};

/** Where a person would go: what `meetPerson` found. */
export type Meeting = { meets: PersonImport['meets']; contactId: string | null };

/** An import in the form of the API. */
export async function presentPersonImport(
  ctx: Pick<PersonImportsContext, 'keyring'>,
  row: PersonImportRow,
  meeting: Meeting,
): Promise<PersonImport> {
  const details = await openFileDetails(ctx, row);
  const { messages = 0, files = 0, notes = 0, consents = 0, known = 0 } = row.counts;
  const contactId = row.contactId ?? meeting.contactId;
  return {
    id: toPublicId(ID_PREFIXES.personImport, row.id) as PublicId<'personImport'>, // made with the prefix it is branded with
    status: row.status,
    failure: row.failure as PersonImport['failure'], // written by `updateEnded` alone
    file: details === null ? null : { name: details.fileName, exported_at: details.exportedAt, exported_from: details.exportedFrom },
    person: details === null ? null : { name: details.name, identifiers: details.identifiers, tags: details.tags },
    meets: meeting.meets,
    contact_id: contactId === null ? null : (toPublicId(ID_PREFIXES.contact, contactId) as PublicId<'contact'>),
    found: row.found,
    imported: { messages, files, notes, consents, known },
    left_out: row.leftOut as PersonImport['left_out'], // written by us from the words of the contract
    created_by: { kind: row.actorKind, id: toPublicId(row.actorKind === 'member' ? ID_PREFIXES.member : ID_PREFIXES.apiKey, row.actorId) },
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    file_expires_at: row.fileExpiresAt.toISOString(),
  };
}

/** What was read from the file; null once it is gone. */
export async function openFileDetails(
  ctx: Pick<PersonImportsContext, 'keyring'>,
  row: Pick<PersonImportRow, 'workspaceId' | 'id' | 'detailsSealed'>,
): Promise<FileDetails | null> {
  if (row.detailsSealed === null) return null;
  const text = await ctx.keyring.openSecret(placeOf(row.workspaceId, row.id, 'details_sealed'), row.detailsSealed);
  return JSON.parse(text) as FileDetails; // sealed by us in this form
}

/** What a sealed column of an import is bound to. */
export function placeOf(workspaceId: string, id: string, column: 'details_sealed' | 'evidence_sealed'): SecretPlace {
  return { workspaceId, table: 'person_imports', column, rowId: id };
}
