import { installationId } from '#modules/keyring';
import { notify } from '#modules/notifications';
import { engineQuery, withEngine } from '#platform/db/tx';
import type { Mail } from '#platform/mail/mail';
import { untrueSentences } from './manage-notice.ts';
import type { NoticesContext } from './notices-context.ts';
import {
  deleteSilences,
  insertSilences,
  selectOfficers,
  selectPeopleByEmail,
  selectPublishers,
  selectVersions,
  type ReaderRow,
  type VersionRow,
} from './notices.sql.ts';

/**
 * Compares every published notice with what holds now. Public pages leave an untrue sentence out by themselves at once; this tells owners and
 * admins of it (operators for the installation's), once per sentence until it holds again. Gives how many sentences were new.
 */
export async function watchNotices(ctx: NoticesContext, signal: AbortSignal): Promise<number> {
  let found = 0;
  for (const { id } of await engineQuery<{ id: string }>(ctx.db, selectPublishers())) {
    signal.throwIfAborted();
    found += await watchOne(ctx, id);
  }
  return found;
}

async function watchOne(ctx: NoticesContext, workspaceId: string): Promise<number> {
  const now = ctx.clock.now();
  const versions = await engineQuery<VersionRow>(ctx.db, selectVersions(workspaceId, 50));
  const current = versions.find(({ effectiveAt }) => effectiveAt <= now);
  if (current === undefined) return 0;
  const untrue = await untrueSentences(ctx, workspaceId, current);
  const keys = untrue.map(({ key }) => key);
  return withEngine(ctx.db, 'note sentences of a notice that stopped being true, and tell its officers', async (tx) => {
    await tx.query(deleteSilences(workspaceId, current.id, keys));
    const fresh = new Set((await tx.query<{ key: string }>(insertSilences(workspaceId, current.id, keys, now))).map(({ key }) => key));
    if (fresh.size === 0) return 0;
    const texts = untrue.filter(({ key }) => fresh.has(key)).map(({ text }) => text);
    const isInstallation = workspaceId === installationId;
    const officers = await tx.query<ReaderRow>(isInstallation ? selectPeopleByEmail(ctx.operators) : selectOfficers(workspaceId));
    const stamp = now.toISOString();
    if (!isInstallation) {
      await notify(ctx, tx, workspaceId, {
        kind: 'promise_broken',
        memberIds: officers.flatMap(({ memberId }) => (memberId === null ? [] : [memberId])),
        actor: { kind: 'system' },
        data: { count: String(fresh.size) },
        dedupeKey: `promise_broken:${stamp}`,
      });
    }
    for (const officer of officers) {
      await ctx.addMail(tx, mailOf(ctx, texts, officer), {
        template: 'promise_broken',
        dedupeKey: `promise_broken:${workspaceId}:${stamp}:${officer.email}`,
      });
    }
    return fresh.size;
  });
}

function mailOf(ctx: NoticesContext, texts: readonly { en: string; id: string }[], { email, name, language }: ReaderRow): Mail {
  const isIndonesian = language === 'id';
  const list = [...new Set(texts.map((text) => `– ${isIndonesian ? text.id : text.en}`))].join('\n');
  return isIndonesian
    ? {
        to: email,
        subject: 'Satu kalimat pemberitahuan privasi Anda tidak lagi benar',
        text: [
          `Halo ${name},`,
          'Kalimat berikut tidak lagi benar dan sudah tidak tampil di halaman publik Anda:',
          list,
          'Perbaiki yang melatarinya, atau terbitkan versi baru.',
          ctx.publicUrl,
        ].join('\n\n'),
      }
    : {
        to: email,
        subject: 'A sentence of your privacy notice is no longer true',
        text: [
          `Hello ${name},`,
          'This is no longer true and no longer stands on your public pages:',
          list,
          'Mend what is behind it, or publish a new version.',
          ctx.publicUrl,
        ].join('\n\n'),
      };
}
