import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';

/** How the office of a workspace works, as stored. */
export type OfficeRow = {
  workspaceId: string;
  settings: Record<string, unknown>;
  mailKey: string | null;
  mailSecretSealed: Buffer | null;
  updatedAt: Date;
};

const columns = `workspace_id as "workspaceId", settings, mail_key as "mailKey", mail_secret_sealed as "mailSecretSealed", updated_at as "updatedAt"`;

/** The office of a workspace. */
export function selectOffice(workspaceId: string): Statement {
  return { text: `select ${columns} from privacy_offices where workspace_id = $1`, values: [workspaceId] };
}

/** Sets how the office works. */
export function upsertOffice(workspaceId: string, settings: object, at: Date): Statement {
  return {
    text: `
      insert into privacy_offices (workspace_id, settings, updated_at) values ($1, $2, $3)
      on conflict (workspace_id) do update set settings = excluded.settings, updated_at = excluded.updated_at`,
    values: [workspaceId, JSON.stringify(settings), at],
  };
}

/** Sets the address that takes mails, and its secret. */
export function upsertMailIntake(workspaceId: string, mailKey: string, mailSecretSealed: Buffer, at: Date): Statement {
  return {
    text: `
      insert into privacy_offices (workspace_id, settings, mail_key, mail_secret_sealed, updated_at) values ($1, '{}', $2, $3, $4)
      on conflict (workspace_id) do update set mail_key = excluded.mail_key, mail_secret_sealed = excluded.mail_secret_sealed,
                                               updated_at = excluded.updated_at`,
    values: [workspaceId, mailKey, mailSecretSealed, at],
  };
}

/** Whose address takes a mail. */
export function selectOfficeByMailKey(mailKey: string): Statement {
  return { text: `select ${columns} from privacy_offices where mail_key = $1`, values: [mailKey] };
}

/** Somebody who handles requests. */
export type HandlerRow = { memberId: string; email: string; language: 'en' | 'id' };

/** Who handles requests of a workspace. */
export function selectHandlers(workspaceId: string): Statement {
  return {
    text: `
      select m.id as "memberId", u.email, u.language from workspace_members m join users u on u.id = m.user_id
       where m.workspace_id = $1 and ${mayWhere('m', 'privacy:requests')} order by m.id`,
    values: [workspaceId],
  };
}

/** Name and address of a workspace. */
export function selectWorkspaceName(workspaceId: string): Statement {
  return { text: 'select name, slug, time_zone as "timeZone" from workspaces where id = $1', values: [workspaceId] };
}

/** The workspace of an address. */
export function selectWorkspaceBySlug(slug: string): Statement {
  return { text: 'select id from workspaces where slug = $1', values: [slug] };
}
