import type { Statement } from '#platform/db/tx';
import type { ContentIssue, TemplateContent } from './template-content.ts';

/** A template that is being written. */
export type DraftRow = TemplateContent & {
  id: string;
  numberId: string | null;
  templateId: string | null;
  lastRefusal: { at: string; issues: ContentIssue[] } | null;
  createdAt: Date;
  updatedAt: Date;
};

const draftColumns = `
  id, number_id as "numberId", template_id as "templateId", name, language, category, parameter_format as "parameterFormat", components,
  ttl_seconds as "ttlSeconds", last_refusal as "lastRefusal", created_at as "createdAt", updated_at as "updatedAt"`;

/** Adds a draft. */
export function insertDraft(workspaceId: string, draft: Omit<DraftRow, 'lastRefusal' | 'createdAt' | 'updatedAt'>, now: Date): Statement {
  const { id, numberId, templateId, name, language, category, parameterFormat, components, ttlSeconds } = draft;
  return {
    text: `insert into template_drafts (workspace_id, id, number_id, template_id, name, language, category, parameter_format, components, ttl_seconds, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) returning ${draftColumns}`,
    values: [workspaceId, id, numberId, templateId, name, language, category, parameterFormat, JSON.stringify(components), ttlSeconds, now],
  };
}

/** One draft, locked against a change at the same time. */
export function lockDraft(workspaceId: string, id: string): Statement {
  return { text: `select ${draftColumns} from template_drafts where workspace_id = $1 and id = $2 for update`, values: [workspaceId, id] };
}

/** One draft. */
export function selectDraft(workspaceId: string, id: string): Statement {
  return { text: `select ${draftColumns} from template_drafts where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** A page of drafts, newest first; walks the primary key backwards. */
export function selectDrafts(workspaceId: string, beforeId: string | null, limit: number): Statement {
  return {
    text: `select ${draftColumns} from template_drafts where workspace_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    values: [workspaceId, beforeId, limit],
  };
}

/** Replaces what a draft says. */
export function updateDraft(workspaceId: string, draft: DraftRow, now: Date): Statement {
  const { id, numberId, name, language, category, parameterFormat, components, ttlSeconds } = draft;
  return {
    text: `update template_drafts set number_id = $3, name = $4, language = $5, category = $6, parameter_format = $7, components = $8, ttl_seconds = $9, updated_at = $10
            where workspace_id = $1 and id = $2 returning ${draftColumns}`,
    values: [workspaceId, id, numberId, name, language, category, parameterFormat, JSON.stringify(components), ttlSeconds, now],
  };
}

/** Keeps what Meta said about a draft. */
export function updateDraftRefusal(workspaceId: string, id: string, refusal: DraftRow['lastRefusal']): Statement {
  return {
    text: `update template_drafts set last_refusal = $3 where workspace_id = $1 and id = $2`,
    values: [workspaceId, id, JSON.stringify(refusal)],
  };
}

/** Removes a draft; gives its id when there was one. */
export function deleteDraftRow(workspaceId: string, id: string): Statement {
  return { text: `delete from template_drafts where workspace_id = $1 and id = $2 returning id`, values: [workspaceId, id] };
}

/** Whether a number is of the workspace. */
export function selectNumber(workspaceId: string, id: string): Statement {
  return { text: `select id from numbers where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}
