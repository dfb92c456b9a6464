import { ID_PREFIXES, type Import, type ImportConsent, type PublicId } from '@kabar/contract';
import { openText, seal } from '#platform/crypto/seal';
import { toPublicId } from '#platform/ids';
import type { ImportsContext } from './imports-context.ts';
import type { ImportRow } from './imports.sql.ts';

/** What is read from the file and sealed with it. */
export type FileDetails = { fileName: string; headers: string[]; samples: string[][] };

/** How long an import can be undone and its file is kept. */
export const keptDays = 7;

const dayMs = 86_400_000;

/** An import in the form of the API. */
export async function presentImport(ctx: Pick<ImportsContext, 'keyring' | 'clock'>, row: ImportRow): Promise<Import> {
  const [details, consent] = await Promise.all([openDetails(ctx, row), openConsent(ctx, row)]);
  const { processed = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0, suppressed = 0 } = row.counts;
  return {
    id: toPublicId(ID_PREFIXES.import, row.id) as PublicId<'import'>, // made with the prefix it is branded with
    status: row.status,
    file_name: details?.fileName ?? null,
    row_count: row.rowCount,
    delimiter: row.delimiter,
    encoding: row.encoding,
    columns: row.settings.targets.map((target, index) => ({
      index,
      header: details?.headers[index] ?? '',
      samples: details?.samples[index] ?? [],
      target,
    })),
    default_country: row.settings.defaultCountry,
    duplicates: row.settings.duplicates,
    consent,
    counts: { processed, created, updated, unchanged, skipped, failed, suppressed },
    failure: row.failure,
    created_by: { kind: row.actorKind, id: toPublicId(row.actorKind === 'member' ? ID_PREFIXES.member : ID_PREFIXES.apiKey, row.actorId) },
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
    undo_until: undoUntil(row)?.toISOString() ?? null,
    file_expires_at: row.fileExpiresAt.toISOString(),
    undone: row.undone,
  };
}

/** Until when an import can be undone; null when it cannot. */
export function undoUntil(row: Pick<ImportRow, 'status' | 'finishedAt' | 'fileExpiresAt' | 'storageKey'>): Date | null {
  if ((row.status !== 'done' && row.status !== 'cancelled') || row.finishedAt === null || row.storageKey === null) return null;
  return new Date(Math.min(row.finishedAt.getTime() + keptDays * dayMs, row.fileExpiresAt.getTime()));
}

/** Seals what was read from a file, under the workspace key. */
export async function sealDetails(
  ctx: Pick<ImportsContext, 'keyring'>,
  workspaceId: string,
  id: string,
  details: FileDetails,
): Promise<Buffer> {
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  return seal(ring.primary, [workspaceId, 'imports', 'details_sealed', id], JSON.stringify(details));
}

/** What was read from a file; null once it is deleted. */
export async function openDetails(ctx: Pick<ImportsContext, 'keyring'>, row: ImportRow): Promise<FileDetails | null> {
  if (row.detailsSealed === null) return null;
  const ring = await ctx.keyring.workspaceKeys(row.workspaceId);
  // Sealed by `sealDetails` under an authenticated cipher, so the shape is the one written there.
  return JSON.parse(openText(ring, [row.workspaceId, 'imports', 'details_sealed', row.id], row.detailsSealed)) as FileDetails;
}

/** Seals the consent that was declared. */
export async function sealConsent(
  ctx: Pick<ImportsContext, 'keyring'>,
  workspaceId: string,
  id: string,
  consent: ImportConsent,
): Promise<Buffer> {
  const ring = await ctx.keyring.workspaceKeys(workspaceId);
  return seal(ring.primary, [workspaceId, 'imports', 'consent_sealed', id], JSON.stringify(consent));
}

/** The consent that was declared; null before it is. */
export async function openConsent(ctx: Pick<ImportsContext, 'keyring'>, row: ImportRow): Promise<ImportConsent | null> {
  if (row.consentSealed === null) return null;
  const ring = await ctx.keyring.workspaceKeys(row.workspaceId);
  // Sealed by `sealConsent`, likewise.
  return JSON.parse(openText(ring, [row.workspaceId, 'imports', 'consent_sealed', row.id], row.consentSealed)) as ImportConsent;
}
