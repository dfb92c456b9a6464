import { installationId } from '#modules/keyring';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { Mail } from '#platform/mail/mail';
import type { NoticesContext } from './notices-context.ts';
import {
  insertMailed,
  selectHoldersToTell,
  selectMembersToTell,
  selectToAnnounce,
  selectWorkspace,
  type ReaderRow,
} from './notices.sql.ts';

const dayMs = 86_400_000;
const pageSize = 200;

type ToAnnounce = { workspaceId: string; id: string; number: number; effectiveAt: Date };

/**
 * Mails everybody concerned about material versions: all account holders for the installation's notice, the members of a workspace for its own.
 * Each is mailed once per version, however often this runs and wherever it dies. Gives how many mails were put out.
 */
export async function announceNotices(ctx: NoticesContext): Promise<number> {
  const due = await engineQuery<ToAnnounce>(ctx.db, selectToAnnounce(new Date(ctx.clock.now().getTime() - 60 * dayMs)));
  let told = 0;
  for (const notice of due) told += await announce(ctx, notice);
  return told;
}

async function announce(ctx: NoticesContext, notice: ToAnnounce): Promise<number> {
  const isInstallation = notice.workspaceId === installationId;
  const [workspace] = isInstallation ? [] : await engineQuery<{ name: string; slug: string }>(ctx.db, selectWorkspace(notice.workspaceId));
  if (!isInstallation && workspace === undefined) return 0;
  const subject = {
    name: workspace?.name ?? null,
    url: workspace === undefined ? `${ctx.publicUrl}/legal/privacy` : `${ctx.publicUrl}/p/${workspace.slug}/privacy`,
  };
  const select = isInstallation ? selectHoldersToTell : selectMembersToTell;
  for (let told = 0; ;) {
    const readers = await engineQuery<ReaderRow>(ctx.db, select(notice.workspaceId, notice.id, pageSize));
    await withEngine(ctx.db, 'mail people about a change of a notice', async (tx) => {
      for (const reader of readers) {
        const fresh = await tx.query(insertMailed(notice.workspaceId, notice.id, reader.userId, ctx.clock.now()));
        if (fresh.length === 0) continue;
        await ctx.addMail(tx, mailOf(notice, subject, reader), {
          template: 'notice_change',
          dedupeKey: `notice:${notice.id}:${reader.userId}`,
        });
      }
    });
    told += readers.length;
    if (readers.length < pageSize) return told;
  }
}

function mailOf(notice: ToAnnounce, about: { name: string | null; url: string }, { email, name, language }: ReaderRow): Mail {
  const day = notice.effectiveAt.toISOString().slice(0, 10);
  if (language === 'id') {
    return {
      to: email,
      subject:
        about.name === null ? `Pemberitahuan privasi berubah pada ${day}` : `Pemberitahuan privasi ${about.name} berubah pada ${day}`,
      text: [
        `Halo ${name},`,
        about.name === null
          ? `Pemberitahuan privasi untuk akun Anda berubah. Versi ${notice.number} berlaku mulai ${day}.`
          : `Pemberitahuan privasi "${about.name}" untuk pelanggannya berubah. Versi ${notice.number} berlaku mulai ${day}.`,
        'Yang berubah, dan keduanya secara lengkap, ada di sini:',
        about.url,
      ].join('\n\n'),
    };
  }
  return {
    to: email,
    subject: about.name === null ? `The privacy notice changes on ${day}` : `The privacy notice of ${about.name} changes on ${day}`,
    text: [
      `Hello ${name},`,
      about.name === null
        ? `The privacy notice for your account changes. Version ${notice.number} counts from ${day}.`
        : `The privacy notice of "${about.name}" for its customers changes. Version ${notice.number} counts from ${day}.`,
      'What changes, and both versions as a whole, stand here:',
      about.url,
    ].join('\n\n'),
  };
}
