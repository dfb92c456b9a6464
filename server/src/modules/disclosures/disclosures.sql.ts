import type { Disclosure, DisclosureFile } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** A disclosure as stored, with the names of who recorded and decided. */
export type DisclosureRow = {
  id: string;
  authority: string;
  country: string;
  reference: string;
  legalBasis: string;
  receivedOn: string;
  dueOn: string | null;
  scope: Disclosure['scope'];
  status: Disclosure['status'];
  detailsSealed: Buffer;
  personsTold: Disclosure['persons_told'];
  recordedBy: string;
  recordedByName: string | null;
  recordedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  handedOverAt: Date | null;
};

const columns = `d.id, d.authority, d.country, d.reference, d.legal_basis as "legalBasis", d.received_on::text as "receivedOn", d.due_on::text as "dueOn", d.scope,
      d.status, d.details_sealed as "detailsSealed", d.persons_told as "personsTold", d.recorded_by as "recordedBy", d.recorded_at as "recordedAt",
      d.decided_by as "decidedBy", d.decided_at as "decidedAt", d.handed_over_at as "handedOverAt"`;
const names = `, r.name as "recordedByName", s.name as "decidedByName"`;
const people = `left join users r on r.id = d.recorded_by left join users s on s.id = d.decided_by`;

/** A page of disclosures, newest first. */
export function selectDisclosures(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `
      select ${columns}${names} from disclosures d ${people}
       where d.workspace_id = $1 and d.id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff') order by d.id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** One disclosure. */
export function selectDisclosure(workspaceId: string, id: string): Statement {
  return {
    text: `select ${columns}${names} from disclosures d ${people} where d.workspace_id = $1 and d.id = $2`,
    values: [workspaceId, id],
  };
}

/** One disclosure, kept from being changed until the transaction ends. */
export function lockDisclosure(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from disclosures d where d.workspace_id = $1 and d.id = $2 for update`, values: [workspaceId, id] };
}

/** Records a request of an authority. */
export function insertDisclosure(workspaceId: string, row: DisclosureRow): Statement {
  return {
    text: `
      insert into disclosures (workspace_id, id, authority, country, reference, legal_basis, received_on, due_on, scope, status, details_sealed, recorded_by,
                               recorded_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'recorded', $10, $11, $12)`,
    values: [
      workspaceId,
      row.id,
      row.authority,
      row.country,
      row.reference,
      row.legalBasis,
      row.receivedOn,
      row.dueOn,
      row.scope,
      row.detailsSealed,
      row.recordedBy,
      row.recordedAt,
    ],
  };
}

/** Moves a disclosure on. Errors: SQLSTATE 23514 when the second person is the first. */
export function updateDisclosure(
  workspaceId: string,
  row: Pick<DisclosureRow, 'id' | 'status' | 'detailsSealed' | 'personsTold' | 'decidedBy' | 'decidedAt' | 'handedOverAt'>,
): Statement {
  return {
    text: `
      update disclosures set status = $3, details_sealed = $4, persons_told = $5, decided_by = $6, decided_at = $7, handed_over_at = $8
       where workspace_id = $1 and id = $2`,
    values: [workspaceId, row.id, row.status, row.detailsSealed, row.personsTold, row.decidedBy, row.decidedAt, row.handedOverAt],
  };
}

/** A file of a disclosure with how its export stands. */
export type FileRow = {
  disclosureId: string;
  position: number;
  contactId: string | null;
  exportId: string | null;
  sha256: Buffer | null;
  sizeBytes: number | null;
  exportStatus: DisclosureFile['export_status'];
  exportSha256: Buffer | null;
  exportSizeBytes: number | null;
};

/** The files of disclosures, in order. */
export function selectFiles(workspaceId: string, ids: readonly string[]): Statement {
  return {
    text: `
      select f.disclosure_id as "disclosureId", f.position, f.contact_id as "contactId", f.export_id as "exportId", f.sha256,
             f.size_bytes::float8 as "sizeBytes", x.status as "exportStatus", x.sha256 as "exportSha256", x.size_bytes::float8 as "exportSizeBytes"
        from disclosure_files f left join exports x on x.workspace_id = f.workspace_id and x.id = f.export_id
       where f.workspace_id = $1 and f.disclosure_id = any($2::uuid[]) order by f.disclosure_id, f.position`,
    values: [workspaceId, ids],
  };
}

/** Names the persons of a disclosure; one null for the whole workspace. */
export function insertFiles(workspaceId: string, disclosureId: string, contactIds: readonly (string | null)[]): Statement {
  return {
    text: `
      insert into disclosure_files (workspace_id, disclosure_id, position, contact_id)
      select $1, $2, n, id from unnest($3::uuid[]) with ordinality as given (id, n)`,
    values: [workspaceId, disclosureId, contactIds],
  };
}

/** Binds an export to its place; an earlier one that failed or expired is replaced. */
export function updateFileExport(workspaceId: string, disclosureId: string, position: number, exportId: string): Statement {
  return {
    text: `update disclosure_files set export_id = $4 where workspace_id = $1 and disclosure_id = $2 and position = $3`,
    values: [workspaceId, disclosureId, position, exportId],
  };
}

/** Keeps hash and size of what was handed over, beyond the life of the files. */
export function keepHashes(workspaceId: string, disclosureId: string): Statement {
  return {
    text: `
      update disclosure_files f set sha256 = x.sha256, size_bytes = x.size_bytes from exports x
       where f.workspace_id = $1 and f.disclosure_id = $2 and x.workspace_id = f.workspace_id and x.id = f.export_id`,
    values: [workspaceId, disclosureId],
  };
}
