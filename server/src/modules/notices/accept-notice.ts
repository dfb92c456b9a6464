import { ID_PREFIXES, type NoticeForMe, type PublicNotice } from '@kabar/contract';
import { appendAccountAudit } from '#modules/audit';
import { installationId } from '#modules/keyring';
import type { SignUpTerms } from '#modules/users';
import { engineQuery, withEngine, type EngineTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { fromPublicId, toPublicId } from '#platform/ids';
import { materialOf } from './manage-notice.ts';
import type { NoticesContext } from './notices-context.ts';
import { insertAcceptance, selectAccepted, selectVersions, type VersionRow } from './notices.sql.ts';

const enough = 20;
type Ctx = Pick<NoticesContext, 'db' | 'clock' | 'audit' | 'publicUrl'>;
type NoticeId = NonNullable<PublicNotice['id']>;

/** Which version of the installation's notice somebody has to accept, and which is coming. */
export async function noticeFor(ctx: Ctx, userId: string): Promise<NoticeForMe> {
  const [versions, [accepted]] = await Promise.all([
    engineQuery<VersionRow>(ctx.db, selectVersions(installationId, enough)),
    engineQuery<{ number: number | null }>(ctx.db, selectAccepted(installationId, userId)),
  ]);
  const now = ctx.clock.now();
  const upTo = accepted?.number ?? 0;
  const current = versions.find(({ effectiveAt }) => effectiveAt <= now);
  const upcoming = versions.find(({ effectiveAt, isMaterial }) => effectiveAt > now && isMaterial);
  const unseen = current === undefined ? [] : versions.filter(({ number }) => number > upTo && number <= current.number);
  // Who accepted an earlier one is asked again for material changes only.
  const mustAccept = current !== undefined && upTo < current.number && (upTo === 0 || unseen.some(({ isMaterial }) => isMaterial));
  const show = (row: VersionRow, changes: VersionRow['changes']): NonNullable<NoticeForMe['to_accept']> => ({
    id: toPublicId(ID_PREFIXES.notice, row.id) as NoticeId,
    number: row.number,
    effective_at: row.effectiveAt.toISOString(),
    changes: materialOf(changes),
  });
  return {
    to_accept: mustAccept ? show(current, upTo === 0 ? [] : unseen.flatMap(({ changes }) => changes)) : null,
    upcoming: upcoming === undefined || upcoming.number <= upTo ? null : show(upcoming, upcoming.changes),
    url: `${ctx.publicUrl}/legal/privacy`,
  };
}

/** The version that counts for people without an account. */
export async function publicNotice(ctx: Ctx): Promise<PublicNotice> {
  const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(installationId, enough));
  const now = ctx.clock.now();
  const current = versions.find(({ effectiveAt }) => effectiveAt <= now) ?? null;
  return {
    id: current === null ? null : (toPublicId(ID_PREFIXES.notice, current.id) as NoticeId),
    effective_at: current?.effectiveAt.toISOString() ?? null,
    url: `${ctx.publicUrl}/legal/privacy`,
  };
}

/** What somebody who signs up has to accept, and how that is recorded. It touches no consent. */
export function createSignUpTerms(ctx: Pick<NoticesContext, 'db' | 'clock'>): SignUpTerms {
  return {
    require: async (acceptedId) => {
      const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(installationId, enough));
      const now = ctx.clock.now();
      const current = versions.find(({ effectiveAt }) => effectiveAt <= now);
      if (current === undefined) return null;
      if (acceptedId === undefined || fromPublicId(ID_PREFIXES.notice, acceptedId) !== current.id) {
        throw new AppError('validation_failed', {
          details: { issues: [{ path: 'accepted_notice_id', message: 'must be the notice that counts now' }] },
        });
      }
      return current.id;
    },
    record: async (tx, { userId, noticeId, clientIp }) => {
      await tx.query(insertAcceptance(installationId, noticeId, userId, { at: ctx.clock.now(), ip: clientIp, surface: 'sign_up' }));
    },
  };
}

/**
 * Records that somebody accepted a version: who, which, when, from where. It touches no consent. Accepting again changes nothing.
 * Errors: `not_found` for a version that is not the installation's.
 */
export async function acceptNotice(
  ctx: Ctx,
  userId: string,
  publicId: string,
  from: { ip: string; surface: 'sign_up' | 'dashboard' },
): Promise<void> {
  const id = fromPublicId(ID_PREFIXES.notice, publicId);
  const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(installationId, enough));
  if (id === null || !versions.some((one) => one.id === id)) throw new AppError('not_found');
  await withEngine(ctx.db, 'record that an account holder accepted the notice of the installation', async (tx) =>
    recordAcceptance(ctx, tx, userId, id, from),
  );
}

async function recordAcceptance(
  ctx: Ctx,
  tx: EngineTx,
  userId: string,
  id: string,
  from: { ip: string; surface: 'sign_up' | 'dashboard' },
): Promise<void> {
  const rows = await tx.query(insertAcceptance(installationId, id, userId, { at: ctx.clock.now(), ...from }));
  if (rows.length === 0) return;
  await appendAccountAudit(ctx.audit, tx, {
    actor: { kind: 'user', id: userId },
    action: 'notice.accepted',
    target: { kind: 'notice', id: toPublicId(ID_PREFIXES.notice, id) },
    after: { surface: from.surface },
  });
}
