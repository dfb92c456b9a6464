import type { FormMessageState } from '@kabar/contract';
import type { Statement } from '#platform/db/tx';

/** The settings of a form as stored. */
export type FormRow = { isOn: boolean; intro: { en?: string; id?: string }; asksProject: boolean };

const formColumns = 'is_on as "isOn", intro, asks_project as "asksProject"';

/** The form of a workspace; no row means off. */
export function selectForm(workspaceId: string): Statement {
  return { text: `select ${formColumns} from contact_forms where workspace_id = $1`, values: [workspaceId] };
}

/** The form on the public page of a workspace that is open. For engines: a visitor belongs to no workspace. */
export function selectPublicForm(slug: string): Statement {
  return {
    text: `select f.workspace_id as "workspaceId", w.name as "workspaceName", ${formColumns}
             from workspaces w join contact_forms f on f.workspace_id = w.id
            where w.slug = $1 and f.is_on and w.deletes_at is null`,
    values: [slug],
  };
}

/** Stores the settings of a form. */
export function upsertForm(workspaceId: string, row: FormRow, at: Date): Statement {
  return {
    text: `insert into contact_forms (workspace_id, is_on, intro, asks_project, updated_at) values ($1, $2, $3, $4, $5)
           on conflict (workspace_id) do update set is_on = excluded.is_on, intro = excluded.intro, asks_project = excluded.asks_project,
             updated_at = excluded.updated_at`,
    values: [workspaceId, row.isOn, JSON.stringify(row.intro), row.asksProject, at],
  };
}

/** A message as stored. */
export type MessageRow = {
  id: string;
  submittedAt: Date;
  state: FormMessageState;
  language: 'en' | 'id';
  contentSealed: Buffer | null;
  handledAt: Date | null;
  contactId: string | null;
};

const columns = `id, submitted_at as "submittedAt", state, language, content_sealed as "contentSealed", handled_at as "handledAt",
       contact_id as "contactId"`;

/** Adds a message. `matchHash` is that of the phone number, where one was typed. */
export function insertMessage(
  workspaceId: string,
  row: Pick<MessageRow, 'id' | 'submittedAt' | 'language' | 'contentSealed'> & { matchHash: Buffer | null },
): Statement {
  return {
    text: `insert into contact_form_messages (workspace_id, id, submitted_at, state, language, content_sealed, match_kind, match_hash)
           values ($1, $2, $3, 'new', $4, $5, case when $6::bytea is null then null else 'phone' end, $6)`,
    values: [workspaceId, row.id, row.submittedAt, row.language, row.contentSealed, row.matchHash],
  };
}

/** A page of messages, newest first. */
export function selectMessages(workspaceId: string, state: FormMessageState | null, beforeId: string | null, limit: number): Statement {
  return {
    text: `select ${columns} from contact_form_messages
            where workspace_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or id < $3) order by id desc limit $4`,
    values: [workspaceId, state, beforeId, limit],
  };
}

/** One message. */
export function selectMessage(workspaceId: string, id: string): Statement {
  return { text: `select ${columns} from contact_form_messages where workspace_id = $1 and id = $2`, values: [workspaceId, id] };
}

/** Marks a message as answered, or as new again for null. Gives it unless it was converted. */
export function updateAnswered(workspaceId: string, id: string, at: Date | null): Statement {
  return {
    text: `update contact_form_messages set state = case when $3::timestamptz is null then 'new' else 'answered' end, handled_at = $3
            where workspace_id = $1 and id = $2 and state <> 'converted' returning ${columns}`,
    values: [workspaceId, id, at],
  };
}

/** Hands a message over to a contact: what was typed goes from here. Gives it unless that was done before. */
export function updateConverted(workspaceId: string, id: string, contactId: string, at: Date): Statement {
  return {
    text: `update contact_form_messages set state = 'converted', content_sealed = null, match_kind = null, match_hash = null, contact_id = $3, handled_at = $4
            where workspace_id = $1 and id = $2 and state <> 'converted' returning ${columns}`,
    values: [workspaceId, id, contactId, at],
  };
}

/** Deletes a message. Gives a row when there was one. */
export function deleteMessage(workspaceId: string, id: string): Statement {
  return { text: `delete from contact_form_messages where workspace_id = $1 and id = $2 returning id`, values: [workspaceId, id] };
}
