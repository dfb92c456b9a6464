import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { ClosuresContext } from './closures-context.ts';
import { selectOwners, type ClosureRow } from './closures.sql.ts';

type Language = 'en' | 'id';
type OwnerRow = { id: string; name: string; email: string; language: Language };

/** What a mail says in the language of who gets it. `kind` makes it the only one of its sort per closing. */
export type OwnersMail = { kind: string; words(language: Language, closure: ClosureRow): { subject: string; lines: string[] } };

/** Mails every owner, once per kind of news and closing. */
export async function tellOwners(
  ctx: Pick<ClosuresContext, 'mail'>,
  tx: TenantTx | EngineTx,
  closure: ClosureRow,
  mail: OwnersMail,
): Promise<void> {
  const owners = await tx.query<OwnerRow>(selectOwners(closure.workspaceId));
  for (const owner of owners) {
    const { subject, lines } = mail.words(owner.language, closure);
    const greeting = owner.language === 'id' ? `Halo ${owner.name},` : `Hello ${owner.name},`;
    await ctx.mail(
      tx,
      { to: owner.email, subject, text: [greeting, ...lines].join('\n\n') },
      `closure:${closure.id}:${mail.kind}:${owner.id}`,
    );
  }
}

/** The workspace is closing. */
export function closedMail(publicUrl: string, { name, slug }: { name: string; slug: string }): OwnersMail {
  const link = `${publicUrl}/w/${slug}/settings/workspace`;
  return {
    kind: 'closed',
    words: (language, { deletesAt }) =>
      language === 'id'
        ? {
            subject: `Ruang kerja “${name}” ditutup`,
            lines: [
              `Ruang kerja “${name}” ditutup. Mulai sekarang isinya hanya dapat dibaca dan diunduh, dan tidak ada pesan yang dikirim.`,
              `Pada ${day(deletesAt, language)} semuanya dihapus. Sampai saat itu pemilik dapat membukanya kembali atau mengunduh semuanya di sini:`,
              link,
            ],
          }
        : {
            subject: `The workspace “${name}” is closing`,
            lines: [
              `The workspace “${name}” is closing. From now on it can only be read and downloaded, and no message is sent.`,
              `On ${day(deletesAt, language)} everything in it is deleted. Until then an owner can reopen it, or download everything, here:`,
              link,
            ],
          },
  };
}

/** The workspace is deleted soon. */
export function reminderMail(publicUrl: string): OwnersMail {
  return {
    kind: 'reminder',
    words: (language, { deletesAt, workspaceName }) =>
      language === 'id'
        ? {
            subject: `Ruang kerja “${workspaceName}” segera dihapus`,
            lines: [
              `Pada ${day(deletesAt, language)} ruang kerja “${workspaceName}” dihapus dan tidak dapat dipulihkan.`,
              `Untuk membukanya kembali atau mengunduh semuanya, masuk di ${publicUrl} lalu buka Pengaturan.`,
            ],
          }
        : {
            subject: `The workspace “${workspaceName}” will be deleted soon`,
            lines: [
              `On ${day(deletesAt, language)} the workspace “${workspaceName}” is deleted and cannot be brought back.`,
              `To reopen it or to download everything, sign in at ${publicUrl} and open Settings.`,
            ],
          },
  };
}

/** The closing was taken back. */
export function reopenedMail(publicUrl: string, { name, slug }: { name: string; slug: string }): OwnersMail {
  return {
    kind: 'reopened',
    words: (language) =>
      language === 'id'
        ? {
            subject: `Ruang kerja “${name}” dibuka kembali`,
            lines: ['Tidak ada yang dihapus, dan semuanya berjalan seperti semula.', `${publicUrl}/w/${slug}`],
          }
        : {
            subject: `The workspace “${name}” is open again`,
            lines: ['Nothing was deleted, and everything works as before.', `${publicUrl}/w/${slug}`],
          },
  };
}

/** Everything is deleted; the mail carries the receipt, because nobody can sign in to it any more. */
export function deletedMail(receipt: string): OwnersMail {
  return {
    kind: 'deleted',
    words: (language, { workspaceName }) =>
      language === 'id'
        ? {
            subject: `Ruang kerja “${workspaceName}” telah dihapus`,
            lines: [
              'Semua isinya telah dihapus. Simpan bukti bertanda tangan ini: di dalamnya tertulis apa yang dihapus, apa yang masih disimpan, mengapa, dan sampai kapan.',
              receipt,
            ],
          }
        : {
            subject: `The workspace “${workspaceName}” was deleted`,
            lines: [
              'Everything in it was deleted. Keep this signed receipt: it says what was deleted, what is still kept, why and until when.',
              receipt,
            ],
          },
  };
}

function day(at: Date, language: Language): string {
  return at.toLocaleDateString(language === 'id' ? 'id-ID' : 'en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
