import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { ApiKeysContext } from './api-keys-context.ts';
import { selectKeepers, selectWorkspaceName, type KeeperRow } from './api-keys.sql.ts';

/** The key a mail is about. */
export type MailedKey = { workspaceId: string; keyId: string; name: string; lastFour: string; createdBy: string | null };

/** What there is to tell. */
export type KeyNews =
  | { kind: 'expires'; at: Date; daysBefore: number }
  | { kind: 'expired'; at: Date }
  | { kind: 'leaked'; foundAt: string | null };

type Language = KeeperRow['language'];
type Words = { subject: string; lines: string[] };

/**
 * Mails the owners of the key's workspace, and whoever made the key if they still belong to it; each news about a key once. In the caller's
 * transaction: the mail goes if and only if that commits.
 */
export async function tellKeepers(ctx: ApiKeysContext, tx: TenantTx | EngineTx, key: MailedKey, news: KeyNews): Promise<void> {
  const [workspace] = await tx.query<{ name: string; slug: string }>(selectWorkspaceName(key.workspaceId));
  if (workspace === undefined) return;
  const link = `${ctx.publicUrl}/w/${workspace.slug}/developers/keys`;
  for (const person of await tx.query<KeeperRow>(selectKeepers(key.workspaceId, key.createdBy))) {
    const { subject, lines } = wordsOf(person.language, key, workspace.name, link, news);
    const greeting = person.language === 'id' ? `Halo ${person.name},` : `Hello ${person.name},`;
    await ctx.mail(tx, { to: person.email, subject, text: [greeting, ...lines].join('\n\n') }, dedupeKeyOf(key, news, person.id));
  }
}

/** A key whose end is moved is told of anew. */
function dedupeKeyOf({ keyId }: MailedKey, news: KeyNews, userId: string): string {
  const which = news.kind === 'leaked' ? '' : `:${news.at.toISOString()}${news.kind === 'expires' ? `:${news.daysBefore}` : ''}`;
  return `api_key:${keyId}:${news.kind}${which}:${userId}`;
}

function wordsOf(language: Language, { name, lastFour }: MailedKey, workspace: string, link: string, news: KeyNews): Words {
  const inIndonesian = language === 'id';
  const label = inIndonesian ? `kunci API “${name}” (…${lastFour})` : `the API key “${name}” (…${lastFour})`;
  switch (news.kind) {
    case 'expires': {
      const day = dayOf(news.at, language);
      return inIndonesian
        ? {
            subject: `Kunci API “${name}” berakhir pada ${day}`,
            lines: [
              `Di “${workspace}”, ${label} berakhir pada ${day}. Setelah itu program yang memakainya ditolak.`,
              'Ganti kunci itu sebelumnya: kunci lama dan baru berlaku bersama selama masa yang Anda pilih.',
              link,
            ],
          }
        : {
            subject: `API key “${name}” expires on ${day}`,
            lines: [
              `In “${workspace}”, ${label} expires on ${day}. After that, programs that use it are refused.`,
              'Rotate it before then: the old and the new key work side by side for as long as you choose.',
              link,
            ],
          };
    }
    case 'expired': {
      const day = dayOf(news.at, language);
      return inIndonesian
        ? {
            subject: `Kunci API “${name}” telah berakhir`,
            lines: [
              `Di “${workspace}”, ${label} berakhir pada ${day}. Program yang masih memakainya ditolak.`,
              'Buat kunci baru jika masih diperlukan.',
              link,
            ],
          }
        : {
            subject: `API key “${name}” has expired`,
            lines: [
              `In “${workspace}”, ${label} expired on ${day}. Programs that still use it are refused.`,
              'Create a new key if it is still needed.',
              link,
            ],
          };
    }
    case 'leaked': {
      const host = news.foundAt === null ? null : new URL(news.foundAt).host;
      return inIndonesian
        ? {
            subject: `Kunci API “${name}” bocor dan telah dicabut`,
            lines: [
              `Seseorang menemukan ${label} dari “${workspace}” di tempat umum${host === null ? '' : ` (${host})`} dan melaporkannya. Kunci itu langsung dicabut: program yang memakainya kini ditolak.`,
              'Buat kunci baru untuk program itu, dan periksa log permintaan apakah kunci itu dipakai oleh orang lain.',
              link,
            ],
          }
        : {
            subject: `API key “${name}” leaked and was revoked`,
            lines: [
              `Somebody found ${label} of “${workspace}” in public${host === null ? '' : ` (${host})`} and reported it. It was revoked at once: programs that use it are refused now.`,
              'Create a new key for that program, and look into the request log whether somebody else has used this one.',
              link,
            ],
          };
    }
  }
}

function dayOf(at: Date, language: Language): string {
  return new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}
