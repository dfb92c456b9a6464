import { ROLES, type RoleRef } from '@kabar/contract';
import { actingWords, type Acting, type PersonMail } from '#modules/users';
import type { TenantTx } from '#platform/db/tx';
import { rolesInIndonesian } from './invitation-mail.ts';
import { selectRecipients } from './members.sql.ts';
import type { WorkspacesContext } from './workspaces-context.ts';

/** A role as mails name it; `name` of one that the workspace made. */
export type RoleWords = { ref: RoleRef; name: string | null };

/** What changed for a member, by somebody else or in their name. */
export type MemberNews =
  | { kind: 'role_changed'; before: RoleWords; after: RoleWords }
  | { kind: 'role_edited'; role: RoleWords }
  | { kind: 'limits_changed'; isLimited: boolean }
  | { kind: 'removed' }
  | { kind: 'second_factor_required'; from: Date };

/** Somebody a mail goes to, and what it needs of their workspace. */
export type Recipient = {
  memberId: string;
  name: string;
  email: string;
  language: string;
  workspaceName: string;
  workspaceSlug: string;
  timeZone: string;
};

/** Whom a change concerns; read before a membership is gone. */
export function readRecipients(tx: TenantTx, memberIds: readonly string[]): Promise<Recipient[]> {
  return tx.query<Recipient>(selectRecipients(tx.workspaceId, memberIds));
}

/**
 * Puts a mail on its way to everybody concerned, in the transaction of the change: what, by whom, when and roughly where from, in their own language. Also to
 * whoever did it: somebody else may sit at their session.
 */
export async function tellMembers(
  ctx: Pick<WorkspacesContext, 'mail' | 'ids' | 'clock' | 'users'>,
  tx: TenantTx,
  by: Acting,
  recipients: readonly Recipient[],
  news: MemberNews,
): Promise<void> {
  const at = ctx.clock.now();
  for (const recipient of recipients) {
    const mail = memberMail(recipient, news, { by, at, publicUrl: ctx.users.config.publicUrl });
    await ctx.mail(tx, mail, `member:${news.kind}:${recipient.memberId}:${ctx.ids.uuid()}`);
  }
}

function memberMail(to: Recipient, news: MemberNews, facts: { by: Acting; at: Date; publicUrl: string }): PersonMail {
  const isIndonesian = to.language === 'id';
  const { subject, what } = isIndonesian ? inIndonesian(to, news) : inEnglish(to, news);
  const who = actingWords(facts.by, to.language);
  const when = timeWords(facts.at, to);
  const lines = [
    isIndonesian ? `Halo ${to.name},` : `Hello ${to.name},`,
    what,
    isIndonesian ? `Dilakukan oleh ${who}, ${when}.` : `Done by ${who}, ${when}.`,
    isIndonesian
      ? 'Jika ini mengejutkan Anda, tanyakan kepada pemilik ruang kerja.'
      : 'If this surprises you, ask an owner of the workspace.',
    ...(news.kind === 'removed' ? [] : [linkOf(to, news, facts.publicUrl)]),
  ];
  return { to: to.email, subject, text: lines.join('\n\n') };
}

function linkOf(to: Recipient, news: MemberNews, publicUrl: string): string {
  return news.kind === 'second_factor_required' ? `${publicUrl}/account/security` : `${publicUrl}/w/${to.workspaceSlug}`;
}

function inEnglish(to: Recipient, news: MemberNews): { subject: string; what: string } {
  const where = `“${to.workspaceName}”`;
  switch (news.kind) {
    case 'role_changed':
      return {
        subject: `Your role in ${where} changed`,
        what: `Your role in the workspace ${where} was ${roleWords(news.before, 'en')} and is ${roleWords(news.after, 'en')} now. It counts at once.`,
      };
    case 'role_edited':
      return {
        subject: `What your role in ${where} allows changed`,
        what: `In the workspace ${where}, your role ${roleWords(news.role, 'en')} was changed: what it allows, or what is seen with it. It counts at once.`,
      };
    case 'limits_changed':
      return {
        subject: `What you see in ${where} changed`,
        what: news.isLimited
          ? `In the workspace ${where}, you see the conversations of some numbers and teams only now.`
          : `In the workspace ${where}, you see as much as your role allows again.`,
      };
    case 'removed':
      return {
        subject: `You are no longer a member of ${where}`,
        what: `You were taken out of the workspace ${where}. Your account stays.`,
      };
    case 'second_factor_required':
      return {
        subject: `${where} asks for a second factor`,
        what: `The workspace ${where} lets members in only with a second factor from ${timeWords(news.from, to)} on, and your account has none. Set one up until then: a passkey or an authenticator app.`,
      };
  }
}

function inIndonesian(to: Recipient, news: MemberNews): { subject: string; what: string } {
  const where = `“${to.workspaceName}”`;
  switch (news.kind) {
    case 'role_changed':
      return {
        subject: `Peran Anda di ${where} berubah`,
        what: `Peran Anda di ruang kerja ${where} tadinya ${roleWords(news.before, 'id')} dan kini ${roleWords(news.after, 'id')}. Langsung berlaku.`,
      };
    case 'role_edited':
      return {
        subject: `Yang diizinkan peran Anda di ${where} berubah`,
        what: `Di ruang kerja ${where}, peran Anda ${roleWords(news.role, 'id')} diubah: yang diizinkannya, atau yang terlihat dengannya. Langsung berlaku.`,
      };
    case 'limits_changed':
      return {
        subject: `Yang Anda lihat di ${where} berubah`,
        what: news.isLimited
          ? `Di ruang kerja ${where}, kini Anda hanya melihat percakapan dari beberapa nomor dan tim.`
          : `Di ruang kerja ${where}, Anda kembali melihat sebanyak yang diizinkan peran Anda.`,
      };
    case 'removed':
      return {
        subject: `Anda bukan lagi anggota ${where}`,
        what: `Anda dikeluarkan dari ruang kerja ${where}. Akun Anda tetap ada.`,
      };
    case 'second_factor_required':
      return {
        subject: `${where} meminta faktor kedua`,
        what: `Mulai ${timeWords(news.from, to)}, ruang kerja ${where} hanya mengizinkan anggota dengan faktor kedua, dan akun Anda belum memilikinya. Siapkan sebelum itu: passkey atau aplikasi autentikator.`,
      };
  }
}

function roleWords({ ref, name }: RoleWords, language: 'en' | 'id'): string {
  const builtIn = ROLES.find((role) => role === ref);
  if (builtIn === undefined) return `“${name ?? ''}”`;
  return language === 'id' ? rolesInIndonesian[builtIn] : builtIn;
}

/** In the time zone of the workspace, and says which. */
function timeWords(at: Date, { language, timeZone }: Recipient): string {
  const words = at.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
  return `${words} (${timeZone})`;
}
