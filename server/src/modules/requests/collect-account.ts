import { installationId } from '#modules/keyring';
import type { Database } from '#platform/db/database';
import { engineQuery } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';

type UserRow = { id: string; name: string; email: string; emailVerified: boolean; language: string; createdAt: Date; updatedAt: Date };
type MembershipRow = { workspace: string; role: string; joinedAt: Date };
type SessionRow = { createdAt: Date; expiresAt: Date; ip: string | null; userAgent: string | null };
type ActRow = { at: Date; action: string; workspace: string | null };

/** Most acts that a copy holds; the newest. */
const mostActs = 10_000;

/**
 * Everything that is stored about the account of somebody who uses Kabar, as JSON: who they are, where they belong, where they are signed in, and what
 * the audit logs say they did. Of the password there is only a hash, which proves nothing to anybody and is left out.
 */
export async function collectAccount(db: Database, userId: string, now: Date): Promise<string> {
  const [[user], memberships, sessions, acts] = await Promise.all([
    engineQuery<UserRow>(db, {
      text: `select id, name, email, email_verified as "emailVerified", language, created_at as "createdAt", updated_at as "updatedAt"
               from users where id = $1`,
      values: [userId],
    }),
    engineQuery<MembershipRow>(db, {
      text: `select w.name as workspace, coalesce(r.name, m.role) as role, m.joined_at as "joinedAt"
              from workspace_members m join workspaces w on w.id = m.workspace_id
              left join member_roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
              where m.user_id = $1 order by m.joined_at`,
      values: [userId],
    }),
    engineQuery<SessionRow>(db, {
      text: `select created_at as "createdAt", expires_at as "expiresAt", ip_address as ip, user_agent as "userAgent" from user_sessions
              where user_id = $1 order by created_at`,
      values: [userId],
    }),
    engineQuery<ActRow>(db, {
      text: `select e.at, e.action, w.name as workspace from audit_events e left join workspaces w on w.id = e.workspace_id
              where e.actor_kind = 'user' and e.actor_id = $1 and (e.workspace_id = $2 or w.id is not null)
              order by e.at desc limit $3`,
      values: [userId, installationId, mostActs],
    }),
  ]);
  return JSON.stringify(
    {
      format: 'kabar.account',
      version: 1,
      exported_at: now.toISOString(),
      account: user === undefined ? null : { ...user, id: toPublicId('usr', user.id) },
      memberships,
      sessions,
      acts,
    },
    null,
    2,
  );
}
