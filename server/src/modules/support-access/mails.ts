import type { EngineTx, TenantTx } from '#platform/db/tx';
import type { SupportContext } from './support-context.ts';
import { selectOwners, selectPerson, type GrantRow } from './support.sql.ts';

type OwnerRow = { id: string; name: string; email: string; language: string; workspaceName: string; workspaceSlug: string };
type News = 'asked' | 'started' | 'ended';

/** Tells every owner that an operator asks, is let in, or is out again; once per news and access. */
export async function tellOwners(ctx: SupportContext, tx: TenantTx, grant: GrantRow, news: News): Promise<void> {
  for (const owner of await tx.query<OwnerRow>(selectOwners(grant.workspaceId))) {
    const { subject, lines } = owner.language === 'id' ? inIndonesian(grant, owner, news) : inEnglish(grant, owner, news);
    const greeting = owner.language === 'id' ? `Halo ${owner.name},` : `Hello ${owner.name},`;
    const link = `${ctx.publicUrl}/w/${owner.workspaceSlug}/settings/support-access`;
    await ctx.mail(
      tx,
      { to: owner.email, subject, text: [greeting, ...lines, link].join('\n\n') },
      `support:${grant.id}:${news}:${owner.id}`,
    );
  }
}

/** Tells the operator who asked what came of it. */
export async function tellOperator(ctx: SupportContext, tx: TenantTx | EngineTx, grant: GrantRow, isGranted: boolean): Promise<void> {
  if (grant.operatorId === null) return;
  const [operator] = await tx.query<{ name: string; email: string; language: string }>(selectPerson(grant.operatorId));
  if (operator === undefined) return;
  const isIndonesian = operator.language === 'id';
  const subject = isGranted
    ? isIndonesian
      ? 'Akses dukungan dibuka untuk Anda'
      : 'You are let in to help'
    : isIndonesian
      ? 'Permintaan akses dukungan ditolak'
      : 'Your request for support access was declined';
  const lines = isGranted
    ? [
        isIndonesian
          ? `Ruang kerja itu mengizinkan Anda masuk sampai ${time(grant.endsAt, 'id')}.`
          : `The workspace lets you in until ${time(grant.endsAt, 'en')}.`,
      ]
    : [isIndonesian ? 'Ruang kerja itu tidak mengizinkan Anda masuk.' : 'The workspace does not let you in.'];
  await ctx.mail(
    tx,
    {
      to: operator.email,
      subject,
      text: [
        isIndonesian ? `Halo ${operator.name},` : `Hello ${operator.name},`,
        ...lines,
        `${ctx.publicUrl}/operator/support-access`,
      ].join('\n\n'),
    },
    `support:${grant.id}:answered:${grant.operatorId}`,
  );
}

function inEnglish(grant: GrantRow, { workspaceName }: OwnerRow, news: News): { subject: string; lines: string[] } {
  const who = grant.operator === null ? 'An operator of this installation' : `${grant.operator.name} (${grant.operator.email})`;
  const may = grant.level === 'read' ? 'look, and change nothing' : 'look, and set a few things right';
  switch (news) {
    case 'asked':
      return {
        subject: `Somebody asks to be let in to “${workspaceName}”`,
        lines: [
          `${who} runs this installation and asks to be let in to the workspace “${workspaceName}” for ${grant.hours} hours, to ${may}.`,
          `Their reason: ${grant.askedBecause ?? ''}`,
          'Nobody comes in unless an owner or admin says yes. Answer here:',
        ],
      };
    case 'started':
      return {
        subject: `Support access to “${workspaceName}” began`,
        lines: [
          `${who} can come in to the workspace “${workspaceName}” until ${time(grant.endsAt, 'en')}, to ${may}. ${grant.grantedBy?.name ?? 'A member'} allowed it.`,
          `The reason: ${grant.grantedBecause ?? ''}`,
          'Everything they read stands in the audit log. You can end it at any time here:',
        ],
      };
    case 'ended':
      return {
        subject: `Support access to “${workspaceName}” ended`,
        lines: [
          grant.entered.length === 0
            ? `Nobody came in to the workspace “${workspaceName}”, and nobody can any more.`
            : `${grant.entered.map(({ name, email }) => `${name} (${email})`).join(', ')} was in the workspace “${workspaceName}” and can no longer come in.`,
          'What was read stands in the audit log. The whole history:',
        ],
      };
  }
}

function inIndonesian(grant: GrantRow, { workspaceName }: OwnerRow, news: News): { subject: string; lines: string[] } {
  const who = grant.operator === null ? 'Seorang operator instalasi ini' : `${grant.operator.name} (${grant.operator.email})`;
  const may = grant.level === 'read' ? 'melihat tanpa mengubah apa pun' : 'melihat dan membetulkan beberapa hal';
  switch (news) {
    case 'asked':
      return {
        subject: `Ada yang meminta masuk ke “${workspaceName}”`,
        lines: [
          `${who} menjalankan instalasi ini dan meminta masuk ke ruang kerja “${workspaceName}” selama ${grant.hours} jam, untuk ${may}.`,
          `Alasannya: ${grant.askedBecause ?? ''}`,
          'Tidak ada yang masuk sebelum pemilik atau admin mengizinkan. Jawab di sini:',
        ],
      };
    case 'started':
      return {
        subject: `Akses dukungan ke “${workspaceName}” dimulai`,
        lines: [
          `${who} dapat masuk ke ruang kerja “${workspaceName}” sampai ${time(grant.endsAt, 'id')}, untuk ${may}. ${grant.grantedBy?.name ?? 'Seorang anggota'} mengizinkannya.`,
          `Alasannya: ${grant.grantedBecause ?? ''}`,
          'Semua yang mereka baca tercatat di log audit. Anda dapat mengakhirinya kapan saja di sini:',
        ],
      };
    case 'ended':
      return {
        subject: `Akses dukungan ke “${workspaceName}” berakhir`,
        lines: [
          grant.entered.length === 0
            ? `Tidak ada yang masuk ke ruang kerja “${workspaceName}”, dan sekarang tidak ada lagi yang bisa masuk.`
            : `${grant.entered.map(({ name, email }) => `${name} (${email})`).join(', ')} pernah masuk ke ruang kerja “${workspaceName}” dan sekarang tidak bisa lagi.`,
          'Yang dibaca tercatat di log audit. Riwayat lengkapnya:',
        ],
      };
  }
}

function time(at: Date | null, language: 'en' | 'id'): string {
  const words = at?.toLocaleString(language === 'id' ? 'id-ID' : 'en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return words === undefined ? '' : `${words} UTC`;
}
