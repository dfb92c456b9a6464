import { ID_PREFIXES, type Page, type PublicId, type Session, type SignInRecord } from '@kabar/contract';
import { appendAccountAudit } from '#modules/audit';
import { engineQuery, withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { announceAuthorizationChange, type AuthorizationKey } from '#platform/events/authorization-change';
import { decodeCursor, encodeCursor } from '#platform/http/cursor';
import { toPublicId } from '#platform/ids';
import { publicUserId } from '../present-user.ts';
import type { UsersContext } from '../users-context.ts';
import {
  deleteOtherSessions,
  deleteOwnSession,
  selectSessions,
  selectSignIns,
  type OwnSessionRow,
  type SignInRow,
} from './sessions.sql.ts';

type Person = { userId: string; sessionId: string };

/** Where a person is signed in, the newest use first. */
export async function listSessions(ctx: UsersContext, person: Person): Promise<{ data: Session[] }> {
  const now = ctx.clock.now();
  const idleSince = new Date(now.getTime() - ctx.config.sessionIdleMs);
  const rows = await engineQuery<OwnSessionRow>(ctx.db, selectSessions(person.userId, now, idleSince));
  return { data: rows.map((row) => presentSession(row, person.sessionId)) };
}

/** Ends one session of the person at once, with its open streams. Errors: `not_found`. */
export async function endSession(ctx: UsersContext, person: Person, sessionId: string): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const ended = await tx.query(deleteOwnSession(person.userId, sessionId));
    if (ended.length === 0) throw new AppError('not_found');
    await announceAuthorizationChange(tx, [`session:${sessionId}`]);
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: person.userId },
      action: 'user.session_ended',
      target: { kind: 'user', id: publicUserId(person.userId) },
      after: { count: 1 },
    });
  });
}

/** Ends all sessions of the person but the one that asks. Idempotent. */
export async function endOtherSessions(ctx: UsersContext, person: Person): Promise<void> {
  await withEngine(ctx.db, 'people belong to no workspace', async (tx) => {
    const ended = await tx.query<{ id: string }>(deleteOtherSessions(person.userId, person.sessionId));
    if (ended.length === 0) return;
    await announceAuthorizationChange(
      tx,
      ended.map(({ id }): AuthorizationKey => `session:${id}`),
    );
    await appendAccountAudit(ctx.audit, tx, {
      actor: { kind: 'user', id: person.userId },
      action: 'user.session_ended',
      target: { kind: 'user', id: publicUserId(person.userId) },
      after: { count: ended.length },
    });
  });
}

/** What happened at the door of the account, newest first. Errors: `cursor_invalid`. */
export async function listSignIns(
  ctx: UsersContext,
  userId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<Page<SignInRecord>> {
  const position = decodeCursor(query.cursor, 2);
  const rows = await engineQuery<SignInRow>(ctx.db, selectSignIns(userId, readPosition(position), query.limit + 1));
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return { data: page.map(presentSignIn), next_cursor: last === undefined ? null : encodeCursor([last.at.toISOString(), last.id]) };
}

function readPosition(position: (string | number | null)[] | null): { at: Date; id: string } | null {
  if (position === null) return null;
  const [at, id] = position;
  const isUuid = typeof id === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at)) || !isUuid) throw new AppError('cursor_invalid');
  return { at: new Date(at), id };
}

function presentSession(row: OwnSessionRow, currentId: string): Session {
  return {
    id: toPublicId(ID_PREFIXES.session, row.id) as PublicId<'session'>, // toPublicId joins exactly this prefix and 26 characters
    is_current: row.id === currentId,
    method: row.method,
    has_second_factor: row.has_second_factor,
    browser: row.browser,
    system: row.system,
    network: row.network,
    time_zone: row.time_zone,
    created_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}

function presentSignIn(row: SignInRow): SignInRecord {
  return { ...row, id: toPublicId(ID_PREFIXES.signIn, row.id) as PublicId<'signIn'>, at: row.at.toISOString() }; // as above
}
