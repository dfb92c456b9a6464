import type { Statement } from '#platform/db/tx';

/** A version of the words for a purpose. */
export type WordingRow = {
  id: string;
  purpose: string;
  version: number;
  texts: Record<string, string>;
  validFrom: Date;
  createdAt: Date;
  isUsed: boolean;
};

const wording = `
  w.id, w.purpose, w.version, w.texts, w.valid_from as "validFrom", w.created_at as "createdAt",
  exists (select from consent_records r where r.workspace_id = w.workspace_id and r.wording_id = w.id) as "isUsed"`;

/** A page of wordings, newest first. */
export function selectWordings(workspaceId: string, purpose: string | null, beforeId: string | null, limit: number): Statement {
  return {
    text: `
select ${wording} from consent_wordings w
 where w.workspace_id = $1 and ($2::text is null or w.purpose = $2) and ($3::uuid is null or w.id < $3) order by w.id desc limit $4`,
    values: [workspaceId, purpose, beforeId, limit],
  };
}

/** Lets one version of a purpose be added at a time. */
export function lockPurpose(workspaceId: string, purpose: string): Statement {
  return {
    text: `select pg_advisory_xact_lock(hashtextextended('consent_wordings ' || $1 || ' ' || $2, 0))`,
    values: [workspaceId, purpose],
  };
}

/** Adds the next version. */
export function insertWording(
  workspaceId: string,
  row: { id: string; purpose: string; texts: string; validFrom: Date; at: Date },
): Statement {
  return {
    text: `
insert into consent_wordings as w (workspace_id, id, purpose, version, texts, valid_from, created_at)
select $1, $2, $3, coalesce(max(o.version), 0) + 1, $4::jsonb, $5, $6 from consent_wordings o where o.workspace_id = $1 and o.purpose = $3
returning ${wording}`,
    values: [workspaceId, row.id, row.purpose, row.texts, row.validFrom, row.at],
  };
}

/** One wording, locked. */
export function lockWording(workspaceId: string, id: string): Statement {
  return {
    text: `select ${wording} from consent_wordings w where w.workspace_id = $1 and w.id = $2 for update of w`,
    values: [workspaceId, id],
  };
}

/** Changes a wording. */
export function updateWording(workspaceId: string, id: string, texts: string, validFrom: Date): Statement {
  return {
    text: `update consent_wordings w set texts = $3::jsonb, valid_from = $4 where w.workspace_id = $1 and w.id = $2 returning ${wording}`,
    values: [workspaceId, id, texts, validFrom],
  };
}

/** Deletes a wording. */
export function deleteWording(workspaceId: string, id: string): Statement {
  return { text: `delete from consent_wordings where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}
